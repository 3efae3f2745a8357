"""Tables out: CSV, NDJSON and XLSX, written part by part, so their length costs no memory.

Text that a spreadsheet would run as a formula is defused in CSV by a leading apostrophe, and is text in XLSX.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from api.frame.renderers import as_json, compact_json
from api.tables.columns import Column, cells

BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of the machine
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_SHEET_ROWS = 1_048_575  # of a sheet of Excel, less the headings
LONGEST_CELL = 32_767  # characters, of Excel
BLOCK = 64 * 1024  # bytes of a file handed on at once


class TooManyRows(ValueError):
    """More rows than a sheet of Excel holds."""


@dataclass(frozen=True)
class Table:
    """Rows with their columns. `parts` may be read once; `name` becomes the name of the file."""

    name: str
    columns: Sequence[Column]
    parts: Iterable[Sequence[Any]]
    labels: bool = False  # headings for people instead of the names for programs

    def headings(self) -> list[str]:
        return [column.heading if self.labels else column.name for column in self.columns]


def write_csv(table: Table) -> Iterator[bytes]:
    yield (BOM + _csv_lines([table.headings()])).encode()
    for part in table.parts:
        yield _csv_lines([[_csv_cell(value) for value in row] for row in cells(table.columns, part)]).encode()


def write_ndjson(table: Table) -> Iterator[bytes]:
    """One JSON object a line, as in `results`; headings do not apply."""
    for part in table.parts:
        yield b"".join(compact_json(row) + b"\n" for row in part)


def write_xlsx(table: Table, *, most: int = MOST_SHEET_ROWS) -> Iterator[bytes]:
    """Raises TooManyRows before anything is handed on."""
    with TemporaryFile() as file:
        fill_sheet(file, table, most)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def fill_sheet(file: IO[bytes], table: Table, most: int = MOST_SHEET_ROWS) -> None:
    """The workbook into `file`, row after row. Raises TooManyRows."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(table.name.replace("/", " ")[:31])
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, text in enumerate(table.headings()):
            sheet.write_string(0, place, text, bold)
        number = 0
        for part in table.parts:
            for row in cells(table.columns, part):
                number += 1
                if number > most:
                    raise TooManyRows(_("More than {most} rows: ask for CSV.").format(most=most))
                for place, value in enumerate(row):
                    _write_cell(sheet, number, place, value)


WRITERS: dict[str, Callable[[Table], Iterator[bytes]]] = {
    "csv": write_csv,
    "ndjson": write_ndjson,
    "xlsx": write_xlsx,
}


def _csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        value = str(as_json(value))
    return f"'{value}" if value.startswith(STARTS_A_FORMULA) else value


def _write_cell(sheet: Any, row: int, place: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, place, value)
    else:
        sheet.write_string(
            row, place, str(as_json(value) if not isinstance(value, str) else value)[:LONGEST_CELL]
        )
