"""The law of the rooms: imports go one way, in migrations too; nobody looks upward, and nothing goes in circles."""

import ast

import pytest
from django.apps import apps
from django.conf import settings

from tourexhibit.tests.house import (
    LAW,
    ROOMS,
    circles,
    graph_of,
    import_graph,
    looks_upward,
    names_from_above,
    sources,
    tables_in,
    violations,
)

BY_STRING = {"get_model", "import_module", "import_string", "__import__"}
LARGEST_FOLDER = 20  # modules that a reader scans


def name(path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


def test_every_room_is_under_the_law():
    rooms = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")}

    assert rooms - {"benchmarks"} == set(ROOMS)


def test_no_room_imports_upward():
    found = [
        f"{name(path)}:{line} imports {room}"
        for each in ROOMS
        for path in sources(each, migrations=True)
        for line, room in violations(path.read_text(), name(path))
    ]

    assert found == []


def test_no_module_imports_itself_by_way_of_others():
    assert circles(import_graph()) == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room in names_from_above()])
def test_no_room_reaches_a_higher_one_through_its_models(room):
    found = [
        f"{name(path)}:{line} {word}"
        for path in sources(room)
        for line, word in looks_upward(path.read_text(), names_from_above()[room])
    ]

    assert found == []


def test_no_room_gets_another_by_a_string():
    found = [
        f"{name(path)}:{node.lineno}"
        for room in ROOMS
        for path in sources(room)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") in BY_STRING or getattr(node.func, "id", "") in BY_STRING)
    ]

    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_model_on_disk_is_known_to_django(room):
    on_disk = tables_in(path.read_text() for path in sources(room))

    assert on_disk - {model.__name__ for model in apps.get_app_config(room).get_models()} == set()


def test_no_folder_holds_more_modules_than_a_reader_scans():
    sizes: dict[str, int] = {}
    for room in ROOMS:
        for path in sources(room):
            if path.name != "__init__.py" and "data" not in path.parts:
                folder = path.parent.relative_to(settings.BASE_DIR).as_posix()
                sizes[folder] = sizes.get(folder, 0) + 1

    assert {folder: size for folder, size in sizes.items() if size > LARGEST_FOLDER} == {}


# ---------------------------------------------------------------- the tests above on planted faults


def test_an_import_is_found_wherever_it_hides():
    source = (
        "import os\ndef f():\n    from visits.totals import drain\nif 0:\n    import api.urls as a, json\n"
    )

    assert violations(source, "accounts/scope.py") == [(3, "visits"), (5, "api")]
    assert violations("from . import views\nfrom .. import x\n", "api/urls.py") == []


def test_some_pages_may_show_what_the_api_keeps():
    source = "from api.tokens import issuing\n"

    assert violations(source, "pages/partner/tokens.py") == []
    assert violations(source, "pages/partnership/kinds.py") == [(1, "api")]
    assert violations("import pages", "api/urls.py") == [(1, "pages")]
    assert violations("import pages", "demonstration/tour.py") == [(1, "pages")]
    assert "pages" in LAW["operations"]


def test_a_migration_of_a_lower_room_is_found():
    assert violations("from tourexhibit import x", "libraries/migrations/0002_more.py") == [
        (1, "tourexhibit")
    ]


def test_a_circle_is_found():
    texts = {
        "a": "from b import c",
        "b": "",
        "b.c": "def f():\n    import d",
        "d": "from a import x",
        "e": "import a, e",
    }

    assert circles(graph_of(texts)) == [["a", "b.c", "d"]]
    assert circles(graph_of({**texts, "d": ""})) == []


def test_a_look_upward_is_found():
    names = {"stops", "photos"}

    assert looks_upward("library.stops.all()", names) == [(1, "stops")]
    assert looks_upward("x.filter(stops__state='open')", names) == [(1, "stops")]
    assert looks_upward("x.values_list('library__stops__id')", names) == [(1, "stops")]
    assert looks_upward("x.order_by('-photos')", names) == [(1, "photos")]
    assert looks_upward("kind = 'stops'; say(stops=1)", names) == []
    assert "stops" in names_from_above()["libraries"]
    assert "stops" not in names_from_above().get("exhibitions", set())


def test_a_model_is_found_below_its_abstract_parent():
    parent = "class Report(models.Model):\n    class Meta:\n        abstract = True\n"
    child = "class DayReport(Report):\n    pass\nclass Other:\n    pass\n"

    assert tables_in([child, parent]) == {"DayReport"}
