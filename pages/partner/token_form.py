"""The form that asks for a token."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope
from api.tokens.issuing import Wish
from api.tokens.models import RIGHTS
from libraries.models import Division
from pages.forms.fields import LineField

LASTS = {30: _("30 days"), 90: _("90 days"), 180: _("180 days"), 365: _("one year")}


def province_field(scope: Scope) -> "ProvinceField | None":
    """The choice of a province; None for a partner that is bound to one, and has nothing to choose."""
    if scope.is_partner and scope.partner_prefix:
        return None
    return ProvinceField()


class ProvinceField(forms.ModelChoiceField):
    """One province, or empty: all of them."""

    def __init__(self) -> None:
        super().__init__(
            Division.objects.current().provinces().order_by("code"),
            label=_("Province"),
            required=False,
            empty_label=_("The whole nation"),
        )

    def label_from_instance(self, division: Division) -> str:
        return division.label


class TokenForm(forms.Form):
    """What a token is to be. `key` is made with the empty form, so a double tap is one token."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = LineField(
        label=_("Name of the token"), max_length=80, help_text=_("The machine or script that uses it.")
    )
    rights = forms.MultipleChoiceField(
        label=_("May read"),
        choices=RIGHTS.items(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=LASTS.items(), coerce=int, initial=365)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        province = province_field(scope)
        if province:
            self.fields["division"] = province
        self.fields["name"].required = True

    @classmethod
    def empty(cls, scope: Scope) -> "TokenForm":
        return cls(scope=scope, initial={"key": uuid.uuid4(), "rights": list(RIGHTS)})

    def wish(self) -> Wish:
        """Call on a valid form."""
        typed = self.cleaned_data
        return Wish(
            name=typed["name"],
            division=typed.get("division"),
            rights=frozenset(typed["rights"]),
            lasts=timedelta(days=typed["days"]),
        )
