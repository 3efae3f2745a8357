"""The addresses of the API below `/api/v1/` (see `api/document/openapi.json`). Anything else is 404 as a problem."""

from django.urls import path, re_path

from api.document.views import DocumentationView, GuideView, SchemaView, StructureView
from api.exports.views import ExportFileView, ExportsView, ExportView
from api.feed.changes import ChangesView
from api.figures.bulletins import BulletinView
from api.figures.coverage import CoverageView
from api.figures.days import DayFigureView
from api.figures.seals import SealView
from api.figures.statistics import StatisticsView
from api.frame import converters  # noqa: F401 - registers the converters that the addresses use
from api.frame.views import UnknownAddress
from api.recording.batch import BatchView
from api.recording.closing_reports import ClosingReportView
from api.recording.days import (
    DayHistoryView,
    DayView,
    DismissView,
    EndorseView,
    ReturnView,
    TallyView,
    VerifyView,
)
from api.recording.events import (
    AttendanceEndorseView,
    AttendanceReturnView,
    AttendanceVerifyView,
    AttendanceView,
    EventOfStopView,
)
from api.registry.views import (
    DivisionView,
    EventView,
    ExhibitionView,
    KitView,
    LibraryView,
    ProgrammeView,
    RegistryView,
    StopView,
)

app_name = "api"


def registry(name: str, view: type[RegistryView], key: str) -> list:
    """The list at `name/` and its rows one by one below."""
    return [
        path(f"{name}/", view.as_view({"get": "list"}, basename=name), name=name),
        path(f"{name}/{key}/", view.as_view({"get": "retrieve"}, basename=name), name=f"{name}-detail"),
    ]


urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocumentationView.as_view(), name="docs"),
    path("docs/guide.zh.md", GuideView.as_view(language="zh"), name="guide-zh"),
    path("docs/guide.en.md", GuideView.as_view(language="en"), name="guide-en"),
    *registry("divisions", DivisionView, "<code:code>"),
    *registry("libraries", LibraryView, "<id:pk>"),
    *registry("programmes", ProgrammeView, "<slug:slug>"),
    *registry("exhibitions", ExhibitionView, "<id:pk>"),
    *registry("kits", KitView, "<id:pk>"),
    *registry("stops", StopView, "<id:pk>"),
    *registry("events", EventView, "<id:pk>"),
    path("stops/<id:stop>/days/<str:day>/counts/<str:counter>/", TallyView.as_view(), name="tally"),
    path("stops/<id:stop>/days/<str:day>/", DayView.as_view(), name="day"),
    path("stops/<id:stop>/days/<str:day>/history/", DayHistoryView.as_view(), name="day-history"),
    path("stops/<id:stop>/days/<str:day>/dismiss/", DismissView.as_view(), name="dismiss"),
    path("stops/<id:stop>/days/<str:day>/return/", ReturnView.as_view(), name="return"),
    path("stops/<id:stop>/days/<str:day>/endorse/", EndorseView.as_view(), name="endorse"),
    path("stops/<id:stop>/days/<str:day>/verify/", VerifyView.as_view(), name="verify"),
    path("stops/<id:stop>/closing-report/", ClosingReportView.as_view(), name="closing-report"),
    path("stops/<id:stop>/events/<str:key>/", EventOfStopView.as_view(), name="event-of-stop"),
    path("events/<id:event>/attendance/", AttendanceView.as_view(), name="attendance"),
    path("events/<id:event>/attendance/return/", AttendanceReturnView.as_view(), name="attendance-return"),
    path("events/<id:event>/attendance/endorse/", AttendanceEndorseView.as_view(), name="attendance-endorse"),
    path("events/<id:event>/attendance/verify/", AttendanceVerifyView.as_view(), name="attendance-verify"),
    path("counts/batch/", BatchView.as_view(), name="batch"),
    path("coverage/", CoverageView.as_view(), name="coverage"),
    path("statistics/visits/", StatisticsView.as_view(), name="statistics"),
    path(
        "statistics/days/",
        DayFigureView.as_view({"get": "list"}, basename="statistics/days"),
        name="statistics-days",
    ),
    path("statistics/structure/", StructureView.as_view(), name="statistics-structure"),
    *registry("bulletins", BulletinView, "<slug:number>"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("exports/", ExportsView.as_view(), name="exports"),
    path("exports/<uuid:pk>/", ExportView.as_view(), name="export"),
    path("exports/<uuid:pk>/file/", ExportFileView.as_view(), name="export-file"),
    path("seals/", SealView.as_view({"get": "list"}, basename="seals"), name="seals"),
    re_path(r"^", UnknownAddress.as_view(), name="unknown"),
]
