"""`manage.py drain`: work off the stale days, as the sweep does."""

from django.core.management.base import BaseCommand

from visits.totals.drain import drain_all


class Command(BaseCommand):
    help = "Derive the totals of all stale days again; what the sweep does every few seconds."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"stale days handled: {drain_all()}")
