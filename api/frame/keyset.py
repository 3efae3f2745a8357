"""Reading a list part by part over a unique key: nothing is skipped or read twice while others write.

The last row read tells where to go on, so a part costs the same at the beginning and at the end of a long list, and
no connection or snapshot is held between two parts.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, IntegerField, Model, Q, QuerySet
from django.db.models.expressions import F, OrderBy

Position = list[Any]  # the values of the key in one row; None only in its first column
LONGEST_CURSOR = 400  # characters


@dataclass(frozen=True)
class Key:
    """The columns that order a list, the last ones making it unique. An unknown first value comes last either way."""

    columns: tuple[str, ...]
    backwards: bool = False

    def reversed(self) -> "Key":
        return Key(self.columns, not self.backwards)

    def ordered(self, rows: QuerySet, *, from_the_end: bool = False) -> QuerySet:
        descending = self.backwards != from_the_end
        first, *others = self.columns
        # Said only where it matters: an engine with an index in its own order of nulls would sort all the same.
        nulls = {"nulls_first" if from_the_end else "nulls_last": True}
        if not _may_be_null(rows.model, first):
            nulls = {}
        return rows.order_by(
            OrderBy(F(first), descending=descending, **nulls),
            *(OrderBy(F(column), descending=descending) for column in others),
        )

    def beyond(self, rows: QuerySet, position: Position, *, from_the_end: bool = False) -> QuerySet:
        """The rows after `position`, or before it when the list is read from its end."""
        descending = self.backwards != from_the_end
        word = "lt" if descending else "gt"
        first = self.columns[0]
        later, same = Q(), Q()
        for column, value in zip(self.columns, position, strict=True):
            if value is None:
                step = Q(**{f"{first}__isnull": False}) if from_the_end else None
                same_here = Q(**{f"{first}__isnull": True})
            else:
                step = Q(**{f"{column}__{word}": value})
                if column == first and not from_the_end:
                    step |= Q(**{f"{first}__isnull": True})
                same_here = Q(**{column: value})
            if step is not None:
                later |= same & step
            same &= same_here
        if position[0] is not None and len(position) > 1 and not _may_be_null(rows.model, first):
            # Says nothing new, and lets the engine start inside an index.
            later &= Q(**{f"{first}__{word}e": position[0]})
        return rows.filter(later)

    def position_of(self, row: Any) -> Position:
        return [_value(row, column) for column in self.columns]


def parts(rows: QuerySet, key: Key, size: int) -> Iterator[list[Any]]:
    """All rows in lists of at most `size`, each from a query of its own."""
    position: Position | None = None
    while True:
        remaining = rows if position is None else key.beyond(rows, position)
        part = list(key.ordered(remaining)[:size])
        if part:
            yield part
        if len(part) < size:
            return
        position = key.position_of(part[-1])


# ---------------------------------------------------------------- a position as text


def as_cursor(word: str, position: Position, *, from_the_end: bool = False) -> str:
    """The position as a word for addresses; `word` is the order that it belongs to."""
    content = json.dumps([word, int(from_the_end), *map(_plain, position)], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(text: str, word: str, rows: QuerySet, key: Key) -> tuple[Position, bool]:
    """The position in `text` and whether it leads backwards. Raises ValueError for what this list did not give out."""
    if len(text) > LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, UnicodeError, RecursionError) as error:
        raise ValueError("not a cursor") from error
    if not isinstance(content, list) or len(content) != 2 + len(key.columns) or content[0] != word:
        raise ValueError("of another list")
    if content[1] not in (0, 1) or any(value is None for value in content[3:]):
        raise ValueError("not a cursor")
    position = [
        _typed(rows.model, column, value) for column, value in zip(key.columns, content[2:], strict=True)
    ]
    return position, bool(content[1])


def _typed(model: type[Model], column: str, value: Any) -> Any:
    """The value of a column as a query takes it. Raises ValueError for what no row of this list can have."""
    if value is None:
        return None
    field = _field(model, column)
    if isinstance(value, bool) or not isinstance(value, int if isinstance(field, IntegerField) else str):
        raise ValueError("not a value of a key")
    if isinstance(value, str) and ("\x00" in value or not _is_whole(value)):
        raise ValueError("not a value of a key")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("not a value of a key")
    try:
        typed = field.to_python(value)
        # A moment at the edge of the calendar has none in another zone.
        return typed.astimezone(UTC) if isinstance(typed, datetime) else typed
    except (ValidationError, OverflowError) as error:
        raise ValueError("not a value of a key") from error


def _is_whole(text: str) -> bool:
    """Whether no half of a pair of surrogates stands alone: such a text cannot be sent to a database."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _field(model: Any, column: str) -> Field:
    """The field at the end of a path such as `division__code`. Raises FieldDoesNotExist."""
    *relations, name = column.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    field = model._meta.get_field(name.removesuffix("_id"))
    return field.target_field if field.is_relation else field


def _may_be_null(model: type[Model], column: str) -> bool:
    try:
        return bool(_field(model, column).null)
    except FieldDoesNotExist:
        return True


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(row: Any, column: str) -> Any:
    read: Callable[[Any, str], Any] = dict.__getitem__ if isinstance(row, dict) else getattr
    if isinstance(row, dict):
        return read(row, column)
    for name in column.split("__"):
        row = read(row, name)
    return row
