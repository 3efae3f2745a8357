"""The plain daily form: what a person types about one day, read by the rules for people (`pages.forms.numbers`)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import CountField, RemarkField, basis_field, method_field
from uploads.refusals import Refused
from visits.models import DayReport
from visits.plausibility.facts import content_of
from visits.plausibility.rules import Finding, findings_of, unanswered
from visits.values import Value, weakest_basis
from visits.vocabulary import DOOR_MEASURES, Audience, Measure

State = DayReport.State

# Where each refusal of the door is shown; the others stand above the form.
FIELD_OF_REFUSAL = {
    "reason_required": "reason",
    "values_required": "exhibition_visit_adult",
}


class DayForm(forms.Form):
    """One day of one stop as a person files it: counted with its numbers, or closed with a reason.

    Each measure has its own basis and method: doors are counted by a gate where exhibitions are counted by hand.
    When the day was closed the numbers are left out; the page says so and hides them.
    """

    doubtful = False  # held up by a finding alone; everything else is in order
    use_required_attribute = False  # what is required depends on the choices; the server says it in words

    # The one last read + 1 (rule 3). Fifteen digits fit every engine.
    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("That day"), choices=State, widget=forms.RadioSelect, initial=State.COUNTED
    )

    exhibition_visit_adult = CountField(label=_("Adults"))
    exhibition_visit_minor = CountField(label=_("Minors"))
    exhibition_visit_unspecified = CountField(label=_("Not told apart"))
    exhibition_visit_basis = basis_field()
    exhibition_visit_method = method_field()

    library_visit_unspecified = CountField(label=_("Not told apart"))
    library_visit_adult = CountField(label=_("Adults"))
    library_visit_minor = CountField(label=_("Minors"))
    library_visit_basis = basis_field()
    library_visit_method = method_field()

    reason = RemarkField(label=_("Reason"))
    note = RemarkField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))
    # Which findings were shown with what was typed; they hold the form up once (see `look_again`).
    seen = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if content.get("state") == State.COUNTED:
            for measure in self._measures_given():
                for part in ("basis", "method"):
                    name = f"{measure}_{part}"
                    if name not in self.errors and not content.get(name):
                        self.add_error(name, ValidationError(_("Choose one."), code="required"))
        return content

    def _measures_given(self) -> Iterator[str]:
        for measure in DOOR_MEASURES:
            if any(self.cleaned_data.get(f"{measure}_{audience}") is not None for audience in Audience):
                yield measure

    @property
    def library_shown(self) -> bool:
        """Whether the part for library visits holds anything, so that it is not folded away."""
        names = [f"library_visit_{audience}" for audience in Audience]
        return any(self[name].value() not in (None, "") for name in names)

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the door at the field that it is about."""
        self.add_error(
            FIELD_OF_REFUSAL.get(refused.code), ValidationError(refused.message, code=refused.code)
        )

    # ------------------------------------------------------------ what does not look plausible

    def findings(self, stop_id: int, day: date) -> list[Finding]:
        """What does not look plausible about the typed numbers and still has to be answered. Call on a valid form."""
        content = self.content()
        answer = content["note"] or content["reason"]
        typed = content_of(stop_id, day, content["values"], answer)
        found = findings_of([typed]).get(typed.key, [])
        return unanswered(found, self.cleaned_data["seen"].split(), answer)

    def look_again(self, findings: list[Finding]) -> None:
        """Show each finding at its field, and remember that it was shown. What was typed stays."""
        # Before any error is added: Django takes a field with one out of the cleaned data.
        typed = {name for name, value in self.cleaned_data.items() if value is not None}
        for finding in findings:
            names = [f"{finding.measure}_{audience}" for audience in Audience]
            field = next(name for name in names if name in typed)
            self.add_error(field, ValidationError(f"{finding.message} {finding.advice}", code=finding.code))
        if any(finding.is_doubt for finding in findings):
            self["note"].help_text = _(
                "Why the number is right. It is filed with it and the reviewer reads it."
            )
        seen = " ".join(finding.key for finding in findings)
        self.data = {**dict(self.data.items()), "seen": seen}
        self.doubtful = True

    # ------------------------------------------------------------ what the door takes

    def content(self) -> dict[str, Any]:
        """The arguments of `visits.recording.days.file_day`. Call on a valid form."""
        typed = self.cleaned_data
        main = next(self._measures_given(), Measure.EXHIBITION_VISIT)
        counted = typed["state"] == State.COUNTED
        return {
            "revision": int(typed["revision"]),
            "state": typed["state"],
            "values": self.values() if counted else [],
            "basis": typed[f"{main}_basis"] if counted else "",
            "method": typed[f"{main}_method"] if counted else "",
            "note": typed["note"],
            "reason": typed["reason"],
        }

    def values(self) -> list[Value]:
        """The numbers that were typed; a field left blank is no number."""
        typed = self.cleaned_data
        return [
            Value(
                str(measure),
                str(audience),
                typed[f"{measure}_{audience}"],
                typed[f"{measure}_basis"],
                typed[f"{measure}_method"],
            )
            for measure in DOOR_MEASURES
            for audience in Audience
            if typed[f"{measure}_{audience}"] is not None
        ]


def initial_of(day: dict[str, Any], *, tallied: bool = False) -> dict[str, Any]:
    """What stands in the form of a day (see `visits.recording.day_state.day_state`): the last filed numbers, else the draft's.

    With `tallied` the sum of the tallies, whatever was filed. The reason stays blank: each filing has its own.
    """
    filed = None if tallied else day["last_filed"]
    rows = day["draft"] if filed is None else filed
    initial: dict[str, Any] = {
        "revision": day["revision"] + 1,
        "state": State.CLOSED if day["state"] == State.CLOSED and not tallied else State.COUNTED,
        "note": day["note"],
    }
    for measure in DOOR_MEASURES:
        own = [row for row in rows if row["measure"] == measure]
        methods = {
            method for row in own for method in (row["methods"] if "methods" in row else [row["method"]])
        }
        if own:
            initial[f"{measure}_basis"] = weakest_basis(row["basis"] for row in own)
        if len(methods) == 1:
            initial[f"{measure}_method"] = methods.pop()
        initial |= {f"{measure}_{row['audience']}": row["value"] for row in own}
    return initial
