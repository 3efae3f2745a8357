"""Figures as a published bulletin froze them: the same shapes as `visits.figures.coverage` and `visits.figures.statistics` answer live."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from libraries.models import Division
from partnership.models import Programme
from reports.models import Bulletin
from visits.figures.coverage import Coverage, CoverageRow
from visits.figures.finality import rate
from visits.figures.statistics import Answer, Query
from visits.figures.sums import Days, Visits
from visits.vocabulary import Audience

# What a bulletin can be asked for by; days, counties and libraries are not in it.
GROUPS = ("province", "month", "year", "programme", "measure", "audience")


class NotFrozen(Exception):
    """The bulletin does not hold what was asked; the message says what it holds. `parameter` is what to change."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def frozen_coverage(bulletin: Bulletin, by: str = "province", prefix: str = "") -> Coverage:
    """Coverage as published, by "province" or "year"; with the `prefix` of a province that province alone.

    A province has no target and no years of its own: those are the nation's, and NotFrozen is raised for its years.
    """
    told = bulletin.told["coverage"]
    provinces = [row for row in told["provinces"] if row["code"].startswith(prefix)]
    if prefix and by == "year":
        raise NotFrozen("by", _("A bulletin holds the years of the whole country only."))
    whole = provinces[0] if prefix and provinces else told
    rows = told["years"] if by == "year" else provinces
    return Coverage(
        programme=frozen_programme(bulletin),
        target=None if prefix else told["target"],
        covered=whole["covered"],
        planned=whole["planned"],
        reporting=whole["reporting"],
        as_of=bulletin.as_of,
        last_updated=bulletin.drafted_at,
        pending=0,
        demonstration=bulletin.told["demonstration"],
        visits=_visits(whole),
        days=_days(whole),
        results=[_coverage_row(row) for row in rows],
        frozen=True,
    )


def frozen_programme(bulletin: Bulletin) -> Programme:
    """The programme as it was called then; never to be saved."""
    told = bulletin.told["programme"]
    return Programme(slug=told["slug"], name=told["name"], name_en=told["name_en"])


def _coverage_row(row: dict[str, Any]) -> CoverageRow:
    province = Division(code=row["code"], name=row["name"], name_en=row["name_en"]) if "code" in row else None
    return CoverageRow(
        province=province,
        year=row.get("year"),
        covered=row["covered"],
        planned=row["planned"],
        reporting=row["reporting"],
        visits=_visits(row),
        days=_days(row),
    )


def _visits(row: dict[str, Any]) -> Visits:
    return Visits(verified=row["visits"], estimated_verified=row["of_which_estimated"])


def _days(row: dict[str, Any]) -> Days:
    return Days(expected=row["days_expected"], verified=row["days_counted"])


# ---------------------------------------------------------------- visits


def frozen_visits(bulletin: Bulletin, query: Query) -> Answer:
    """Visits as published, grouped by some of `GROUPS`, of whole months and whole provinces. Raises NotFrozen."""
    _refuse_what_is_not_frozen(bulletin, query)
    audiences = Audience.values if "audience" in query.by else [query.audience]
    cells: dict[tuple, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    table = bulletin.told["visits"]
    for province, month, measure, counted, expected in table["days"]["rows"]:
        if _asked(query, province, month, measure):
            for audience in audiences:
                cell = cells[_group(query, province, month, measure, audience)]
                cell["days_counted"] += counted
                cell["days_expected"] += expected
    for province, month, measure, audience, visits, estimated in table["rows"]:
        if not _asked(query, province, month, measure) or (query.audience and audience != query.audience):
            continue
        cell = cells[_group(query, province, month, measure, audience)]
        cell["visits"] += visits
        cell["estimated"] += estimated
    return Answer(
        rows=_rows(bulletin, query, cells),
        last_updated=bulletin.drafted_at,
        pending=0,
        demonstration=bulletin.told["demonstration"],
    )


def _asked(query: Query, province: str, month: str, measure: str) -> bool:
    return (
        province.startswith(query.division_prefix)
        and measure in query.measures
        and (query.start is None or month >= f"{query.start:%Y-%m}")
        and (query.end is None or month <= f"{query.end:%Y-%m}")
    )


def _group(query: Query, province: str, month: str, measure: str, audience: str) -> tuple:
    """The key of a row, in the order of the groups asked for; the programme is one."""
    parts = {
        "province": province,
        "month": month,
        "year": month[:4],
        "programme": "",
        "measure": measure,
        "audience": audience,
    }
    return tuple(parts[name] for name in query.by)


def _rows(bulletin: Bulletin, query: Query, cells: dict[tuple, dict[str, int]]) -> list[dict[str, Any]]:
    places = {
        row["code"]: {name: row[name] for name in ("code", "name", "name_en")}
        for row in bulletin.told["coverage"]["provinces"]
    }
    programme = {name: bulletin.told["programme"][name] for name in ("slug", "name", "name_en")}
    rows = []
    for key, cell in sorted(cells.items()):
        groups: dict[str, Any] = dict(zip(query.by, key, strict=True))
        if "province" in groups:
            groups["province"] = places[groups["province"]]
        if "programme" in groups:
            groups["programme"] = programme
        counted = cell["days_counted"]
        if counted or cell["days_expected"]:
            rows.append(
                {
                    **groups,
                    "visits": cell["visits"] if counted else None,
                    "of_which_estimated": cell["estimated"] if counted else None,
                    "days_counted": counted,
                    "days_expected": cell["days_expected"],
                    "reporting_rate": rate(counted, cell["days_expected"]),
                    # What the institutions signed never changes by itself.
                    "provisional": False,
                }
            )
    return rows


def _refuse_what_is_not_frozen(bulletin: Bulletin, query: Query) -> None:
    for name in query.by:
        if name not in GROUPS:
            raise NotFrozen("by", _("A bulletin is grouped by: {words}.").format(words=", ".join(GROUPS)))
    if query.status != "verified" or query.tree != "as_is":
        name = "status" if query.status != "verified" else "tree"
        raise NotFrozen(name, _("A bulletin holds verified figures on the divisions of its day."))
    for name, asked in (
        ("exhibition", query.exhibition),
        ("library", query.library),
        ("stop", query.stop),
        ("division", query.division_prefix[2:].strip("0")),
    ):
        if asked:
            raise NotFrozen(name, _("A bulletin holds whole provinces of one programme only."))
    if query.programme and query.programme.slug != bulletin.told["programme"]["slug"]:
        raise NotFrozen("programme", _("This bulletin is of another programme."))
    if query.start and query.start.day != 1:
        raise NotFrozen("start", _("A bulletin holds whole months: begin on the first of one."))
    if query.end and query.end < bulletin.as_of and (query.end + timedelta(days=1)).day != 1:
        raise NotFrozen("end", _("A bulletin holds whole months: end on the last day of one."))
