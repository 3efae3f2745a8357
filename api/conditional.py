"""ETags from the version of the totals: who has today's answer gets 304 before anything is summed."""

import hashlib

from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from exhibitions.models import StaleDay
from visits.coverage import data_version


def etag_of(request: Request, *facts: object) -> str:
    """The tag of the answer to this account at this address in this language, today.

    It moves with the version of the totals, with the newest mark that waits to be worked off, with the account's
    scope and with `facts` (what else the answer rests on). Two queries.
    """
    newest_mark = StaleDay.objects.order_by("-id").values_list("id", flat=True).first()
    scope = scope_of(request.user)
    parts = (
        data_version(),
        newest_mark,
        timezone.localdate(),
        request.get_full_path(),
        get_language(),
        scope.user_id,
        scope.is_superuser,
        sorted(scope.organisations),
        sorted(scope.provinces),
        sorted(scope.libraries),
        scope.partner_prefix,
        *facts,
    )
    return quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:32])


def not_modified(request: Request, etag: str) -> Response | None:
    """The 304 for a caller who has the answer with this tag, else None."""
    answer = get_conditional_response(request._request, etag=etag)
    if answer is None:
        return None
    # A tag that cannot match (If-Match on a reading request) is 412; both come without a body.
    return Response(status=answer.status_code, headers={"ETag": etag})
