"""Bodies of the recording routes, read to the letter: whole numbers, known words, nothing unknown (rules 2, 3)."""

import re
import uuid
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api.frame.parameters import LAST_YEAR, Wrong, read_day
from api.frame.remarks import clean_text
from exhibitions.models import Event
from visits.models import DayReport, EventReport
from visits.recording.tallies import MOST_REVISIONS
from visits.values import Value
from visits.vocabulary import DOOR_MEASURES, EVENT_MEASURES, MOST_VISITS, Audience, Basis, Method

MOST_TALLIES = 500  # in one batch
AN_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
FIRST_YEAR_OF_DEVICES = 2000
A_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
A_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


class StrictSerializer(serializers.Serializer):
    """A serializer that refuses members it does not know."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise ValidationError(
                    {
                        name: [ErrorDetail(str(_("There is no such member here.")), "unknown_member")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)


class WholeNumber(serializers.IntegerField):
    """A JSON integer; no string, no float, no true or false."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class Word(serializers.ChoiceField):
    """One of the known words, as a JSON string."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=type(data).__name__)
        return str(super().to_internal_value(data))


class PlainText(serializers.CharField):
    """A JSON string of a person's words, cleaned (see `api.frame.remarks`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, required=False, default="", **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return clean_text(data)


class Moment(serializers.DateTimeField):
    """A moment as ISO 8601 with its offset. Only a hint of the device, yet it has to exist."""

    def to_internal_value(self, data: Any):
        if not isinstance(data, str) or not A_MOMENT.fullmatch(data):
            self.fail("invalid", format="2026-11-22T10:00:00+08:00")
        moment = super().to_internal_value(data)
        if not FIRST_YEAR_OF_DEVICES <= moment.year <= LAST_YEAR:
            self.fail("invalid", format="2026-11-22T10:00:00+08:00")
        return moment


class Day(serializers.DateField):
    """A day of Asia/Shanghai as YYYY-MM-DD, from 1900 to 2100."""

    def to_internal_value(self, data: Any) -> date:
        try:
            return read_day(data if isinstance(data, str) else "")
        except Wrong as wrong:
            raise ValidationError([ErrorDetail(str(wrong), wrong.code)]) from wrong


class TimeOfDay(serializers.TimeField):
    """A time of Asia/Shanghai as HH:MM, seconds if there are any."""

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not A_TIME.fullmatch(data):
            self.fail("invalid", format="14:30")
        return time.fromisoformat(data)


class ValueBody(StrictSerializer):
    """One number in person-times. `basis` and `method` are the body's where they are left out."""

    measure = Word(DOOR_MEASURES)
    audience = Word(Audience.choices)
    value = WholeNumber(min_value=0, max_value=MOST_VISITS)
    basis = Word(Basis.choices, required=False)
    method = Word(Method.choices, required=False)


class CountedBody(StrictSerializer):
    """What a tally and a day's report have in common: a revision and numbers with their basis and method.

    `basis` and `method` are given for the body, or else for every value (rule 6).
    """

    revision = WholeNumber(min_value=1, max_value=MOST_REVISIONS)
    values = ValueBody(many=True)
    basis = Word(Basis.choices, required=False)
    method = Word(Method.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        pairs = {(value["measure"], value["audience"]) for value in attrs["values"]}
        if len(pairs) != len(attrs["values"]):
            raise ValidationError(
                {"values": [ErrorDetail(str(_("Give each measure and audience once.")), "values_twice")]}
            )
        missing = [
            name
            for name in ("basis", "method")
            if name not in attrs and any(name not in value for value in attrs["values"])
        ]
        if missing:
            raise ValidationError(
                {
                    name: [ErrorDetail(str(_("Say it for the whole, or for every number.")), "required")]
                    for name in missing
                }
            )
        return attrs

    def read_values(self) -> list[Value]:
        """The numbers as the door takes them."""
        content = self.validated_data
        return [
            Value(
                value["measure"],
                value["audience"],
                value["value"],
                value.get("basis") or content["basis"],
                value.get("method") or content["method"],
            )
            for value in content["values"]
        ]


class TallyBody(CountedBody):
    """All running numbers of one counter for one day; a pair left out is gone. `revision` counts within them."""

    values = ValueBody(many=True, allow_empty=False)
    client_time = Moment(required=False, allow_null=True, default=None)
    device = PlainText(max_length=120)


class BatchedTallyBody(TallyBody):
    """A tally of a batch: what the address of a single one says stands in the body."""

    stop = WholeNumber(min_value=1, max_value=2**63 - 1)
    day = serializers.CharField()
    counter = serializers.CharField()


class BatchBody(StrictSerializer):
    """Up to 500 tallies. They are read one by one, so a wrong one does not hinder the others."""

    tallies = serializers.ListField(child=BatchedTallyBody(), allow_empty=False, max_length=MOST_TALLIES)


class FilingBody(CountedBody):
    """The day's report: `revision` is the one read + 1. A closed day has a reason and no values."""

    state = Word(DayReport.State.values)
    values = ValueBody(many=True, required=False, default=list)
    note = PlainText(max_length=500)
    reason = PlainText(max_length=500)


class EventValueBody(ValueBody):
    """One number of an event, in person-times: attendance, or uses where the event is an online resource."""

    measure = Word(EVENT_MEASURES)


class EventFilingBody(CountedBody):
    """An event's report: `revision` is the one read + 1. What did not take place has a reason and no values."""

    state = Word(EventReport.State.values)
    values = EventValueBody(many=True, required=False, default=list)
    note = PlainText(max_length=500)
    reason = PlainText(max_length=500)


class EventBody(StrictSerializer):
    """All that is told of an event; all of it is public. A member left out is empty.

    `revision` is 1 for a new event, else the one read + 1. `reason` says why an event of which something was filed
    moves to another day. `speaker` is a role or an institution.
    """

    revision = WholeNumber(min_value=1, max_value=MOST_REVISIONS)
    kind = Word(Event.Kind.values)
    title = PlainText(max_length=120)
    title_en = PlainText(max_length=200)
    day = Day()
    starts_at = TimeOfDay(required=False, allow_null=True, default=None)
    ends_at = TimeOfDay(required=False, allow_null=True, default=None)
    place = PlainText(max_length=120)
    place_en = PlainText(max_length=200)
    speaker = PlainText(max_length=120)
    speaker_en = PlainText(max_length=200)
    description = PlainText(max_length=2000)
    description_en = PlainText(max_length=2000)
    address = PlainText(max_length=300)
    reason = PlainText(max_length=500)


class ReviewBody(StrictSerializer):
    """The revision of the report that was looked at."""

    revision = WholeNumber(min_value=1, max_value=MOST_REVISIONS)


class ReturnBody(ReviewBody):
    reason = PlainText(max_length=500)


def read_counter(text: Any) -> uuid.UUID:
    """The UUID of a counter in its usual form. Raises ValidationError (400, invalid_counter)."""
    message = _("Make a UUID for this counter; the nil UUID is not one.")
    return _read_uuid(text, "counter", str(message))


def read_key(text: Any) -> uuid.UUID:
    """The UUID of an event in its usual form. Raises ValidationError (400, invalid_key)."""
    return _read_uuid(text, "key", str(_("Make a UUID for this event; the nil UUID is not one.")))


def _read_uuid(text: Any, name: str, message: str) -> uuid.UUID:
    if not isinstance(text, str) or not AN_UUID.fullmatch(text) or uuid.UUID(text).int == 0:
        raise ValidationError({name: [ErrorDetail(message, f"invalid_{name}")]})
    return uuid.UUID(text)


def content_of(body: StrictSerializer) -> dict[str, Any]:
    """The validated content. Raises ValidationError with every member that is wrong."""
    body.is_valid(raise_exception=True)
    return body.validated_data
