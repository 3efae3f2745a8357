"""Statistics: visits grouped by what is asked, for people with a role and for partners (rules 9, 11, 14-16)."""

from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import Scope, scope_of
from api.figures.bulletins import AS_PUBLISHED, not_frozen, published_bulletin, told_of
from api.figures.coverage import SOURCE, UNIT
from api.figures.serializers import StatisticsAnswer
from api.figures.statistics_table import NUMBERS, SDMXRenderer, refuse_without_period, statistics_table
from api.frame import lookups
from api.frame.conditional import not_modified, version_of
from api.frame.parameters import DIVISION, choice, choices, day, fields, identity, ordering, wrong
from api.frame.problems import Problem
from api.frame.views import PortalView
from api.registry.views import EXHIBITION, PROGRAMME
from api.tables.formats import HEADERS, RENDERERS, TABLES, format_parameter, is_table, table_response
from api.tables.labels import labels_of
from api.tables.writers import Table
from libraries.models import Level
from reports.bulletins.published_figures import NotFrozen, frozen_visits
from reports.models import Bulletin
from visits.figures.statistics import GROUPS, PLACES, Answer, Query, refuse_too_wide, visits
from visits.vocabulary import Audience, Measure, Status

STATISTICS_RENDERERS = (*RENDERERS, SDMXRenderer)
STATISTICS_FORMATS = ["json", *(renderer.format for renderer in TABLES), SDMXRenderer.format]


class StatisticsView(PortalView):
    """Visits grouped by what is asked, with counted and expected stop-days and the part that was estimated.

    `visits` is null where no day was counted. Measures are never added to one another.
    """

    right = "statistics"
    parameters = (
        choices(
            "by", [*GROUPS, "division"], "Groups, in this order, with commas between; `division` at `level`."
        ),
        choice("level", Level.values, "Of `by=division`: province (the default), prefecture or county."),
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
        AS_PUBLISHED,
        choice("tree", ["as_is", "as_was"], "Divisions of today, or those of each day.", "as_is"),
        ordering("groups", "visits", "days_counted"),
        fields(*NUMBERS),
        format_parameter(*STATISTICS_FORMATS),
        HEADERS,
    )
    renderer_classes = STATISTICS_RENDERERS

    @extend_schema(operation_id="statistics_visits", responses=StatisticsAnswer)
    def get(self, request: Request) -> HttpResponseBase:
        scope = scope_of(request.user)
        asked, bulletin = self._question(scope)
        version = version_of(request, bulletin and bulletin.digest)
        unchanged = not_modified(request, version)
        if unchanged is not None:
            return unchanged
        answer = _figures(asked, scope, bulletin)
        if is_table(request):
            response: HttpResponseBase = table_response(request, self._table(asked, answer))
            for name, value in version.headers().items():
                response[name] = value
            return response
        return Response(self._answer(asked, answer, bulletin), headers=version.headers())

    def whole_table(self) -> Table:
        """The answer as a table, for an export."""
        scope = scope_of(self.request.user)
        asked, bulletin = self._question(scope)
        return self._table(asked, _figures(asked, scope, bulletin))

    def refuse_unanswerable(self) -> None:
        """Raises what the answer would be refused with, before anything is summed: for an order of an export."""
        scope = scope_of(self.request.user)
        asked, bulletin = self._question(scope)
        if bulletin is None:
            refuse_too_wide(asked, scope)
        else:
            _figures(asked, scope, bulletin)

    def _question(self, scope: Scope) -> tuple[Query, Bulletin | None]:
        self._refuse_unverified(scope)
        lookups.refuse_reversed(self.query["start"], self.query["end"])
        return self._asked(scope), self._bulletin()

    def _table(self, asked: Query, answer: Answer) -> Table:
        labels = self.query["headers"] == "labels"
        return statistics_table(self._words(), asked, self._rows(answer), labels=labels)

    def _rows(self, answer: Answer) -> list[dict[str, Any]]:
        return [self._shown(row) for row in self._ordered(answer.rows)]

    def _refuse_unverified(self, scope: Scope) -> None:
        if self.query["status"] != Status.VERIFIED and not scope.may_see_unverified:
            raise Problem(403, "verified_only", _("Partners read verified figures only."))

    def _bulletin(self) -> Bulletin | None:
        number = self.query["as_published"]
        return published_bulletin(number) if number else None

    def _answer(self, asked: Query, answer: Answer, bulletin: Bulletin | None) -> dict[str, Any]:
        return {
            "by": list(self.query["by"]),
            "measure": asked.measure,
            "status": asked.status,
            "unit": UNIT,
            "source": SOURCE,
            "licence": settings.DATA_LICENCE or None,
            "labels": {
                "measure": labels_of(Measure, asked.measures),
                "audience": labels_of(Audience),
                "status": labels_of(Status, [asked.status]),
            },
            "tree": asked.tree,
            "start": asked.start,
            "end": asked.end,
            "as_published": told_of(bulletin),
            "last_updated": answer.last_updated,
            "pending": answer.pending,
            "provisional": any(row["provisional"] for row in answer.rows),
            "demonstration": answer.demonstration,
            "results": self._rows(answer),
        }

    def _words(self) -> list[str]:
        """The members of a row: its groups, and the numbers asked for."""
        # An observation of SDMX has its attributes whatever is asked.
        whole = self.request.accepted_renderer.format == SDMXRenderer.format
        return [*self.query["by"], *(NUMBERS if whole else self.query["fields"] or NUMBERS)]

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        if "division" in self.query["by"]:
            row = {"division": row[self._level()], **row}
        return {name: row[name] for name in self._words()}

    def _ordered(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows come in the order of their groups; what was not counted goes last in the others."""
        word = self.query["ordering"]
        name, backwards = word.removeprefix("-"), word.startswith("-")
        if name == "groups":
            return rows[::-1] if backwards else rows
        known = sorted(
            (row for row in rows if row[name] is not None), key=lambda row: row[name], reverse=backwards
        )
        return known + [row for row in rows if row[name] is None]

    def _level(self) -> str:
        return self.query["level"] or Level.PROVINCE.value

    def _groups(self) -> tuple[str, ...]:
        by = self.query["by"]
        if "division" not in by:
            if self.query["level"]:
                raise wrong("level", "level_without_division", _("Give level together with by=division."))
            return by
        if PLACES.keys() & set(by):
            raise wrong("by", "invalid_choice", _("Give division, or a level of it, not both."))
        return tuple(self._level() if name == "division" else name for name in by)

    def _asked(self, scope: Scope) -> Query:
        query = self.query
        prefix = lookups.division_prefix(query["division"], ended=query["tree"] == "as_was")
        prefix = lookups.own_province(prefix, scope)
        self._refuse_unknown_place()
        by = self._groups()
        if self.request.accepted_renderer.format == SDMXRenderer.format:
            refuse_without_period(by)
        return Query(
            by=by,
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

    def _refuse_unknown_place(self) -> None:
        """A library or a stop that is none, or none for this caller, is 404: the two look the same."""
        query, user = self.query, self.request.user
        if query["library"]:
            lookups.refuse_foreign_library(query["library"], query["status"], user)
        if query["stop"]:
            lookups.refuse_foreign_stop(query["stop"], query["status"], user)


def _figures(asked: Query, scope: Scope, bulletin: Bulletin | None) -> Answer:
    """What is asked, as of now or as the bulletin froze it."""
    if bulletin is None:
        return visits(asked, scope)
    try:
        return frozen_visits(bulletin, asked)
    except NotFrozen as error:
        raise not_frozen(error) from error
