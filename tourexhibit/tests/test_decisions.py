"""The decisions are numbered without a gap, all in their list, and whatever cites one names one that is there."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

DECISIONS = settings.BASE_DIR / "docs" / "decisions"
LIST = (DECISIONS / "README.md").read_text()
FILES = sorted(path.name for path in DECISIONS.glob("*.md") if path.name != "README.md")
NUMBERS = {int(name[:4]) for name in FILES}
# "decision 3", also at the end of a line, "decisions 3, 4 and 5", "decisions/0003", a link from one to another
CITED = re.compile(
    r"(?:\bdecisions/|\]\()(?P<file>\d{4}(?:-[\w-]+\.md)?)"
    r"|\bdecisions?(?: |\s*\n[ #*]*)\[?(?P<numbers>\d+(?:(?:,? and |, )\d+)*)\b",
    re.IGNORECASE,
)
TEXTS = {"", ".css", ".html", ".in", ".ini", ".js", ".md", ".po", ".py", ".sh", ".toml", ".txt", ".yaml"}
NOT_OURS = {"var", "node_modules", "staticfiles", "test-results"}


def texts() -> Iterator[tuple[str, str]]:
    """Path and content of the texts of the tree."""
    for top in sorted(settings.BASE_DIR.iterdir()):
        if top.name in NOT_OURS or (top.name.startswith(".") and top.name != ".ci"):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.suffix in TEXTS and path.is_file():
                yield str(path.relative_to(settings.BASE_DIR)), path.read_text()


def citations(text: str) -> list[str]:
    """The decisions that a text cites, each as it stands there: a number or the name of a file."""
    return [
        name
        for found in CITED.finditer(text)
        for name in ([found["file"]] if found["file"] else re.findall(r"\d+", found["numbers"]))
    ]


def leads_nowhere(text: str) -> list[str]:
    return [
        name
        for name in citations(text)
        if (name not in FILES if name.endswith(".md") else int(name) not in NUMBERS)
    ]


def test_the_numbers_have_no_gap():
    assert [int(name[:4]) for name in FILES] == list(range(1, len(FILES) + 1))


def test_every_decision_is_in_the_list():
    listed = re.findall(r"^(\d+)\. \[.+\]\((.+)\)$", LIST, re.MULTILINE)

    assert listed == [(str(int(name[:4])), name) for name in FILES]


@pytest.mark.parametrize("name", FILES)
def test_the_title_has_the_number_of_the_file(name):
    title = (DECISIONS / name).read_text().splitlines()[0]

    assert re.match(rf"# {int(name[:4])}\. \S", title)


def test_every_citation_leads_to_a_decision():
    found = {path: names for path, text in texts() if (names := leads_nowhere(text))}

    assert found == {}


def test_the_reader_of_citations_finds_them_where_they_stand():
    citing = {path for path, text in texts() if citations(text)}

    assert {
        "docs/security.md",
        "requirements.in",
        "tourexhibit/settings.py",
        "reports/bulletins/pdf.py",
    } <= citing


def test_the_reader_of_citations_finds_what_leads_nowhere():
    first, none = FILES[0], len(FILES) + 1

    assert leads_nowhere(f"See decision 1, docs/decisions/{first} and decisions/{first[:4]}.") == []
    assert leads_nowhere("Two decisions were made on 40 days; `{decision}` 99; undecided 99.") == []
    assert leads_nowhere(f"(decision {none})") == [f"{none}"]
    assert leads_nowhere(f"# by the decision\n# {none:04}, or decisions 1, 2 and {none + 1}") == [
        f"{none:04}",
        f"{none + 1}",
    ]
    assert leads_nowhere(f"decision [{none}](decisions/{none:04}-x.md)") == [f"{none}", f"{none:04}-x.md"]
    assert leads_nowhere(f"docs/decisions/{none:04}, [there]({first[:4]}-renamed.md)") == [
        f"{none:04}",
        f"{first[:4]}-renamed.md",
    ]
