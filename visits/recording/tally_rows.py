"""The rows of a tally, locked, read and written in as few statements as each engine allows (docs/decisions/).

On PostgreSQL two functions of the database do it (migration `0003_tally_functions`): their statements are planned once
a connection, and each is one round trip. On SQLite the write transaction is the lock, a statement costs no round trip,
and the same statements stand here.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from exhibitions import history
from visits.sql import as_date, as_datetime, as_uuid, read_date
from visits.values import Value


@dataclass(frozen=True)
class Send:
    """What a counter sends: all its running numbers for one day of a stop, under a revision."""

    user_id: int
    stop_id: int
    day: date
    counter: uuid.UUID
    revision: int
    values: list[Value]
    rows: list[dict[str, Any]]  # the values as they are answered, kept and hashed
    digest: str
    client_time: datetime | None
    device: str

    def body(self) -> str:
        """The text of the send that its revision keeps to the letter."""
        return history.canonical_json(
            {
                "values": self.rows,
                "client_time": self.client_time,
                "device": self.device,
            }
        )


class Known(NamedTuple):
    """What was read under the lock: the stop's dates, and the counter as it stands; None where it is new."""

    library_id: int
    state: str
    date_precision: str
    draft_plan_id: int | None
    actual_open: date | None
    actual_close: date | None
    owner_id: int | None
    revision: int | None
    digest: str | None
    pairs: frozenset[tuple[str, str]]  # (measure, audience) of the stored numbers


def lock_and_read(cursor, send: Send) -> Known | None:
    """Take the lock of the stop's counts, then read; None when the stop has no chain yet, or there is no stop."""
    key = [send.stop_id, as_date(send.day), as_uuid(send.counter)]
    if connection.vendor == "postgresql":
        cursor.execute("SELECT * FROM visits_lock_tally(%s, %s, %s)", key)
    else:
        cursor.execute(READ, [key[2], *key, *key, send.stop_id])
    rows = cursor.fetchall()
    if not rows:
        return None
    library_id, state, precision, draft_plan_id, opened, closed, owner_id, revision, digest = rows[0][:9]
    return Known(
        library_id,
        state,
        precision,
        draft_plan_id,
        opened and read_date(opened),
        closed and read_date(closed),
        owner_id,
        revision,
        digest,
        frozenset(row[9:11] for row in rows if row[9] is not None),
    )


def write(cursor, send: Send, known: Known) -> None:
    """The rows of one accepted send: counter, register, revision, mark, numbers; a pair it leaves out goes."""
    now, dropped = timezone.now(), known.pairs - {(value.measure, value.audience) for value in send.values}
    if connection.vendor == "postgresql":
        _write_by_function(cursor, send, known, now, dropped)
    else:
        _write_by_statements(cursor, send, known, now, dropped)


def _write_by_function(cursor, send: Send, known: Known, now: datetime, dropped: Collection[tuple]) -> None:
    columns = [[str(word) for word in column] for column in zip(*send.values, strict=True)]
    measures, audiences, numbers, bases, methods = columns
    cursor.execute(
        STORE,
        [
            *(send.stop_id, send.day, send.counter, send.user_id),
            *(known.owner_id is None, known.revision is None, bool(dropped)),
            *(send.revision, send.digest, send.body(), now, send.device, send.client_time),
            *(measures, audiences, numbers, bases, methods),
        ],
    )


def _write_by_statements(cursor, send: Send, known: Known, now: datetime, dropped: Collection[tuple]) -> None:
    key = [send.stop_id, as_date(send.day), as_uuid(send.counter)]
    at = as_datetime(now)
    if known.owner_id is None:
        cursor.execute("INSERT INTO visits_counter (id, owner_id) VALUES (%s, %s)", [key[2], send.user_id])
    cursor.execute(
        "INSERT INTO visits_tally (stop_id, day, counter_id, revision, digest, recorded_by_id, recorded_at, device, "
        "client_time) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (stop_id, day, counter_id) DO UPDATE SET revision = excluded.revision, "
        "digest = excluded.digest, recorded_by_id = excluded.recorded_by_id, recorded_at = excluded.recorded_at, "
        "device = excluded.device, client_time = excluded.client_time",
        [*key, send.revision, send.digest, send.user_id, at, send.device, as_datetime(send.client_time)],
    )
    cursor.execute(
        "INSERT INTO visits_tallyrevision (stop_id, day, counter_id, revision, digest, body, recorded_by_id, "
        "recorded_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [*key, send.revision, send.digest, send.body(), send.user_id, at],
    )
    _mark(cursor, key, at)
    for measure, audience in sorted(dropped):
        cursor.execute(
            "DELETE FROM visits_tallyvalue "
            "WHERE stop_id = %s AND day = %s AND counter_id = %s AND measure = %s AND audience = %s",
            [*key, measure, audience],
        )
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(send.values))
    cursor.execute(
        "INSERT INTO visits_tallyvalue (stop_id, day, counter_id, measure, audience, value, basis, method) "  # noqa: S608
        f"VALUES {rows} ON CONFLICT (stop_id, day, counter_id, measure, audience) DO UPDATE SET "
        "value = excluded.value, basis = excluded.basis, method = excluded.method",
        [part for value in send.values for part in (*key, *value)],
    )


def _mark(cursor, key: list[Any], at: Any) -> None:
    cursor.execute(
        "INSERT INTO exhibitions_staleday (stop_id, day, marked_at, error) VALUES (%s, %s, %s, '')",
        [*key[:2], at],
    )


STORE = (
    "SELECT visits_store_tally(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
    "%s::varchar[], %s::varchar[], %s::integer[], %s::varchar[], %s::varchar[])"
)
# What `visits_lock_tally` returns, for SQLite: one row for each stored number of the counter.
READ = """
    SELECT s.library_id, s.state, s.date_precision, s.draft_plan_id, s.actual_open, s.actual_close,
           c.owner_id, t.revision, t.digest, v.measure, v.audience
    FROM exhibitions_chain h
    CROSS JOIN exhibitions_stop s
    LEFT JOIN visits_counter c ON c.id = %s
    LEFT JOIN visits_tally t ON t.stop_id = %s AND t.day = %s AND t.counter_id = %s
    LEFT JOIN visits_tallyvalue v ON v.stop_id = %s AND v.day = %s AND v.counter_id = %s
    WHERE h.stop_id = %s AND s.id = h.stop_id
"""
