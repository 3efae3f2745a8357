"""The parts of a document on the sheets of a PDF: headings, paragraphs and tables, one below the other."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from reports.drawing.sheet import BELOW, BODY, INK, SECOND, SMALL, Sheet
from reports.drawing.tables import Table
from reports.drawing.tagged_pdf import Element

# A word of other letters, one Han character, or blanks; closing marks stay with what is before them.
HAN = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PIECES = re.compile(rf"[“（《]*[{HAN}][”）》，。；：、！？…]*|[^\s{HAN}]+[”）》，。；：、！？…]*|\s+")
ROW_LINE, PADDING = 4.4, 0.8  # of tables, millimetres
GROUND = (240, 243, 241)
THICK, THIN = 0.45, 0.15  # rules, millimetres


class Writer:
    """Writes the parts of a document one below the other, each tagged as what it is."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def heading(self, text: str) -> None:
        self.sheet.ln(3)
        self.sheet.break_before(22)  # never alone at the foot of a page
        self.paragraph(text, 12, after=1, kind="H2")

    def paragraph(
        self,
        text: str,
        size: float = BODY,
        color: tuple[int, int, int] = INK,
        *,
        align: str = "L",
        after: float = 0.5,
        kind: str = "P",
    ) -> None:
        sheet, element = self.sheet, self.sheet.element(kind)
        sheet.set_font("face", size=size)
        sheet.set_text_color(*color)
        for line in self.fold(text, sheet.epw - 1):
            sheet.break_before(size * 0.55)
            with sheet.content_of(element):
                sheet.cell(0, size * 0.55, line, align=align, **BELOW)
        sheet.ln(after)

    def table(self, table: Table) -> None:
        number = _("Table %(number)s") % {"number": table.number} + "  " if table.number else ""
        self.heading(f"{number}{table.title}")
        self.paragraph(table.unit, SMALL, SECOND, align="R")
        self.sheet.set_font("face", size=SMALL)
        self.sheet.set_text_color(*INK)
        element, widths = self.sheet.element("Table"), self.widths(table)
        self.rule(THICK)
        self.head(table, widths, element)
        last = table.last_line
        for line in table.lines:
            self.row(table, line, widths, element)
            self.rule(THIN)
        if last:
            self.row(table, last, widths, element)
        self.rule(THICK)
        if table.note:
            self.sheet.ln(1)
            self.paragraph(table.note, SMALL, SECOND)

    def head(self, table: Table, widths: list[float], element: Element | None) -> None:
        """The headings; without an element again on the next page, where they are an ornament."""
        height = self.height(table.columns, widths)
        with self.sheet.ornament():
            self.sheet.set_fill_color(*GROUND)
            self.sheet.rect(self.sheet.l_margin, self.sheet.y, sum(widths), height, style="F")
        row = element and self.sheet.element("TR", element)
        self.cells(table.columns, widths, height, row, "column")
        self.rule(THIN * 2)

    def row(
        self, table: Table, line: Sequence[tuple[str, bool]], widths: list[float], element: Element
    ) -> None:
        height = self.height(line, widths)
        if self.sheet.break_before(height):
            self.rule(THICK)
            self.head(table, widths, None)
        self.cells(line, widths, height, self.sheet.element("TR", element), "row")

    def cells(
        self,
        line: Sequence[tuple[str, bool]],
        widths: list[float],
        height: float,
        row: Element | None,
        heads: str,
    ) -> None:
        """One row. `heads`: whether it is the row of headings ("column"), or only its first cell heads it ("row")."""
        sheet = self.sheet
        top, left = sheet.y, sheet.l_margin
        for place, ((text, numeric), width) in enumerate(zip(line, widths, strict=True)):
            is_heading = heads == "column" or place == 0
            cell = row and sheet.element("TH" if is_heading else "TD", row, heads if is_heading else "")
            with sheet.content_of(cell) if cell else sheet.ornament():
                sheet.set_xy(left, top + PADDING)
                for part in self.fold(text, width - 3.8):
                    sheet.set_x(left + PADDING)
                    sheet.cell(width - 2 * PADDING, ROW_LINE, part, align="R" if numeric else "L", **BELOW)
            left += width
        sheet.set_xy(sheet.l_margin, top + height)

    def height(self, line: Sequence[tuple[str, bool]], widths: list[float]) -> float:
        parts = (
            len([*self.fold(text, width - 3.8)]) for (text, _numeric), width in zip(line, widths, strict=True)
        )
        return max(parts) * ROW_LINE + 2 * PADDING

    def rule(self, thickness: float) -> None:
        with self.sheet.ornament():
            self.sheet.set_draw_color(*(INK if thickness == THICK else SECOND))
            self.sheet.set_line_width(thickness)
            self.sheet.line(
                self.sheet.l_margin, self.sheet.y, self.sheet.l_margin + self.sheet.epw, self.sheet.y
            )

    def widths(self, table: Table) -> list[float]:
        """Columns of words get more of the page than columns of numbers."""
        weights = [
            1.0 if numeric else (1.5 if position == 0 else 2.6)
            for position, (_heading, numeric) in enumerate(table.columns)
        ]
        return [self.sheet.epw * weight / sum(weights) for weight in weights]

    def fold(self, text: str, width: float) -> Iterable[str]:
        """The text in lines of at most `width` millimetres: broken between Han characters and between words."""
        for paragraph in self.sheet.shown(text).split("\n"):
            line = ""
            for piece in PIECES.findall(paragraph):
                if line and self.sheet.get_string_width(f"{line}{piece}".rstrip()) > width:
                    yield line.rstrip()
                    line = ""
                line += piece if line else piece.lstrip()
            yield line.rstrip()
