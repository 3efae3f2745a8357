"""The PDF of a bulletin, read back with poppler: tagged for screen readers, and no character lost silently."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from reports.bulletins.document import BulletinDocument
from reports.bulletins.drafting import Notes, draft_bulletin
from reports.bulletins.pdf import make_pdf
from reports.drawing.sheet import FACE, LACKING
from reports.models import Bulletin
from reports.models.bulletins import LANGUAGES
from reports.tests.bulletin_tour import BulletinTour, bulletin_tour

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs Debian's poppler-utils"),
]
# Of names of people and places, beyond GB 2312: in GBK, in extensions A and B, compatibility, and after Unicode 6.
RARE = "镕喆堃昇翀㛃㕮𠅤𡎚𨱏𬭎𫘦𬬭﨑鿍䶮"


@pytest.fixture
def tour() -> BulletinTour:
    return bulletin_tour()


def drawn(bulletin: Bulletin, language: str, directory: Path) -> Path:
    path = directory / f"{language}.pdf"
    path.write_bytes(make_pdf(bulletin, language))
    return path


def read(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def text_of(path: Path) -> str:
    return read("pdftotext", "-layout", str(path), "-")


def drafted(tour: BulletinTour, notes: str = "") -> Bulletin:
    return draft_bulletin(tour.staff["NLC"], tour.programme, tour.yesterday, Notes(notes=notes))[1]


def test_rare_characters_of_names_are_drawn_and_can_be_copied(tour, tmp_path):
    told = text_of(drawn(drafted(tour, f"提供者：{RARE}。"), "zh", tmp_path))
    assert RARE in told.replace("\n", "")
    assert LACKING not in told


def test_what_the_face_lacks_is_marked_and_named(tour, tmp_path):
    path = drawn(drafted(tour, "讲解员 😀 与 \U0003347c"), "zh", tmp_path)
    told = text_of(path)
    assert f"讲解员 {LACKING} 与 {LACKING}" in told
    assert "U+1F600" in told and "U+3347C" in told


def test_every_character_of_a_division_and_of_the_repository_s_texts_is_in_the_face(settings):
    from fontTools.ttLib import TTFont

    has = set(TTFont(FACE).getBestCmap())
    texts = [
        settings.BASE_DIR / "libraries/data/divisions.csv",
        settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po",
    ]
    used = {character for text in texts for character in text.read_text() if character.isprintable()}
    in_gb18030 = {chr(code) for code in range(0x4E00, 0x9FA6)} | {chr(code) for code in range(0x3400, 0x4DB6)}
    assert sorted(character for character in used | in_gb18030 if ord(character) not in has) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tags_tell_headings_paragraphs_and_tables_in_the_order_of_reading(tour, tmp_path, language):
    bulletin = drafted(tour)
    path = drawn(bulletin, language, tmp_path)
    facts = read("pdfinfo", str(path))
    assert "Tagged:          yes" in facts
    with translation.override(LANGUAGES[language]):
        tables = BulletinDocument.of(bulletin).tables
    kinds = [
        line.strip().split(" ")[0].rstrip(":")
        for line in read("pdfinfo", "-struct", str(path)).splitlines()
        if line.strip()
    ]
    assert (kinds[0], kinds.count("H1"), kinds.count("Table")) == ("Document", 1, len(tables))
    assert kinds.count("TR") == sum(1 + len(table.rows) + bool(table.total) for table in tables)
    cells = sum(len(table.header) * (1 + len(table.rows) + bool(table.total)) for table in tables)
    assert kinds.count("TH") + kinds.count("TD") == cells
    assert kinds.count("TH") == sum(
        len(table.header) + len(table.rows) + bool(table.total) for table in tables
    )
    told = read("pdfinfo", "-struct-text", str(path))
    places = [told.index(f'{table.title}"') for table in tables]
    assert places == sorted(places)
    # What stands on every page is no part of what is read.
    assert bulletin.digest in text_of(path) and bulletin.digest not in told


def test_rows_go_over_to_the_next_page_under_the_same_headings(tour, tmp_path):
    bulletin = drafted(tour)
    province = bulletin.told["coverage"]["provinces"][0]
    many = [{**province, "name": f"示范省 {number}", "planned": 1} for number in range(70)]
    told = bulletin.told | {"coverage": bulletin.told["coverage"] | {"provinces": many}}
    longer = Bulletin.objects.get(pk=bulletin.pk)
    longer.__dict__["told"] = told
    path = drawn(longer, "zh", tmp_path)
    pages = text_of(path).split("\f")
    assert sum("示范省" in page for page in pages) >= 2
    assert all("以下为" not in page and "省" in page for page in pages if "示范省" in page)
    rows = read("pdfinfo", "-struct-text", str(path)).count("示范省")
    assert rows == 70
    # The headings of the second page are repeated for the eye alone.
    assert read("pdfinfo", "-struct-text", str(path)).count('"省（区、市）"') == 1
