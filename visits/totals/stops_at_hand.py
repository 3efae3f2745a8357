"""The stops of a batch with all that their figures rest on, in two queries however many they are."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from libraries.calendar import OpeningCalendar
from libraries.models import Level
from visits.sql import read_date

Buckets = tuple[int, int, int, int, int]  # programme, exhibition, county, prefecture, province


@dataclass
class StopAtHand:
    """What the drain needs of a stop: where its days belong, where they were carried, when it is open."""

    id: int
    library_id: int
    division_id: int
    buckets: Buckets  # where the days belong on today's tree
    carried: Buckets | None  # where they were carried so far; None before the first time
    may_expect: bool  # not of a draft plan, and known to the day
    opened: date | None
    closes: date | None
    calendar: OpeningCalendar = field(default_factory=OpeningCalendar)
    relocations: list[tuple[date, int]] = field(default_factory=list)

    def division_on(self, day: date) -> int:
        """The id of the division the library stood in on `day`, for figures "as was"."""
        for effective_on, from_division in self.relocations:
            if day < effective_on:
                return from_division
        return self.division_id

    def may_be_expected_on(self, day: date) -> bool:
        """Whether the dates and the host's calendar have the stop open on `day`."""
        return (
            self.may_expect
            and self.opened is not None
            and self.closes is not None
            and self.opened <= day <= self.closes
            and self.calendar.is_open_on(day)
        )


STOPS = """
    SELECT s.id, s.library_id, s.programme_id, s.exhibition_id, s.draft_plan_id, s.date_precision, s.actual_open,
           COALESCE(s.actual_close, s.planned_close), county.id, upper.id, upper.level, top.id,
           c.programme_id, c.exhibition_id, c.county_id, c.prefecture_id, c.province_id
    FROM exhibitions_stop s
    JOIN libraries_countylibrary l ON l.id = s.library_id
    JOIN libraries_division county ON county.id = l.division_id
    LEFT JOIN libraries_division upper ON upper.id = county.parent_id
    LEFT JOIN libraries_division top ON top.id = upper.parent_id
    LEFT JOIN visits_carriedstop c ON c.stop_id = s.id
    WHERE s.id IN ({ids})
"""

CALENDARS = """
    SELECT library_id, 'weekday', CAST(weekday AS varchar(10)), '' FROM libraries_openinghours WHERE library_id IN ({ids})
    UNION SELECT library_id, 'exception', CAST(day AS varchar(10)), CASE WHEN open THEN '1' ELSE '' END
    FROM libraries_openingexception WHERE library_id IN ({ids})
    UNION SELECT l.id, 'holiday', CAST(h.day AS varchar(10)),
                 CASE WHEN l.public_holidays = 'open' OR h.kind = 'working_day' THEN '1' ELSE '' END
    FROM libraries_countylibrary l
    JOIN libraries_holiday h ON l.public_holidays = 'closed' OR (l.public_holidays = 'open' AND h.kind = 'holiday')
    WHERE l.id IN ({ids})
    UNION SELECT library_id, 'relocation', CAST(effective_on AS varchar(10)), CAST(from_division_id AS varchar(20))
    FROM libraries_relocation WHERE library_id IN ({ids})
    ORDER BY 1, 2, 3
"""


def stops_at_hand(ids: set[int]) -> dict[int, StopAtHand]:
    """The stops of these ids; ids without a stop are left out."""
    stops = {}
    with connection.cursor() as cursor:
        cursor.execute(STOPS.format(ids=", ".join(["%s"] * len(ids))), sorted(ids))
        for row in cursor.fetchall():
            stop = _stop_of(row)
            stops[stop.id] = stop
        _add_calendars(cursor, stops)
    return stops


def _stop_of(row: tuple) -> StopAtHand:
    """A missing level of places is stood in for by the division itself, so that every level adds up."""
    (
        stop_id,
        library,
        programme,
        exhibition,
        draft_plan,
        precision,
        opened,
        closes,
        county,
        upper,
        level,
        top,
        *c,
    ) = row
    prefecture = upper if level == Level.PREFECTURE else county
    return StopAtHand(
        id=stop_id,
        library_id=library,
        division_id=county,
        buckets=(programme, exhibition, county, prefecture, top or upper or county),
        carried=tuple(c) if c[0] is not None else None,
        may_expect=draft_plan is None and precision == "day",
        opened=opened and read_date(opened),
        closes=closes and read_date(closes),
    )


def _add_calendars(cursor, stops: dict[int, StopAtHand]) -> None:
    libraries: dict[int, list[StopAtHand]] = {}
    for stop in stops.values():
        libraries.setdefault(stop.library_id, []).append(stop)
    if not libraries:
        return
    ids = ", ".join(["%s"] * len(libraries))
    cursor.execute(CALENDARS.format(ids=ids), sorted(libraries) * 4)
    for library_id, kind, when, what in cursor.fetchall():
        for stop in libraries[library_id]:
            if kind == "weekday":
                stop.calendar.weekdays.add(int(when))
            elif kind == "exception":
                stop.calendar.exceptions[date.fromisoformat(when)] = bool(what)
            elif kind == "holiday":
                stop.calendar.holidays[date.fromisoformat(when)] = bool(what)
            else:
                stop.relocations.append((date.fromisoformat(when), int(what)))
