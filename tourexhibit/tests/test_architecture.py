"""The pages for developers name what is there: every path, and every room in the order of the law."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import get_commands

from tourexhibit.tests.house import ROOMS

ARCHITECTURE = (settings.BASE_DIR / "docs" / "architecture.md").read_text()
CONTRIBUTING = (settings.BASE_DIR / "CONTRIBUTING.md").read_text()
MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()
MOST_LINES = {"docs/architecture.md": 140, "CONTRIBUTING.md": 120}
# A path has a folder in it; addresses of the portal begin with a slash, and what has a blank is a command.
PATH = re.compile(r"`([\w.][\w.-]*/[\w./{},-]*|[\w.-]+\.md|Makefile)`")
MADE_ON_THE_SPOT = (".venv/", "var/")


def paths(text: str) -> Iterator[str]:
    """The paths in backticks, those in braces one by one."""
    for path in PATH.findall(text):
        yield from one_by_one(path)


def one_by_one(path: str) -> Iterator[str]:
    """`a/{b,c}.py` as `a/b.py` and `a/c.py`."""
    braces = re.fullmatch(r"(.*)\{(.*)\}(.*)", path)
    if braces is None:
        yield path
    else:
        yield from (f"{braces[1]}{each}{braces[3]}" for each in braces[2].split(","))


def rooms_of_the_table(text: str) -> list[str]:
    return re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE)


def missing(text: str) -> list[str]:
    return sorted(
        {
            path
            for path in paths(text)
            if not path.startswith(MADE_ON_THE_SPOT) and not (settings.BASE_DIR / path).exists()
        }
    )


@pytest.mark.parametrize("text", [ARCHITECTURE, CONTRIBUTING], ids=["architecture", "contributing"])
def test_every_path_is_there(text):
    assert missing(text) == []


@pytest.mark.parametrize("name", MOST_LINES)
def test_it_is_one_page(name):
    assert len((settings.BASE_DIR / name).read_text().splitlines()) <= MOST_LINES[name]


def test_every_room_has_its_row_in_the_order_of_the_law():
    assert rooms_of_the_table(ARCHITECTURE) == list(ROOMS)


def test_every_command_and_target_is_there():
    text = ARCHITECTURE + CONTRIBUTING

    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - get_commands().keys() == set()
    assert {
        target
        for target in re.findall(r"`make ([a-z]+)", text)
        if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)
    } == set()


def test_the_reader_of_paths_finds_what_is_planted():
    text = "`none/such.py` `visits/{values,none}.py` `/my/` `GET a/b` `NONE.md` `.venv/` `tasks.py` `static/`"

    assert list(paths(text)) == [
        "none/such.py", "visits/values.py", "visits/none.py", "NONE.md", ".venv/", "static/",
    ]  # fmt: skip
    assert missing(text) == ["NONE.md", "none/such.py", "visits/none.py"]
    assert rooms_of_the_table("| room | x |\n| `api/` | y |\n| facts | `visits/` |\n") == ["api"]
