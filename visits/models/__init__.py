"""The fact: tallies, the day's reports and their history; and the totals derived from them.

Facts (`Tally`, `DayReport`, `EventReport` and their values, `HistoryEntry`) are written by `visits.recording` alone,
totals (`DayFigure`, `Total`) by `visits.totals` alone. Totals can be thrown away and rebuilt; facts cannot. Closing
reports are written by `visits.closing`, photos by `visits.photos`, bulletins by `visits.bulletins`.
"""

from visits.models.bulletins import SIGNATORIES, Bulletin, BulletinEntry, BulletinSignature
from visits.models.closing import DUE_AFTER, ClosingReport, ClosingScan, stops_with_report_overdue
from visits.models.event_reports import EventReport, EventValue
from visits.models.history import Chain, HistoryEntry, Seal, SealedBulletin, SealedHead
from visits.models.photos import KEPT_AFTER_DELETION, Photo
from visits.models.published import REGISTRY_TYPES, FeedEntry, FeedEntryQuerySet, PublishedFigure
from visits.models.reminders import Reminder, ReminderQuerySet
from visits.models.reports import (
    FILED_LATE,
    ON_TIME,
    DayReport,
    DayReportQuerySet,
    ReportValue,
    last_day_to_file,
)
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
from visits.models.vocabulary import (
    DOOR_MEASURES,
    EVENT_MEASURES,
    MOST_VISITS,
    WEAKEST_BASIS_FIRST,
    Audience,
    Basis,
    Measure,
    Method,
    Status,
)

__all__ = [
    "ANY",
    "DOOR_MEASURES",
    "DUE_AFTER",
    "EVENT_MEASURES",
    "FIGURES",
    "FILED_LATE",
    "KEPT_AFTER_DELETION",
    "MOST_VISITS",
    "ON_TIME",
    "REGISTRY_TYPES",
    "SIGNATORIES",
    "WEAKEST_BASIS_FIRST",
    "WHOLE_TIME",
    "Audience",
    "Basis",
    "Bulletin",
    "BulletinEntry",
    "BulletinSignature",
    "CarriedStop",
    "Chain",
    "ClosingReport",
    "ClosingScan",
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
    "HistoryEntry",
    "Measure",
    "Method",
    "Photo",
    "PlaceLevel",
    "PublishedFigure",
    "Reminder",
    "ReminderQuerySet",
    "Report",
    "ReportQuerySet",
    "ReportValue",
    "ReportedValue",
    "Review",
    "RollupState",
    "Seal",
    "SealedBulletin",
    "SealedHead",
    "Status",
    "Tally",
    "TallyRevision",
    "TallyValue",
    "Total",
    "last_day_to_file",
    "stops_with_report_overdue",
]
