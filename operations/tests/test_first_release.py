"""A database of the first release: put aside where it held examples alone, else refused in words; never a traceback."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from operations.first_release import FIRST_RELEASE, REFUSAL
from tourexhibit.tests.portals import free_port

# As much of its tables as is asked about.
TABLES = """
    CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT);
    CREATE TABLE accounts_user (id INTEGER PRIMARY KEY, demonstration BOOLEAN);
    CREATE TABLE partnership_programme (id INTEGER PRIMARY KEY, demonstration BOOLEAN);
    CREATE TABLE exhibitions_stop (id INTEGER PRIMARY KEY, programme_id INTEGER);
    CREATE TABLE exhibitions_historicalstop (id INTEGER, history_user_id INTEGER);
    CREATE TABLE visits_historyentry (id INTEGER PRIMARY KEY, stop_id INTEGER);
    INSERT INTO accounts_user VALUES (1, TRUE);
    INSERT INTO partnership_programme VALUES (1, TRUE), (2, FALSE);
    INSERT INTO exhibitions_stop VALUES (1, 1), (2, 2);
    INSERT INTO exhibitions_historicalstop VALUES (2, NULL);
    INSERT INTO visits_historyentry VALUES (1, 1);
"""


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    """Where a portal of the first release, with the demonstration alone, had its files."""
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.executescript(TABLES)
        database.execute("INSERT INTO django_migrations VALUES (1, ?, ?, '2026-11-01')", FIRST_RELEASE)
    database.close()
    return tmp_path


def rows(file: Path) -> list[str]:
    with sqlite3.connect(file) as database:
        dump = list(database.iterdump())
    database.close()
    return dump


def managed(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(directory)},
        capture_output=True,
        text=True,
    )


def prepared(directory: Path) -> subprocess.CompletedProcess[str]:
    return managed(directory, "prepare", "--without-demonstration", "--address", f"127.0.0.1:{free_port()}")


def test_examples_alone_are_put_aside_and_the_portal_begins_anew(first_release):
    begun = prepared(first_release)
    again = prepared(first_release)

    aside = first_release / "db.first-release.sqlite3"
    assert (begun.returncode, begun.stderr) == (0, "")
    assert f"it is now {aside}" in begun.stdout
    assert aside.exists()
    assert (again.returncode, "it is now" in again.stdout) == (0, False)


@pytest.mark.parametrize(
    "work",
    [
        "INSERT INTO accounts_user VALUES (2, FALSE)",
        "INSERT INTO exhibitions_historicalstop VALUES (2, 1)",
        "INSERT INTO visits_historyentry VALUES (2, 2)",
    ],
    ids=["an account", "an edit", "a count"],
)
def test_what_people_did_is_never_put_aside(first_release, work):
    with sqlite3.connect(first_release / "db.sqlite3") as database:
        database.execute(work)
    database.close()
    before = rows(first_release / "db.sqlite3")

    refused = prepared(first_release)

    assert (refused.returncode, refused.stderr) == (1, f"CommandError: {REFUSAL}\n")
    assert rows(first_release / "db.sqlite3") == before
    assert not list(first_release.glob("db.first-release*"))


def test_migrate_refuses_it_in_words(first_release):
    refused = managed(first_release, "migrate")

    assert (refused.returncode, REFUSAL in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)
