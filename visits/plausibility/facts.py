"""What the plausibility of a day is judged by: the hall, the hours, earlier days of the stop and of its kit, tallies.

Read for many days at once: the number of queries is the same for one day and for a worklist.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, Sum

from exhibitions.models import Stop
from libraries.models import OpeningHours
from visits.models import ANY, DayFigure, DayReport, EventValue, ReportValue, TallyValue
from visits.values import Value
from visits.vocabulary import Basis, Measure

Key = tuple[int, date]  # a stop's id and a day of Asia/Shanghai

LOOKED_BACK = timedelta(weeks=8)
USUAL_HOURS = 8  # a day's, where the library gave none


class Number(NamedTuple):
    """The sum of one measure on one day in person-times, and whether any part of it is said to be an estimate."""

    value: int
    estimated: bool = False


@dataclass(frozen=True)
class Content:
    """A day as somebody filed it or is about to: the sums by measure, none when closed, and what was written to it."""

    stop_id: int
    day: date
    sums: Mapping[str, Number]
    answer: str = ""

    @property
    def key(self) -> Key:
        return self.stop_id, self.day


def content_of(stop_id: int, day: date, values: Iterable[Value], answer: str = "") -> Content:
    """The content of a day whose numbers are `values`; none of them means closed. `answer` is its note and reason."""
    sums: dict[str, Number] = {}
    for value in values:
        known = sums.get(value.measure, Number(0))
        estimated = known.estimated or value.basis == Basis.ESTIMATED
        sums[value.measure] = Number(known.value + value.value, estimated)
    return Content(stop_id, day, sums, answer)


@dataclass
class Usual:
    """What the kit had before the stop opened: person-times over counted days of its earlier stops."""

    visits: int = 0
    days: int = 0


@dataclass
class Facts:
    """Everything that days of some stops are compared with."""

    stops: dict[int, Stop]
    hours: dict[int, dict[int, float]]  # library -> ISO weekday -> hours open
    filed: dict[
        int, dict[date, Mapping[str, Number]]
    ]  # stop -> day -> sums; closed and returned days left out
    tallied: dict[Key, dict[str, int]]
    attended: dict[Key, int]  # what was filed as attendance of all events of the day
    usual: dict[int, Usual] = field(default_factory=dict)  # stop -> its kit's earlier stops

    def earlier(self, content: Content, measure: str) -> list[tuple[date, int]]:
        """The days before with a number of `measure`, the newest first, as far back as is looked."""
        days = self.filed.get(content.stop_id, {})
        since = content.day - LOOKED_BACK
        return [
            (day, days[day][measure].value)
            for day in sorted(days, reverse=True)
            if since <= day < content.day and measure in days[day]
        ]

    def hours_on(self, stop: Stop, day: date) -> float:
        """Hours open on that weekday; of the longest weekday where it is a closing day that was open all the same."""
        week = self.hours.get(stop.library_id, {})
        return week.get(day.isoweekday()) or max(week.values(), default=USUAL_HOURS)


def gather(stop_ids: set[int], first: date, last: date) -> Facts:
    """The facts for days from `first` to `last` of these stops. Six queries."""
    stops = {stop.pk: stop for stop in Stop.objects.filter(pk__in=stop_ids).select_related("hall")}
    return Facts(
        stops=stops,
        hours=_hours({stop.library_id for stop in stops.values()}),
        filed=_filed(stop_ids, first - LOOKED_BACK, last),
        tallied=_tallied(stop_ids, first, last),
        attended=_attended(stop_ids, first, last),
        usual=_usual_of_kits(stops),
    )


def contents_of(reports: Iterable[DayReport]) -> list[Content]:
    """What reports hold, returned ones too. One query."""
    by_id = {report.pk: report for report in reports}
    sums: dict[int, dict[str, Number]] = defaultdict(dict)
    rows = ReportValue.objects.filter(report_id__in=by_id, kind=ReportValue.Kind.FILED)
    for report_id, measure, total, estimated in _summed(rows, "report_id"):
        sums[report_id][measure] = Number(total, bool(estimated))
    return [
        Content(report.stop_id, report.day, sums[pk], report.note or report.reason)
        for pk, report in by_id.items()
    ]


def _summed(rows, *groups: str):
    estimated = Count("pk", filter=Q(basis=Basis.ESTIMATED))
    return (
        rows.order_by()
        .values_list(*groups, "measure")
        .annotate(total=Sum("value"), estimated=estimated)
        .values_list(*groups, "measure", "total", "estimated")
    )


def _hours(libraries: set[int]) -> dict[int, dict[int, float]]:
    hours: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for spell in OpeningHours.objects.filter(library_id__in=libraries):
        opens, closes = (datetime.combine(date.min, time) for time in (spell.opens_at, spell.closes_at))
        hours[spell.library_id][spell.weekday] += (closes - opens) / timedelta(hours=1)
    return {library: dict(week) for library, week in hours.items()}


def _filed(stop_ids: set[int], first: date, last: date) -> dict[int, dict[date, Mapping[str, Number]]]:
    rows = ReportValue.objects.filter(
        kind=ReportValue.Kind.FILED, report__stop_id__in=stop_ids, report__day__range=(first, last)
    ).exclude(report__review=DayReport.Review.RETURNED)
    filed: dict[int, dict[date, dict[str, Number]]] = defaultdict(lambda: defaultdict(dict))
    for stop_id, day, measure, total, estimated in _summed(rows, "report__stop_id", "report__day"):
        filed[stop_id][day][measure] = Number(total, bool(estimated))
    return {stop_id: dict(days) for stop_id, days in filed.items()}


def _tallied(stop_ids: set[int], first: date, last: date) -> dict[Key, dict[str, int]]:
    rows = TallyValue.objects.filter(stop_id__in=stop_ids, day__range=(first, last)).order_by()
    tallied: dict[Key, dict[str, int]] = defaultdict(dict)
    for stop_id, day, measure, total in rows.values_list("stop_id", "day", "measure").annotate(Sum("value")):
        tallied[stop_id, day][measure] = total
    return dict(tallied)


def _attended(stop_ids: set[int], first: date, last: date) -> dict[Key, int]:
    rows = EventValue.objects.filter(
        kind=EventValue.Kind.FILED,
        measure=Measure.EVENT_ATTENDANCE,
        report__stop_id__in=stop_ids,
        report__day__range=(first, last),
    )
    sums = rows.order_by().values_list("report__stop_id", "report__day").annotate(Sum("value"))
    return {(stop_id, day): attended for stop_id, day, attended in sums}


def _usual_of_kits(stops: Mapping[int, Stop]) -> dict[int, Usual]:
    """From the totals of the kits' stops, each stop beside those of its kit that had closed before it opened."""
    kits = {stop.kit_id for stop in stops.values() if stop.kit_id}
    rows = (
        DayFigure.objects.filter(
            stop__kit_id__in=kits, measure=Measure.EXHIBITION_VISIT, audience=ANY, days_filed__gt=0
        )
        .order_by()
        .values("stop_id", "stop__kit_id")
        .annotate(visits=Sum("visits_filed"), days=Sum("days_filed"), last=Max("day"))
    )
    of_kit: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_kit[row["stop__kit_id"]].append(row)
    found: dict[int, Usual] = {}
    for stop in stops.values():
        found[stop.pk] = usual = Usual()
        for row in of_kit.get(stop.kit_id or 0, []):
            if stop.actual_open and row["last"] < stop.actual_open:
                usual.visits += row["visits"]
                usual.days += row["days"]
    return found
