"""A trace of every write that a signed-in account was refused: who, when, what, never the content."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from axes.models import AccessAttempt, AccessLog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.models import DeniedWrite, Invitation, User

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
REFUSALS = {403, 404}
MOST_PER_HOUR = 200  # of one account: more say nothing new, and must not fill the disk
KEPT = timedelta(days=366)  # the law asks for six months at least


class DeniedWriteMiddleware:
    """Records the refusal after the answer is made; stands next to the authentication, outside of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            request.method not in SAFE
            and response.status_code in REFUSALS
            # A partner's token signs in further inside; the API puts its account on this request.
            and request.user.is_authenticated
        ):
            record(request, response.status_code)
        return response


def record(request: HttpRequest, status: int) -> None:
    """One row, unless the account has caused its share for this hour."""
    account = cast(User, request.user).pk
    recent = DeniedWrite.objects.filter(user_id=account, at__gt=timezone.now() - timedelta(hours=1))
    if recent[:MOST_PER_HOUR].count() >= MOST_PER_HOUR:
        return
    match = request.resolver_match
    named = match.kwargs.items() if match else ()
    DeniedWrite.objects.create(
        user_id=account,
        method=(request.method or "")[:10],
        route=(match.view_name if match else "")[:100],
        object_id=" ".join(f"{name}={value}" for name, value in named).replace("\x00", "")[:200],
        status=status,
    )


def forget_old_records() -> None:
    """Delete denied writes, sign-ins, and invitations never taken on, older than a year; asked for daily by beat and
    by the sweeper.
    """
    before = timezone.now() - KEPT
    DeniedWrite.objects.filter(at__lt=before).delete()
    AccessLog.objects.filter(attempt_time__lt=before).delete()
    AccessAttempt.objects.filter(attempt_time__lt=before).delete()
    forgotten = Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before)
    numbers = list(forgotten.values_list("pk", flat=True))
    forgotten.delete()
    Invitation.history.filter(id__in=numbers).delete()
