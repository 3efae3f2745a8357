"""Everything before the portal can serve: what `make run` does after the installation."""

import hashlib
import socket
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from demonstration import tour
from demonstration.accounts import demonstration_password, names_of_accounts
from operations import first_release

LOCK_WAIT = "2s"
PAUSES = (2,) * 15  # seconds between tries: about a minute with the waits


class Command(BaseCommand):
    help = (
        "Migrates, loads the reference data, makes the demonstration when none is open, collects static files, "
        "and prints the address and the password. Again = without effect."
    )
    # The checks run in `migrate`; once is enough.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1:8000", help="Where the portal is going to serve.")
        parser.add_argument(
            "--without-demonstration", action="store_true", help="Make no demonstration data."
        )

        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="Make the demonstration's accounts of staff, coordinator and admin in production too.",
        )

    def handle(
        self, *args: Any, address: str, without_demonstration: bool, with_accounts: bool, **options: Any
    ) -> None:
        host, _colon, port = address.rpartition(":")
        refuse_taken_port(host, int(port))
        self.refuse_or_put_aside_earlier_database()
        migrate()
        call_command("load_reference", stdout=self.stdout)
        if not without_demonstration and not tour.is_open(timezone.localdate()):
            self.stdout.write("Making the demonstration tour ...")
            tour.renew(with_accounts=with_accounts)
        collect_static_files()
        self.stdout.write(f"URL: http://{address}/")
        if tour.exists():
            self.stdout.write(f"Demonstration accounts: {', '.join(names_of_accounts())}")
            self.stdout.write(f"Demonstration password: {demonstration_password()}")
        elif not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(
                "There is no account yet. Make the first: .venv/bin/python manage.py createsuperuser"
            )
        self.stdout.flush()

    def refuse_or_put_aside_earlier_database(self) -> None:
        if first_release.is_earlier():
            aside = first_release.put_aside()
            if aside is None:
                raise CommandError(first_release.REFUSAL)
            self.stdout.write(
                f"The database was of the first release and held examples alone: it is now {aside}"
            )


def migrate() -> None:
    """Migrate without holding people up: whoever waits for a table's lock makes all who come later wait behind it.

    On PostgreSQL a migration therefore waits `LOCK_WAIT` at most, is undone, and is tried again. Raises CommandError
    when the tables stayed busy.
    """
    for pause in (*PAUSES, None):
        try:
            with _waiting_for_locks(LOCK_WAIT):
                call_command("migrate", interactive=False, verbosity=0)
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            if pause is None:
                raise CommandError(
                    "The tables to migrate stayed busy; nothing was changed. Try again in a quieter minute."
                ) from error
            time.sleep(pause)


@contextmanager
def _waiting_for_locks(at_most: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [at_most])
        try:
            yield
        finally:
            cursor.execute("SET lock_timeout = DEFAULT")


def refuse_taken_port(host: str, port: int) -> None:
    """Say now, and in words, what the server would say after everything else."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}"
            ) from error


def collect_static_files() -> None:
    """Collect and compress only when a source file is not the one collected last: it takes seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    digest = _digest_of_sources()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
