"""Real processes beside a test: they see its rows, can be killed, and what they wrote comes back to the test.

The test database of SQLite is in this process' memory. Others get a copy of it in a file, and `take_over` brings the
file's rows back; on PostgreSQL both are the same database and nothing is copied.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PATIENCE = 120  # seconds until waiting counts as failed: the promise of the totals


class OtherProcesses:
    """Processes with the portal's settings and this test's rows. Use inside a test with `transaction=True`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.started: list[subprocess.Popen] = []

    def give(self) -> None:
        """Let the others see what the test has written so far."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.directory / "db.sqlite3") as file:
                connection.connection.backup(file)
                file.execute("PRAGMA journal_mode=WAL")
            file.close()

    def take_over(self) -> None:
        """Let the test see what the others have written."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.directory / "db.sqlite3") as file:
                file.backup(connection.connection)
            file.close()

    def environment(self, **more: str) -> dict[str, str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tourexhibit.settings",
            "VAR_DIR": str(self.directory),
            "SECRET_KEY": settings.SECRET_KEY,
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": "",
        }
        if connection.vendor == "postgresql":
            given = connection.settings_dict
            place = f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
            who = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
            environment["DATABASE_URL"] = f"postgres://{who}@{place}/{given['NAME']}"
        return {**environment, **more}

    def start(self, *arguments: str, **more: str) -> subprocess.Popen:
        """Start `python *arguments` in a process group of its own; `more` goes into its environment."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str, **more: str) -> str:
        """The output of a process that has to end well."""
        return output_of(self.start(*arguments, **more))


def output_of(process: subprocess.Popen) -> str:
    """What a process printed until it ended; it has to end well."""
    output, _none = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    return output


def kill(process: subprocess.Popen) -> None:
    """kill -9 of a process and of all it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(what: Callable[[], bool], why: str) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > until:
            pytest.fail(f"{why}: not within {PATIENCE} s")
        time.sleep(0.02)


@contextmanager
def others(directory: Path) -> Iterator[OtherProcesses]:
    """Other processes; whatever still runs at the end is killed."""
    made = OtherProcesses(directory)
    before = sqlite3.connect(":memory:")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.backup(before)
    try:
        yield made
    finally:
        for process in made.started:
            if process.poll() is None:
                kill(process)
            process.stdout.close()
        if connection.vendor == "sqlite":
            # Django would delete the rows one by one, and those of a history refuse.
            before.backup(connection.connection)
        before.close()
