"""What docs/operations.md promises to the person who keeps the server, by the very commands that it gives."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from operations.management.commands import prepare
from tourexhibit.tests import factories
from tourexhibit.tests.processes import OtherProcesses, others
from uploads import files
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.totals import drain
from visits.values import Value

GUIDE = settings.BASE_DIR / "docs" / "operations.md"
PHOTO = f"photos/1/{'0' * 64}.jpg"
needs_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="locks of PostgreSQL: set DATABASE_URL",
)


def commands(word: str) -> str:
    """The block of the guide in which `word` stands."""
    blocks = re.findall(r"^```\n(.*?)^```$", GUIDE.read_text(), re.DOTALL | re.MULTILINE)
    (block,) = [block for block in blocks if word in block]
    return block.replace(".venv/bin/python", sys.executable)


def run(block: str, **environment: str) -> str:
    done = subprocess.run(
        ["bash", "-euc", block],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def manage(*arguments: str, **environment: str) -> str:
    return run(f"{sys.executable} manage.py {shlex.join(arguments)}", **environment)


def figures(**environment: str) -> tuple[str, str]:
    """The last line of the proof, and the sum of everything that was filed."""
    what = "from django.db.models import Sum; from visits.models import *; " + (
        "print(ReportValue.objects.aggregate(sum=Sum('value'))['sum'])"
    )
    proof = manage("reconcile", **environment).splitlines()[-1]
    return proof, manage("shell", "-v", "0", "-c", what, **environment).strip()


@contextmanager
def empty_database(source: dict[str, str], place: Path) -> Iterator[dict[str, str]]:
    """The environment of a portal without anything, on the engine of `source`."""
    place.mkdir()
    if connection.vendor == "sqlite":
        yield {**source, "VAR_DIR": str(place)}
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server = source["DATABASE_URL"].rpartition("/")[0]
    yield {**source, "VAR_DIR": str(place), "DATABASE_URL": f"{server}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def portal(tmp_path, monkeypatch) -> Iterator[OtherProcesses]:
    """A portal with three days filed, 312 visits in all, and a photo."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.setattr(settings, "VAR_DIR", here)
    with others(here) as made:
        stop = factories.stop(opens=date(2026, 11, 2), closes=date(2026, 12, 20))
        librarian = factories.librarian(stop.library)
        file_days_in_bulk(
            BulkDay(
                stop_id=stop.pk,
                day=date(2026, 11, day),
                state="counted",
                values=[Value("exhibition_visit", "adult", 100 + day, "counted", "manual_tally")],
                filed_by_id=librarian.pk,
                filed_at=datetime(2026, 11, day, 9, tzinfo=UTC),
            )
            for day in (3, 4, 5)
        )
        drain.drain_all()
        files.write(PHOTO, b"a photo")
        (here / "secret").write_text(settings.SECRET_KEY)
        made.give()
        yield made


@pytest.mark.django_db(transaction=True)
def test_a_backup_restores_with_equal_figures(portal, tmp_path):
    backup = tmp_path / "backup"
    backup.mkdir()
    source = portal.environment()
    before = figures(**source)
    assert before[0] != "buckets compared: 0, mismatches: 0"
    assert before[1] == "312"

    run(
        commands("pg_dump" if connection.vendor == "postgresql" else "portal.sqlite3"),
        BACKUP=str(backup),
        **source,
    )
    with empty_database(source, tmp_path / "there") as restored:
        restore = commands("pg_restore")
        if connection.vendor == "sqlite":
            copy = 'cp "$BACKUP/portal.sqlite3" "$VAR_DIR/db.sqlite3"; cp "$BACKUP/secret" "$VAR_DIR/secret"'
            restore = re.sub("^pg_restore.*$", copy, restore, flags=re.MULTILINE)
        said = run(restore, BACKUP=str(backup), **restored)

        assert said.splitlines()[-1] == before[0]
        assert figures(**restored) == before
        assert (tmp_path / "there" / "files" / PHOTO).read_bytes() == b"a photo"


@pytest.fixture
def busy_table(transactional_db) -> Iterator[Callable[[], None]]:
    """The table that every migration reads, held by somebody else; what is yielded lets it go."""
    given = connection.get_connection_params()
    other = psycopg2.connect(**{name: given[name] for name in given if name != "cursor_factory"})
    other.cursor().execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
    yield other.rollback
    other.close()


@needs_postgresql
def test_a_migration_waits_for_a_busy_table_by_trying_again(busy_table, monkeypatch):
    monkeypatch.setattr(prepare, "LOCK_WAIT", "50ms")
    pauses = []

    def let_go(seconds: float) -> None:
        pauses.append(seconds)
        busy_table()

    monkeypatch.setattr(prepare.time, "sleep", let_go)
    prepare.migrate()

    assert pauses == [2]


@needs_postgresql
def test_a_migration_gives_up_on_a_table_that_stays_busy(busy_table, monkeypatch):
    monkeypatch.setattr(prepare, "LOCK_WAIT", "50ms")
    monkeypatch.setattr(prepare, "PAUSES", (0, 0))

    with pytest.raises(CommandError, match="stayed busy"):
        prepare.migrate()
