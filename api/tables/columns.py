"""Rows as tables: which columns a row of the API has when it is flat, and how they are headed.

`library: {division: {code}}` becomes the column `library_division_code`; lists stay JSON in one cell. The names are
those of the JSON, for programs; people ask for headings in their language with `headers=labels`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from api.frame.renderers import compact_json
from api.tables.column_labels import heading
from api.tables.labels import BothLanguages, Labels


@dataclass(frozen=True)
class Column:
    """One column: where its value is in a row, and what kind of value that is."""

    path: tuple[str, ...]
    field: serializers.Field

    @property
    def name(self) -> str:
        return "_".join(self.path)

    @property
    def heading(self) -> str:
        return heading(self.path)

    def value(self, row: Any) -> Any:
        for name in self.path:
            if row is None:
                return None
            row = row.get(name)
        return compact_json(row).decode() if isinstance(row, list | tuple | dict) else row


def columns_of(serializer: serializers.Serializer, before: tuple[str, ...] = ()) -> list[Column]:
    """The columns of the rows that `serializer` writes, in its order."""
    columns: list[Column] = []
    for name, field in serializer.fields.items():
        shown = _shown_by(field)
        path = (*before, name)
        if isinstance(shown, serializers.Serializer):
            columns += columns_of(shown, path)
        else:
            columns.append(Column(path, shown))
    return columns


def _shown_by(field: serializers.Field) -> serializers.Field:
    """What a field that is computed by a method says of its result to the OpenAPI document."""
    if isinstance(field, Labels):
        return BothLanguages()
    if not isinstance(field, serializers.SerializerMethodField):
        return field
    method = getattr(field.parent, field.method_name or f"get_{field.field_name}")
    declared = getattr(method, "_spectacular_annotation", {}).get("field", field)
    return declared() if isinstance(declared, type) else declared


def cells(columns: Sequence[Column], rows: Iterable[Any]) -> list[list[Any]]:
    return [[column.value(row) for column in columns] for row in rows]
