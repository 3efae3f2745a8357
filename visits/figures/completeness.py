"""Completeness and timeliness: how many of the expected days were filed, and how many of them on time.

Expected days (rule 8) come from the leaves of the totals, what became of them from the reports: two grouped queries,
merged by library, however many libraries and days. What is missing is decided here and nowhere else.
Every counted report of a stop that expects days is an expected day, so the kinds of a day never overlap:
expected = on time + late + returned + missing. Days filed as closed are not expected and stand beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from exhibitions.models import Stop
from libraries.models import CountyLibrary, Division
from visits.models import ANY, DayFigure, DayReport
from visits.timeliness import FILED_LATE, ON_TIME

Review = DayReport.Review
COUNTED = Q(state=DayReport.State.COUNTED)
STANDS = COUNTED & ~Q(review=Review.RETURNED)


@dataclass
class DayCounts:
    """Stop-days of a library, a province or all of them, by what became of them."""

    expected: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0  # sent back to the library; no number stands for them at present
    closed: int = 0  # filed as closed, with a reason; not expected

    @property
    def filed(self) -> int:
        return self.on_time + self.late

    @property
    def missing(self) -> int:
        # A report that the drain has not seen yet may be ahead of the expected days for a moment.
        return max(self.expected - self.filed - self.returned, 0)

    @property
    def coverage(self) -> float | None:
        """Reporting coverage (上报率): filed / expected, from 0 to 1; None where nothing is expected."""
        return min(self.filed / self.expected, 1) if self.expected else None

    @property
    def timeliness(self) -> float | None:
        """On-time rate (及时率): filed on time / expected, from 0 to 1; None where nothing is expected."""
        return min(self.on_time / self.expected, 1) if self.expected else None

    def add(self, other: "DayCounts") -> None:
        self.expected += other.expected
        self.on_time += other.on_time
        self.late += other.late
        self.returned += other.returned
        self.closed += other.closed


@dataclass
class Line:
    """One library, or one province with its libraries."""

    division: Division
    days: DayCounts
    library: CountyLibrary | None = None
    libraries: int = 1  # of those with an expected day, or one filed as closed
    incomplete: int = 0  # libraries with a missing day

    @property
    def label(self) -> str:
        return self.library.label if self.library else self.division.label


def library_lines(where: Q, first: date, last: date) -> list[Line]:
    """The libraries with days from `first` to `last` (both inclusive). `where` is a condition over `stop__`.

    Three queries.
    """
    counts: dict[int, DayCounts] = {}
    leaves = expected_leaves(where, first, last).order_by().values_list("stop__library_id")
    for library_id, days in leaves.annotate(Count("day")):
        counts[library_id] = DayCounts(expected=days)
    reports = reports_of_expecting_stops(where, first, last).order_by().values("stop__library_id")
    for row in reports.annotate(
        on_time=Count("pk", filter=STANDS & ON_TIME),
        late=Count("pk", filter=STANDS & FILED_LATE),
        returned=Count("pk", filter=COUNTED & Q(review=Review.RETURNED)),
        closed=Count("pk", filter=Q(state=DayReport.State.CLOSED)),
    ):
        counts.setdefault(row.pop("stop__library_id"), DayCounts()).add(DayCounts(**row))
    libraries = CountyLibrary.objects.filter(pk__in=counts).select_related("division__parent__parent")
    return [
        Line(library.division, days, library, incomplete=int(days.missing > 0))
        for library in libraries
        for days in [counts[library.pk]]
    ]


def expected_leaves(where: Q, first: date, last: date) -> QuerySet:
    """One leaf for each expected stop-day."""
    return DayFigure.objects.filter(
        where, measure=ANY, audience=ANY, days_expected__gt=0, day__gte=first, day__lte=last
    )


def reports_of_expecting_stops(where: Q, first: date, last: date) -> QuerySet:
    """Reports of the stops whose days are expected at all: of the live plan, opened, known to the day."""
    return DayReport.objects.filter(
        where,
        day__gte=first,
        day__lte=last,
        stop__draft_plan__isnull=True,
        stop__date_precision=Stop.DatePrecision.DAY,
        stop__actual_open__isnull=False,
    )


def province_lines(lines: Iterable[Line], provinces: Iterable[Division]) -> list[Line]:
    """The provinces that have any of these libraries, with the sums of their days."""
    by_prefix = {province.code[:2]: province for province in provinces}
    sums: dict[str, Line] = {}
    for line in lines:
        prefix = line.division.code[:2]
        if prefix not in sums:
            province = by_prefix.get(prefix) or line.division
            sums[prefix] = Line(province, DayCounts(), libraries=0)
        _take_in(sums[prefix], line)
    return list(sums.values())


def whole_line(lines: Iterable[Line]) -> Line:
    """The sum of all lines; its division has no name."""
    whole = Line(Division(), DayCounts(), libraries=0)
    for line in lines:
        _take_in(whole, line)
    return whole


def _take_in(sum_line: Line, line: Line) -> None:
    sum_line.days.add(line.days)
    sum_line.libraries += line.libraries
    sum_line.incomplete += line.incomplete
