"""The host's part of the closing report as a person types it, read by the rules for people (`pages.forms.numbers`)."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import CountField, RemarkField
from reports.closing.content import NAMES, ClosingContent
from reports.models import ClosingReport
from reports.models.closing import MOST_COSTS
from uploads.refusals import Refused

MOST_DIGITS = 20  # of a typed amount; a longer one is no amount


class AmountField(forms.Field):
    """A number with a few decimals; blank means that it is not known."""

    def __init__(self, *, decimals: int, most: int, **options: Any) -> None:
        self.decimals, self.most = decimals, most
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: str | None) -> Decimal | None:
        text = unicodedata.normalize("NFKC", value or "").strip().replace(",", "").replace(" ", "")
        if not text:
            return None
        wrong = ValidationError(
            _("Give a number from 0 to %(most)s, such as 96.5."), params={"most": f"{self.most:,}"}
        )
        if len(text) > MOST_DIGITS or not text.isascii() or not set(text) <= set("0123456789."):
            raise wrong
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise wrong from error
        if not 0 <= amount <= self.most:
            raise wrong
        if amount != round(amount, self.decimals):
            raise ValidationError(
                _("Give at most %(decimals)s decimals."), params={"decimals": self.decimals}
            )
        return round(amount, self.decimals)


def _text_field(name: str, *, rows: int = 0, **options: Any) -> RemarkField:
    most = ClosingReport._meta.get_field(name).max_length
    field = RemarkField(**options)
    field.max_length = most
    attributes: dict[str, Any] = {"maxlength": most, "autocomplete": "off"}
    field.widget = forms.Textarea(attrs={**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return field


class ClosingForm(forms.Form):
    """What the host adds to the figures. Everything may be blank: not known is not zero."""

    use_required_attribute = False

    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)
    # Of the figures that stand on the page, so that nobody submits what they have not seen.
    figures_digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    school_groups = CountField(label=_("School groups"))
    school_group_visitors = CountField(
        label=_("Visits in school groups"), help_text=_("Already among the exhibition visits.")
    )
    volunteers = CountField(label=_("Volunteers"))
    volunteer_hours = CountField(label=_("Volunteer hours"))
    staff_trained = CountField(label=_("Staff trained"))
    exhibits_working_at_open = CountField(label=_("Exhibits working at the opening"))
    exhibits_working_at_close = CountField(label=_("Exhibits working at the closing"))
    repairs = _text_field("repairs", label=_("Repairs"))
    incidents = _text_field("incidents", label=_("Safety and incidents"))
    publicity_items = CountField(label=_("Publicity items"))
    publicity_links = _text_field("publicity_links", rows=2, label=_("Links to publicity"))
    survey_answers = CountField(label=_("Survey answers"))
    survey_score = AmountField(
        decimals=1, most=100, label=_("Satisfaction, of 100"), help_text=_("The mean of all answers.")
    )
    local_costs = AmountField(
        decimals=2,
        most=MOST_COSTS,
        label=_("Costs borne locally, in yuan"),
        help_text=_("May be left out."),
    )
    comments = _text_field("comments", rows=4, label=_("Comments"))
    prepared_by = _text_field("prepared_by", label=_("Filled in by"))
    checked_by = _text_field("checked_by", label=_("Checked by"))
    responsible = _text_field("responsible", label=_("Responsible person"))

    def content(self) -> ClosingContent:
        """What the door takes. Call on a valid form."""
        typed = self.cleaned_data
        return ClosingContent(**{name: typed[name] for name in ClosingContent.__dataclass_fields__})

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the door at the field that it is about."""
        field = refused.code if refused.code in self.fields else None
        self.add_error(field, ValidationError(refused.message, code=refused.code))


# The parts of the form, in the order of the printed sheet.
PARTS: list[tuple[Any, list[str]]] = [
    (
        _("Groups and people"),
        ["school_groups", "school_group_visitors", "volunteers", "volunteer_hours", "staff_trained"],
    ),
    (_("Exhibits"), ["exhibits_working_at_open", "exhibits_working_at_close", "repairs", "incidents"]),
    (
        _("Publicity and satisfaction"),
        ["publicity_items", "publicity_links", "survey_answers", "survey_score", "local_costs", "comments"],
    ),
    (_("Names to be printed"), list(NAMES)),
]
LONG = {"repairs", "incidents", "publicity_links", "comments"}
