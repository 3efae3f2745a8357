"""Attempts to sign in, as the lock counts them (how many: `AXES_` and `ACCOUNT_RATE_LIMITS` in the settings): per account, in any spelling, and per client address.

The lock says the same for an account that there is and for one that there is not, ends by itself, and touches no
session that is open elsewhere.
"""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST_NAME = 150  # characters, as a user name


def folded(username: str) -> str:
    """One form for `admin`, `ADMIN` and `ａｄｍｉｎ`: NFKC, without case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username).casefold())


def name_that_counts(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that an attempt is about, whether or not there is one of that name."""
    return folded(str((credentials or {}).get("username") or ""))[:LONGEST_NAME]


def address_that_counts(request: HttpRequest) -> str | None:
    """The client's address as far as our own proxies vouch for it (TRUSTED_PROXIES)."""
    # Sessions that are opened without a request of a client (by a command) have no address.
    return get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else None


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with when to try again. An attempt, right or wrong, is not looked at until then."""
    wait = settings.AXES_COOLOFF_TIME
    answer = render(
        request, "account/locked_out.html", {"minutes": int(wait.total_seconds() // 60)}, status=429
    )
    answer["Retry-After"] = str(int(wait.total_seconds()))
    return answer
