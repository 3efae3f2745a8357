"""The data dictionary, made from the serializers that write the rows: every column of every list, in both languages."""

from collections.abc import Iterator

from rest_framework import serializers

from api.document.catalog import DATA_SETS
from api.exports.sources import LISTS
from api.feed.changes import ChangeRow
from api.figures.bulletins import BulletinRow
from api.figures.days import DayFigureRow
from api.figures.serializers import CoverageTableRow
from api.figures.statistics_table import WithContext
from api.recording.answers import SealRow
from api.tables.column_labels import LABELS
from api.tables.columns import Column, columns_of
from api.tables.labels import in_both_languages

ROWS: dict[str, type[serializers.Serializer]] = {
    **{path: view.row for path, view in LISTS.items()},
    "seals": SealRow,
    "bulletins": BulletinRow,
    "coverage": CoverageTableRow,
    "statistics/visits": WithContext,
    "statistics/days": DayFigureRow,
    "changes": ChangeRow,
}
KINDS: list[tuple[type[serializers.Field], str]] = [
    (serializers.BooleanField, "true / false"),
    (serializers.ChoiceField, "code"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "number"),
    (serializers.DecimalField, "number"),
    (serializers.DateTimeField, "moment, ISO 8601 with +08:00"),
    (serializers.DateField, "day, YYYY-MM-DD"),
    (serializers.TimeField, "time, HH:MM:SS"),
    (serializers.ListSerializer, "JSON"),
    (serializers.DictField, "JSON"),
]
HEAD = """# 数据字典 · Data dictionary

每个列表的列，即 CSV 与 XLSX 的表头；JSON 中以 `_` 相连的部分是嵌套的成员。本页由程序生成：
`python manage.py data_dictionary > docs/api/dictionary.md`。

The columns of every list, as they head CSV and XLSX; in JSON the parts joined by `_` are nested members. This page is
made by the command above, and a test compares.
"""


def as_markdown() -> str:
    """The whole dictionary as one page."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for path, row in ROWS.items():
        title = in_both_languages(DATA_SETS[path][0]) if path in DATA_SETS else {"zh": "展品套", "en": "Kits"}
        yield f"## `{path}/`\n\n{title['zh']} · {title['en']}\n"
        yield "| column 列 | 含义 | meaning | type 类型 | values 取值 |\n|---|---|---|---|---|"
        yield "".join(_line(column) for column in columns_of(row()))


def _line(column: Column) -> str:
    chinese: list[str] = []
    english: list[str] = []
    for name in column.path:
        texts = in_both_languages(LABELS[name])
        chinese.append(texts["zh"])
        english.append(texts["en"])
    help_text = str(column.field.help_text or "")
    meaning = " · ".join(english) + (f". {help_text}" if help_text else "")
    return f"| `{column.name}` | {' · '.join(chinese)} | {meaning} | {_kind(column.field)} | {_values(column.field)} |\n"


def _kind(field: serializers.Field) -> str:
    kind = next((text for type_, text in KINDS if isinstance(field, type_)), "text")
    return f"{kind}, or empty" if field.allow_null else kind


def _values(field: serializers.Field) -> str:
    return " ".join(f"`{code}`" for code in getattr(field, "choices", {}))
