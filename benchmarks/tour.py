"""The tour that the benchmarks run on: libraries, their librarians, and stops without a gap."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from accounts.models import Membership, User
from exhibitions.models import Exhibition, State, Stop
from libraries.models import CountyLibrary, Division, OpeningHours
from libraries.reference import load_divisions
from partnership.models import Organisation, Programme, Target

PAIRS = [
    ("exhibition_visit", "adult"),
    ("exhibition_visit", "minor"),
    ("exhibition_visit", "unspecified"),
    ("library_visit", "unspecified"),
]
DAYS_OF_A_STOP = 90
UNFILED_DAYS = 30
EXHIBITIONS = 12
MOST_YEARS = 5
CLOSED_WEEKDAY = 1  # every library is closed on Mondays


@dataclass(frozen=True)
class Size:
    """How large: `facts` numbers at `libraries` libraries; more libraries are taken where five years are too short."""

    facts: int
    libraries: int

    @property
    def days(self) -> int:
        """Counted days of each library."""
        return max(1, -(-self.facts // len(PAIRS) // self.libraries))

    def spread(self) -> "Size":
        """The same number of facts within `MOST_YEARS` years and the libraries there can be."""
        most_days = MOST_YEARS * 365 * 6 // 7 - UNFILED_DAYS
        return Size(self.facts, max(self.libraries, -(-self.facts // len(PAIRS) // most_days)))


def make_tour(size: Size) -> list[Stop]:
    """Divisions, libraries with a librarian each, programmes, exhibitions and stops; returns the stops."""
    load_divisions()
    counties = list(Division.objects.current().filter(county_level=True).order_by("code"))
    chosen = [counties[number * len(counties) // size.libraries] for number in range(size.libraries)]
    libraries = CountyLibrary.objects.bulk_create(
        CountyLibrary(division=division, name=f"{division.name}图书馆{number}")
        for number, division in enumerate(chosen, 1)
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(library=library, weekday=weekday, opens_at="09:00", closes_at="17:00")
        for library in libraries
        for weekday in range(1, 8)
        if weekday != CLOSED_WEEKDAY
    )
    librarians = User.objects.bulk_create(
        User(username=f"librarian{library.pk}", password="!") for library in libraries
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=Membership.Role.LIBRARIAN, library=library)
        for user, library in zip(librarians, libraries, strict=True)
    )
    staff = User.objects.create(username="staff", password="!")
    organisation = Organisation.objects.create(
        code="NLC", name="NLC", name_en="NLC", kind=Organisation.Kind.PARTNER
    )
    Membership.objects.create(user=staff, role=Membership.Role.STAFF, organisation=organisation)
    return _stops(size, libraries)


def _stops(size: Size, libraries: list[CountyLibrary]) -> list[Stop]:
    today = timezone.localdate()
    first = _first_day(size, today)
    programmes = [_programme(year, year + 4) for year in range(today.year - 9, today.year + 1, 5)]
    exhibitions = Exhibition.objects.bulk_create(
        Exhibition(slug=f"exhibition-{number}", name=f"展览{number}", name_en=f"Exhibition {number}")
        for number in range(1, EXHIBITIONS + 1)
    )
    stops = []
    for number, library in enumerate(libraries):
        opens = first
        for turn in count():
            closes = opens + timedelta(days=DAYS_OF_A_STOP - 1)
            is_last = closes >= today - timedelta(days=UNFILED_DAYS)
            stops.append(
                Stop(
                    programme=next(some for some in programmes if opens.year <= some.last_day.year),
                    exhibition=exhibitions[(number + turn) % EXHIBITIONS],
                    library=library,
                    state=State.OPEN if is_last else State.ACCEPTED,
                    confirmed_on=opens,
                    planned_open=opens,
                    planned_close=today + timedelta(days=60) if is_last else closes,
                    actual_open=opens,
                    actual_close=None if is_last else closes,
                )
            )
            if is_last:
                break
            opens = closes + timedelta(days=1)
    return Stop.objects.bulk_create(stops, batch_size=500)


def _programme(first_year: int, last_year: int) -> Programme:
    programme = Programme.objects.create(
        slug=f"plan-{first_year}",
        name=f"{first_year}年规划",
        name_en=f"Plan of {first_year}",
        short_name=str(first_year),
        short_name_en=str(first_year),
        first_day=date(first_year, 1, 1),
        last_day=date(last_year, 12, 31),
    )
    Target.objects.create(programme=programme, measure=Target.Measure.LIBRARIES, value=200)
    return programme


def _first_day(size: Size, today: date) -> date:
    """The day from which `size.days` open days lead up to the days that nobody filed."""
    day = today - timedelta(days=UNFILED_DAYS)
    for _ in range(size.days):
        day -= timedelta(days=1)
        if day.isoweekday() == CLOSED_WEEKDAY:
            day -= timedelta(days=1)
    return day
