"""Chinese first, complete: every text for people in our code has its Chinese, and what runs is what was translated."""

import ast
import gettext
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = [path.parent.name for path in sorted(ROOT.glob("*/apps.py"))]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
IN_TEMPLATES = re.compile(r"(?:\b[np]?p?gettext|\b_)\(((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|,\s*)+)")
STRING = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def texts_of_module(path: Path) -> set[str]:
    texts = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FUNCTIONS and node.args:
                first = node.args[1] if name.startswith("pgettext") else node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    texts.add(first.value)
    return texts


def texts_of_template(path: Path) -> set[str]:
    texts = set()
    for call in IN_TEMPLATES.finditer(templatize(path.read_text())):
        strings = [ast.literal_eval(found) for found in STRING.findall(call[1])]
        texts.add(strings[1] if call[0].startswith("pgettext") else strings[0])
    return texts


def texts_of_portal() -> dict[str, str]:
    """text -> where it stands."""
    texts = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT)
            if not {"tests", "migrations"} & set(place.parts):
                texts |= dict.fromkeys(texts_of_module(path), str(place))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file():
            texts |= dict.fromkeys(texts_of_template(path), str(path.relative_to(ROOT)))
    return texts


def test_every_text_has_its_chinese():
    catalogue = {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    texts = texts_of_portal()
    assert len(texts) > 300
    missing = {
        text: place
        for text, place in texts.items()
        if text not in catalogue or not catalogue[text].translated() or catalogue[text].fuzzy
    }
    assert missing == {}


def test_the_chinese_is_for_texts_that_exist():
    texts = texts_of_portal()
    stale = [
        entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.msgid not in texts or entry.obsolete
    ]
    assert stale == []


def test_placeholders_survive_translation():
    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        # The chart's own date patterns look like placeholders.
        if entry.msgctxt != "chart axis"
        for chinese in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if set(placeholder.findall(chinese))
        - set(placeholder.findall(entry.msgid + (entry.msgid_plural or "")))
        or (
            not entry.msgid_plural
            and set(placeholder.findall(entry.msgid)) - set(placeholder.findall(chinese))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_what_runs_is_what_was_translated(language):
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        running = gettext.GNUTranslations(compiled)
    for entry in polib.pofile(str(folder / "django.po")):
        if entry.msgid_plural:
            assert running.ngettext(entry.msgid, entry.msgid_plural, 5) == entry.msgstr_plural[0]
        elif entry.msgctxt:
            assert running.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
        else:
            assert running.gettext(entry.msgid) == entry.msgstr
