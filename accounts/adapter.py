"""How django-allauth signs people in here."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator, never taken; names are compared in NFKC."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(unicodedata.normalize("NFKC", username), shallow)

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
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold())
