"""ETags from the version of the totals: who has today's answer gets 304 before anything is summed."""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from exhibitions.models import StaleDay
from visits.models import RollupState


class Version(NamedTuple):
    """What an answer is known by: its tag, and since when it is so (to the second, Asia/Shanghai)."""

    etag: str
    changed_at: datetime | None

    def headers(self) -> dict[str, str]:
        headers = {"ETag": self.etag}
        if self.changed_at is not None:
            headers["Last-Modified"] = http_date(self.changed_at.timestamp())
        return headers


def version_of(request: Request, *facts: object) -> Version:
    """The version of the answer to this account at this address in this language and format, today.

    It moves with the version of the totals, with the newest mark that waits to be worked off, with the account's
    scope and with `facts` (what else the answer rests on). Two queries.
    """
    state = RollupState.objects.filter(pk=1).values_list("version", "drained_at").first()
    newest_mark = StaleDay.objects.order_by("-id").values_list("id", "marked_at").first()
    scope = scope_of(request.user)
    parts = (
        state,
        newest_mark,
        timezone.localdate(),
        request.get_full_path(),
        request.accepted_renderer.format,
        get_language(),
        scope.user_id,
        scope.is_superuser,
        sorted(scope.organisations),
        sorted(scope.provinces),
        sorted(scope.libraries),
        scope.partner_prefix,
        *facts,
    )
    etag = quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:32])
    return Version(etag, _changed_at(state, newest_mark))


def _changed_at(state: tuple | None, newest_mark: tuple | None) -> datetime | None:
    """The last drain, mark or midnight; None for the last two seconds, within which another change would not show."""
    now = timezone.localtime()
    moments = [now.replace(hour=0, minute=0, second=0, microsecond=0)]
    moments += [row[1] for row in (state, newest_mark) if row is not None and row[1] is not None]
    latest = max(moments)
    return latest if latest < now - timedelta(seconds=2) else None


def not_modified(request: Request, version: Version) -> Response | None:
    """The 304 for a caller who has this version of the answer, else None."""
    since = int(version.changed_at.timestamp()) if version.changed_at else None
    answer = get_conditional_response(request._request, etag=version.etag, last_modified=since)
    if answer is None:
        return None
    # A tag that cannot match (If-Match on a reading request) is 412; both come without a body.
    return Response(status=answer.status_code, headers=version.headers())
