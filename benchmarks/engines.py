"""A database for the benchmarks alone: made, filled by others, and taken away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql


@contextmanager
def environment_of(engine: str) -> Iterator[dict[str, str] | None]:
    """The environment of a portal on a fresh database of `engine`; None when that engine is not to be had.

    PostgreSQL: the database `<name>_bench` beside the one of DATABASE_URL. SQLite: a temporary directory.
    """
    directory = Path(tempfile.mkdtemp(prefix="benchmarks-"))
    environment = {**os.environ, "VAR_DIR": str(directory), "LOG_LEVEL": "ERROR"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    given = environment.pop("DATABASE_URL", "")
    try:
        if engine == "sqlite":
            yield environment
        elif not given.startswith("postgres"):
            yield None
        else:
            with _database_beside(given) as url:
                environment["DATABASE_URL"] = url
                environment.setdefault("SECRET_KEY", "only-for-benchmarks-and-never-anywhere-else-0123456789")
                environment.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
                yield environment
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def _database_beside(given: str) -> Iterator[str]:
    url = urlsplit(given)
    name = f"{url.path.lstrip('/')}_bench"
    _drop(given, name)
    _on(given, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(url._replace(path=f"/{name}"))
    finally:
        _drop(given, name)


def _drop(url: str, name: str) -> None:
    _on(url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _on(url: str, statement: sql.Composable) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
