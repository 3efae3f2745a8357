"""The law of imports between the rooms, read from the syntax trees; imports inside functions count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

# A room may import itself and those named for it.
LAW = {
    "libraries": set(),
    "partnership": {"libraries"},
    "accounts": {"libraries", "partnership"},
    "exhibitions": {"libraries", "partnership", "accounts"},
    "visits": {"libraries", "partnership", "accounts", "exhibitions"},
    "dashboards": {"libraries", "partnership", "accounts", "exhibitions", "visits"},
    "api": {"libraries", "partnership", "accounts", "exhibitions", "visits"},
    "tourexhibit": {"libraries", "partnership", "accounts", "exhibitions", "visits", "dashboards", "api"},
}
BY_STRING = {"get_model", "import_module", "import_string", "__import__"}


def sources(room: str) -> Iterator[Path]:
    """The source files of a room; tests may import anything, and migrations get models by name by design."""
    for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(settings.BASE_DIR).parts):
            yield path


def imported(tree: ast.AST, room: str) -> Iterator[tuple[int, str]]:
    """Line and top-level name of everything that a syntax tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, room if node.level else (node.module or "").split(".")[0]


def violations(source: str, room: str) -> list[tuple[int, str]]:
    foreign = LAW.keys() - LAW[room] - {room}
    return [(line, name) for line, name in imported(ast.parse(source), room) if name in foreign]


def test_every_room_is_under_the_law():
    rooms = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")}

    assert rooms - {"benchmarks"} == LAW.keys()


def test_no_room_imports_upward():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{line} imports {name}"
        for room in LAW
        for path in sources(room)
        for line, name in violations(path.read_text(), room)
    ]

    assert found == []


def test_no_room_gets_another_by_a_string():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for room in LAW
        for path in sources(room)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") in BY_STRING or getattr(node.func, "id", "") in BY_STRING)
    ]

    assert found == []


def test_the_reader_of_syntax_trees_finds_what_hides():
    source = "import os\ndef f():\n    from visits.totals import drain_all\nif 0:\n    import api.views as a, json\n"

    assert violations(source, "accounts") == [(3, "visits"), (5, "api")]
    assert violations("from . import views\nfrom .. import x\n", "api") == []
