"""Coverage: which county libraries a programme has reached, for people with a role and for partners (rules 10, 14-16)."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import Scope, scope_of
from api import lookups
from api.bulletins import AS_PUBLISHED, not_frozen, published_bulletin, told_of
from api.columns import columns_of
from api.conditional import not_modified, version_of
from api.figures_serializers import CoverageAnswer, CoverageTableRow
from api.formats import FORMAT_PARAMETERS, RENDERERS, is_table, table_response
from api.parameters import Parameter, choice, day, read_slug, wrong
from api.tables import Table
from api.views import PortalView
from libraries.models import Division
from partnership.models import Programme
from visits.bulletins.frozen import NotFrozen, frozen_coverage
from visits.coverage import Coverage, CoverageRow, coverage
from visits.finality import is_provisional, rate
from visits.models import Bulletin, Status
from visits.pace import pace
from visits.sums import Days

UNIT = "person-times"
SOURCE = "Tour Exhibition Portal (NLC, LSC, CSTM)"


class CoverageView(PortalView):
    """How many distinct county libraries a programme has reached, planned and had reports from, at a day.

    `visits.all` and `visits.filed` cover the caller's own reach and are null for partners.
    """

    right = "statistics"
    parameters = (
        Parameter(
            "programme",
            read_slug,
            "Short name of the programme; without it the running one with a target (rule 21).",
        ),
        choice("by", ["province", "year"], "Rows by province, or by the year newly covered.", "province"),
        day("as_of", "The day, as known now; today without it."),
        AS_PUBLISHED,
        *FORMAT_PARAMETERS,
    )
    renderer_classes = RENDERERS

    @extend_schema(operation_id="coverage", responses=CoverageAnswer)
    def get(self, request: Request) -> HttpResponseBase:
        scope, by = scope_of(request.user), self.query["by"]
        bulletin = self._bulletin()
        if bulletin:
            version = version_of(request, bulletin.digest)
            find = partial(_as_published, bulletin, by, scope)
        else:
            programme = self._programme()
            version = version_of(
                request, programme.name, programme.name_en, programme.last_day, programme.library_target
            )
            find = partial(coverage, programme, scope, as_of=self.query["as_of"], by=by)
        unchanged = not_modified(request, version)
        if unchanged is not None:
            return unchanged
        found = find()
        if is_table(request):
            response: HttpResponseBase = table_response(request, self._table(found, by))
            for name, value in version.headers().items():
                response[name] = value
            return response
        return Response(_coverage_answer(found, scope, by), headers=version.headers())

    def _programme(self) -> Programme:
        return lookups.programme(self.query["programme"] or lookups.default_programme())

    def _bulletin(self) -> Bulletin | None:
        """The bulletin that is asked for, which has a programme and a day of its own."""
        if not self.query["as_published"]:
            return None
        bulletin = published_bulletin(self.query["as_published"])
        if self.query["programme"] and self._programme() != bulletin.programme:
            raise wrong("programme", "not_frozen", _("This bulletin is of another programme."))
        if self.query["as_of"] not in (None, bulletin.as_of):
            raise wrong("as_of", "not_frozen", _("This bulletin is as of another day."))
        return bulletin

    def _table(self, found: Coverage, by: str) -> Table:
        other = {"province": "year", "year": "province"}[by]
        same = {"programme": found.programme.slug, "as_of": found.as_of, "unit": UNIT}
        rows = [{by: _group(row), **same, **_coverage_row(row, found)} for row in found.results]
        columns = [column for column in columns_of(CoverageTableRow()) if column.path[0] != other]
        return Table("coverage", columns, [rows], labels=self.query["headers"] == "labels")


def _as_published(bulletin: Bulletin, by: str, scope: Scope) -> Coverage:
    try:
        return frozen_coverage(bulletin, by, scope.partner_prefix)
    except NotFrozen as error:
        raise not_frozen(error) from error


def _coverage_answer(found: Coverage, scope: Scope, by: str) -> dict[str, Any]:
    return {
        "programme": found.programme.slug,
        "programme_name": found.programme.name,
        "programme_name_en": found.programme.name_en,
        "target": found.target,
        "covered": found.covered,
        "planned": found.planned,
        "reporting": found.reporting,
        "remaining": found.remaining,
        "as_of": found.as_of,
        "as_published": told_of(found.as_published),
        "last_updated": found.last_updated,
        "pending": found.pending,
        "demonstration": found.demonstration,
        "unit": UNIT,
        "source": SOURCE,
        "licence": settings.DATA_LICENCE or None,
        **_reporting(found.days, found),
        "visits": _visits(found),
        "visits_reach": _reach(scope),
        "forecast": _forecast(found, scope),
        "by": by,
        "results": [{by: _group(row), **_coverage_row(row, found)} for row in found.results],
    }


def _reach(scope: Scope) -> str | None:
    """What `visits.all` and `visits.filed` cover: the nation, the caller's own reach, or nothing for partners."""
    if scope.is_staff:
        return "nation"
    return "own" if scope.may_see_unverified else None


def _forecast(found: Coverage, scope: Scope) -> dict[str, Any] | None:
    """Of the whole programme as of today; a province has no target of its own."""
    today = timezone.localdate()
    if scope.partner_prefix or found.as_of != today:
        return None
    ahead = pace(found, today)
    return None if ahead is None or ahead.ended else ahead.as_forecast()


def _group(row: CoverageRow) -> dict[str, str] | int | None:
    return named(row.province) if row.province else row.year


def _coverage_row(row: CoverageRow, found: Coverage) -> dict[str, Any]:
    return {
        "covered": row.covered,
        "planned": row.planned,
        "reporting": row.reporting,
        "visits": _visits(row),
        **_reporting(row.days, found),
    }


def _reporting(days: Days, found: Coverage) -> dict[str, Any]:
    """How complete a figure is, and whether it may still grow by itself."""
    return {
        "days": asdict(days),
        "reporting_rate": rate(days.verified, days.expected),
        "provisional": found.as_published is None
        and is_provisional(
            status=Status.VERIFIED,
            ends=[found.as_of, found.programme.last_day],
            verified=days.verified or 0,
            expected=days.expected,
            counted=days.all or 0,
            pending=found.pending,
        ),
    }


def _visits(counted: Coverage | CoverageRow) -> dict[str, int | None]:
    figures = asdict(counted.visits)
    return {name: figures[name] for name in Status.values}


def named(division: Division) -> dict[str, str]:
    return {"code": division.code, "name": division.name, "name_en": division.name_en}
