"""The house as its syntax trees tell of it: rooms, imports, names that look upward. Nothing is run to find out."""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

# Each room may import those before it, and itself.
ROOMS = (
    "uploads",
    "libraries",
    "partnership",
    "accounts",
    "exhibitions",
    "visits",
    "reports",
    "upkeep",
    "api",
    "pages",
    "demonstration",
    "operations",
    "tourexhibit",
)
LAW = {room: set(ROOMS[:place]) for place, room in enumerate(ROOMS)}
LAW["demonstration"] -= {
    "api",
    "pages",
}  # it is made through the doors that pages and API call, never through them
LAW["pages"] -= {"api"}
# But for the pages of what the API keeps: tokens, webhooks and exports (docs/decisions/0030-rooms.md).
SHOWING_THE_API = {"pages/partner", "pages/administration"}

LOOKUPS = {  # where a string, or the name of an argument, is a path over relations
    "aggregate", "alias", "annotate", "defer", "exclude", "filter", "get", "only", "order_by", "prefetch_related",
    "select_related", "update", "values", "values_list", "Count", "Exists", "F", "Max", "Min", "OuterRef",
    "Prefetch", "Q", "Sum",
}  # fmt: skip


def sources(room: str, *, migrations: bool = False) -> Iterator[Path]:
    """The source files of a room; tests may import anything."""
    for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
        parts = path.relative_to(settings.BASE_DIR).parts
        if "tests" not in parts and "conftest.py" not in parts and (migrations or "migrations" not in parts):
            yield path


def may_import(path: str) -> set[str]:
    """The rooms that a file may import besides its own; `path` is relative to the root."""
    room = path.split("/")[0]
    shows_the_api = any(path.startswith(f"{package}/") for package in SHOWING_THE_API)
    return LAW[room] | ({"api"} if shows_the_api else set())


def violations(source: str, path: str) -> list[tuple[int, str]]:
    """(line, room) of every import that goes up or sideways, wherever it stands in the source of `path`."""
    room = path.split("/")[0]
    forbidden = LAW.keys() - may_import(path) - {room}
    return [(line, name) for line, name in _rooms_imported(ast.parse(source), room) if name in forbidden]


def _rooms_imported(tree: ast.AST, room: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, room if node.level else (node.module or "").split(".")[0]


# ---------------------------------------------------------------- circles


def module_of(path: Path) -> str:
    """The dotted name of a file: `visits/totals/__init__.py` is `visits.totals`."""
    name = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    return name.removesuffix(".__init__")


@cache
def import_graph() -> Mapping[str, frozenset[str]]:
    """Module -> the modules of the house that it imports, inside functions and for type checking too."""
    texts = {module_of(path): path.read_text() for room in ROOMS for path in sources(room)}
    return graph_of(texts)


def graph_of(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The same for any sources, by module."""
    return {
        module: frozenset(_modules_imported(ast.parse(text), texts.keys()) - {module})
        for module, text in texts.items()
    }


def _modules_imported(tree: ast.AST, known: Collection[str]) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            of_module = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in known else node.module for name in of_module}
    return names & set(known)


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Every group of modules that import one another, directly or by way of others (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        open_.append(module)
        for other in graph[module]:
            if other not in order:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in open_:
                lowest[module] = min(lowest[module], order[other])
        if lowest[module] == order[module]:
            place = open_.index(module)
            if len(group := sorted(open_[place:])) > 1:
                found.append(group)
            del open_[place:]

    for module in graph:
        if module not in order:
            visit(module)
    return found


# ---------------------------------------------------------------- relations


@cache
def names_from_above() -> Mapping[str, frozenset[str]]:
    """Room -> names by which a model of a higher room can be reached from it or from a room below it (`library.stops`)."""
    names: dict[str, set[str]] = defaultdict(set)
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            below, above = model._meta.app_label, relation.related_model._meta.app_label
            if below in ROOMS and above in ROOMS and ROOMS.index(above) > ROOMS.index(below):
                for room in ROOMS[: ROOMS.index(above)]:
                    accessor = relation.get_accessor_name()
                    names[room] |= {relation.field.related_query_name()} | ({accessor} if accessor else set())
    return {room: frozenset(of_room) for room, of_room in names.items()}


def looks_upward(source: str, names: Collection[str]) -> list[tuple[int, str]]:
    """(line, name) wherever one of the names stands as an attribute, or in a look-up of a query."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in names:
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.Call) and _called(node) in LOOKUPS:
            words = [word.arg or "" for word in node.keywords]
            strings = (each.value for each in node.args if isinstance(each, ast.Constant))
            words += [text.lstrip("-") for text in strings if isinstance(text, str)]
            found += [(node.lineno, part) for word in words for part in word.split("__") if part in names]
    return sorted(found)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


# ---------------------------------------------------------------- models


def tables_in(sources: Iterable[str]) -> set[str]:
    """The classes of these sources that are tables: below `models.Model` by way of any of them, and not abstract."""
    classes = [
        node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)
    ]
    bases = {node.name: {ast.unparse(base) for base in node.bases} for node in classes}
    models = {"models.Model"}
    while more := {name for name, of in bases.items() if name not in models and of & models}:
        models |= more
    abstract = {
        node.name
        for node in classes
        if any(
            ast.unparse(each) == "abstract = True" for each in ast.walk(node) if isinstance(each, ast.stmt)
        )
    }
    return models & bases.keys() - abstract
