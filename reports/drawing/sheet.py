"""A sheet of A4 in the embedded face, with what stands above and below every page.

What the face lacks is set as 〓 and remembered: none is lost silently.
"""

from pathlib import Path
from typing import Any

from fpdf.enums import XPos, YPos

from reports.drawing.tagged_pdf import TaggedSheet

FACE = Path(__file__).parent / "data" / "NotoSansSC-subset.otf"
MARGIN = 18.0  # millimetres
BODY, SMALL = 9.5, 8.0  # points
INK, SECOND = (23, 32, 30), (70, 81, 78)
LACKING = "〓"  # what Chinese print sets where a character is lacking
BELOW: dict[str, Any] = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


class Sheet(TaggedSheet):
    """A4 in the embedded face. `mark` stands above every page, read aloud once; `foot` below."""

    def __init__(self, mark: str, foot: str) -> None:
        super().__init__()
        self.mark, self.foot = mark, foot
        self.add_font("face", fname=FACE)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, 18)
        self.lacking: set[str] = set()

    def shown(self, text: str) -> str:
        """The text with 〓 for what the face lacks, which is remembered."""
        has = self.fonts["face"].cmap  # type: ignore[union-attr]
        lacking = {character for character in text if ord(character) not in has and not character.isspace()}
        self.lacking |= lacking
        return "".join(LACKING if character in lacking else character for character in text)

    def header(self) -> None:
        if not self.mark:
            return
        self.set_font("face", size=SMALL)
        self.set_text_color(*SECOND)
        with self.content_of(self.element("P")) if self.page == 1 else self.ornament():
            self.cell(0, 5, self.mark, align="C", border=1, **BELOW)
        self.ln(3)

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("face", size=7)
        self.set_text_color(*SECOND)
        with self.ornament():
            self.cell(0, 4, self.foot)
            self.cell(0, 4, f"{self.page_no()} / {{nb}}", align="R")
