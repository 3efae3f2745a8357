"""Whether the portal's figures still are what a bulletin froze: for staff, before they sign or restate."""

from dataclasses import dataclass

from django.utils import timezone

from exhibitions.models import StaleDay
from reports.bulletins.content import draw
from reports.bulletins.edition_changes import changes_between
from reports.bulletins.edition_table import changes_table
from reports.drawing.tables import Table
from reports.models import Bulletin


@dataclass(frozen=True)
class Moved:
    """`pending` changes wait for the drain; `table` names what is not as frozen, None where everything is."""

    pending: int
    table: Table | None


def moved_since(bulletin: Bulletin) -> Moved:
    """Compare the frozen figures with those of now.

    Without a transaction, which on SQLite would keep writers waiting: a drain in between shows for one page as moved.
    """
    pending = StaleDay.objects.filter(stop__programme_id=bulletin.programme_id).count()
    now = draw(bulletin.programme, bulletin.as_of, timezone.now())
    changes = changes_between(bulletin.told, now)
    return Moved(pending, changes_table(changes, now) if changes else None)
