"""Django's makemessages, with a catalogue that changes only where a text did."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Sorted by text, without guesses: a guessed translation is wrong more often than it helps."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-output"]

    def write_po_file(self, potfile: str, locale: str) -> Any:
        """Without the time of collecting: it would differ in every branch."""
        super().write_po_file(potfile, locale)
        for folder in self.locale_paths:
            for catalogue in Path(folder).glob(f"{locale}/LC_MESSAGES/*.po"):
                lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
                kept = [
                    line for line in lines if not line.startswith(('"POT-Creation-Date', '"Report-Msgid'))
                ]
                catalogue.write_text("".join(kept), encoding="utf-8")
