"""Load the real data that the portal starts with; again and again, without effect once it is there."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from exhibitions.reference import load_calendar, load_pilot, load_places
from partnership.reference import load_partnership
from visits.reference import load_published_figures

LOADERS: dict[str, Callable[[], Any]] = {
    "divisions": load_places,
    "public holidays": load_calendar,
    "partnership": load_partnership,
    "pilot": load_pilot,
    "published figures": load_published_figures,
}


class Command(BaseCommand):
    help = "Loads divisions, public holidays, the agreement, programmes, the pilot and its published figure; keeps people's edits."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in LOADERS.items():
            loaded = load()
            self.stdout.write(
                f"{name}: {loaded.made} made, {loaded.changed} changed, {loaded.unchanged} unchanged"
            )
