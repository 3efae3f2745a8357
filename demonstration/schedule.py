"""When which kit stands where: the calendar of the demonstration tour, from a seed and a day alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

YEARS = 5
HORIZON = timedelta(days=150)  # how far ahead stops are confirmed


@dataclass(frozen=True)
class Slot:
    """One stay of one kit (numbered from 0): installation, public days (inclusive), removal."""

    kit: int
    install_start: date
    opens: date
    closes: date
    removal_end: date


def period(as_of: date) -> tuple[date, date]:
    """First and last day of the five calendar years of the programme; at least half a year of them has passed."""
    first = (as_of - timedelta(days=181)).year
    return date(first, 1, 1), date(first + YEARS - 1, 12, 31)


def libraries_opened(libraries: int, as_of: date, target: int) -> int:
    """How many of them a stop has opened at by `as_of`: a little behind an even pace; of a large tour, most."""
    most = max(1, round(libraries * 0.7))
    if libraries > target:
        return most
    first, last = period(as_of)
    pace = target * ((as_of - first).days + 1) / ((last - first).days + 1)
    return max(1, min(most, round(pace * 0.92)))


def opened_and_coming(seed: int, opened: int, as_of: date) -> tuple[list[Slot], list[Slot]]:
    """`opened` slots that had opened by `as_of`, and those ahead, each by date of opening.

    Kits start to tour one after the other, so the earliest slots are left out where there are too many. The kits 0
    and 1 are open on `as_of`; of all that are, kit 0 closes last.
    """
    past: list[Slot] = []
    coming: list[Slot] = []
    kit = 0
    while len(past) < opened or kit < min(2, opened):
        slots = list(_slots_of(kit, seed, as_of))
        past += [slot for slot in slots if slot.opens <= as_of]
        coming += [slot for slot in slots if slot.opens > as_of]
        kit += 1
    past.sort(key=lambda slot: (slot.opens, slot.kit))
    coming.sort(key=lambda slot: (slot.opens, slot.kit))
    return past[len(past) - opened :], coming


def _slots_of(kit: int, seed: int, as_of: date) -> Iterator[Slot]:
    random = Random(f"{seed}/kit/{kit}")  # noqa: S311 - an example, not a secret
    first = period(as_of)[0] + timedelta(days=random.randint(14, 75))
    middle = _slot_around(kit, as_of, random)
    before = []
    slot = middle
    while True:
        removal_end = slot.install_start - timedelta(days=random.randint(4, 8))
        closes = removal_end - timedelta(days=random.randint(2, 4))
        slot = _slot(kit, closes - timedelta(days=random.randint(35, 62)), closes, removal_end, random)
        if slot.install_start < first:
            break
        before.append(slot)
    yield from reversed(before)
    slot = middle
    while slot.opens <= as_of + HORIZON:
        yield slot
        install_start = slot.removal_end + timedelta(days=random.randint(4, 8))
        opens = install_start + timedelta(days=random.randint(5, 7))
        closes = opens + timedelta(days=random.randint(35, 62))
        slot = Slot(kit, install_start, opens, closes, closes + timedelta(days=random.randint(2, 4)))


def _slot_around(kit: int, as_of: date, random: Random) -> Slot:
    """The slot from which a kit's calendar is laid out to both sides."""
    if kit == 0:
        opens, closes = as_of - timedelta(days=20), as_of + timedelta(days=63)
    elif kit == 1:
        opens, closes = as_of - timedelta(days=24), as_of + timedelta(days=20)
    else:
        opens = as_of - timedelta(days=random.randint(0, 72))
        closes = opens + timedelta(days=random.randint(35, 62))
    return _slot(kit, opens, closes, closes + timedelta(days=random.randint(2, 4)), random)


def _slot(kit: int, opens: date, closes: date, removal_end: date, random: Random) -> Slot:
    return Slot(kit, opens - timedelta(days=random.randint(5, 7)), opens, closes, removal_end)
