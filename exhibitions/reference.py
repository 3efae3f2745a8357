"""Reference data with stops in it: the pilot of 2020 (rule 19); and what changed places or holidays mean for stops."""

from datetime import date
from pathlib import Path

from django.db import transaction

from exhibitions.models import Exhibition, State, Stop
from libraries.models import CountyLibrary, Division, Holiday
from libraries.reference import Loaded, load_divisions, load_holidays
from partnership.models import Organisation, Programme

EXHIBITION = "china-mobile-science-and-technology-museum"

# Known to the year only: the last day of it, so that nothing counts as covered before it was.
PILOT_DAY = date(2020, 12, 31)

# Code of the county, the library, the county's association for science and technology as co-host.
PILOT = [
    (
        "330521",
        ("德清县图书馆", "Deqing County Library"),
        ("德清县科学技术协会", "Deqing County Association for Science and Technology"),
    ),
    (
        "360982",
        ("樟树市图书馆", "Zhangshu City Library"),
        ("樟树市科学技术协会", "Zhangshu City Association for Science and Technology"),
    ),
    (
        "620982",
        ("敦煌市图书馆", "Dunhuang City Library"),
        ("敦煌市科学技术协会", "Dunhuang City Association for Science and Technology"),
    ),
]


def load_places(*files: Path) -> Loaded:
    """The divisions of China; the stops below one that moved in the tree are marked to be derived again.

    `files` are those of divisions and of successions, where they are not the committed ones.
    """
    with transaction.atomic():
        loaded = load_divisions(*files)
        for code in loaded.moved:
            Stop.objects.in_division(code).mark_stale()
    return loaded


def load_calendar() -> Loaded:
    """Public holidays of years that have none yet; the stops whose expected days they change are marked."""
    with transaction.atomic():
        loaded = load_holidays()
        if loaded.made:
            Stop.objects.with_public_holidays(since=Holiday.objects.earliest("day").day).mark_stale()
    return loaded


def load_pilot() -> Loaded:
    """Make what is missing of the pilot; what people have changed since stays, also a library's new name.

    Needs the divisions and the programme `pilot-2020` (`load_divisions`, `load_partnership`).
    """
    with transaction.atomic():
        exhibition, exhibition_made = Exhibition.objects.get_or_create(
            slug=EXHIBITION,
            defaults={"name": "中国流动科技馆", "name_en": "China Mobile Science and Technology Museum"},
        )
        programme = Programme.objects.get(slug="pilot-2020")
        made = [exhibition_made, *(_load_stop(programme, exhibition, *row) for row in PILOT)]
    return Loaded(made=sum(made), unchanged=len(made) - sum(made))


def pilot_libraries() -> list[CountyLibrary]:
    """The three libraries of the pilot, in the order of their codes; fewer before they are loaded."""
    return [library for code, names, _ in PILOT if (library := _library(code, *names))]


def _load_stop(
    programme: Programme,
    exhibition: Exhibition,
    code: str,
    library_names: tuple[str, str],
    cohost_names: tuple[str, str],
) -> bool:
    division = Division.objects.get(code=code, current=True)
    library = _library(code, *library_names) or CountyLibrary.objects.create(
        division=division, name=library_names[0], name_en=library_names[1]
    )
    if library.stops.filter(programme=programme).exists():
        return False
    cohost, _ = Organisation.objects.get_or_create(
        name=cohost_names[0],
        defaults={
            "name_en": cohost_names[1],
            "kind": Organisation.Kind.SCIENCE_ASSOCIATION,
            "division": division,
        },
    )
    Stop.objects.create(
        programme=programme,
        exhibition=exhibition,
        library=library,
        cohost=cohost,
        state=State.ARCHIVED,
        confirmed_on=PILOT_DAY,
        actual_open=PILOT_DAY,
        actual_close=PILOT_DAY,
        date_precision=Stop.DatePrecision.YEAR,
    )
    return True


def _library(code: str, name: str, name_en: str) -> CountyLibrary | None:
    """The library that was registered under this name in this county, whatever it is called by now."""
    registered = CountyLibrary.history.filter(division__code=code, name=name).values("id")
    return CountyLibrary.objects.filter(pk__in=registered).order_by("pk").first()
