"""The one statistics function behind page, export and API: visits grouped by what is asked.

Answers come from stored totals where a stored grain holds them, else from the leaves, bounded in time; raw facts
are never summed in a request (rules 9, 11).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncYear
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope
from exhibitions.models import Exhibition, StaleDay
from libraries.models import CountyLibrary, Division, code_prefix
from partnership.models import Programme
from visits.figures.finality import is_provisional, last_day_of, rate
from visits.models import ANY, DayFigure, Grain, PlaceLevel, RollupState, Total
from visits.vocabulary import Audience, Measure, Status

# What can be grouped by; "division" stands for one of the three levels.
PLACES = {
    "province": PlaceLevel.PROVINCE,
    "prefecture": PlaceLevel.PREFECTURE,
    "county": PlaceLevel.COUNTY,
}
PERIODS = {"day": Grain.DAY, "month": Grain.MONTH, "year": Grain.YEAR}
GROUPS = [*PLACES, *PERIODS, "library", "exhibition", "programme", "measure", "audience"]
# From the leaves, at most so many days: the whole nation, or one province.
MOST_DAYS_OF_NATION = 92
MOST_DAYS_OF_PROVINCE = 366


class TooWide(Exception):
    """The question would have to sum too many leaves; the message tells the narrower way."""


@dataclass(frozen=True)
class Query:
    """What is asked. Days are inclusive; None leaves a bound open. `division_prefix` holds the leading digits."""

    by: tuple[str, ...] = ()
    measure: str = Measure.EXHIBITION_VISIT
    status: str = Status.VERIFIED
    start: date | None = None
    end: date | None = None
    division_prefix: str = ""
    programme: Programme | None = None
    exhibition: Exhibition | None = None
    library: int | None = None
    stop: int | None = None
    audience: str = ""
    tree: str = "as_is"

    @property
    def measures(self) -> list[str]:
        """Grouped by measure, the filter's default does not narrow."""
        return Measure.values if "measure" in self.by else [self.measure]


@dataclass(frozen=True)
class Answer:
    rows: list[dict[str, Any]]
    last_updated: datetime | None
    pending: int
    demonstration: bool


def visits(query: Query, scope: Scope) -> Answer:
    """Visits in person-times, counted and expected stop-days of every group that has any.

    Verified figures are for everyone with a role; the others are limited to the caller's own reach. A group's visits
    are None where no day was counted. Raises TooWide.
    """
    refuse_too_wide(query, scope)
    source = _from_totals(query, scope)
    if source is None:
        source = _from_leaves(query, scope)
    rows = _merged(query, source)
    state = RollupState.objects.filter(pk=1).first()
    pending = _pending(query, scope)
    return Answer(
        rows=_labelled(query, rows, pending),
        last_updated=state.drained_at if state else None,
        pending=pending,
        demonstration=_has_demonstration(query),
    )


# ---------------------------------------------------------------- where the numbers come from


def _from_totals(query: Query, scope: Scope) -> QuerySet | None:
    """The question asked of the stored totals, or None where they cannot answer it."""
    restricted = query.status != Status.VERIFIED and not scope.is_staff
    if restricted or query.library or query.stop or "library" in query.by or query.tree == "as_was":
        return None
    # Two digits of a code for each level: a prefix of one to two digits is answered by provinces, and so on.
    of_prefix = (len(query.division_prefix) + 1) // 2
    level = max([of_prefix, *(PLACES[name].value for name in query.by if name in PLACES)])
    grains = _grains(query, level)
    if grains is None:
        return None
    rows = Total.objects.filter(grains, level=level)
    if query.division_prefix:
        rows = rows.filter(
            place__in=Division.objects.filter(code__startswith=query.division_prefix).values("pk")
        )
    return _filtered(rows, query, "programme", "exhibition")


def _grains(query: Query, level: int) -> Q | None:
    """Which stored periods cover the question exactly: the coarsest that its groups and bounds allow."""
    finest = next((name for name in ("day", "month", "year") if name in query.by), None)
    start, end = query.start, query.end
    whole_months = (start is None or start.day == 1) and (end is None or (end + timedelta(days=1)).day == 1)
    whole_years = whole_months and (start is None or start.month == 1) and (end is None or end.month == 12)
    if finest == "day" or not whole_months:
        if level > PlaceLevel.PROVINCE:
            return None
        return Q(grain=Grain.DAY) & _bounds("period", start, end)
    if finest == "month" or not whole_years:
        return Q(grain=Grain.MONTH) & _bounds("period", start, end)
    if finest == "year" or start or end:
        return Q(grain=Grain.YEAR) & _bounds("period", start, end)
    return Q(grain=Grain.WHOLE)


def _bounds(field: str, start: date | None, end: date | None) -> Q:
    bounds = Q()
    if start:
        bounds &= Q(**{f"{field}__gte": start})
    if end:
        bounds &= Q(**{f"{field}__lte": end})
    return bounds


def _from_leaves(query: Query, scope: Scope) -> QuerySet:
    rows = DayFigure.objects.filter(_bounds("day", query.start, query.end))
    if query.status != Status.VERIFIED and not scope.is_staff:
        rows = rows.filter(scope.reach("stop__"))
    if query.division_prefix:
        code = "division__code" if query.tree == "as_was" else "stop__carried__county__code"
        rows = rows.filter(**{f"{code}__startswith": query.division_prefix})
    if query.library:
        rows = rows.filter(stop__carried__library_id=query.library)
    if query.stop:
        rows = rows.filter(stop_id=query.stop)
    return _filtered(rows, query, "stop__carried__programme", "stop__carried__exhibition")


def refuse_too_wide(query: Query, scope: Scope) -> None:
    """Raises TooWide for what would have to sum too many leaves, without reading any."""
    if _from_totals(query, scope) is not None:
        return
    narrow = query.library or query.stop or len(query.division_prefix) >= 4
    own_only = query.status != Status.VERIFIED and not scope.is_staff
    if narrow or own_only:
        return
    most = MOST_DAYS_OF_PROVINCE if query.division_prefix else MOST_DAYS_OF_NATION
    end = query.end or timezone.localdate()
    if query.start is None or (end - query.start).days >= most:
        raise TooWide(
            _(
                "This combination is answered for at most {most} days at once. Give start and end, or name one "
                "library, or a division of four or six digits; by province, prefecture or county with month or year "
                "any period is answered."
            ).format(most=most)
        )


def _filtered(rows: QuerySet, query: Query, programme: str, exhibition: str) -> QuerySet:
    if query.programme:
        rows = rows.filter(**{programme: query.programme})
    if query.exhibition:
        rows = rows.filter(**{exhibition: query.exhibition})
    audience = Q(audience=ANY)
    if "audience" in query.by:
        audience |= Q(audience__in=Audience.values)
    elif query.audience:
        audience |= Q(audience=query.audience)
    return rows.filter(audience, measure__in=[*query.measures, ANY])


# ---------------------------------------------------------------- from sums to rows


def _keys(query: Query, leaf: bool) -> dict[str, Any]:
    """The grouping columns but measure and audience, which every source row carries itself."""
    keys: dict[str, Any] = {}
    carried = "stop__carried__" if leaf else ""
    for name in query.by:
        if name in PLACES:
            keys[f"key_{name}"] = _place_key(query, name, leaf)
        elif name in PERIODS:
            keys[f"key_{name}"] = _period_key(name, "day" if leaf else "period")
        elif name == "library":
            keys["key_library"] = F(f"{carried}library_id")
        elif name in ("exhibition", "programme"):
            keys[f"key_{name}"] = F(f"{carried}{name}_id")
    return keys


def _place_key(query: Query, name: str, leaf: bool):
    if not leaf:
        return F("place")
    if query.tree == "as_was":
        return F("division_id")
    return F(f"stop__carried__{name}_id")


def _period_key(name: str, field: str):
    return {"day": F(field), "month": TruncMonth(field), "year": TruncYear(field)}[name]


def _merged(query: Query, source: QuerySet) -> list[dict[str, Any]]:
    """One row a group: visits of its measure and audience, days of its measure, expected days of all."""
    leaf = source.model is DayFigure
    keys = _keys(query, leaf)
    sums = {
        "visits": Sum(f"visits_{query.status}"),
        "estimated": Sum(f"estimated_{query.status}"),
        "days": Sum(f"days_{query.status}"),
        "expected": Sum("days_expected"),
        "days_all": Sum("days_all"),
        "days_verified": Sum("days_verified"),
    }
    found = source.order_by().annotate(**keys).values(*keys, "measure", "audience").annotate(**sums)
    climb = _ancestors(query, leaf)
    cells: dict[tuple, dict[tuple[str, str], dict[str, int]]] = {}
    for row in found:
        group = tuple(climb(name, row[name]) for name in keys)
        numbers = cells.setdefault(group, {}).setdefault((row["measure"], row["audience"]), {})
        for name in sums:
            numbers[name] = numbers.get(name, 0) + int(row[name])
    rows = []
    for group, cell in cells.items():
        named = dict(zip(keys, group, strict=True))
        expected = cell.get((ANY, ANY), {}).get("expected", 0)
        for measure in query.measures:
            for audience in Audience.values if "audience" in query.by else [query.audience]:
                row = _row(query, cell, measure, audience, expected)
                if row["days_counted"] or row["days_expected"]:
                    rows.append({**named, "key_measure": measure, "key_audience": audience, **row})
    return rows


def _row(query: Query, cell: dict, measure: str, audience: str, expected: int) -> dict[str, Any]:
    numbers = cell.get((measure, audience), {})
    of_measure = cell.get((measure, ANY), {})
    counted = of_measure.get("days", 0)
    # Days are expected of what is counted at the door; events and online resources have no calendar.
    door = measure in (Measure.EXHIBITION_VISIT, Measure.LIBRARY_VISIT)
    return {
        "visits": numbers.get("visits", 0) if counted else None,
        "of_which_estimated": numbers.get("estimated", 0) if counted else None,
        "days_counted": counted,
        "days_expected": expected if door else 0,
        "days_all": of_measure.get("days_all", 0),
        "days_verified": of_measure.get("days_verified", 0),
    }


def _ancestors(query: Query, leaf: bool):
    """A function that takes a key to the level that is asked: totals and leaves "as was" know the lowest place only."""
    names = [name for name in query.by if name in PLACES]
    if not names or (leaf and query.tree == "as_is"):
        return lambda name, key: key
    if not leaf and len(names) == 1 and len(query.division_prefix) <= 2 * PLACES[names[0]]:
        return lambda name, key: key
    tree = {
        pk: (parent, level) for pk, parent, level in Division.objects.values_list("pk", "parent_id", "level")
    }

    def climb(name: str, key: int) -> int:
        level = name.removeprefix("key_")
        if level not in PLACES or level == "county":
            return key
        parent = tree[key][0]
        if level == "prefecture":
            return parent if parent and tree[parent][1] == "prefecture" else key
        while parent:
            key, parent = parent, tree[parent][0]
        return key

    return climb


def _labelled(query: Query, rows: list[dict[str, Any]], pending: int) -> list[dict[str, Any]]:
    """Rows with codes and names in place of ids, in the order of the groups asked for."""
    places = Division.objects.in_bulk(
        {row[f"key_{name}"] for row in rows for name in query.by if name in PLACES}
    )
    libraries = (
        CountyLibrary.objects.in_bulk({row["key_library"] for row in rows}) if "library" in query.by else {}
    )
    exhibitions = (
        Exhibition.objects.in_bulk({row["key_exhibition"] for row in rows})
        if "exhibition" in query.by
        else {}
    )
    programmes = (
        Programme.objects.in_bulk({row["key_programme"] for row in rows}) if "programme" in query.by else {}
    )

    def label(name: str, key: Any) -> tuple[Any, Any]:
        if name in PLACES:
            division = places[key]
            return division.code, {"code": division.code, "name": division.name, "name_en": division.name_en}
        if name == "library":
            return key, {"id": key, "name": libraries[key].name, "name_en": libraries[key].name_en}
        if name == "exhibition":
            exhibition = exhibitions[key]
            return key, {
                "id": key,
                "slug": exhibition.slug,
                "name": exhibition.name,
                "name_en": exhibition.name_en,
            }
        if name == "programme":
            programme = programmes[key]
            return programme.slug, {
                "slug": programme.slug,
                "name": programme.name,
                "name_en": programme.name_en,
            }
        if name in PERIODS:
            text = key.isoformat()[: {"day": 10, "month": 7, "year": 4}[name]]
            return text, text
        return key, key

    def provisional(row: dict[str, Any]) -> bool:
        programme = programmes[row["key_programme"]] if "programme" in query.by else query.programme
        finest = next((name for name in PERIODS if name in query.by), None)
        period = last_day_of(row[f"key_{finest}"], finest) if finest else None
        return is_provisional(
            status=query.status,
            ends=[query.end, period, programme.last_day if programme else None],
            verified=row["days_verified"],
            expected=row["days_expected"],
            counted=row["days_all"],
            pending=pending,
        )

    labelled = []
    for row in rows:
        labels = [label(name, row[f"key_{name}"]) for name in query.by]
        groups = {name: shown for name, (_order, shown) in zip(query.by, labels, strict=True)}
        numbers: dict[str, Any] = {
            name: row[name] for name in ("visits", "of_which_estimated", "days_counted", "days_expected")
        }
        numbers["reporting_rate"] = rate(row["days_counted"], row["days_expected"])
        numbers["provisional"] = provisional(row)
        labelled.append((tuple(str(order) for order, _shown in labels), {**groups, **numbers}))
    return [row for _order, row in sorted(labelled, key=lambda item: item[0])]


def _pending(query: Query, scope: Scope) -> int:
    """Stale marks within the scope of the question."""
    marks = StaleDay.objects.all()
    if query.programme:
        marks = marks.filter(stop__programme=query.programme)
    if query.division_prefix:
        marks = marks.filter(stop__library__division__code__startswith=code_prefix(query.division_prefix))
    if query.library:
        marks = marks.filter(stop__library_id=query.library)
    if query.stop:
        marks = marks.filter(stop_id=query.stop)
    return marks.count()


def _has_demonstration(query: Query) -> bool:
    """Whether demonstration figures are in the answer (rule 20)."""
    if query.programme:
        return query.programme.demonstration
    return Programme.objects.filter(demonstration=True).exists()
