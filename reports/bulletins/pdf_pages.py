"""How a bulletin is drawn on the pages of its PDF.

A line at the end says which characters the face lacks: none is lost silently.
"""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.bulletins import chain
from reports.bulletins.document import BulletinDocument
from reports.drawing.sheet import BODY, LACKING, SECOND, SMALL
from reports.drawing.tables import written_day
from reports.drawing.writer import Writer
from reports.models import Bulletin


class BulletinWriter(Writer):
    """Writes a bulletin."""

    def write(self, bulletin: Bulletin, document: BulletinDocument) -> None:
        self.paragraph(_(", ").join(document.institutions), 10, SECOND, align="C")
        self.paragraph(document.title, 19, align="C", after=1, kind="H1")
        self.paragraph(document.programme, 12, align="C", after=1)
        as_of = _("As of {day}").format(day=written_day(document.as_of))
        edition = _("edition {edition}").format(edition=document.content["edition"])
        self.paragraph(f"{as_of} · {edition}", BODY, SECOND, align="C", after=4)
        for sentence in document.sentences:
            self.paragraph(sentence, 11, after=1)
        if document.restated:
            self.heading(_("Restatement"))
            self.paragraph(
                _("This edition takes the place of {number}.").format(number=document.earlier_number)
            )
            self.paragraph(_("Reason: {reason}").format(reason=document.reason))
            self.table(document.restated)
        for table in document.tables:
            self.table(table)
        self.heading(_("Method"))
        for sentence in document.method:
            self.paragraph(sentence, SMALL, SECOND, after=1)
        if document.notes:
            self.heading(_("Remarks"))
            self.paragraph(document.notes)
        self.signatures(bulletin)

    def signatures(self, bulletin: Bulletin) -> None:
        self.heading(_("Signatures and proof"))
        for row in chain.standing_signatures(bulletin):
            self.paragraph(f"{row.organisation.label} · {_moment(row.signed_at)}")
        address = reverse("bulletins:bulletin", args=[bulletin.number])
        self.paragraph(
            _(
                "Permanent address: {address}. The content as JSON is there too; its SHA-256 is what was signed and "
                "stands at the foot of every page."
            ).format(address=address),
            SMALL,
            SECOND,
        )
        self.lacking()

    def lacking(self) -> None:
        """Says which characters the face lacks, where there are any."""
        if self.sheet.lacking:
            codes = _(", ").join(f"U+{ord(character):04X}" for character in sorted(self.sheet.lacking))
            self.paragraph(
                _(
                    "{mark} stands for a character that the face of this PDF lacks ({codes}); the page at the permanent "
                    "address has it."
                ).format(mark=LACKING, codes=codes),
                SMALL,
                SECOND,
            )


def _moment(value: datetime) -> str:
    """In China's time, with the day written out."""
    local = timezone.localtime(value)
    return f"{written_day(local.date())} {local:%H:%M:%S}"
