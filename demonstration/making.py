"""Who and what the demonstration needs: programme, libraries, kits, accounts and the stops between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from demonstration import words
from demonstration.accounts import make_accounts
from demonstration.schedule import libraries_opened, opened_and_coming, period
from demonstration.stops import PlannedStop, make_stops, planned_stops
from exhibitions.models import Exhibit, Exhibition, Kit
from libraries.models import CountyLibrary, Division, Hall, OpeningException, OpeningHours
from partnership.models import Organisation, Programme, Target

PROGRAMME = "demonstration"
EXHIBITION = "demonstration-travelling-science-museum"
TARGET = 200
LIBRARIANS_COUNTY = "330521"  # Deqing, where the real tour began
NEVER_HOSTS = ("71", "81", "82")  # no county-level divisions there


class TooManyLibraries(ValueError):
    """More libraries were asked for than there are county-level divisions."""


@dataclass(frozen=True)
class Tour:
    """The demonstration as made: what the counts are then recorded for."""

    seed: int
    as_of: date
    libraries: list[CountyLibrary]
    stops: list[PlannedStop]
    accounts: dict[str, User]


def make_tour(*, libraries: int, seed: int, as_of: date, with_accounts: bool = False) -> Tour:
    """Make `libraries` libraries and their stops as they would stand on `as_of`. Call inside a transaction.

    Raises TooManyLibraries; the first library is the librarian's, the second another province's.
    """
    programme = _make_programme(as_of)
    exhibition = Exhibition.objects.create(
        slug=EXHIBITION,
        name=words.EXHIBITION[0],
        name_en=words.EXHIBITION[1],
        description=words.EXHIBITION_TEXT[0],
        description_en=words.EXHIBITION_TEXT[1],
        demonstration=True,
    )
    hosts = _make_libraries(_choose_divisions(libraries, seed), seed)
    opened, coming = opened_and_coming(seed, _stops_opened(libraries, as_of), as_of)
    planned = planned_stops(opened, coming, len(hosts), seed, as_of)
    kits = _make_kits(exhibition, max(slot.kit for slot in [*opened, *coming]) + 1)
    accounts = make_accounts(
        library=hosts[0],
        other_library=hosts[min(1, len(hosts) - 1)],
        province=_province_of(hosts[0].division),
        with_accounts=with_accounts,
    )
    make_stops(
        planned,
        programme=programme,
        exhibition=exhibition,
        kits=kits,
        libraries=hosts,
        halls=_make_halls(hosts, seed),
        cohosts=_make_science_associations(hosts),
        recorder=accounts["demonstration-reviewer"],
        as_of=as_of,
        seed=seed,
    )
    _make_opening_exceptions(planned, seed)
    return Tour(seed, as_of, hosts, planned, accounts)


def _stops_opened(libraries: int, as_of: date) -> int:
    """Some libraries have had a second stop: coverage counts libraries, never stops."""
    opened = libraries_opened(libraries, as_of, TARGET)
    return opened + opened // 12


def _make_programme(as_of: date) -> Programme:
    first, last = period(as_of)
    programme = Programme.objects.create(
        slug=PROGRAMME,
        name=words.PROGRAMME[0],
        name_en=words.PROGRAMME[1],
        short_name=words.PROGRAMME_SHORT[0],
        short_name_en=words.PROGRAMME_SHORT[1],
        first_day=first,
        last_day=last,
        note=words.PROGRAMME_NOTE[0],
        note_en=words.PROGRAMME_NOTE[1],
        demonstration=True,
    )
    Target.objects.create(programme=programme, measure=Target.Measure.LIBRARIES, value=TARGET)
    return programme


def _choose_divisions(number: int, seed: int) -> list[Division]:
    divisions = list(
        Division.objects.current()
        .filter(county_level=True)
        .exclude(code__regex=f"^({'|'.join(NEVER_HOSTS)})")
        .select_related("parent__parent")
        .order_by("code")
    )
    if number > len(divisions):
        raise TooManyLibraries(
            f"There are {len(divisions)} county-level divisions; {number} libraries were asked for."
        )
    Random(f"{seed}/divisions").shuffle(divisions)  # noqa: S311 - an example, not a secret
    divisions.sort(key=lambda division: division.code != LIBRARIANS_COUNTY)
    elsewhere = next((d for d in divisions if d.code[:2] != divisions[0].code[:2]), None)
    if elsewhere:
        divisions.remove(elsewhere)
        divisions.insert(1, elsewhere)
    return divisions[:number]


def _province_of(division: Division) -> Division:
    while division.parent:
        division = division.parent
    return division


def _make_libraries(divisions: Iterable[Division], seed: int) -> list[CountyLibrary]:
    libraries = CountyLibrary.objects.bulk_create(
        CountyLibrary(
            name=f"{division.name}示范馆",
            name_en=words.ENGLISH_LIBRARY.format(division=division.name_en),
            division=division,
            demonstration=True,
        )
        for division in divisions
    )
    OpeningHours.objects.bulk_create(
        (
            OpeningHours(library=library, weekday=weekday, opens_at=time(9), closes_at=time(17))
            for number, library in enumerate(libraries)
            for weekday in range(1, 8)
            if weekday not in _closing_days(number, library, seed)
        ),
        batch_size=1000,
    )
    return libraries


def _closing_days(number: int, library: CountyLibrary, seed: int) -> tuple[int, ...]:
    """ISO weekdays on which a library is closed: for most Monday, or Monday and Tuesday.

    The first never closes: whichever day it is, the librarian has something to count.
    """
    if number == 0:
        return ()
    random = Random(f"{seed}/hours/{library.division.code}")  # noqa: S311 - an example, not a secret
    return random.choices([(1,), (1, 2), (2,), ()], weights=[60, 25, 5, 10])[0]


def _make_opening_exceptions(planned: Iterable[PlannedStop], seed: int) -> None:
    """Now and then a library departs from its weekly hours while a kit stands there."""
    exceptions = {}
    for stop in planned:
        random = Random(f"{seed}/exception/{stop.number}")  # noqa: S311 - an example, not a secret
        if stop.number and stop.actual_open and random.random() < 0.15:
            day = stop.actual_open + timedelta(days=random.randint(5, 25))
            exceptions[(stop.library.pk, day)] = OpeningException(
                library=stop.library, day=day, open=False, reason=words.CLOSED_REASONS[3]
            )
    OpeningException.objects.bulk_create(exceptions.values(), batch_size=1000)


def _make_halls(libraries: Iterable[CountyLibrary], seed: int) -> list[Hall]:
    random = Random(f"{seed}/halls")  # noqa: S311 - an example, not a secret
    return Hall.objects.bulk_create(
        Hall(
            library=library,
            name=words.HALL[0],
            name_en=words.HALL[1],
            floor_area=random.randrange(300, 900, 20),
            ceiling_height=Decimal(random.randint(30, 55)) / 10,
            capacity=random.randrange(120, 400, 10),
        )
        for library in libraries
    )


def _make_science_associations(libraries: Iterable[CountyLibrary]) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(
            name=f"{_place_of(library.division)}科协（示范）",
            name_en=f"{library.division.name_en} Association for Science and Technology (demonstration)",
            kind=Organisation.Kind.SCIENCE_ASSOCIATION,
            division=library.division,
            demonstration=True,
        )
        for library in libraries
    )


def _place_of(division: Division) -> str:
    """A name that no other county has: districts of different cities share theirs."""
    return f"{division.parent.name if division.parent else ''}{division.name}"


def _make_kits(exhibition: Exhibition, number: int) -> list[Kit]:
    owner = Organisation.objects.get(code="CSTM")
    kits = Kit.objects.bulk_create(
        Kit(
            exhibition=exhibition,
            serial_number=f"示范{position:03}",
            owner=owner,
            floor_area=300,
            ceiling_height=Decimal("3.0"),
            power=Decimal("15.0"),
            crates=42,
            weight=6800,
            demonstration=True,
        )
        for position in range(1, number + 1)
    )
    Exhibit.objects.bulk_create(_exhibits_of(kits), batch_size=1000)
    return kits


def _exhibits_of(kits: Iterable[Kit]) -> Iterator[Exhibit]:
    for kit in kits:
        for position, (code, zone, name, name_en) in enumerate(words.EXHIBITS, start=1):
            yield Exhibit(
                kit=kit,
                code=code,
                zone=zone,
                zone_en=words.ZONES[zone],
                name=name,
                name_en=name_en,
                crate=f"{position:02}",
            )
