"""What tours: exhibitions, their kits and exhibits, the stops and their life, events around them; the history of a
stop's counts."""

from exhibitions.models.draft_plans import TourPlan
from exhibitions.models.events import Event, EventQuerySet
from exhibitions.models.history import Chain, HistoryEntry
from exhibitions.models.kits import Exhibit, Exhibition, Kit
from exhibitions.models.reading_lists import ReadingListEntry
from exhibitions.models.stale_days import StaleDay
from exhibitions.models.states import CLOSED_STATES, HOLDING_STATES, LEFT_STATES, OPENED_STATES, State
from exhibitions.models.steps import HostStep, StopTransition
from exhibitions.models.stops import Stop, StopQuerySet

__all__ = [
    "CLOSED_STATES",
    "HOLDING_STATES",
    "LEFT_STATES",
    "OPENED_STATES",
    "Chain",
    "Event",
    "EventQuerySet",
    "Exhibit",
    "Exhibition",
    "HistoryEntry",
    "HostStep",
    "Kit",
    "ReadingListEntry",
    "StaleDay",
    "State",
    "Stop",
    "StopQuerySet",
    "StopTransition",
    "TourPlan",
]
