"""What the two engines write differently, for the few statements that are plain SQL.

Plain SQL is used where it was measured to matter: a tally's way in, and the totals. Everything else is the ORM.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection


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


def execute_together(cursor, statements: list[tuple[str, list[Any]]]) -> None:
    """Execute writing statements that do not read one another's rows, in one round trip where the engine can.

    PostgreSQL takes them as one statement (data-modifying CTEs, one snapshot); SQLite has no such thing, and no
    round trip to save.
    """
    if connection.vendor != "postgresql":
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
        return
    *first, (last_sql, last_parameters) = statements
    ctes = ", ".join(f"step{number} AS ({sql})" for number, (sql, _parameters) in enumerate(first))
    parameters = [value for _sql, values in first for value in values] + last_parameters
    cursor.execute(f"WITH {ctes} {last_sql}" if first else last_sql, parameters)
