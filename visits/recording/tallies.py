"""The way in of one tally: the hot path; its rows are read and written by `visits.recording.tally_rows`.

A tally is evidence: it is accepted in every state of the day's report, and moves no filed number.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from exhibitions import history
from exhibitions.models import Stop
from uploads.refusals import Conflict, NotFound, Refused
from visits.models import TallyRevision, TallyValue
from visits.recording.nudge import nudge_after_commit
from visits.recording.permission import (
    refuse_day_outside,
    refuse_foreign_library,
    refuse_role_that_never_records,
)
from visits.recording.tally_rows import Known, Send, lock_and_read, write
from visits.values import Value, checked_values, values_as_rows

NIL = uuid.UUID(int=0)
MOST_REVISIONS = 2**53  # what a JSON number holds exactly


@dataclass(frozen=True)
class TallyOutcome:
    """What a send did: "created", "stored", "same" or "superseded"; and the counter's numbers as they stand."""

    outcome: str
    state: dict[str, Any]


def record_tally(
    user,
    stop_id: int,
    day: date,
    counter: uuid.UUID,
    revision: int,
    values: list[Value],
    *,
    client_time: datetime | None = None,
    device: str = "",
) -> TallyOutcome:
    """Store a counter's running numbers for one day of Asia/Shanghai; the set is replaced whole (rule 2).

    The same revision with the same numbers, or a revision already overtaken, is answered without effect. The same
    revision with other numbers is a Conflict, and so is a counter that another account uses. `client_time` and
    `device` are hints and no part of the comparison.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    values = _checked(counter, revision, values)
    rows = values_as_rows(values)
    digest = history.digest(history.canonical_json(rows))
    send = Send(user.pk, stop_id, day, counter, revision, values, rows, digest, client_time, device)
    try:
        return _record(send, scope)
    except IntegrityError:
        # Two accounts met a new counter at two stops at once; the second try finds its owner.
        return _record(send, scope)


def _checked(counter: uuid.UUID, revision: int, values: list[Value]) -> list[Value]:
    if counter == NIL:
        raise Refused("counter_nil", _("Make a UUID for this counter; the nil UUID is not one."))
    if not 1 <= revision <= MOST_REVISIONS:
        raise Refused("revision_range", _("The revision is a whole number from 1."))
    return checked_values(values)


def _record(send: Send, scope) -> TallyOutcome:
    with transaction.atomic(), connection.cursor() as cursor:
        known = lock_and_read(cursor, send) or _read_anew(cursor, send)
        refuse_foreign_library(scope, known.library_id)
        refuse_day_outside(known, send.day)
        if known.owner_id not in (None, send.user_id):
            raise Conflict(
                "counter_in_use",
                _("Another account counts with this counter. Start a new one."),
                current={},
                sent=_state(send, superseded=False),
            )
        if known.revision is not None and send.revision <= known.revision:
            return _answer_known_revision(send, known, known.revision)
        write(cursor, send, known)
        nudge_after_commit()
        return TallyOutcome("created" if known.revision is None else "stored", _state(send, superseded=False))


def _read_anew(cursor, send: Send) -> Known:
    """The first tally of a stop makes its chain. Raises NotFound where there is no stop."""
    if not Stop.objects.filter(pk=send.stop_id).exists():
        raise NotFound
    history.lock_chain(send.stop_id)
    known = lock_and_read(cursor, send)
    if known is None:
        raise NotFound
    return known


def _answer_known_revision(send: Send, known: Known, revision: int) -> TallyOutcome:
    """Answer a revision that is stored or overtaken, without effect; only other numbers under it conflict.

    Nothing above the counter's revision was ever stored, so every other send needs no look at the old ones.
    """
    digest = known.digest
    if send.revision < revision:
        key = (send.stop_id, send.day, send.counter, send.revision)
        digest = TallyRevision.objects.filter(pk=key).values_list("digest", flat=True).first()
    if digest not in (None, send.digest):
        raise Conflict(
            "revision",
            _("Other numbers are stored under this revision. Both are shown; choose one."),
            current=_stored_state(send, revision),
            sent=_state(send, superseded=False),
        )
    if send.revision == revision:
        return TallyOutcome("same", _state(send, superseded=False))
    return TallyOutcome("superseded", _stored_state(send, revision))


def _state(send: Send, *, superseded: bool) -> dict[str, Any]:
    return {
        "stop": send.stop_id,
        "day": send.day.isoformat(),
        "counter": str(send.counter),
        "revision": send.revision,
        "values": send.rows,
        "superseded": superseded,
    }


def _stored_state(send: Send, revision: int | None) -> dict[str, Any]:
    """The counter's numbers as they stand, for an answer about an overtaken or conflicting send."""
    rows = TallyValue.objects.filter(stop_id=send.stop_id, day=send.day, counter_id=send.counter)
    values = [
        Value(row.measure, row.audience, row.value, row.basis, row.method)
        for row in rows.order_by("measure", "audience")
    ]
    return {
        "stop": send.stop_id,
        "day": send.day.isoformat(),
        "counter": str(send.counter),
        "revision": revision,
        "values": values_as_rows(values),
        "superseded": revision is not None and send.revision < revision,
    }
