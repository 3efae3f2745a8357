"""The fact: tallies and reports of days and events; and the totals derived from them.

Facts (`Tally`, `DayReport`, `EventReport` and their values, `Photo`) are written by `visits.recording` alone, totals
(`DayFigure`, `Total`) by `visits.totals` alone. Totals can be thrown away and rebuilt; facts cannot.
"""

from visits.models.day_reports import (
    DayReport,
    DayReportQuerySet,
    ReportValue,
)
from visits.models.event_reports import EventReport, EventValue
from visits.models.photos import KEPT_AFTER_DELETION, Photo
from visits.models.published import REGISTRY_TYPES, FeedEntry, FeedEntryQuerySet, PublishedFigure
from visits.models.reviewed import Report, ReportedValue, ReportQuerySet, Review
from visits.models.tallies import Counter, Tally, TallyRevision, TallyValue
from visits.models.totals import (
    ANY,
    FIGURES,
    WHOLE_TIME,
    CarriedStop,
    DayFigure,
    Figures,
    Grain,
    PlaceLevel,
    RollupState,
    Total,
)

__all__ = [
    "ANY",
    "FIGURES",
    "KEPT_AFTER_DELETION",
    "REGISTRY_TYPES",
    "WHOLE_TIME",
    "CarriedStop",
    "Counter",
    "DayFigure",
    "DayReport",
    "DayReportQuerySet",
    "EventReport",
    "EventValue",
    "FeedEntry",
    "FeedEntryQuerySet",
    "Figures",
    "Grain",
    "Photo",
    "PlaceLevel",
    "PublishedFigure",
    "Report",
    "ReportQuerySet",
    "ReportValue",
    "ReportedValue",
    "Review",
    "RollupState",
    "Tally",
    "TallyRevision",
    "TallyValue",
    "Total",
]
