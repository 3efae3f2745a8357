"""Register libraries from a CSV file: the same way as the page "Register libraries in bulk"."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from libraries.registering import Registration, decode, read


class Command(BaseCommand):
    help = "Registers county libraries from a CSV file (UTF-8 or GB18030): all rows or none; known ones are left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="columns: 行政区划代码, 名称 and, if any, 英文名称, 地址")
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        try:
            registration = Registration(read(decode(data)))
            if not options["dry_run"] or registration.refused:
                registration.store(by=None)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        new = len(registration.new)
        word = "to register" if options["dry_run"] else "registered"
        self.stdout.write(f"{word}: {new}, registered before: {len(registration.rows) - new}")
