"""A database of the first release: recognised, put aside where it held the demonstration alone, else refused in words.

Its tables stand under labels that are no longer there, and nothing was released with it: it is not brought up to date
(docs/decisions/0030-rooms.md).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

# Migrations that are applied in such databases, and in none since.
BEFORE_RELEASE = ("accounts", "0002_initial")
FIRST_RELEASE = ("visits", "0004_bulletins_stand")

REFUSAL = (
    "This database is of an earlier release and cannot be brought up to date; nothing was changed. "
    "Begin with an empty one: name another in DATABASE_URL, or without it another VAR_DIR."
)


def is_earlier() -> bool:
    """Whether the database is of the first release, or from before it."""
    return bool({BEFORE_RELEASE, FIRST_RELEASE} & _applied())


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


@register(Tags.database)
def refuse_earlier_database(
    app_configs: Any = None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Let `migrate` say in words what it would say in a traceback: that tables are there already."""
    return [Error(REFUSAL, id="operations.E001")] if databases and is_earlier() else []


def put_aside() -> Path | None:
    """Rename the embedded database where it held the demonstration alone; None, and nothing done, where it did not."""
    if not settings.EMBEDDED or FIRST_RELEASE not in _applied() or not _holds_demonstration_alone():
        return None
    file = Path(connection.settings_dict["NAME"])
    connections.close_all()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal's rows go along
    database.close()
    aside = next(path for path in _names_aside(file) if not path.exists())
    file.rename(aside)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    file.touch(mode=0o600)
    return aside


def _names_aside(file: Path) -> Iterator[Path]:
    yield file.with_name("db.first-release.sqlite3")
    yield from (file.with_name(f"db.first-release-{number}.sqlite3") for number in count(2))


def _holds_demonstration_alone() -> bool:
    """Whether nobody worked in a database of the first release: no real account, no edit by a person, no real count."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)

        def there_is(rows: str) -> bool:
            cursor.execute(f"SELECT 1 FROM {rows} LIMIT 1")  # noqa: S608 - names of our own tables
            return cursor.fetchone() is not None

        if there_is("accounts_user WHERE NOT demonstration"):
            return False
        if there_is(
            "visits_historyentry h JOIN exhibitions_stop s ON s.id = h.stop_id "
            "JOIN partnership_programme p ON p.id = s.programme_id WHERE NOT p.demonstration"
        ):
            return False
        edited = [name for name in tables if "_historical" in name and not name.startswith("accounts_")]
        return not any(there_is(f"{name} WHERE history_user_id IS NOT NULL") for name in edited)
