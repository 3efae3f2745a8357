"""What the two engines write differently, for the few statements that are plain SQL.

Plain SQL is used where it was measured to matter: a tally's way in, and the totals. Everything else is the ORM.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

MOST_ROWS = 500  # rows in one statement


def as_uuid(value: uuid.UUID) -> Any:
    """A UUID as the engine stores it."""
    return value if connection.features.has_native_uuid_field else value.hex


def as_date(value: date) -> Any:
    return connection.ops.adapt_datefield_value(value)


def as_datetime(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def read_date(value: Any) -> date:
    """A date as a cursor gives it: SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def values_list(rows: Sequence[Sequence[Any]], casts: Sequence[str] = ()) -> tuple[str, list[Any]]:
    """`VALUES (...), (...)` with its parameters.

    PostgreSQL takes the types from the first row and needs `casts` ("bigint", "date"); SQLite would make the number
    2026 of a date that is cast, so it gets none.
    """
    width = len(rows[0])
    plain = f"({', '.join(['%s'] * width)})"
    first = plain
    if casts and connection.vendor == "postgresql":
        first = f"({', '.join(f'%s::{cast}' for cast in casts)})"
    sql = "VALUES " + ", ".join([first] + [plain] * (len(rows) - 1))
    return sql, [value for row in rows for value in row]


def chunks(rows: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Slices of at most `size`, so that no statement outgrows an engine's limit of parameters."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def hold_one_moment() -> None:
    """Have every statement of the transaction that begins here see the same moment.

    On SQLite the write transaction is alone anyway. Inside another transaction (a test) nobody else writes, and only
    the first statement of one could say so.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def insert(table: str, columns: str, rows: list[tuple], conflict: str) -> None:
    """Insert the rows, a few hundred in a statement; `conflict` is what follows ON CONFLICT."""
    with connection.cursor() as cursor:
        for some in chunks(rows, MOST_ROWS):
            values, parameters = values_list(some)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) {values} ON CONFLICT {conflict}",
                parameters,
            )
