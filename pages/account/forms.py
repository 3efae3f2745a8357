"""django-allauth's forms in the portal's words: every label in both languages, no grey text inside a field."""

from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES_FOR_PASSWORDS = _(
    "At least 10 characters; not digits alone, not a common password, not like the account name."
)
CODE_OF_APP = _("Six-digit code of the app")


class Worded:
    """Gives the fields of a form the portal's labels."""

    labels: ClassVar[dict[str, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.help_text = RULES_FOR_PASSWORDS if name == "password1" else ""


class LoginForm(account_forms.LoginForm):
    """With "stay signed in" chosen: a phone at the door is closed and opened all day.

    On a computer that others use the person takes the tick away.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remember"].initial = True


class ChangePasswordForm(Worded, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class ResetPasswordForm(Worded, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address of the account")}


class ResetPasswordKeyForm(Worded, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class ReauthenticateForm(Worded, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class AuthenticateForm(Worded, factor_forms.AuthenticateForm):
    labels = {"code": _("Code of the app, or a recovery code")}


class ReauthenticateByCodeForm(Worded, factor_forms.ReauthenticateForm):
    labels = {"code": _("Code of the app, or a recovery code")}


class ActivateTOTPForm(Worded, totp_forms.ActivateTOTPForm):
    labels = {"code": CODE_OF_APP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
