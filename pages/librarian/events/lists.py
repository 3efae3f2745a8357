"""The events of a stop with what was filed of them, as pages list them.

Read from the facts, like the librarian's days (`pages.librarian.home.stops`): a receipt has to be right before the roll-up. The
number of queries is the same for one event and for many.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from exhibitions.models import Event
from visits.models import EventReport, EventValue
from visits.vocabulary import Measure

State = EventReport.State
Review = EventReport.Review


@dataclass(frozen=True)
class ListedEvent:
    """One event; `number` is the sum last filed, in person-times, None while there is none.

    `mark` is one of the state marks: "due" for an event that is still to come or takes place today and has no report,
    "missing" for one before today, "closed" for one that did not take place, else how far the review is.
    """

    event: Event
    report: EventReport | None
    number: int | None
    mark: str

    @property
    def to_do(self) -> bool:
        return self.mark in ("missing", "returned")

    @property
    def cancelled(self) -> bool:
        return self.report is not None and self.report.state == State.CANCELLED


def events_of_stop(stop_id: int, today: date) -> list[ListedEvent]:
    """Every event of a stop, the latest day first; `today` is a day of Asia/Shanghai. Three queries at most."""
    return _listed(Event.objects.filter(stop_id=stop_id).order_by("-day", "-starts_at", "-id"), today)


def events_of_day(stop_id: int, day: date, today: date) -> list[ListedEvent]:
    """The events of one day of a stop in the order of the day."""
    return _listed(Event.objects.filter(stop_id=stop_id, day=day).order_by("starts_at", "id"), today)


def attendance_of_day(stop_id: int, day: date) -> int | None:
    """The attendance last filed for a day's events, in person-times; None where none was filed.

    Uses of online resources are none. What was returned counts along: it is what the library says for now.
    """
    filed = EventValue.objects.filter(
        kind=EventValue.Kind.FILED,
        measure=Measure.EVENT_ATTENDANCE,
        report__stop_id=stop_id,
        report__day=day,
    )
    return filed.aggregate(attendance=Sum("value"))["attendance"]


def _listed(events: Iterable[Event], today: date) -> list[ListedEvent]:
    events = list(events)
    reports = {
        report.event_id: report
        for report in EventReport.objects.filter(event_id__in=[event.pk for event in events])
    }
    numbers: dict[int, int] = defaultdict(int)
    if reports:
        filed = EventValue.objects.filter(kind=EventValue.Kind.FILED, report__in=list(reports.values()))
        for report_id, value in filed.values_list("report_id", "value"):
            numbers[report_id] += value
    return [_one(event, reports.get(event.pk), numbers, today) for event in events]


def _one(event: Event, report: EventReport | None, numbers: dict[int, int], today: date) -> ListedEvent:
    if report is None:
        return ListedEvent(event, None, None, "missing" if event.day < today else "due")
    cancelled = report.state == State.CANCELLED and report.review != Review.RETURNED
    return ListedEvent(event, report, numbers.get(report.pk), "closed" if cancelled else report.review)
