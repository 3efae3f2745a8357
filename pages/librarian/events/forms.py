"""The forms of an event: what is told of it, and who came."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Event
from pages.forms.fields import KEEPS_YEAR_FIRST, CountField, LineField, RemarkField, basis_field, method_field
from uploads.refusals import Refused
from visits.models import EventReport
from visits.recording.event_reports import measure_of
from visits.recording.events import EventContent
from visits.values import Value
from visits.vocabulary import Audience, Method

State = EventReport.State
TIMES = ["%H:%M", "%H:%M:%S", "%H：%M"]

# Where each refusal of the door is shown; the others stand above the form.
FIELD_OF_REFUSAL = {
    "title_required": "title",
    "kind_unknown": "kind",
    "kind_counted": "kind",
    "address_required": "address",
    "address_invalid": "address",
    "time_order": "ends_at",
    "outside_stop": "day",
    "future_day": "day",
    "reason_required": "reason",
}


class RevisedForm(forms.Form):
    """A form that builds on a revision: the one last read + 1 (rule 3)."""

    use_required_attribute = False  # what is required depends on the choices; the server says it in words
    # Fifteen digits fit every engine.
    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the door at the field that it is about."""
        field = FIELD_OF_REFUSAL.get(refused.code)
        self.add_error(
            field if field in self.fields else None, ValidationError(refused.message, code=refused.code)
        )


class EventForm(RevisedForm):
    """What is told of an event; all of it is public. `key` is made with the empty form, so a double tap is one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind)
    title = LineField(label=_("Title"), max_length=120)
    day = forms.DateField(
        label=_("Day"),
        input_formats=KEEPS_YEAR_FIRST,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Write the day like 2026-11-22.")},
    )
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time like 14:30.")},
    )
    ends_at = forms.TimeField(
        label=_("Ends at"),
        required=False,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time like 14:30.")},
    )
    place = LineField(label=_("Place"), max_length=120)
    speaker = LineField(
        label=_("Speaker"),
        max_length=120,
        help_text=_("The role or the institution, as “science lecturer, county association”."),
    )
    address = LineField(
        label=_("Address on the web"),
        max_length=300,
        help_text=_("Needed for an online resource; begins with https:// or http://."),
    )
    description = RemarkField(
        label=_("What it is about"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    title_en = LineField(label=_("Title in English"), max_length=200)
    place_en = LineField(label=_("Place in English"), max_length=200)
    speaker_en = LineField(label=_("Speaker in English"), max_length=200)
    description_en = RemarkField(
        label=_("What it is about, in English"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = LineField(label=_("Reason"))

    def __init__(self, *arguments: Any, first: date | None, last: date | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, bound in (("min", first), ("max", last)):
            if bound:
                self.fields["day"].widget.attrs[name] = bound.isoformat()

    def content(self) -> EventContent:
        """What the door takes. Call on a valid form."""
        typed = self.cleaned_data
        return EventContent(
            **{name: typed[name] for name in EventContent.__dataclass_fields__}  # the same names throughout
        )


def initial_of_event(event: Event) -> dict[str, Any]:
    """What the form of an event holds to begin with."""
    return {**EventContent.of(event).members(), "key": event.key, "revision": event.revision + 1}


def initial_of_new(day: date | None) -> dict[str, Any]:
    """What an empty form holds: a key of its own."""
    return {"key": uuid.uuid4(), "revision": 1, "kind": Event.Kind.LECTURE, "day": day}


class EventReportForm(RevisedForm):
    """Who came to an event, or how often an online resource was used; or that it did not take place."""

    state = forms.ChoiceField(choices=State, widget=forms.RadioSelect, initial=State.COUNTED)
    adult = CountField(label=_("Adults"))
    minor = CountField(label=_("Minors"))
    unspecified = CountField(label=_("Not told apart"))
    basis = basis_field()
    method = method_field()
    reason = LineField(label=_("Reason"))
    note = RemarkField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, event: Event, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.event = event

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if content.get("state") == State.COUNTED:
            for part in ("basis", "method"):
                if part not in self.errors and not content.get(part):
                    self.add_error(part, ValidationError(_("Choose one."), code="required"))
            if not self.errors and not self._numbers():
                self.add_error("adult", ValidationError(_("Give a number. Nobody came: 0."), code="required"))
        return content

    def _numbers(self) -> dict[str, int]:
        given = {str(audience): self.cleaned_data.get(audience) for audience in Audience}
        return {audience: number for audience, number in given.items() if number is not None}

    def content(self) -> dict[str, Any]:
        """The arguments of `visits.recording.event_reports.file_event`. Call on a valid form; a blank field is no number."""
        typed = self.cleaned_data
        counted = typed["state"] == State.COUNTED
        basis, method = (typed["basis"], typed["method"]) if counted else ("", "")
        measure = str(measure_of(self.event))
        return {
            "revision": int(typed["revision"]),
            "state": typed["state"],
            "values": [
                Value(measure, audience, number, basis, method)
                for audience, number in (self._numbers().items() if counted else ())
            ],
            "basis": basis,
            "method": method,
            "note": typed["note"],
            "reason": typed["reason"],
        }


def initial_of_report(state: dict[str, Any], event: Event) -> dict[str, Any]:
    """What the report's form holds to begin with: what was filed, else the usual way of counting."""
    filed = {row["audience"]: row["value"] for row in state["last_filed"] or []}
    usual = Method.GATE_AUTO if event.is_online else Method.MANUAL_TALLY
    return {
        "revision": state["revision"] + 1,
        "state": state["state"] if state["state"] != "missing" else State.COUNTED,
        **filed,
        "basis": state["basis"] or "counted",
        "method": state["method"] or usual,
        "note": state["note"],
    }
