"""The book of rules is whole, and whatever cites a rule or a document cites one that is there."""

import ast
import io
import os
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
DOCS = ROOT / "docs"
BOOK = DOCS / "rules.md"
NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)
RULES = {int(number) for number in NUMBERED.findall(BOOK.read_text())}

# What is installed, written at run time, or another's; of the hidden folders the one of the CI is the project's.
SKIPPED = {"var", "vendor", "node_modules", "locale", "staticfiles", "test-results", "__pycache__"}
TEXT = {".py", ".md", ".html", ".txt", ".js", ".css", ".json", ".toml", ".ini", ".in", ".yml", ""}

NUMBER = r"\d{1,2}(?![,.]?\d)"  # no year, no thousands
CITATION = re.compile(rf"\brules?[\s#]+({NUMBER}(?:(?:,? and |, ?|[-–]){NUMBER})*)", re.IGNORECASE)
DOCUMENT = re.compile(r"[\w./-]*\w\.md\b")


def texts() -> Iterator[Path]:
    """Every text of the tree that people wrote, but for this one, which holds planted citations."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if name not in SKIPPED and (name[0] != "." or name == ".ci")]
        for path in {Path(folder, name) for name in files} - {Path(__file__)}:
            if path.suffix in TEXT and path.name[0] != "." and not path.match("requirements*.txt"):
                yield path


def cited_rules(text: str) -> set[int]:
    """The numbers in "rule 7", "rules 3, 4 and 40-41"; ranges are filled in."""
    found: set[int] = set()
    for numbers in CITATION.findall(text):
        for first, last in re.findall(r"(\d+)(?:[-–](\d+))?", numbers):
            found.update(range(int(first), int(last or first) + 1))
    return found


def cited_documents(text: str) -> set[str]:
    """Names of Markdown files; addresses of the portal and of others begin with a slash."""
    return {name for name in DOCUMENT.findall(text) if not name.startswith("/")}


def words_of(source: str) -> str:
    """The comments and docstrings of a Python source; its other strings are data."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, documented)]
    return "\n".join([*comments, *(ast.get_docstring(node) or "" for node in nodes)])


def is_there(name: str, citing: Path) -> bool:
    """Whether the name leads to a file from the root, from a folder of the documentation, or from beside."""
    folders = [ROOT, citing.parent, DOCS, *(path for path in DOCS.rglob("*") if path.is_dir())]
    return any((folder / name).is_file() for folder in folders)


def test_the_book_has_no_gap():
    assert [int(number) for number in NUMBERED.findall(BOOK.read_text())] == list(range(1, max(RULES) + 1))


def test_every_rule_has_a_title():
    untitled = re.findall(r"^(\d+)\. (?!\*\*[A-Z])", BOOK.read_text(), re.MULTILINE)

    assert untitled == []


def test_every_cited_rule_is_in_the_book():
    cited = {path: cited_rules(path.read_text()) for path in texts() if path != BOOK}

    assert {
        str(path.relative_to(ROOT)): found - RULES for path, found in cited.items() if found - RULES
    } == {}
    assert any(cited.values())


def test_the_book_cites_its_own_rules():
    assert cited_rules(BOOK.read_text()) - RULES == set()


def test_every_cited_document_is_there():
    missing = []
    for path in texts():
        text = path.read_text()
        words = words_of(text) if path.suffix == ".py" else text
        names = sorted(cited_documents(words))
        missing += [f"{path.relative_to(ROOT)}: {name}" for name in names if not is_there(name, path)]

    assert missing == []


def test_the_readers_find_what_is_planted():
    assert cited_rules("rule 7; as (rules 3, 4 and 40-41) say, Rules\n    # 10 of") == {3, 4, 7, 10, 40, 41}
    assert cited_rules("the rule 2026, rule 1,000, rule 5.2, rules, 6 rules") == set()
    assert cited_documents("see house.md 2.3, docs/rules.md; `/api/v1/docs/guide.md`") == {
        "house.md",
        "docs/rules.md",
    }
    assert cited_documents(words_of('"""a.md"""\nNAME = "b.md"  # c.md\n')) == {"a.md", "c.md"}
