"""The grid of a week: a small form for each day, read by the same rules as the plain form of one day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pages.forms.fields import CountField, RemarkField
from pages.librarian.day.content import named
from pages.librarian.week.state import WeekDay
from uploads.refusals import Conflict, Refused
from visits.models import DayReport
from visits.plausibility.facts import Content, content_of
from visits.plausibility.rules import Finding
from visits.values import Value, values_as_rows
from visits.vocabulary import Audience, Basis, Measure, Method

State = DayReport.State
STATES = [(State.COUNTED, pgettext_lazy("that day", "Open")), (State.CLOSED, _("Closed"))]
FIELD_OF_REFUSAL = {"reason_required": "reason", "values_required": "adult"}


class BasisForm(forms.Form):
    """How the numbers of this week were found; for every day that is sent."""

    use_required_attribute = False
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis, initial=Basis.COUNTED)
    method = forms.ChoiceField(label=_("Method"), choices=Method, initial=Method.MANUAL_TALLY)


class RowForm(forms.Form):
    """One day of the grid. Only a row that was changed since it was shown is sent.

    `revision` is the one shown + 1, `shown` what stood in the row then, `seen` the findings that were shown with it.
    A day's other numbers and its note are not in the grid and are filed again as they stand.
    """

    use_required_attribute = False
    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("That day"), choices=STATES, initial=State.COUNTED)
    adult = CountField(label=_("Adults"))
    minor = CountField(label=_("Minors"))
    unspecified = CountField(label=_("Not told apart"))
    reason = RemarkField(label=_("Reason"))

    def __init__(self, week_day: WeekDay, data: Mapping[str, Any] | None = None) -> None:
        self.week_day = week_day
        self.stored = ""  # "stored" once this row went through, "same" where it had before
        self.conflict: Conflict | None = None
        super().__init__(data, prefix=week_day.day.isoformat(), initial=initial_of(week_day))
        for name in ("adult", "minor", "unspecified", "reason", "state"):
            self.fields[name].widget.attrs["aria-describedby"] = f"errors-{self.prefix}"

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if content.get("state") == State.CLOSED and self.touched and self._numbers():
            message = _("A closed day has no visits. Leave the numbers out.")
            self.add_error(next(iter(self._numbers())), ValidationError(message, code="closed_with_values"))
        return content

    @property
    def touched(self) -> bool:
        """Whether it says something else than was shown. A row that cannot be read was touched."""
        if self.errors and not self.cleaned_data.get("state"):
            return True
        written = [self.cleaned_data.get(name) for name in Audience.values]
        unreadable = any(name in self.errors for name in (*Audience.values, "reason"))
        said = representation(self.cleaned_data["state"], written)
        return unreadable or bool(self.cleaned_data.get("reason")) or said != self.cleaned_data.get("shown")

    def _numbers(self) -> dict[str, int]:
        numbers = {name: self.cleaned_data.get(name) for name in Audience.values}
        return {name: number for name, number in numbers.items() if number is not None}

    def content(self, basis: str, method: str) -> dict[str, Any]:
        """The arguments of `visits.recording.days.file_day`. Call on a valid row."""
        counted = self.cleaned_data["state"] == State.COUNTED
        values = [
            Value(str(Measure.EXHIBITION_VISIT), name, number, basis, method)
            for name, number in self._numbers().items()
        ]
        return {
            "revision": int(self.cleaned_data["revision"]),
            "state": self.cleaned_data["state"],
            "values": [*values, *self.week_day.others] if counted and values else [],
            "basis": basis if counted else "",
            "method": method if counted else "",
            "note": self.week_day.report.note if self.week_day.report else "",
            "reason": self.cleaned_data["reason"],
        }

    def judged(self, stop_id: int, basis: str, method: str) -> Content:
        """What is judged for plausibility, with what was written to it."""
        content = self.content(basis, method)
        return content_of(stop_id, self.week_day.day, content["values"], content["note"] or content["reason"])

    # ------------------------------------------------------------ what came of it

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the door at the field that it is about."""
        self.add_error(
            FIELD_OF_REFUSAL.get(refused.code), ValidationError(refused.message, code=refused.code)
        )

    def look_again(self, findings: list[Finding]) -> None:
        for finding in findings:
            message = ValidationError(f"{finding.message} {finding.advice}", code=finding.code)
            self.add_error(next(iter(self._numbers()), "adult"), message)
        self._put("seen", " ".join(finding.key for finding in findings))

    def meet(self, conflict: Conflict, now: WeekDay) -> None:
        """Another content stands: what was typed stays, and sent again with a reason it takes that one's place."""
        self.conflict, self.week_day = conflict, now
        self._put("revision", str(now.revision + 1))
        self._put("shown", initial_of(now)["shown"])

    @property
    def typed(self) -> Any:
        """What was typed, as a choice is called: its sum, or closed."""
        content = self.content(Basis.COUNTED, Method.UNKNOWN)
        return named({**content, "values": values_as_rows(content["values"])})

    @property
    def standing(self) -> Any:
        """What stands on the server where another was typed."""
        current = self.conflict.current if self.conflict else {}
        return named({**current, "values": current["last_filed"] or []}) if current else ""

    def _put(self, name: str, value: str) -> None:
        self.data = {**dict(self.data.items()), self.add_prefix(name): value}


def initial_of(week_day: WeekDay) -> dict[str, Any]:
    """What stands in the row of a day: what was last filed; a tally is told beside it and never typed for a person."""
    state = State.CLOSED if week_day.closed else State.COUNTED
    numbers = {name: week_day.numbers.get(name) for name in Audience.values}
    return {
        "revision": week_day.revision + 1,
        "shown": representation(state, list(numbers.values())),
        "state": state,
        **numbers,
    }


def representation(state: str, numbers: list[int | None]) -> str:
    """A row's state and numbers in one line, for comparing: "counted 12 3 -"."""
    return " ".join([str(state), *("-" if number is None else str(number) for number in numbers)])


def row_names(day: date) -> list[str]:
    """The names of a row's fields in what a browser sends."""
    return [f"{day.isoformat()}-{name}" for name in RowForm.base_fields]


def week_names(monday: date) -> list[str]:
    """The names of all fields of a week's grid."""
    days = [monday + timedelta(days=number) for number in range(7)]
    return [*BasisForm.base_fields, *(name for day in days for name in row_names(day))]
