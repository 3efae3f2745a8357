"""The recording routes' answers as the OpenAPI document tells of them; `visits.recording.day_state` and `visits.recording.event_reports` write them."""

from rest_framework import serializers

from exhibitions.models import Event, HistoryEntry
from visits.models import DayReport
from visits.plausibility.rules import Severity
from visits.vocabulary import DOOR_MEASURES, EVENT_MEASURES, Audience, Basis, Measure, Method

STATES = ["counted", "closed", "missing"]
EVENT_STATES = ["counted", "cancelled", "missing"]
REVIEWS = ["draft", "filed", "returned", "endorsed", "verified"]


class ValueAnswer(serializers.Serializer):
    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    value = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    method = serializers.ChoiceField(Method.choices)


class DraftValue(serializers.Serializer):
    """A sum of tallies: the weakest basis, and every method used."""

    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    value = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    methods = serializers.ListField(child=serializers.ChoiceField(Method.choices))


class TallyAnswer(serializers.Serializer):
    """The counter's numbers as they stand; `superseded` when a later revision had overtaken what was sent."""

    stop = serializers.IntegerField()
    day = serializers.DateField()
    counter = serializers.UUIDField()
    revision = serializers.IntegerField()
    values = ValueAnswer(many=True)
    superseded = serializers.BooleanField()


class StoredTally(serializers.Serializer):
    counter = serializers.UUIDField()
    revision = serializers.IntegerField()
    values = ValueAnswer(many=True)
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField()
    device = serializers.CharField()
    client_time = serializers.DateTimeField(allow_null=True)


class Difference(serializers.Serializer):
    """Where tallies and filed numbers differ: evidence for a person, never a correction by itself."""

    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    tallied = serializers.IntegerField(allow_null=True)
    filed = serializers.IntegerField(allow_null=True)
    difference = serializers.IntegerField()


class FindingAnswer(serializers.Serializer):
    """Something that does not look plausible about the filed numbers: `value` was compared with `compared_with`.

    A doubt wants a word of explanation in the note, a remark a second look; neither refuses anything. The sentences
    are in the reader's language, `code` is stable.
    """

    code = serializers.CharField()
    severity = serializers.ChoiceField(Severity.choices)
    measure = serializers.ChoiceField(Measure.choices)
    value = serializers.IntegerField()
    compared_with = serializers.IntegerField()
    message = serializers.CharField()
    advice = serializers.CharField()


class DayAnswer(serializers.Serializer):
    """A day never filed has revision 0, state "missing" and review "draft"."""

    stop = serializers.IntegerField()
    day = serializers.DateField()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    review = serializers.ChoiceField(REVIEWS)
    draft = DraftValue(many=True)
    filed = ValueAnswer(many=True, allow_null=True)
    last_filed = ValueAnswer(many=True, allow_null=True)
    verified = ValueAnswer(many=True, allow_null=True)
    verified_state = serializers.CharField(allow_null=True)
    basis = serializers.CharField()
    method = serializers.CharField()
    note = serializers.CharField()
    reason = serializers.CharField()
    return_reason = serializers.CharField()
    on_behalf = serializers.BooleanField()
    filed_by = serializers.CharField(allow_null=True)
    filed_at = serializers.DateTimeField(allow_null=True)
    verified_revision = serializers.IntegerField(allow_null=True)
    verified_by = serializers.CharField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField()
    tallies = StoredTally(many=True)
    differences = Difference(many=True)
    late_evidence = serializers.BooleanField()
    findings = FindingAnswer(many=True)


class HistoryContent(serializers.Serializer):
    """What a day held: its numbers, none when it was closed."""

    state = serializers.ChoiceField(DayReport.State.choices)
    values = ValueAnswer(many=True)


class HistoryStep(serializers.Serializer):
    """An entry of the stop's chain. `hash` is SHA-256 of `previous`, a line feed and the entry's text.

    `before` and `after` are null where the entry holds no numbers; `days` is above 1 for days filed together.
    """

    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    action = serializers.ChoiceField(HistoryEntry.Action.choices)
    revision = serializers.IntegerField()
    before = HistoryContent(allow_null=True)
    after = HistoryContent(allow_null=True)
    reason = serializers.CharField()
    note = serializers.CharField()
    days = serializers.IntegerField()
    previous = serializers.CharField()
    hash = serializers.CharField()


class DayHistoryAnswer(serializers.Serializer):
    stop = serializers.IntegerField()
    day = serializers.DateField()
    results = HistoryStep(many=True)


class EventValueAnswer(ValueAnswer):
    measure = serializers.ChoiceField(EVENT_MEASURES)


class EventReportAnswer(serializers.Serializer):
    """The report of an event, one never filed with revision 0, state "missing" and review "draft".

    `measure` is what this event counts; `verified_day` the day on which the verified numbers stand.
    """

    event = serializers.IntegerField()
    key = serializers.UUIDField(help_text="The client-made key under which the event itself is changed.")
    event_revision = serializers.IntegerField(help_text="The revision of what is told of the event.")
    stop = serializers.IntegerField()
    day = serializers.DateField()
    kind = serializers.ChoiceField(Event.Kind.choices)
    measure = serializers.ChoiceField(EVENT_MEASURES)
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(EVENT_STATES)
    review = serializers.ChoiceField(REVIEWS)
    filed = EventValueAnswer(many=True, allow_null=True)
    last_filed = EventValueAnswer(many=True, allow_null=True)
    verified = EventValueAnswer(many=True, allow_null=True)
    verified_state = serializers.CharField(allow_null=True)
    verified_day = serializers.DateField(allow_null=True)
    basis = serializers.CharField()
    method = serializers.CharField()
    note = serializers.CharField()
    reason = serializers.CharField()
    return_reason = serializers.CharField()
    on_behalf = serializers.BooleanField()
    filed_by = serializers.CharField(allow_null=True)
    filed_at = serializers.DateTimeField(allow_null=True)
    verified_revision = serializers.IntegerField(allow_null=True)
    verified_by = serializers.CharField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField()


class EventContentAnswer(serializers.Serializer):
    """What is told of an event, with the revision that a change builds on."""

    id = serializers.IntegerField()
    stop = serializers.IntegerField()
    key = serializers.UUIDField()
    revision = serializers.IntegerField()
    kind = serializers.ChoiceField(Event.Kind.choices)
    title = serializers.CharField()
    title_en = serializers.CharField()
    day = serializers.DateField()
    starts_at = serializers.TimeField(allow_null=True)
    ends_at = serializers.TimeField(allow_null=True)
    place = serializers.CharField()
    place_en = serializers.CharField()
    speaker = serializers.CharField()
    speaker_en = serializers.CharField()
    description = serializers.CharField()
    description_en = serializers.CharField()
    address = serializers.CharField()


class BatchItem(serializers.Serializer):
    """One tally's status as its own PUT would have had it: its numbers, or with a problem."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    stop = serializers.IntegerField(required=False, allow_null=True)
    day = serializers.CharField(required=False, allow_null=True)
    counter = serializers.CharField(required=False, allow_null=True)
    revision = serializers.IntegerField(required=False)
    values = ValueAnswer(many=True, required=False)
    superseded = serializers.BooleanField(required=False)
    problem = serializers.DictField(required=False)


class BatchAnswer(serializers.Serializer):
    results = BatchItem(many=True)


class SealRow(serializers.Serializer):
    """The root over the heads of all history chains on one day, with how many chains and entries it holds."""

    day = serializers.DateField()
    sealed_at = serializers.DateTimeField()
    chains = serializers.IntegerField()
    entries = serializers.IntegerField()
    root = serializers.CharField()  # type: ignore[assignment]  # a field, though serializers have a property so named
