"""Sessions: a key is looked up only when it could be one of ours; when each was last used; expired ones are cleared."""

import re
import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NOTED_AT = "use_noted_at"  # seconds of the epoch
NOTED_EVERY = 15 * 60
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


class LastUseMiddleware:
    """Keeps when, from where and with what a session was last used, for its owner to see (`pages.account.sessions`).

    At most every NOTED_EVERY seconds: a phone at the door sends more often than that, and the time of the last note
    stands in the session, so that it costs nothing in between.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:  # a page that asked nobody who it is for stays one for shared caches
            noted = request.session.get(NOTED_AT)
            if noted is not None and time.time() - noted > NOTED_EVERY and request.user.is_authenticated:
                UserSession.objects.create_from_request(request)
                begin(request)
        return response


def begin(request: HttpRequest) -> None:
    """From now on the use of this session is noted; called when somebody signs in."""
    request.session[NOTED_AT] = int(time.time())


def clear_expired_sessions() -> None:
    """Delete the rows of sessions that have expired, and who had them; asked for daily by beat and by the sweeper."""
    call_command("clearsessions")
    there = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    UserSession.objects.exclude(session_key__in=there).delete()
