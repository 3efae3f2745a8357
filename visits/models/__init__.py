"""The fact: tallies, the day's reports and their history; and the totals derived from them.

Facts (`Tally`, `DayReport` and their values, `HistoryEntry`) are written by `visits.recording` alone, totals
(`DayFigure`, `Total`) by `visits.totals` alone. Totals can be thrown away and rebuilt; facts cannot.
"""

from visits.models.history import Chain, HistoryEntry, Seal, SealedHead
from visits.models.published import FeedEntry, PublishedFigure
from visits.models.reports import DayReport, DayReportQuerySet, ReportValue
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
    "FIGURES",
    "MOST_VISITS",
    "WEAKEST_BASIS_FIRST",
    "WHOLE_TIME",
    "Audience",
    "Basis",
    "CarriedStop",
    "Chain",
    "Counter",
    "DayFigure",
    "DayReport",
    "DayReportQuerySet",
    "FeedEntry",
    "Figures",
    "Grain",
    "HistoryEntry",
    "Measure",
    "Method",
    "PlaceLevel",
    "PublishedFigure",
    "ReportValue",
    "RollupState",
    "Seal",
    "SealedHead",
    "Status",
    "Tally",
    "TallyRevision",
    "TallyValue",
    "Total",
]
