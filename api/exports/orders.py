"""Orders of exports: what an account may order, sees of its own, and takes back. The API and the pages ask here."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled, ValidationError

from accounts.models import User
from accounts.scope import Scope, narrowed_by_token, scope_of
from api.exports import writing
from api.exports.models import Export, ExportQuerySet
from api.exports.sources import rows_expected, view_for
from api.frame.pagination import PAGE_PARAMETERS
from api.frame.parameters import wrong
from api.frame.problems import Problem
from api.tables.formats import CONTENT_TYPES
from api.tables.writers import MOST_SHEET_ROWS
from api.tasks import write_exports
from api.tokens.models import PartnerToken

NOT_IN_EXPORTS = {"format", *(parameter.name for parameter in PAGE_PARAMETERS)}
# Where there is no worker, so many rows are written before the order is answered; more are left to the sweeper.
MOST_ROWS_INLINE = 20_000
MOST_UNFINISHED = 5  # of one account
WITHDRAWN = "cancelled"  # as `error` of an order that its account took back


def reach_of(scope: Scope) -> str:
    """A digest of what an account may see."""
    parts = (
        scope.user_id,
        scope.is_superuser,
        sorted(scope.organisations),
        sorted(scope.provinces),
        sorted(scope.libraries),
        scope.is_partner,
        scope.partner_prefix,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def visible_to(user: Any, token: Any) -> ExportQuerySet:
    """The exports that this account ordered with this token (or signed in) and may still read."""
    return Export.objects.filter(user_id=user.pk, token=token, reach=reach_of(scope_of(user)))


def orders_of(user: User) -> ExportQuerySet:
    """What the account ordered itself and with any of its tokens, as far as each may still read it: for its owner,
    who signs in. Two queries, however many tokens there are.
    """
    scope = scope_of(user)
    mine = Q(token=None, reach=reach_of(scope))
    for token in PartnerToken.objects.filter(user=user).select_related("division"):
        mine |= Q(token=token, reach=reach_of(narrowed_by_token(scope, token)))
    return Export.objects.filter(mine, user=user)


def place(
    user: Any, token: Any, *, resource: str, format: str, query: dict[str, str], key: str = ""
) -> Export:
    """Order an export, once for a key; without a key the same order that is not finished yet is that one.

    Raises ValidationError (parameters, or more rows than a sheet of Excel holds), Problem (409: the key stands for
    another order), Throttled (too many).
    """
    for name in query.keys() & NOT_IN_EXPORTS:
        raise ValidationError({name: [_("Not here: an export holds the whole list.")]})
    view = view_for(resource, user, token, query, format)
    expected = rows_expected(view)
    if format == "xlsx" and (expected or 0) > MOST_SHEET_ROWS:
        message = _(
            "These are {rows} rows and a sheet of Excel holds {most}: choose CSV, or a shorter period."
        )
        raise wrong(
            "format", "too_many_rows", message.format(rows=f"{expected:,}", most=f"{MOST_SHEET_ROWS:,}")
        )
    with transaction.atomic():
        # One order of this account at a time, so that a double click is one.
        User.objects.select_for_update().get(pk=user.pk)
        own = visible_to(user, token)
        same = own.filter(key=key).first() if key else None
        if same is not None and (same.resource, same.format, same.query) != (resource, format, query):
            raise Problem(
                409, "key_reused", _("This key stands for another order."), current={"id": str(same.pk)}
            )
        same = same or own.unfinished().filter(key=key, resource=resource, format=format, query=query).first()
        if same is not None:
            return same
        if key and Export.objects.filter(user=user, key=key).exists():
            raise Problem(409, "key_reused", _("This key stands for another order."))
        if Export.objects.unfinished().filter(user=user).count() >= MOST_UNFINISHED:
            raise Throttled(60, _("Wait until one of your exports is ready."))
        export = Export.objects.create(
            user=user,
            token=token,
            reach=reach_of(scope_of(user)),
            key=key,
            resource=resource,
            format=format,
            query=query,
            language=get_language() or "zh-hans",
            rows_expected=expected,
        )
        _begin_after_commit(export)
    return export


def withdraw(export: Export) -> None:
    """Take an order back: what is not finished stops, a file is gone; again without effect. The row stays as audit.

    A worker in the middle of it finds out within seconds (see `writing.SIGN_OF_LIFE`), and its file goes with it.
    """
    with transaction.atomic():
        row = Export.objects.select_for_update().get(pk=export.pk)
        if row.state in (Export.State.WAITING, Export.State.RUNNING):
            row.state, row.error, row.finished_at = Export.State.FAILED, WITHDRAWN, timezone.now()
        elif row.state == Export.State.DONE:
            row.state = Export.State.EXPIRED
        else:
            return
        row.save(update_fields=["state", "error", "finished_at"])
        # What a worker still writes is not there for anybody: it removes that itself when it finds out.
        row.path.unlink(missing_ok=True)


def file_answer(export: Export) -> FileResponse:
    """The file of an export, for whoever may have it. Raises Http404 for one that is not ready or no longer kept."""
    if export.state != Export.State.DONE or (export.expires_at and export.expires_at <= timezone.now()):
        raise Http404
    try:
        file = export.path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=True, filename=export.file_name, content_type=CONTENT_TYPES[export.format]
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _begin_after_commit(export: Export) -> None:
    """Have a worker begin soon; where there is none, begin here with what is short."""
    if settings.REDIS_URL or (export.rows_expected or 0) <= MOST_ROWS_INLINE:
        transaction.on_commit(_begin, robust=True)


def _begin() -> None:
    if settings.REDIS_URL:
        write_exports.delay()
    else:
        writing.work_off()
