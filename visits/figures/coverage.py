"""Coverage: how many distinct county libraries a programme has reached, under its written rule (rule 10).

covered = distinct libraries with a stop whose actual opening was by the day, whatever became of it;
planned = those, and distinct libraries with a stop confirmed by the day and neither cancelled nor postponed;
reporting = distinct libraries with a day filed by the day. A library counts once, however many stops it had.
Which stops count is said by `StopQuerySet.opened_by` and `confirmed_by`, and once more in `reports/bulletins/proof.py`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from accounts.scope import Scope
from exhibitions.models import StaleDay, Stop
from libraries.models import CountyLibrary, Division
from partnership.models import Programme
from visits.figures.sums import Days, Visits, province_figures
from visits.models import DayReport, RollupState


@dataclass
class CoverageRow:
    """One province, or one year (then `covered` is newly covered in it)."""

    province: Division | None = None
    year: int | None = None
    covered: int = 0
    planned: int = 0
    reporting: int = 0
    visits: Visits = field(default_factory=Visits)
    days: Days = field(default_factory=Days)


@dataclass
class Coverage:
    """Coverage of a programme as of a day (Asia/Shanghai), with the visits that the caller may see."""

    programme: Programme
    target: int | None
    covered: int
    planned: int
    reporting: int
    as_of: date
    last_updated: datetime | None
    pending: int
    demonstration: bool
    visits: Visits
    days: Days
    results: list[CoverageRow]
    frozen: bool = False  # by a bulletin: they do not move

    @property
    def remaining(self) -> int | None:
        """How many libraries are still to be reached; None without a target."""
        return None if self.target is None else max(self.target - self.covered, 0)


def data_version() -> str:
    """Changes whenever an answer made of totals may: for ETags. One row read."""
    state = RollupState.objects.filter(pk=1).values_list("version", "drained_at").first()
    return f"{state[0]}-{state[1]:%Y%m%d%H%M%S%f}" if state and state[1] else "0"


def coverage(programme: Programme, scope: Scope, as_of: date | None = None, by: str = "province") -> Coverage:
    """The coverage of `programme` at the end of the day `as_of` (today when None), by "province" or "year".

    Uses what is known now: a stop cancelled since is not planned any more. Figures that are not verified are given
    within `scope` only: the nation's for staff, the own province's or library's otherwise, none for partners.
    """
    as_of = as_of or timezone.localdate()
    stops = Stop.objects.filter(programme=programme)
    first_opening = dict(
        stops.opened_by(as_of).order_by().values_list("library_id").annotate(Min("actual_open"))
    )
    confirmed = set(stops.confirmed_by(as_of).values_list("library_id", flat=True))
    reporting = _reporting(programme, as_of)
    planned = confirmed | first_opening.keys()
    if scope.partner_prefix:
        within = set(stops.in_division(scope.partner_prefix).values_list("library_id", flat=True).distinct())
        first_opening = {library: day for library, day in first_opening.items() if library in within}
        planned, reporting = planned & within, reporting & within
    places = _places_of(planned | reporting)
    whole, groups = province_figures(programme, scope, as_of, by)
    if by == "year":
        results = _by_year(programme, first_opening, planned, reporting, as_of, groups)
    else:
        results = _by_province(first_opening, planned, reporting, places, groups, scope)
    state = RollupState.objects.filter(pk=1).first()
    return Coverage(
        programme=programme,
        # A target is the nation's; for one province there is none.
        target=None if scope.partner_prefix else programme.library_target,
        covered=len(first_opening),
        planned=len(planned),
        reporting=len(reporting),
        as_of=as_of,
        last_updated=state.drained_at if state else None,
        pending=StaleDay.objects.filter(stop__programme=programme).count(),
        demonstration=programme.demonstration,
        visits=whole[0],
        days=whole[1],
        results=results,
    )


def covered_within(programme: Programme, code: str, as_of: date) -> int:
    """How many distinct libraries in the subtree of a division code `programme` had reached by `as_of`."""
    reached = Stop.objects.filter(programme=programme).opened_by(as_of).in_division(code)
    return reached.values("library_id").distinct().count()


def _reporting(programme: Programme, as_of: date, since: date = date.min) -> set[int]:
    """Libraries with a day filed from `since` to `as_of`: a look-up a library, however many stops and reports there are.

    By one such day, not by EXISTS: that PostgreSQL may turn into a join, and read the reports of all stops.
    """
    filed = DayReport.objects.filter(
        stop__library=OuterRef("pk"),
        stop__programme=programme,
        stop__draft_plan__isnull=True,
        day__gte=since,
        day__lte=as_of,
    )
    reported = CountyLibrary.objects.annotate(filed_on=Subquery(filed.order_by().values("day")[:1]))
    return set(reported.filter(filed_on__isnull=False).order_by().values_list("pk", flat=True))


def _places_of(libraries: set[int]) -> dict[int, str]:
    """library id -> code of its province, on today's tree."""
    codes = CountyLibrary.objects.filter(pk__in=libraries).values_list("pk", "division__code")
    return {pk: f"{code[:2]}0000" for pk, code in codes}


def _by_province(first_opening, planned, reporting, places, groups, scope: Scope) -> list[CoverageRow]:
    """A row for each of the 34 provinces, or for the one of a partner's scope, reached or not."""
    provinces = Division.objects.current().provinces()
    if scope.partner_prefix:
        provinces = provinces.within(scope.partner_prefix)
    counts: dict[str, CoverageRow] = {
        province.code: CoverageRow(province=province) for province in provinces.order_by("code")
    }
    for name, libraries in (("covered", first_opening), ("planned", planned), ("reporting", reporting)):
        for library in libraries:
            row = counts.get(places[library])
            if row:
                setattr(row, name, getattr(row, name) + 1)
    for row in counts.values():
        row.visits, row.days = groups.get(row.province.pk, (row.visits, row.days))
    return list(counts.values())


def _by_year(programme: Programme, first_opening, planned, reporting, as_of, groups) -> list[CoverageRow]:
    """A row for each year in which a library was newly covered, is planned to be, reported, or had visits."""
    rows: dict[int, CoverageRow] = defaultdict(CoverageRow)
    for opened in first_opening.values():
        rows[opened.year].covered += 1
    first_planned = {
        library: min(days)
        for library, days in _opening_days(
            Stop.objects.filter(programme=programme, library_id__in=planned)
        ).items()
    }
    for library in planned:
        day = first_opening.get(library) or first_planned.get(library)
        if day:
            rows[day.year].planned += 1
    first_year = min((day.year for day in first_opening.values()), default=as_of.year)
    for year in range(first_year, as_of.year + 1):
        filed = _reporting(programme, min(as_of, date(year, 12, 31)), since=date(year, 1, 1)) & reporting
        if filed:
            rows[year].reporting = len(filed)
    for year, (visits, days) in groups.items():
        rows[year].visits, rows[year].days = visits, days
    for year, row in rows.items():
        row.year = year
    return [rows[year] for year in sorted(rows)]


def _opening_days(stops) -> dict[int, list[date]]:
    days: dict[int, list[date]] = defaultdict(list)
    for library, actual, planned in stops.values_list("library_id", "actual_open", "planned_open"):
        if actual or planned:
            days[library].append(actual or planned)
    return days


def openings(programme: Programme) -> list[tuple[date, int]]:
    """The days on which the programme reached another library, with the number reached so far: the burn-up."""
    today = timezone.localdate()
    stops = Stop.objects.filter(programme=programme).opened_by(today)
    steps: dict[date, int] = defaultdict(int)
    for _library, opened in stops.order_by().values_list("library_id").annotate(Min("actual_open")):
        steps[opened] += 1
    reached, curve = 0, []
    for day in sorted(steps):
        reached += steps[day]
        curve.append((day, reached))
    return curve
