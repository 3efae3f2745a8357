"""What tours: exhibitions, their kits and exhibits, the stops and their life, events around them."""

from exhibitions.models.events import Event, EventQuerySet
from exhibitions.models.kits import Exhibit, Exhibition, Kit
from exhibitions.models.stale_days import StaleDay
from exhibitions.models.states import CLOSED_STATES, HOLDING_STATES, LEFT_STATES, OPENED_STATES, State
from exhibitions.models.steps import HostStep, StopTransition
from exhibitions.models.stops import Stop, StopQuerySet, TourPlan
from exhibitions.reading import ReadingListEntry

__all__ = [
    "CLOSED_STATES",
    "HOLDING_STATES",
    "LEFT_STATES",
    "OPENED_STATES",
    "Event",
    "EventQuerySet",
    "Exhibit",
    "Exhibition",
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
