"""Figures by stop, day and measure: the rows that every total is made of, for whoever wants them all (rules 9, 11, 15)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.scope import scope_of
from api.frame import lookups
from api.frame.parameters import DIVISION, choice, day, identity
from api.frame.permissions import HasRole
from api.frame.problems import Problem
from api.registry.serializers import DivisionName, ExhibitionName, ProgrammeName
from api.registry.views import EXHIBITION, PROGRAMME, RegistryView
from exhibitions.models import Stop
from visits.models import ANY, DayFigure
from visits.vocabulary import Measure, Status


class NamedLibrary(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class DayFigureRow(serializers.Serializer):
    """One measure of one day of one stop, over all audiences. `division` is the library's of today."""

    stop = serializers.IntegerField()
    day = serializers.DateField()
    measure = serializers.ChoiceField(Measure.choices)
    visits = serializers.IntegerField(help_text="Person-times.")
    of_which_estimated = serializers.IntegerField(help_text="The part of `visits` that was estimated.")
    library = NamedLibrary()
    division = DivisionName()
    programme = ProgrammeName()
    exhibition = ExhibitionName()


class DayFigureView(RegistryView):
    """Every counted day of every stop in the asked status. A day that was closed or is missing has no row."""

    permission_classes = [HasRole]
    right = "statistics"
    row = DayFigureRow
    orders = {"stop": "stop_id", "day": "day"}
    unique = ("stop_id", "day", "measure")
    filters = (
        day("start", "From this day on."),
        day("end", "Up to this day, inclusive."),
        DIVISION,
        PROGRAMME,
        EXHIBITION,
        identity("stop", "Number of a stop."),
        choice("measure", Measure.values, "Only this measure."),
        choice("status", Status.values, "Which figure of a day; partners read verified ones.", "verified"),
    )

    def all_rows(self) -> QuerySet:
        scope, status = scope_of(self.request.user), self.query["status"]
        if status != Status.VERIFIED and not scope.may_see_unverified:
            raise Problem(403, "verified_only", _("Partners read verified figures only."))
        rows = DayFigure.objects.filter(audience=ANY, **{f"days_{status}__gt": 0}).exclude(measure=ANY)
        if status != Status.VERIFIED and not scope.is_staff:
            rows = rows.filter(scope.reach("stop__"))
        if scope.partner_prefix:
            rows = rows.filter(stop__carried__county__code__startswith=scope.partner_prefix)
        return rows.values(
            "stop_id", "day", "measure", visits=F(f"visits_{status}"), estimated=F(f"estimated_{status}")
        )

    def narrowed(self, rows: QuerySet, query: dict[str, Any]) -> QuerySet:
        lookups.refuse_reversed(query["start"], query["end"])
        if query["stop"]:
            lookups.refuse_foreign_stop(query["stop"], query["status"], self.request.user)
        for name, field in (
            ("start", "day__gte"),
            ("end", "day__lte"),
            ("stop", "stop_id"),
            ("measure", "measure"),
        ):
            if query[name] is not None:
                rows = rows.filter(**{field: query[name]})
        if query["division"]:
            prefix = lookups.own_province(
                lookups.division_prefix(query["division"]), scope_of(self.request.user)
            )
            rows = rows.filter(stop__carried__county__code__startswith=prefix)
        if query["programme"]:
            rows = rows.filter(stop__carried__programme=lookups.programme(query["programme"]))
        if query["exhibition"]:
            rows = rows.filter(stop__carried__exhibition=lookups.exhibition(query["exhibition"]))
        return rows

    def shown(self, part: Sequence[Any]) -> Sequence[Any]:
        """Without serializers: there may be millions of rows, and few stops."""
        stops = Stop.objects.select_related("library__division", "programme", "exhibition").in_bulk(
            {row["stop_id"] for row in part}
        )
        places = {number: _place(stop) for number, stop in stops.items()}
        asked = set(self.query["fields"] or DayFigureRow().fields)
        return [
            {
                name: value
                for name, value in _row(row, places.get(row["stop_id"], {})).items()
                if name in asked
            }
            for row in part
        ]


def _row(row: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    return {
        "stop": row["stop_id"],
        "day": row["day"],
        "measure": row["measure"],
        "visits": row["visits"],
        "of_which_estimated": row["estimated"],
        **place,
    }


def _place(stop: Stop) -> dict[str, Any]:
    library, programme, exhibition = stop.library, stop.programme, stop.exhibition
    division = library.division
    return {
        "library": {"id": library.pk, "name": library.name, "name_en": library.name_en},
        "division": {"code": division.code, "name": division.name, "name_en": division.name_en},
        "programme": {"slug": programme.slug, "name": programme.name, "name_en": programme.name_en},
        "exhibition": {
            "id": exhibition.pk,
            "slug": exhibition.slug,
            "name": exhibition.name,
            "name_en": exhibition.name_en,
        },
    }
