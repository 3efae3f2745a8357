"""How django-allauth signs people in here."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import attempts, sessions


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator, never taken; names are compared in NFKC."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Account name or password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Try again in a quarter of an hour."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not the present password."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(unicodedata.normalize("NFKC", username), shallow)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        sessions.begin(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """An attempt that the lock turns away anyway does not count against the account: else one address that
        goes on knocking would lock everybody else out.
        """
        if AxesProxyHandler.is_allowed(request, credentials):
            super().pre_authenticate(request, **credentials)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address of the account, where it has one."""
        email = email or getattr(user, user.get_email_field_name())
        if email:
            super().send_notification_mail(template_prefix, user, context, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the limits of signing in count by.

        A request that passed fewer proxies of ours than there are (a probe from inside, a wrong TRUSTED_PROXIES)
        names nobody we believe: it counts as the address that it came from.
        """
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One key for one account, however its name is written: full width and capitals are the same name."""
        return attempts.folded(super()._get_login_attempts_cache_key(request, **credentials))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of an authenticator app, and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong or was used. Wait for the next one and enter it."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return gettext("Science on Tour")
