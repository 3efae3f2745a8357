"""The forms of drafting: which programme, as of which day, and what is said beside the figures."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Programme
from reports.bulletins.drafting import LONGEST_NOTE, Notes
from uploads.refusals import Refused


def _text(
    label: Any, help_text: Any = "", *, language: str = "zh-Hans", required: bool = False
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE, "lang": language})
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=widget, max_length=LONGEST_NOTE
    )


class NotesForm(forms.Form):
    """What the drafter says; `later` asks for the reason of a later edition as well."""

    notes = _text(_("Remarks in Chinese"), _("Printed below the method. May be left out."))
    notes_en = _text(_("Remarks in English"), language="en")
    reason = _text(
        _("Reason in Chinese"), _("Why the figures are published anew; printed first."), required=True
    )
    reason_en = _text(_("Reason in English"), language="en")

    def __init__(self, *arguments: Any, later: bool = False, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if later:
            self.order_fields(["reason", "reason_en", "notes", "notes_en"])
        else:
            del self.fields["reason"], self.fields["reason_en"]

    def read(self) -> Notes:
        """What the door takes. Call on a valid form."""
        return Notes(**{name: self.cleaned_data.get(name, "") for name in Notes.__dataclass_fields__})

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the door at the field that it is about."""
        field = refused.code if refused.code in self.fields else None
        self.add_error(field, forms.ValidationError(refused.message, code=refused.code))


class DraftForm(NotesForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="slug", label=_("Programme"), empty_label=None
    )
    as_of = forms.DateField(
        label=_("As of the end of"),
        help_text=_("A day that is over. What was verified until then is counted, as it is known now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *arguments: Any, user, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        programmes = Programme.objects.order_by("demonstration", "-first_day", "pk")
        if user.demonstration:
            # Demonstration accounts draft demonstrations only.
            programmes = programmes.filter(demonstration=True)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["as_of"].initial = last_day_of_last_month()
        self.order_fields(["programme", "as_of", "notes", "notes_en"])


def last_day_of_last_month():
    """What a bulletin is usually as of (Asia/Shanghai)."""
    return timezone.localdate().replace(day=1) - timedelta(days=1)
