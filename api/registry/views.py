"""The registry: divisions, libraries, programmes, exhibitions, kits, stops and events, as lists and one by one.

Public but for the kits (rule 16): whose kit is where and in what state is for people of the project and partners.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from accounts.scope import scope_of
from api.feed.registry import last_told
from api.frame import lookups
from api.frame.keyset import Key, parts
from api.frame.pagination import LARGEST_PAGE, PAGE_PARAMETERS, Pages
from api.frame.parameters import (
    DEMONSTRATION,
    DIVISION,
    LANG,
    WORDS,
    Parameter,
    choice,
    choices,
    day,
    fields,
    identity,
    ordering,
    read_prefix,
    read_slug,
    truth,
)
from api.frame.permissions import HasRole, Public
from api.frame.renderers import JSONRenderer
from api.frame.views import PortalView
from api.registry import serializers as shown
from api.tables.columns import columns_of
from api.tables.formats import FORMAT_PARAMETERS, RENDERERS, is_table, table_response
from api.tables.writers import Table
from exhibitions.models import Event, Exhibition, Kit, State, Stop, StopQuerySet
from libraries.models import CountyLibrary, CountyLibraryQuerySet, Division, DivisionQuerySet, Level
from partnership.models import Programme

A_SLUG = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,50}$"}
PROGRAMME = Parameter("programme", read_slug, "Short name of a programme.", shape=A_SLUG)
EXHIBITION = Parameter("exhibition", read_slug, "Short name (or number) of an exhibition.", shape=A_SLUG)


class RegistryView(ListModelMixin, RetrieveModelMixin, PortalView, GenericViewSet):
    """A list with filters and its rows one by one; a fixed number of queries, however many rows.

    As JSON it comes in parts; as CSV, NDJSON or XLSX whole, unless a page or a cursor asks for one part.
    """

    permission_classes = [Public]
    right = "registry"
    pagination_class = Pages
    filters: tuple[Parameter, ...] = ()
    row: type
    detail_row: type | None = None
    orders: dict[str, str] = {"id": "id"}  # word of `ordering` -> field; the first is the default
    default_order = ""  # a word of `ordering`, where it is not the first
    unique: tuple[str, ...] = ("id",)  # what makes each order unique
    demonstration_field = "demonstration"
    feed_type = ""  # of the entries that tell of these rows; empty: there are none

    def declared_parameters(self) -> tuple[Parameter, ...]:
        if self.action != "list":
            return (fields(*self.get_serializer_class()().fields), LANG)
        order = ordering(*self.orders, default=self.default_order)
        shown = fields(*self.row().fields)
        return (*self.filters, order, shown, *FORMAT_PARAMETERS, *PAGE_PARAMETERS, LANG)

    def get_renderers(self) -> Sequence[BaseRenderer]:
        return [renderer() for renderer in (RENDERERS if self.action == "list" else [JSONRenderer])]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Read before the rows: what changes in between makes the next answer a later one.
        changed_at = last_told(self.feed_type) if self.feed_type and self.is_as_told() else None
        response = self._listed(request)
        if changed_at is not None:
            response["Last-Modified"] = http_date(changed_at.timestamp())
        return response

    def is_as_told(self) -> bool:
        """Whether this list moves with the entries of the feed alone: it is the same for all, on any day."""
        return True

    def _listed(self, request: Request) -> HttpResponseBase:
        if is_table(request) and not {parameter.name for parameter in PAGE_PARAMETERS} & set(
            request.query_params
        ):
            return table_response(request, self.whole_table())
        pages = Pages()
        page = pages.paginate_queryset(self.filter_queryset(self.get_queryset()), request, view=self)
        if not is_table(request):
            return pages.get_paginated_response([*self.shown(page)])
        response = table_response(request, self.table([page]))
        if pages.next:
            response["Link"] = f'<{pages.next}>; rel="next"'
        return response

    def whole_table(self) -> Table:
        """All rows, read in parts."""
        rows = self.filter_queryset(self.get_queryset())
        return self.table(parts(rows, self.key(), LARGEST_PAGE))

    def table(self, some: Iterable[Sequence[Any]]) -> Table:
        """The rows of `some` parts as a table with the asked columns."""
        return Table(
            self.basename,
            columns_of(self.get_serializer()),
            (self.shown(part) for part in some),
            labels=self.query["headers"] == "labels",
        )

    def shown(self, part: Sequence[Any]) -> Sequence[Any]:
        """The rows of one part as they go out."""
        return self.get_serializer(part, many=True).data

    def get_serializer_class(self) -> type:
        return self.row if self.action == "list" or self.detail_row is None else self.detail_row

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        serializer = super().get_serializer(*args, **kwargs)
        asked = self.query.get("fields")
        shown = getattr(serializer, "child", serializer).fields
        for name in [name for name in shown if asked and name not in asked]:
            shown.pop(name)
        return serializer

    def get_queryset(self) -> QuerySet:
        rows = self.all_rows()
        if self.action != "list":
            return rows
        rows = self.narrowed(rows, self.query)
        if self.query.get("demonstration") is not None:
            rows = rows.filter(**{self.demonstration_field: self.query["demonstration"]})
        return rows

    def order_word(self) -> str:
        return self.query["ordering"]

    def key(self) -> Key:
        """The asked order, made unique."""
        field = self.orders[self.order_word().removeprefix("-")]
        columns = (field, *(name for name in self.unique if name != field))
        return Key(columns, backwards=self.order_word().startswith("-"))

    def all_rows(self) -> QuerySet:
        """Every row the caller may see, with what a row shows loaded along."""
        raise NotImplementedError

    def narrowed(self, rows: QuerySet, query: dict[str, Any]) -> QuerySet:
        """The rows that the parameters ask for."""
        return rows


class DivisionView(RegistryView):
    """Administrative divisions (GB/T 2260). Without `as_of` and `include` those that are valid today."""

    lookup_field = "code"
    feed_type = "division"
    row = shown.DivisionRow
    detail_row = shown.DivisionDetail
    orders = {"code": "code", "pinyin": "pinyin"}
    filters = (
        choice("level", Level.values, "Only this level."),
        Parameter("parent", read_prefix, "Right below this division (a whole code)."),
        DIVISION,
        day("as_of", "Valid on this day, as far as the years are known."),
        choice("include", ["ended"], "Divisions that have ended as well."),
        WORDS,
    )

    def is_as_told(self) -> bool:
        return self.query["as_of"] is None  # else what is current depends on the year that is asked in

    def all_rows(self) -> DivisionQuerySet:
        return Division.objects.select_related("parent")

    def narrowed(self, rows: DivisionQuerySet, query: dict[str, Any]) -> DivisionQuerySet:
        as_of, ended = query["as_of"], query["include"] == "ended"
        if as_of is not None and as_of.year != timezone.localdate().year:
            rows = rows.valid_on(as_of)
        elif not ended:
            rows = rows.current()
        if query["level"]:
            rows = rows.filter(level=query["level"])
        if query["parent"]:
            lookups.division_prefix(query["parent"], ended=ended or as_of is not None)
            rows = rows.filter(parent__code=query["parent"])
        if query["division"]:
            rows = rows.within(lookups.division_prefix(query["division"], ended=ended or as_of is not None))
        return rows.filter(_division_named(query["q"])) if query["q"] else rows

    def get_object(self) -> Division:
        # A code may have had several lives; the one of today goes first, then the latest.
        found = (
            self.get_queryset().filter(code=self.kwargs["code"]).order_by("-current", "-valid_until", "-id")
        )
        division = found.prefetch_related("followed_by__successor", "follows__predecessor").first()
        if division is None:
            raise NotFound
        return division


def _division_named(words: str, path: str = "") -> Q:
    lookups_by_name = ("code__startswith", "name__icontains", "name_en__icontains", "initials__istartswith")
    named = Q()
    for lookup in lookups_by_name:
        named |= Q(**{f"{path}{lookup}": words})
    return named


class LibraryView(RegistryView):
    """County-level public libraries."""

    feed_type = "library"
    row = shown.LibraryRow
    detail_row = shown.LibraryDetail
    orders = {"division": "division__code", "id": "id", "name": "name"}
    filters = (DIVISION, WORDS, DEMONSTRATION)

    def all_rows(self) -> CountyLibraryQuerySet:
        rows = CountyLibrary.objects.select_related("division__parent__parent")
        return rows.prefetch_related("opening_hours") if self.action == "retrieve" else rows

    def narrowed(self, rows: CountyLibraryQuerySet, query: dict[str, Any]) -> CountyLibraryQuerySet:
        if query["division"]:
            rows = rows.in_division(lookups.division_prefix(query["division"]))
        if query["q"]:
            rows = rows.filter(
                Q(name__icontains=query["q"])
                | Q(name_en__icontains=query["q"])
                | _division_named(query["q"], "division__")
            )
        return rows


class ProgrammeView(RegistryView):
    """Programmes of the tour with their targets."""

    lookup_field = "slug"
    feed_type = "programme"
    row = shown.ProgrammeRow
    orders = {"first_day": "first_day", "slug": "slug"}
    filters = (DEMONSTRATION,)

    def all_rows(self) -> QuerySet:
        return Programme.objects.prefetch_related("targets")


class ExhibitionView(RegistryView):
    """Touring exhibitions as works."""

    feed_type = "exhibition"
    row = shown.ExhibitionRow
    orders = {"id": "id", "slug": "slug"}
    filters = (DEMONSTRATION,)

    def all_rows(self) -> QuerySet:
        return Exhibition.objects.all()


class KitView(RegistryView):
    """Kits, the sets that travel. For people of the project and partners with the right “registry”."""

    permission_classes = [HasRole]
    feed_type = "kit"
    row = shown.KitRow
    orders = {"id": "id", "serial_number": "serial_number"}
    filters = (EXHIBITION, choice("condition", Kit.Condition.values, "Only this condition."), DEMONSTRATION)

    def all_rows(self) -> QuerySet:
        return Kit.objects.select_related("exhibition")

    def narrowed(self, rows: QuerySet, query: dict[str, Any]) -> QuerySet:
        if query["exhibition"]:
            rows = rows.filter(exhibition=lookups.exhibition(query["exhibition"]))
        return rows.filter(condition=query["condition"]) if query["condition"] else rows


class StopView(RegistryView):
    """Stops of the tour: confirmed ones of the live plan for all, others within the caller's own reach."""

    feed_type = "stop"
    row = shown.StopRow
    orders = {"id": "id", "planned_open": "planned_open", "actual_open": "actual_open"}
    demonstration_field = "programme__demonstration"
    filters = (
        choices("state", State.values, "Only these states."),
        day("open_on", "Open to the public on this day."),
        truth("mine", "Only stops of the own library or the own province."),
        PROGRAMME,
        EXHIBITION,
        identity("library", "Number of the host library."),
        DIVISION,
        DEMONSTRATION,
    )

    def is_as_told(self) -> bool:
        return sees_public_stops_only(self.request)

    def all_rows(self) -> StopQuerySet:
        return Stop.objects.visible_to(self.request.user).with_place()

    def narrowed(self, rows: StopQuerySet, query: dict[str, Any]) -> StopQuerySet:
        if query["state"]:
            rows = rows.filter(state__in=query["state"])
        if query["open_on"]:
            rows = rows.open_on(query["open_on"])
        if query["programme"]:
            rows = rows.filter(programme=lookups.programme(query["programme"]))
        if query["exhibition"]:
            rows = rows.filter(exhibition=lookups.exhibition(query["exhibition"]))
        if query["library"]:
            rows = rows.filter(library_id=query["library"])
        if query["division"]:
            rows = rows.in_division(lookups.division_prefix(query["division"]))
        return self._mine(rows) if query["mine"] else rows

    def _mine(self, rows: StopQuerySet) -> StopQuerySet:
        """Stops the account acts for: all of staff's, the coordinator's province, the librarian's libraries."""
        scope = scope_of(self.request.user)
        if scope.is_anonymous:
            raise NotAuthenticated
        return rows.within_reach(scope)


class EventView(RegistryView):
    """Lectures, workshops and the like around stops that the caller may see."""

    feed_type = "event"
    row = shown.EventRow
    orders = {"day": "day", "id": "id"}
    demonstration_field = "stop__programme__demonstration"
    filters = (
        identity("stop", "Number of the stop."),
        choice("kind", Event.Kind.values, "Only this kind."),
        day("start", "From this day on."),
        day("end", "Up to this day, inclusive."),
        DIVISION,
        DEMONSTRATION,
    )

    def is_as_told(self) -> bool:
        return sees_public_stops_only(self.request)

    def all_rows(self) -> QuerySet:
        visible = Event.objects.visible_to(self.request.user)
        return visible.select_related("stop__library__division", "stop__programme")

    def narrowed(self, rows: QuerySet, query: dict[str, Any]) -> QuerySet:
        lookups.refuse_reversed(query["start"], query["end"])
        for name, field in (
            ("stop", "stop_id"),
            ("kind", "kind"),
            ("start", "day__gte"),
            ("end", "day__lte"),
        ):
            if query[name] is not None:
                rows = rows.filter(**{field: query[name]})
        if query["division"]:
            prefix = lookups.division_prefix(query["division"])
            rows = rows.filter(stop__library__division__code__startswith=prefix)
        return rows


def sees_public_stops_only(request: Request) -> bool:
    """Whether the caller is shown the stops that the feed tells of, and no others."""
    scope = scope_of(request.user)
    return scope.is_partner or not scope.has_any_role
