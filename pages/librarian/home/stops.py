"""What a librarian has to do and has done: the days of the own library's stops, with their states and receipts.

Read from the facts and not from the totals: a receipt has to be right before the roll-up, and it is few rows.
The number of queries is the same for one stop and for many.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from exhibitions.models import LEFT_STATES, Stop
from libraries.calendar import OpeningCalendar
from libraries.models import Holiday
from visits.models import DayReport, ReportValue, TallyValue
from visits.vocabulary import Measure

SHOWN = timedelta(days=14)
Review = DayReport.Review


@dataclass(frozen=True)
class OwnDay:
    """One day: its state mark, what was filed or tallied so far in person-times, and the receipt of its filing.

    `state` is one of the state marks ("missing" where a report is expected and was not filed), "due" for today
    while nothing came in, or "" for a day that the library's calendar has closed.
    """

    day: date
    state: str
    report: DayReport | None = None
    exhibition_visits: int | None = None
    library_visits: int | None = None

    @property
    def can_be_mended(self) -> bool:
        return self.state in ("missing", "returned")


@dataclass
class OwnStop:
    """A stop that opened, with what there is to do and its last two weeks, the newest day first."""

    stop: Stop
    today: OwnDay | None = None
    to_do: list[OwnDay] = field(default_factory=list)
    days: list[OwnDay] = field(default_factory=list)


@dataclass(frozen=True)
class OwnStops:
    """`current` are stops that count or have something to mend, the last opened first; `next` opens after today.

    `ended` are stops whose days are all filed and old; their closing report may still be to do.
    """

    current: list[OwnStop]
    next: Stop | None
    ended: list[Stop] = field(default_factory=list)

    @property
    def stops(self) -> list[Stop]:
        """Every stop that has a checklist."""
        return [*(own.stop for own in self.current), *([self.next] if self.next else []), *self.ended]


def own_stops(libraries: Collection[int], today: date) -> OwnStops:
    """The stops of these libraries on `today` (Asia/Shanghai). Eight queries at most."""
    stops = list(
        Stop.objects.live()
        .filter(library_id__in=libraries)
        .exclude(state__in=LEFT_STATES)
        .with_place()
        .prefetch_related("library__opening_hours", "library__opening_exceptions")
    )
    opened = [
        (stop.actual_open, stop)
        for stop in stops
        if stop.actual_open and stop.actual_open <= today and stop.date_precision == Stop.DatePrecision.DAY
    ]
    opened.sort(key=lambda pair: (pair[0], pair[1].pk), reverse=True)
    holidays = list(Holiday.objects.all())
    facts = _Facts([stop.pk for _day, stop in opened], today - SHOWN)
    current = [_own_stop(stop, holidays, first_day, facts, today) for first_day, stop in opened]
    coming = [
        (stop.planned_open, stop.pk, stop)
        for stop in stops
        if stop.actual_open is None and stop.planned_open and stop.planned_open >= today
    ]
    return OwnStops(
        current=[own for own in current if own.days or own.to_do],
        next=min(coming)[2] if coming else None,
        ended=[own.stop for own in current if not own.days and not own.to_do],
    )


class _Facts:
    """Every report of some stops, and the numbers of their days since `since`."""

    def __init__(self, stop_ids: list[int], since: date) -> None:
        self.reports = {
            (report.stop_id, report.day): report for report in DayReport.objects.filter(stop_id__in=stop_ids)
        }
        self.filed: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
        filed = ReportValue.objects.filter(
            kind=ReportValue.Kind.FILED, report__stop_id__in=stop_ids, report__day__gt=since
        )
        for stop_id, day, measure, number in _sums(filed, "report__stop_id", "report__day"):
            self.filed[stop_id, day][measure] = number
        self.tallied: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
        tallied = TallyValue.objects.filter(stop_id__in=stop_ids, day__gt=since)
        for stop_id, day, measure, number in _sums(tallied, "stop_id", "day"):
            self.tallied[stop_id, day][measure] = number


def _sums(rows: Any, stop: str, day: str) -> Any:
    return rows.order_by().values_list(stop, day, "measure").annotate(Sum("value"))


def _own_stop(stop: Stop, holidays: list[Holiday], first_day: date, facts: _Facts, today: date) -> OwnStop:
    own = OwnStop(stop)
    calendar = stop.library.calendar(holidays)
    last = min(stop.actual_close or today, today)
    day = first_day
    while day <= last:
        own_day = _own_day(stop, calendar, day, facts, today)
        if day == today:
            own.today = own_day
        elif own_day.can_be_mended:
            own.to_do.append(own_day)
        if day > today - SHOWN:
            own.days.insert(0, own_day)
        day += timedelta(days=1)
    return own


def _own_day(stop: Stop, calendar: OpeningCalendar, day: date, facts: _Facts, today: date) -> OwnDay:
    report = facts.reports.get((stop.pk, day))
    numbers = facts.filed[stop.pk, day] if report else facts.tallied[stop.pk, day]
    if report:
        closed = report.state == DayReport.State.CLOSED and report.review != Review.RETURNED
        state = "closed" if closed else report.review
    else:
        # A report of today is missing only tomorrow; the days to expect are those of rule 8.
        expected = calendar.is_open_on(day) and stop.closes_on is not None and day <= stop.closes_on
        state = "missing" if expected and day < today else "draft" if numbers else "due" if expected else ""
    return OwnDay(
        day=day,
        state=state,
        report=report,
        exhibition_visits=numbers.get(Measure.EXHIBITION_VISIT),
        library_visits=numbers.get(Measure.LIBRARY_VISIT),
    )
