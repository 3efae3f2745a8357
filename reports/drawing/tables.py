"""One table of a report, as page and PDF draw it, and how its numbers and days are written."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import pgettext

NULL = "–"  # nothing was counted, which is not zero
Cell = str | int | None


@dataclass
class Table:
    """A three-line table. The first column names the row; all others are numbers, but for the columns in `words`."""

    title: str
    unit: str
    header: list[str]
    rows: list[list[Cell]]
    total: list[Cell] | None = None
    note: str = ""
    words: tuple[int, ...] = ()
    number: int | None = field(default=None)

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """(heading, whether it is of numbers)"""
        return [
            (heading, bool(position) and position not in self.words)
            for position, heading in enumerate(self.header)
        ]

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """The rows written out: (text, whether it is a number)."""
        return [self._line(row) for row in self.rows]

    @property
    def last_line(self) -> list[tuple[str, bool]]:
        """The row of totals written out; empty where there is none."""
        return self._line(self.total) if self.total else []

    def _line(self, row: list[Cell]) -> list[tuple[str, bool]]:
        return [(written(cell), numeric) for cell, (_heading, numeric) in zip(row, self.columns, strict=True)]


def word(label: object) -> str:
    """The label of a choice at the beginning of a cell."""
    return str(capfirst(str(label)))


def written(cell: Cell) -> str:
    return cell if isinstance(cell, str) else thousands(cell)


def thousands(number: int | None) -> str:
    """55000 -> 55,000; None -> –."""
    return NULL if number is None else f"{number:,}"


def written_day(day: date) -> str:
    """2026年11月22日 / 22 November 2026."""
    return dateformat.format(day, pgettext("date format", "j F Y"))


def month_of(text: str) -> str:
    """2026-11 -> 2026年11月 / November 2026."""
    return dateformat.format(date.fromisoformat(f"{text}-01"), pgettext("date format", "F Y"))
