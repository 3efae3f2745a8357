"""The addresses of the API below `/api/v1/` (see the contract's table). Anything else is 404 as a problem."""

from django.urls import path, re_path

from api import converters  # noqa: F401 - registers the converters that the addresses use
from api.batch import BatchView
from api.documentation import DocumentationView, SchemaView
from api.figures import CoverageView, StatisticsView
from api.recording import DayView, EndorseView, ReturnView, TallyView, VerifyView
from api.registry import (
    DivisionView,
    EventView,
    ExhibitionView,
    KitView,
    LibraryView,
    ProgrammeView,
    RegistryView,
    StopView,
)
from api.seals import SealView
from api.views import UnknownAddress

app_name = "api"


def registry(name: str, view: type[RegistryView], key: str) -> list:
    """The list at `name/` and its rows one by one below."""
    return [
        path(f"{name}/", view.as_view({"get": "list"}), name=name),
        path(f"{name}/{key}/", view.as_view({"get": "retrieve"}), name=f"{name}-detail"),
    ]


urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocumentationView.as_view(), name="docs"),
    *registry("divisions", DivisionView, "<code:code>"),
    *registry("libraries", LibraryView, "<id:pk>"),
    *registry("programmes", ProgrammeView, "<slug:slug>"),
    *registry("exhibitions", ExhibitionView, "<id:pk>"),
    *registry("kits", KitView, "<id:pk>"),
    *registry("stops", StopView, "<id:pk>"),
    *registry("events", EventView, "<id:pk>"),
    path("stops/<id:stop>/days/<str:day>/counts/<str:counter>/", TallyView.as_view(), name="tally"),
    path("stops/<id:stop>/days/<str:day>/", DayView.as_view(), name="day"),
    path("stops/<id:stop>/days/<str:day>/return/", ReturnView.as_view(), name="return"),
    path("stops/<id:stop>/days/<str:day>/endorse/", EndorseView.as_view(), name="endorse"),
    path("stops/<id:stop>/days/<str:day>/verify/", VerifyView.as_view(), name="verify"),
    path("counts/batch/", BatchView.as_view(), name="batch"),
    path("coverage/", CoverageView.as_view(), name="coverage"),
    path("statistics/visits/", StatisticsView.as_view(), name="statistics"),
    path("seals/", SealView.as_view({"get": "list"}), name="seals"),
    re_path(r"^", UnknownAddress.as_view(), name="unknown"),
]
