"""The page of one event in words and numbers: what its templates show, from `visits.recording.event_reports.event_state`."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Event
from pages.librarian.day.content import ReportPage
from pages.librarian.events.forms import EventForm
from uploads.refusals import Conflict
from visits.models import EventReport

State = EventReport.State
# Suggestions for why an event did not take place; anything else can be typed.
CANCELLING_REASONS = [
    _("Nobody registered"),
    _("The speaker was prevented"),
    _("Severe weather"),
    _("Power cut"),
    _("Moved to another time"),
]


class EventPage(ReportPage):
    """One event as one reader sees it. `state` is `event_state`'s."""

    cancelling_reasons = CANCELLING_REASONS

    def __init__(self, event: Event, state: dict[str, Any], *, is_staff: bool, is_past: bool) -> None:
        super().__init__(state, is_staff=is_staff, is_past=is_past)
        self.event = event

    @cached_property
    def mark(self) -> str:
        """The state mark; what did not take place shows that before how far its review is."""
        if not self.filed_before:
            return "missing" if self.is_past else "due"
        return "closed" if self.cancelled and not self.returned else self.state["review"]

    @cached_property
    def cancelled(self) -> bool:
        return self.state["state"] == State.CANCELLED

    @cached_property
    def receipt_number(self) -> str:
        return f"{self.state['stop']}-E{self.state['event']}-{self.state['revision']}"


def differing(conflict: Conflict) -> list[dict[str, Any]]:
    """Where the event that stands and the one that was sent differ, by the labels of the form."""
    return [
        {
            "label": EventForm.base_fields[name].label,
            "current": _written(name, conflict.current.get(name)),
            "sent": _written(name, sent),
        }
        for name, sent in conflict.sent.items()
        if name != "revision" and conflict.current.get(name) != sent
    ]


def _written(name: str, value: Any) -> Any:
    return Event.Kind(value).label if name == "kind" and value else value
