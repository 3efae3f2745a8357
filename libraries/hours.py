"""When a library is open, as people read it: days with the same hours together, and the days that depart from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from libraries.models import CountyLibrary, Holiday, OpeningHours

Spell = tuple[time, time]
MOST_DAYS_TOLD = 12
DAYS_AHEAD = 60


@dataclass(frozen=True)
class HoursOfDays:
    """Weekdays that follow one another and have the same spells; without a spell the library is closed."""

    weekdays: list[int]
    spells: list[Spell]

    @property
    def days(self) -> str:
        """Wednesday to Sunday; Monday, Tuesday."""
        names = [str(OpeningHours.Weekday(weekday).label) for weekday in self.weekdays]
        if len(names) == 1:
            return names[0]
        if len(names) == 2:
            return _("{first} and {last}").format(first=names[0], last=names[1])
        return _("{first} to {last}").format(first=names[0], last=names[-1])

    @property
    def times(self) -> str:
        """9:00–12:00, 14:00–17:30."""
        return _(", ").join(f"{start:%-H:%M}–{end:%-H:%M}" for start, end in self.spells)


def weekly_hours(hours: Iterable[OpeningHours]) -> list[HoursOfDays]:
    """The week from Monday on; empty for a library that gave no hours."""
    spells: dict[int, list[Spell]] = {}
    for row in hours:
        spells.setdefault(row.weekday, []).append((row.opens_at, row.closes_at))
    if not spells:
        return []
    week = [(weekday, sorted(spells.get(weekday, []))) for weekday in range(1, 8)]
    return [
        HoursOfDays([weekday for weekday, _spells in days], same)
        for same, days in groupby(week, key=lambda each: each[1])
    ]


@dataclass(frozen=True)
class Departure:
    """A day that is not as its weekday is: whether the library is open on it, and why."""

    day: date
    open: bool
    reason: str


def departures(library: CountyLibrary, first: date, last: date, holidays: list[Holiday]) -> list[Departure]:
    """The next days between `first` and `last`, both inclusive, that depart from the weekly hours; a dozen at most.

    No further ahead than two months: what lies beyond may still change. The library's hours and exceptions have to be
    at hand, `holidays` is the table of public holidays.
    """
    calendar = library.calendar(holidays)
    reasons = {holiday.day: holiday for holiday in holidays}
    own = {exception.day: exception.reason for exception in library.opening_exceptions.all()}
    found: list[Departure] = []
    day, last = first, min(last, first + timedelta(days=DAYS_AHEAD))
    while day <= last and len(found) < MOST_DAYS_TOLD:
        usual = not calendar.weekdays or day.isoweekday() in calendar.weekdays
        is_open = calendar.is_open_on(day)
        if is_open != usual:
            found.append(Departure(day, is_open, own.get(day) or _name_of(reasons.get(day))))
        day += timedelta(days=1)
    return found


def _name_of(holiday: Holiday | None) -> str:
    return holiday.label if holiday else ""
