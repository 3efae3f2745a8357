"""A small tour with verified figures in two provinces, and staff of the three institutions: what bulletins are made of."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from exhibitions.models import Stop
from partnership.models import Programme
from reports.models import SIGNATORIES
from tourexhibit.tests import factories
from visits.models import DayReport
from visits.recording.days import file_day, verify_day
from visits.totals.drain import drain_all
from visits.values import Value


@dataclass
class BulletinTour:
    """Stop `a` stands in province 33, stop `b` in 36; both opened five days ago."""

    programme: Programme
    a: Stop
    b: Stop
    staff: dict[str, User]
    verifier: User

    @property
    def yesterday(self) -> date:
        return timezone.localdate() - timedelta(days=1)

    def count(self, stop: Stop, day: date, visits: int, *, basis: str = "counted", revision: int = 1) -> None:
        """File and verify a day; a later revision amends it. The totals follow."""
        method = "estimate" if basis == "estimated" else "manual_tally"
        values = [Value("exhibition_visit", "adult", visits, basis, method)]
        reason = "门口补登" if revision > 1 else ""
        author = factories.staff("NLC") if revision > 1 else factories.librarian(stop.library)
        file_day(author, stop.pk, day, revision=revision, state="counted", values=values, reason=reason)
        verify_day(self.verifier, stop.pk, day, revision=revision)
        drain_all()

    def amend(self, stop: Stop, day: date, visits: int) -> None:
        """A verified day gets another number: staff amend with a reason, other staff verify again."""
        known = DayReport.objects.get(stop=stop, day=day).revision
        self.count(stop, day, visits, revision=known + 1)


def bulletin_tour(*, demonstration: bool = False) -> BulletinTour:
    today = timezone.localdate()
    programme = factories.programme(slug="tour", demonstration=demonstration, first_day=date(2020, 1, 1))
    dates = {"opens": today - timedelta(days=5), "closes": today + timedelta(days=30), "programme": programme}
    tour = BulletinTour(
        programme=programme,
        a=factories.stop(library=factories.library("330521", demonstration=demonstration), **dates),
        b=factories.stop(library=factories.library("360982", demonstration=demonstration), **dates),
        staff={code: factories.staff(code) for code in SIGNATORIES},
        verifier=factories.staff("CSTM"),
    )
    tour.count(tour.a, tour.yesterday, 12)
    tour.count(tour.b, tour.yesterday, 30, basis="estimated")
    tour.count(tour.b, tour.yesterday - timedelta(days=1), 8)
    return tour
