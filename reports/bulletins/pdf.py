"""The PDF of a bulletin: drawn from its content with an embedded Chinese face, by pip packages alone (decision 21).

The same content in the same language gives the same bytes, but for the version of fpdf2; so a file that was made once
is kept. Only published bulletins are kept.
"""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.bulletins.document import BulletinDocument
from reports.models import Bulletin
from reports.models.bulletins import LANGUAGES
from uploads import files


def pdf_of(bulletin: Bulletin, language: str) -> bytes:
    """The PDF of a published bulletin in "zh" or "en": the kept file, or made now and kept."""
    name = bulletin.pdf_file(language)
    try:
        return files.read(name)
    except FileNotFoundError:
        made = make_pdf(bulletin, language)
        files.write(name, made)
        return made


def make_pdf(bulletin: Bulletin, language: str) -> bytes:
    """Draw the PDF; a draft says on every page that it is one."""
    # Imported here: the package brings the tools of font makers along, which no other page needs.
    from reports.bulletins.pdf_pages import BulletinWriter
    from reports.drawing.sheet import Sheet

    with translation.override(LANGUAGES[language]):
        document = BulletinDocument.of(bulletin)
        sheet = Sheet(_mark(bulletin), f"{bulletin.number} · SHA-256 {bulletin.digest}")
        sheet.set_title(f"{document.title} {document.programme}")
        sheet.set_author(_(", ").join(document.institutions))
        sheet.set_lang("en" if language == "en" else "zh-Hans")
        sheet.set_creation_date(timezone.localtime(bulletin.published_at or bulletin.drafted_at))
        sheet.add_page()
        BulletinWriter(sheet).write(bulletin, document)
        return bytes(sheet.output())


def _mark(bulletin: Bulletin) -> str:
    """What every page says above all: that it is a demonstration, or no publication."""
    parts = []
    if bulletin.told["demonstration"]:
        parts.append(_("Demonstration data: not real figures"))
    if bulletin.state != Bulletin.State.PUBLISHED:
        parts.append(_("Draft, not published"))
    return " · ".join(parts)
