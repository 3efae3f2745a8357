"""Coverage and statistics: what the portal counts, for people with a role and for partners (rules 9-11, 14-16)."""

from dataclasses import asdict
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import Scope, scope_of
from api import lookups
from api.conditional import etag_of, not_modified
from api.figures_serializers import CoverageAnswer, StatisticsAnswer
from api.parameters import DIVISION, Parameter, choice, choices, day, identity, read_slug
from api.problems import Problem
from api.registry import EXHIBITION, PROGRAMME
from api.views import PortalView
from exhibitions.models import Stop
from libraries.models import CountyLibrary, Division
from visits.coverage import Coverage, CoverageRow, coverage
from visits.models import Audience, Measure, Status
from visits.pace import pace
from visits.statistics import GROUPS, Query, visits

UNIT = "person-times"


class CoverageView(PortalView):
    """How many distinct county libraries a programme has reached, planned and had reports from, at a day.

    `visits.all` and `visits.filed` cover the caller's own reach and are null for partners.
    """

    right = "statistics"
    parameters = (
        Parameter(
            "programme",
            read_slug,
            "Short name of the programme; without it the running one with a target (rules 21).",
        ),
        choice("by", ["province", "year"], "Rows by province, or by the year newly covered.", "province"),
        day("as_of", "The day, as known now; today without it."),
    )

    @extend_schema(operation_id="coverage", responses=CoverageAnswer)
    def get(self, request: Request) -> Response:
        programme = lookups.programme(self.query["programme"] or lookups.default_programme())
        etag = etag_of(
            request, programme.name, programme.name_en, programme.last_day, programme.library_target
        )
        unchanged = not_modified(request, etag)
        if unchanged is not None:
            return unchanged
        scope = scope_of(request.user)
        found = coverage(programme, scope, as_of=self.query["as_of"], by=self.query["by"])
        return Response(_coverage_answer(found, scope, self.query["by"]), headers={"ETag": etag})


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
        "last_updated": found.last_updated,
        "pending": found.pending,
        "demonstration": found.demonstration,
        "unit": UNIT,
        "visits": _visits(found),
        "visits_reach": _reach(scope),
        "forecast": _forecast(found, scope),
        "by": by,
        "results": [{by: _group(row), **_coverage_row(row)} for row in found.results],
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


def _coverage_row(row: CoverageRow) -> dict[str, Any]:
    return {
        "covered": row.covered,
        "planned": row.planned,
        "reporting": row.reporting,
        "visits": _visits(row),
    }


def _visits(counted: Coverage | CoverageRow) -> dict[str, int | None]:
    figures = asdict(counted.visits)
    return {name: figures[name] for name in Status.values}


def named(division: Division) -> dict[str, str]:
    return {"code": division.code, "name": division.name, "name_en": division.name_en}


class StatisticsView(PortalView):
    """Visits grouped by what is asked, with counted and expected stop-days and the part that was estimated.

    `visits` is null where no day was counted. Measures are never added to one another.
    """

    right = "statistics"
    parameters = (
        choices("by", GROUPS, "Groups, in this order, with commas between."),
        day("start", "From this day on."),
        day("end", "Up to this day, inclusive."),
        DIVISION,
        PROGRAMME,
        EXHIBITION,
        identity("library", "Number of a library."),
        identity("stop", "Number of a stop."),
        choice("measure", Measure.values, "What is counted.", Measure.EXHIBITION_VISIT.value),
        choice("audience", Audience.values, "Only this audience."),
        choice(
            "status",
            Status.values,
            "Which figure of a day; partners read verified ones.",
            Status.VERIFIED.value,
        ),
        choice("tree", ["as_is", "as_was"], "Divisions of today, or those of each day.", "as_is"),
        choice("format", ["json"], "Format of the answer.", "json"),
    )

    @extend_schema(operation_id="statistics_visits", responses=StatisticsAnswer)
    def get(self, request: Request) -> Response:
        scope = scope_of(request.user)
        if self.query["status"] != Status.VERIFIED and not scope.may_see_unverified:
            raise Problem(403, "verified_only", _("Partners read verified figures only."))
        lookups.refuse_reversed(self.query["start"], self.query["end"])
        asked = self._asked(scope)
        etag = etag_of(request)
        unchanged = not_modified(request, etag)
        if unchanged is not None:
            return unchanged
        answer = visits(asked, scope)
        return Response(
            {
                "by": list(asked.by),
                "measure": asked.measure,
                "status": asked.status,
                "unit": UNIT,
                "tree": asked.tree,
                "start": asked.start,
                "end": asked.end,
                "last_updated": answer.last_updated,
                "pending": answer.pending,
                "demonstration": answer.demonstration,
                "results": answer.rows,
            },
            headers={"ETag": etag},
        )

    def _asked(self, scope: Scope) -> Query:
        query = self.query
        prefix = lookups.division_prefix(query["division"], ended=query["tree"] == "as_was")
        prefix = _within_own_province(prefix, scope)
        self._refuse_unknown_place(scope)
        return Query(
            by=query["by"],
            measure=query["measure"],
            status=query["status"],
            start=query["start"],
            end=query["end"],
            division_prefix=prefix,
            programme=lookups.programme(query["programme"]) if query["programme"] else None,
            exhibition=lookups.exhibition(query["exhibition"]) if query["exhibition"] else None,
            library=query["library"],
            stop=query["stop"],
            audience=query["audience"] or "",
            tree=query["tree"],
        )

    def _refuse_unknown_place(self, scope: Scope) -> None:
        """A library or a stop that is none, or none for this caller, is 404: the two look the same.

        Verified figures are of every library; others only of what is within the caller's reach.
        """
        libraries, stops = CountyLibrary.objects.all(), Stop.objects.visible_to(self.request.user)
        if self.query["status"] != Status.VERIFIED and not scope.is_staff:
            stops = Stop.objects.within_reach(scope)
            own = Q(pk__in=scope.libraries)
            for province in scope.provinces:
                own |= Q(division__code__startswith=province)
            libraries = libraries.filter(own)
        for name, rows, place in (
            ("library", libraries, "division__code__startswith"),
            ("stop", stops, "library__division__code__startswith"),
        ):
            number = self.query[name]
            if number and not rows.filter(**{"pk": number, place: scope.partner_prefix}).exists():
                raise NotFound


def _within_own_province(prefix: str, scope: Scope) -> str:
    """What a partner of one province may ask: without a division its own, another one is 404 (rules 15)."""
    prefix = prefix or scope.partner_prefix
    if not prefix.startswith(scope.partner_prefix):
        raise NotFound
    return prefix
