"""`manage.py verify_bulletin NUMBER [FILE]`: whether a published bulletin is what the three institutions signed."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exhibitions import history
from reports.bulletins import chain
from reports.bulletins.proof import broken_bulletins
from reports.models import Bulletin


class Command(BaseCommand):
    help = "Check content, digest, history and signatures of a bulletin, or a JSON file against it; exit 1 otherwise."

    def add_arguments(self, parser) -> None:
        parser.add_argument("number", help="number of a published bulletin, such as TJ2026-001")
        parser.add_argument("file", nargs="?", type=Path, help="a downloaded JSON file to compare")

    def handle(self, *args, number: str, file: Path | None, **options) -> None:
        bulletin = Bulletin.objects.published().filter(number=number).first()
        if bulletin is None:
            raise CommandError(f"There is no published bulletin {number}.", returncode=1)
        wrong = [line for line in broken_bulletins() if line.startswith(f"bulletin {number}: ")]
        if file is not None:
            try:
                digest = history.digest(file.read_bytes().decode())
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{file} cannot be read: {error}", returncode=1) from error
            if digest != bulletin.digest:
                wrong.append(f"{file}: its SHA-256 is {digest}, not the one that was signed")
        self.stdout.write(f"SHA-256: {bulletin.digest}")
        for row in chain.standing_signatures(bulletin):
            self.stdout.write(
                f"signed: {row.organisation.code} {row.signed_at.isoformat(timespec='seconds')}"
            )
        if wrong:
            raise CommandError("\n".join(wrong), returncode=1)
        self.stdout.write(f"bulletin {number} is what was signed")
