"""Sums of stored totals for coverage: what each province or year counted, up to a day.

No request sums raw facts; what the stored grains cannot answer is put together from a few of them.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from accounts.scope import Scope
from libraries.models import Division
from partnership.models import Programme
from visits.models import ANY, DayFigure, Grain, PlaceLevel, Total
from visits.vocabulary import Measure

MEASURE = Measure.EXHIBITION_VISIT


@dataclass
class Visits:
    """Exhibition visits in person-times per status; None where nothing was counted or it is not for this caller."""

    all: int | None = None
    filed: int | None = None
    verified: int | None = None
    estimated_verified: int | None = None


@dataclass
class Days:
    """Stop-days expected, and counted per status; all None for partners but `verified` and `expected`."""

    expected: int = 0
    all: int | None = None
    filed: int | None = None
    verified: int | None = None


Figures = tuple[Visits, Days]
COLUMNS = [
    "visits_all",
    "visits_filed",
    "visits_verified",
    "estimated_verified",
    "days_all",
    "days_filed",
    "days_verified",
]


def province_figures(programme: Programme, scope: Scope, as_of: date, by: str) -> tuple[Figures, dict]:
    """The whole's figures and those per province id or per year, of days up to and including `as_of`.

    Verified figures are the nation's (or a partner's province's); the others cover the caller's own reach.
    """
    group = "year" if by == "year" else "place"
    verified = _grouped(_total_rows(programme, as_of, scope.partner_prefix), group)
    if scope.is_staff:
        own = verified
    elif scope.may_see_unverified:
        own = _grouped(_own_rows(programme, scope, as_of), group)
    else:
        own = {}
    figures = {
        key: _figures(verified.get(key, {}), own.get(key, {}), scope) for key in verified.keys() | own.keys()
    }
    return _figures(_summed(verified), _summed(own), scope), figures


def _total_rows(programme: Programme, as_of: date, prefix: str) -> QuerySet:
    """Province totals of days up to `as_of`: whole time for today, else years, months and days put together."""
    rows = Total.objects.filter(
        level=PlaceLevel.PROVINCE, programme=programme, measure__in=[MEASURE, ANY], audience=ANY
    )
    if prefix:
        rows = rows.filter(place__in=Division.objects.provinces().within(prefix).values("pk"))
    if as_of >= timezone.localdate():
        return rows.filter(grain=Grain.YEAR)
    month = as_of.replace(day=1)
    year = as_of.replace(month=1, day=1)
    return rows.filter(
        Q(grain=Grain.YEAR, period__lt=year)
        | Q(grain=Grain.MONTH, period__gte=year, period__lt=month)
        | Q(grain=Grain.DAY, period__gte=month, period__lte=as_of)
    )


def _own_rows(programme: Programme, scope: Scope, as_of: date) -> QuerySet:
    """The leaves of the stops within the caller's own reach; a library or a province has few."""
    return DayFigure.objects.filter(
        scope.reach("stop__"),
        stop__carried__programme=programme,
        measure__in=[MEASURE, ANY],
        audience=ANY,
        day__lte=as_of,
    )


def _grouped(rows: QuerySet, group: str) -> dict:
    """place or year -> {"figures": sums of the measure, "expected": expected days}."""
    leaf = rows.model is DayFigure
    day = "day" if leaf else "period"
    key = ExtractYear(day) if group == "year" else F("stop__carried__province_id" if leaf else "place")
    sums = {name: Sum(name) for name in [*COLUMNS, "days_expected"]}
    grouped: dict = {}
    for row in rows.order_by().annotate(key=key).values("key", "measure").annotate(**sums):
        known = grouped.setdefault(row["key"], {})
        if row["measure"] == ANY:
            known["days_expected"] = int(row["days_expected"])
        else:
            known.update({name: int(row[name]) for name in COLUMNS})
    return grouped


def _summed(groups: dict) -> dict:
    total: dict = {}
    for row in groups.values():
        for name, amount in row.items():
            total[name] = total.get(name, 0) + amount
    return total


def _figures(verified: dict, own: dict, scope: Scope) -> Figures:
    def counted(row: dict, status: str) -> int | None:
        """Visits of a status; missing, not 0, where no day was counted."""
        return row.get(f"visits_{status}") if row.get(f"days_{status}") else None

    may = scope.may_see_unverified
    return (
        Visits(
            all=counted(own, "all") if may else None,
            filed=counted(own, "filed") if may else None,
            verified=counted(verified, "verified"),
            estimated_verified=verified.get("estimated_verified") if verified.get("days_verified") else None,
        ),
        Days(
            expected=verified.get("days_expected", 0),
            all=own.get("days_all", 0) if may else None,
            filed=own.get("days_filed", 0) if may else None,
            verified=verified.get("days_verified", 0),
        ),
    )
