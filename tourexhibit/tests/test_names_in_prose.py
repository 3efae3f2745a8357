"""Comments, docstrings and documents name modules and files that are there: prose outlives what it speaks of."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from tourexhibit.tests.house import ROOMS
from tourexhibit.tests.test_rules import texts, words_of

ROOT = settings.BASE_DIR
IN_BACKTICKS = re.compile(r"`([\w./]+)`")
MEMBERS = {"visits.all", "visits.filed", "visits.verified"}  # of answers of the API
LINKED = re.compile(r"\]\((\.{0,2}/?[\w./-]+\.(?:py|js|html|json|toml))\)")


@cache
def names_in(module: Path) -> set[str]:
    """What a module defines, imports or sets, methods and attributes of its classes included."""
    tree = ast.parse(module.read_text())
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def is_there(name: str) -> bool:
    """Whether `visits.totals`, `visits.values.Value` or `visits/totals/` leads anywhere; tasks go by pinned names."""
    if "/" in name:
        return (ROOT / name).exists()
    if ".tasks." in name:
        return True
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:end])
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if module.exists():
            beyond = parts[end : end + 1]
            models = path / "models" / "__init__.py"
            known = names_in(module) | (names_in(models) if models.exists() else set())
            return not beyond or beyond[0] in known
    return False


def names_of_ours(text: str) -> Iterator[str]:
    """Names in backticks that begin with one of the rooms."""
    for name in IN_BACKTICKS.findall(text):
        if re.split(r"[./]", name)[0] in ROOMS and re.search(r"[./]\w", name) and name not in MEMBERS:
            yield name


def test_every_name_in_prose_leads_somewhere():
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts()
        if path.suffix in (".py", ".md", ".html", ".js") and "CHANGELOG" not in path.name
        for name in names_of_ours(words_of(path.read_text()) if path.suffix == ".py" else path.read_text())
        if not is_there(name)
    ]

    assert missing == []


def test_every_linked_file_is_there():
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts()
        if path.suffix == ".md"
        for name in LINKED.findall(path.read_text())
        if not (path.parent / name).exists()
    ]

    assert missing == []


def test_a_name_that_leads_nowhere_is_found():
    text = "see `visits.values.Value`, `visits.history`, `visits/nowhere.py`, `visits.tasks.prove_totals`, `uploads.files`"

    assert [name for name in names_of_ours(text) if not is_there(name)] == [
        "visits.history",
        "visits/nowhere.py",
    ]
