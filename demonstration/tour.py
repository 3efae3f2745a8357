"""The demonstration tour: a clearly labelled example of any size, in a programme of its own (rule 20).

The same number of libraries, seed and day make the same tour. No real programme's figure contains any of it, and
`remove` takes it away to the last row.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from demonstration import accounts
from demonstration.cooperation import make_cooperation
from demonstration.counting import count_everything
from demonstration.events import count_events, recommend_books
from demonstration.making import make_tour
from demonstration.publishing import publish_bulletin
from demonstration.removal import remove_tour
from demonstration.reporting import report_closings
from exhibitions.models import Stop
from partnership.models import Programme
from visits.totals import drain

LIBRARIES = 60  # of the tour that `make run` makes: a little behind 200 in five years, and quick to make
SEED = 2021


def exists() -> bool:
    return Programme.objects.filter(demonstration=True).exists()


def is_open(day: date) -> bool:
    """Whether a demonstration stop is open on `day`; if none is, the tour has had its time."""
    return Stop.objects.open_on(day).filter(programme__demonstration=True).exists()


def renew(
    *, libraries: int = LIBRARIES, seed: int = SEED, as_of: date | None = None, with_accounts: bool = False
) -> dict[str, int]:
    """Make the tour as it would stand on `as_of` (default: today), in place of the one there is.

    Returns how many of what was made. The places and stops are made in one transaction, the counts in several:
    on SQLite nobody else could write for minutes otherwise. On a production portal in real use, the accounts with
    power over real data are made only `with_accounts`.
    """
    as_of = as_of or timezone.localdate()
    with transaction.atomic():
        remove_tour()
        tour = make_tour(libraries=libraries, seed=seed, as_of=as_of, with_accounts=with_accounts)
    days = count_everything(tour)
    count_events(tour)
    recommend_books()
    make_cooperation(tour)
    report_closings(tour)
    drain.drain_all()
    publish_bulletin(tour)
    return {"libraries": len(tour.libraries), "stops": len(tour.stops), "days": days}


def remove() -> list[str]:
    """Take the tour and its accounts away; returns the names of accounts that real data still mention."""
    with transaction.atomic():
        remove_tour()
        return accounts.remove_accounts()
