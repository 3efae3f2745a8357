"""The demonstration tour: made, renewed, or taken away."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demonstration import tour
from demonstration.accounts import demonstration_password
from demonstration.making import TooManyLibraries


class Command(BaseCommand):
    help = "Makes the demonstration tour in place of the one there is, or removes it without a trace in the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--libraries", type=int, default=tour.LIBRARIES, help="How many libraries.")
        parser.add_argument("--seed", type=int, default=tour.SEED, help="Another seed, another tour.")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="Stand of the tour, YYYY-MM-DD; default: today."
        )
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="In production too, make the accounts of staff, coordinator and admin. They have power over real "
            "data; without this flag only the librarians of the demonstration are made there.",
        )
        parser.add_argument("--remove", action="store_true", help="Take it away, with its accounts.")

    def handle(
        self,
        *args: Any,
        libraries: int,
        seed: int,
        as_of: date | None,
        with_accounts: bool,
        remove: bool,
        **options: Any,
    ) -> None:
        if remove:
            kept = tour.remove()
            self.stdout.write("The demonstration is removed.")
            if kept:
                self.stdout.write(
                    f"Kept without password, because real counts mention them: {', '.join(kept)}"
                )
            return
        if libraries < 1:
            raise CommandError("At least one library.")
        if as_of and as_of > timezone.localdate():
            raise CommandError("The stand of the tour cannot lie in the future.")
        try:
            made = tour.renew(libraries=libraries, seed=seed, as_of=as_of, with_accounts=with_accounts)
        except TooManyLibraries as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{number} {name}" for name, number in made.items()))
        self.stdout.write(f"Demonstration password: {demonstration_password()}")
