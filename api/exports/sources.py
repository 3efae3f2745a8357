"""What can be exported: the lists and statistics of the API, read through the very views that answer them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from accounts.scope import scope_of
from api.exports.models import Export
from api.figures.days import DayFigureView
from api.figures.statistics import StatisticsView
from api.registry import views
from api.registry.views import RegistryView
from api.tables.writers import Table

LISTS: dict[str, type[RegistryView]] = {
    "divisions": views.DivisionView,
    "libraries": views.LibraryView,
    "programmes": views.ProgrammeView,
    "exhibitions": views.ExhibitionView,
    "kits": views.KitView,
    "stops": views.StopView,
    "events": views.EventView,
    "statistics/days": DayFigureView,
}
SOURCES: dict[str, type[RegistryView] | type[StatisticsView]] = {**LISTS, "statistics/visits": StatisticsView}
FORMATS = ["csv", "ndjson", "xlsx"]


class NoLongerAllowed(Exception):
    """The account or its token was closed between the order and the writing."""


def view_for(
    resource: str, user: Any, token: Any, query: dict[str, str], format_: str
) -> RegistryView | StatisticsView:
    """The view of a list, as a request of this account with these parameters would find it.

    Raises what the view itself would: ValidationError for parameters, 401 and 403 for who may not.
    """
    django_request = HttpRequest()
    django_request.method = "GET"
    django_request.GET = QueryDict(urlencode({**query, "format": format_}))  # type: ignore[assignment]
    django_request.META = {"QUERY_STRING": urlencode(query), "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request = Request(django_request)
    request.user, request.auth = user, token
    view = SOURCES[resource]()
    view.setup(django_request)
    view.request, view.format_kwarg = request, None
    if isinstance(view, RegistryView):
        view.action, view.basename, view.action_map = "list", resource, {"get": "list"}
        view.get = view.list  # type: ignore[attr-defined]  # as a router binds it
    request.accepted_renderer = next(each for each in view.get_renderers() if each.format == format_)
    view.check_permissions(request)
    view.read_query(request)
    return view


def rows_expected(view: RegistryView | StatisticsView) -> int | None:
    """How many rows a list has now; None where only the answer itself tells.

    Raises what the answer would be refused with: an order that can never be written is none.
    """
    if isinstance(view, RegistryView):
        return view.get_queryset().count()
    view.refuse_unanswerable()
    return None


def table_of(export: Export) -> Table:
    """What `export` asked for, to be read once. Raises NoLongerAllowed."""
    user, token = export.user, export.token
    if token is not None:
        if token.state != "live":
            raise NoLongerAllowed
        # Narrows the scope, so it is set before the scope is read.
        user.token = token  # type: ignore[attr-defined]
    if not user.is_active or not scope_of(user).has_any_role:
        raise NoLongerAllowed
    view = view_for(export.resource, user, token, export.query, export.format)
    return view.whole_table()
