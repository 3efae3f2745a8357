"""Prints the data dictionary as Markdown."""

from typing import Any

from django.core.management.base import BaseCommand

from api.document.dictionary import as_markdown


class Command(BaseCommand):
    help = "Prints the data dictionary of the API as Markdown: every column of every list, in both languages."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown())
