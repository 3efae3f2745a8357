"""Sessions: a key is looked up only when it could be one of ours, and expired ones are cleared."""

import re

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import call_command
from django.http import HttpRequest

A_KEY = re.compile(r"[a-z0-9]+", re.ASCII)  # what Django makes its keys of


class StrictSessionMiddleware(SessionMiddleware):
    """Django's sessions; a cookie that cannot name one counts as none.

    A quoted cookie can carry any character, NUL among them, and PostgreSQL refuses a query with that.
    """

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not A_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)


def clear_expired_sessions() -> None:
    """Delete the rows of sessions that have expired; asked for daily by beat and by the sweeper."""
    call_command("clearsessions")
