"""The way in of one tally: the hot path, in plain SQL that both engines take (docs/decisions/).

A tally is evidence: it is accepted in every state of the day's report, and moves no filed number.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from exhibitions.models import Stop
from visits import history
from visits.models import TallyRevision, TallyValue
from visits.nudge import nudge_after_commit
from visits.permission import refuse_day_outside, refuse_foreign_library, refuse_role_that_never_records
from visits.refusals import Conflict, NotFound, Refused
from visits.sql import as_date, as_datetime, as_uuid, execute_together, read_date, values_list
from visits.values import Value, checked_values, values_as_rows

NIL = uuid.UUID(int=0)
MOST_REVISIONS = 2**53  # what a JSON number holds exactly


@dataclass(frozen=True)
class TallyOutcome:
    """What a send did: "created", "stored", "same" or "superseded"; and the counter's numbers as they stand."""

    outcome: str
    state: dict[str, Any]


class _Known(NamedTuple):
    """What was read under the lock: the stop's dates, and the counter as it stands."""

    library_id: int
    state: str
    date_precision: str
    draft_plan_id: int | None
    actual_open: date | None
    actual_close: date | None
    owner_id: int | None
    revision: int | None
    digest: str | None


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
    """Store a counter's running numbers for one day of Asia/Shanghai; the set is replaced whole (rules 2).

    The same revision with the same numbers, or a revision already overtaken, is answered without effect. The same
    revision with other numbers is a Conflict, and so is a counter that another account uses. `client_time` and
    `device` are hints and no part of the comparison.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    values = _checked(counter, revision, values)
    digest = history.digest(history.canonical_json(values_as_rows(values)))
    send = _Send(user.pk, stop_id, day, counter, revision, values, digest, client_time, device)
    try:
        return _record(send, scope)
    except IntegrityError:
        # Two accounts met a new counter at two stops at once; the second try finds its owner.
        return _record(send, scope)


@dataclass(frozen=True)
class _Send:
    user_id: int
    stop_id: int
    day: date
    counter: uuid.UUID
    revision: int
    values: list[Value]
    digest: str
    client_time: datetime | None
    device: str


def _checked(counter: uuid.UUID, revision: int, values: list[Value]) -> list[Value]:
    if counter == NIL:
        raise Refused("counter_nil", _("Make a UUID for this counter; the nil UUID is not one."))
    if not 1 <= revision <= MOST_REVISIONS:
        raise Refused("revision_range", _("The revision is a whole number from 1."))
    return checked_values(values)


def _record(send: _Send, scope) -> TallyOutcome:
    with transaction.atomic(), connection.cursor() as cursor:
        _lock(cursor, send.stop_id)
        known = _read(cursor, send)
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
        execute_together(cursor, _writes(send, known))
        nudge_after_commit()
        return TallyOutcome("created" if known.revision is None else "stored", _state(send, superseded=False))


def _answer_known_revision(send: _Send, known: _Known, revision: int) -> TallyOutcome:
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


def _lock(cursor, stop_id: int) -> None:
    """`visits.history.lock_chain` without reading what a tally does not need."""
    for_update = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    cursor.execute(f"SELECT 1 FROM visits_chain WHERE stop_id = %s{for_update}", [stop_id])  # noqa: S608
    if cursor.fetchone() is None:
        if not Stop.objects.filter(pk=stop_id).exists():
            raise NotFound
        history.lock_chain(stop_id)


def _read(cursor, send: _Send) -> _Known:
    cursor.execute(
        """
        SELECT s.library_id, s.state, s.date_precision, s.draft_plan_id, s.actual_open, s.actual_close,
               c.owner_id, t.revision, t.digest
        FROM exhibitions_stop s
        LEFT JOIN visits_counter c ON c.id = %s
        LEFT JOIN visits_tally t ON t.stop_id = s.id AND t.day = %s AND t.counter_id = %s
        WHERE s.id = %s
        """,
        [as_uuid(send.counter), as_date(send.day), as_uuid(send.counter), send.stop_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NotFound
    library_id, state, precision, draft_plan_id, opened, closed, *counter = row
    return _Known(
        library_id,
        state,
        precision,
        draft_plan_id,
        opened and read_date(opened),
        closed and read_date(closed),
        *counter,
    )


def _writes(send: _Send, known: _Known) -> list[tuple[str, list[Any]]]:
    """The rows of one accepted send: counter, register, revision, mark, numbers."""
    now = as_datetime(timezone.now())
    key = [send.stop_id, as_date(send.day), as_uuid(send.counter)]
    body = history.canonical_json(
        {"values": values_as_rows(send.values), "client_time": send.client_time, "device": send.device}
    )
    statements = []
    if known.owner_id is None:
        statements.append(
            (
                "INSERT INTO visits_counter (id, owner_id) VALUES (%s, %s)",
                [as_uuid(send.counter), send.user_id],
            )
        )
    statements += [
        (
            "INSERT INTO visits_tally (stop_id, day, counter_id, revision, digest, recorded_by_id, recorded_at, "
            "device, client_time) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (stop_id, day, counter_id) DO UPDATE SET revision = excluded.revision, "
            "digest = excluded.digest, recorded_by_id = excluded.recorded_by_id, "
            "recorded_at = excluded.recorded_at, device = excluded.device, client_time = excluded.client_time",
            [*key, send.revision, send.digest, send.user_id, now, send.device, as_datetime(send.client_time)],
        ),
        (
            "INSERT INTO visits_tallyrevision (stop_id, day, counter_id, revision, digest, body, recorded_by_id, "
            "recorded_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [*key, send.revision, send.digest, body, send.user_id, now],
        ),
        (
            "INSERT INTO exhibitions_staleday (stop_id, day, marked_at, error) VALUES (%s, %s, %s, '')",
            [send.stop_id, as_date(send.day), now],
        ),
    ]
    if known.revision is not None:
        kept = " AND ".join(["NOT (measure = %s AND audience = %s)"] * len(send.values))
        pairs = [word for value in send.values for word in (value.measure, value.audience)]
        statements.append(
            (
                "DELETE FROM visits_tallyvalue "  # noqa: S608 - only placeholders are put together
                f"WHERE stop_id = %s AND day = %s AND counter_id = %s AND {kept}",
                [*key, *pairs],
            )
        )
    rows, parameters = values_list([(*key, *value) for value in send.values])
    statements.append(
        (
            "INSERT INTO visits_tallyvalue (stop_id, day, counter_id, measure, audience, value, basis, method) "
            f"{rows} ON CONFLICT (stop_id, day, counter_id, measure, audience) DO UPDATE SET "
            "value = excluded.value, basis = excluded.basis, method = excluded.method",
            parameters,
        )
    )
    return statements


def _state(send: _Send, *, superseded: bool) -> dict[str, Any]:
    return {
        "stop": send.stop_id,
        "day": send.day.isoformat(),
        "counter": str(send.counter),
        "revision": send.revision,
        "values": values_as_rows(send.values),
        "superseded": superseded,
    }


def _stored_state(send: _Send, revision: int | None) -> dict[str, Any]:
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
