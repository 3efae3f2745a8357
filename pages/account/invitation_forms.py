"""The forms of invitations: to whom which role is given, and what the invited person chooses."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.invitations import INSTITUTIONS, Gift, Role, roles_to_give
from accounts.models import User
from accounts.scope import Scope
from libraries.models import CountyLibrary, Division
from pages.account.forms import RULES_FOR_PASSWORDS
from partnership.models import Organisation

MOST_SUGGESTED = 400  # a province has at most 183 counties; staff type a part of the name
MOST_NAMED = 5
ACCOUNT_NAME = r"^[\w.@+-]{3,40}\Z"


def libraries_within(scope: Scope) -> QuerySet[CountyLibrary]:
    """The libraries whose librarians the account may invite."""
    reach = Q() if scope.is_staff else Q(pk__in=[])
    if not scope.is_staff:
        for prefix in scope.provinces:
            reach |= Q(division__code__startswith=prefix)
    return CountyLibrary.objects.filter(reach).select_related("division").order_by("division__code", "pk")


class LibraryField(forms.CharField):
    """A library by the code of its division, by its name, or by a part of the name that only one has."""

    scope: Scope

    def clean(self, value: str | None) -> CountyLibrary | None:  # type: ignore[override]
        text = super().clean(value).strip()
        if not text:
            return None
        code, _blank, name = text.partition(" ")
        libraries = libraries_within(self.scope)
        exact = Q(division__code=text) | Q(name=text) | Q(name_en__iexact=text)
        if name:
            exact |= Q(division__code=code, name=name.strip())
        found = list(libraries.filter(exact)[: MOST_NAMED + 1]) or list(
            libraries.filter(name__contains=text)[: MOST_NAMED + 1]
        )
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No library of yours is called that. Give its name or its division code.")
            )
        named = "、".join(f"{library.division.code} {library.name}" for library in found[:MOST_NAMED])
        raise ValidationError(_("Several are called that. Which one: %(named)s?"), params={"named": named})


class InvitationForm(forms.Form):
    """Offers what the account may give. `form_key` is made with the empty form, so a double tap is one invitation."""

    use_required_attribute = False  # which object is needed depends on the role; the server says it in words

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    library = LibraryField(
        label=_("Library"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"list": "libraries-to-choose", "autocomplete": "off"}),
        help_text=_("Its name or the six digits of its division code. For a librarian."),
    )
    division = forms.ModelChoiceField(
        Division.objects.none(),
        label=_("Province"),
        required=False,
        help_text=_("For a coordinator. For a partner it may be left empty: the whole nation."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Institution"), required=False, help_text=_("For staff.")
    )
    display_name = forms.CharField(
        label=_("For whom"),
        max_length=80,
        help_text=_("The person's name; it stands under what they record."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Without one you get a link to hand over: by phone, by WeChat, on paper."),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("role", Role.LIBRARIAN)
        institutions = INSTITUTIONS if scope.is_superuser else [*scope.organisations]
        offered: dict[str, Any] = self.fields
        offered["role"].choices = [(role, Role(role).label) for role in roles_to_give(scope)]
        offered["library"].scope = scope
        offered["division"].queryset = Division.objects.provinces().current().order_by("code")
        offered["organisation"].queryset = Organisation.objects.filter(code__in=institutions)
        if not scope.is_staff:
            del self.fields["division"], self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needed = {Role.LIBRARIAN: "library", Role.COORDINATOR: "division", Role.STAFF: "organisation"}
        own = needed.get(cleaned.get("role", ""))
        if own and own not in self.errors and not cleaned.get(own):
            self.add_error(own, _("This role needs its object here."))
        if cleaned.get("role") == Role.PARTNER:
            own = "division"  # and none is the whole nation
        for name in {*needed.values()} - {own}:
            cleaned[name] = None  # what is not asked for in this role
            self.errors.pop(name, None)
        return cleaned

    def gift(self) -> Gift:
        """What is given. Call on a valid form."""
        typed = self.cleaned_data
        return Gift(typed["role"], typed["library"], typed["division"], typed["organisation"])


class AcceptForm(forms.Form):
    """The invited person's own account."""

    username = forms.CharField(
        label=_("Account name"),
        max_length=40,
        validators=[
            RegexValidator(
                ACCOUNT_NAME,
                _("From 3 to 40 letters, digits, Chinese characters or . _ - @ +, without blanks."),
            )
        ],
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("You sign in with it. Chinese characters, letters or digits; no blanks."),
    )
    display_name = forms.CharField(
        label=_("Name shown"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("It stands under what you record; colleagues and reviewers see it."),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=RULES_FOR_PASSWORDS,
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        name = unicodedata.normalize("NFKC", self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("This account name is taken. Choose another."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            self._refuse_weak(first)
        return cleaned

    def _refuse_weak(self, password: str) -> None:
        person = User(
            username=self.cleaned_data.get("username", ""),
            display_name=self.cleaned_data.get("display_name", ""),
        )
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password1", error)
