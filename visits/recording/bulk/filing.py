"""Many days at once: the bulk form of the same door, for sheets and demonstrations."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions import history
from exhibitions.models import Chain, Event, HistoryEntry, StaleDay
from uploads.refusals import Refused
from visits.models import DayReport, EventReport, EventValue, ReportedValue, ReportValue, Review
from visits.recording.permission import refuse_day_outside, refuse_event_day_outside, refuse_future_day
from visits.values import Value, checked_content, checked_values, values_as_rows, weakest_basis
from visits.vocabulary import EVENT_MEASURES

EVENT = frozenset(str(measure) for measure in EVENT_MEASURES)
Bulk = TypeVar("Bulk", bound="BulkReport")


@dataclass(frozen=True)
class BulkReport:
    """One report of a sheet or a demonstration, filed with all its reviews at once."""

    stop_id: int
    day: date
    state: str
    values: list[Value]
    filed_by_id: int
    filed_at: datetime
    reason: str = ""
    note: str = ""
    basis: str = "counted"
    method: str = "manual_tally"
    review: str = Review.FILED
    return_reason: str = ""
    verified_by_id: int | None = None
    verified_at: datetime | None = None
    content: dict[str, Any] = field(init=False, repr=False)
    digest: str = field(init=False, repr=False)

    def _seal(self, values: list[Value], **particulars: Any) -> None:
        content = {
            "state": self.state,
            "values": values_as_rows(values),
            "note": self.note,
            "reason": self.reason,
            **particulars,
        }
        object.__setattr__(self, "content", content)
        object.__setattr__(self, "digest", history.digest(history.canonical_json(content)))

    def kinds(self) -> list[str]:
        """Which figures its numbers are stored as."""
        verified = [ReportedValue.Kind.VERIFIED] if self.review == Review.VERIFIED else []
        return [ReportedValue.Kind.FILED, *verified]

    def columns(self) -> dict[str, Any]:
        """The columns of its row that a day and an event have in common."""
        verified = self.review == Review.VERIFIED
        return {
            "stop_id": self.stop_id,
            "day": self.day,
            "state": self.state,
            "review": self.review,
            "revision": 1,
            "digest": self.digest,
            "basis": weakest_basis(value.basis for value in self.values) if self.values else self.basis,
            "method": self.method,
            "note": self.note,
            "reason": self.reason,
            "return_reason": self.return_reason,
            "filed_by_id": self.filed_by_id,
            "filed_at": self.filed_at,
            "verified_revision": 1 if verified else None,
            "verified_digest": self.digest if verified else "",
            "verified_state": self.state if verified else "",
            "verified_by_id": self.verified_by_id if verified else None,
            "verified_at": self.verified_at if verified else None,
        }


@dataclass(frozen=True)
class BulkDay(BulkReport):
    """One day of a sheet or a demonstration, filed with all its reviews at once."""

    def __post_init__(self) -> None:
        self._seal(checked_content(self.state, self.values, self.reason))

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), "first_filed_on": timezone.localdate(self.filed_at)}


@dataclass(frozen=True)
class BulkEvent(BulkReport):
    """One event of a demonstration with its attendance; `day` is the event's own."""

    event_id: int = 0

    def __post_init__(self) -> None:
        counted = self.state == EventReport.State.COUNTED
        values = checked_values(self.values, EVENT) if counted else []
        self._seal(values, event=self.event_id, day=self.day)


def file_days_in_bulk(days: Iterable[BulkDay]) -> int:
    """File many days that were never filed before; returns how many. The bulk form of the same door.

    One transaction for all; stops are locked in ascending order and get one history entry each, which carries the
    digest of every row. The caller has settled who may do this and drains afterwards.
    Raises Refused when a day was filed before or lies outside its stop.
    """
    return _in_bulk(days, _file_days_of_stop)


def file_events_in_bulk(events: Iterable[BulkEvent]) -> int:
    """File the reports of many events that were never filed before; returns how many. As `file_days_in_bulk`."""
    return _in_bulk(events, _file_events_of_stop)


def _in_bulk(reports: Iterable[Bulk], file_of_stop: Callable[[int, list[Bulk]], None]) -> int:
    ordered = sorted(reports, key=lambda report: (report.stop_id, report.day))
    with transaction.atomic():
        for stop_id, group in groupby(ordered, key=lambda report: report.stop_id):
            file_of_stop(stop_id, list(group))
    return len(ordered)


def _file_days_of_stop(stop_id: int, days: list[BulkDay]) -> None:
    chain, stop = history.lock_stop(stop_id)
    for day in days:
        refuse_day_outside(stop, day.day)
    if DayReport.objects.filter(stop_id=stop_id, day__in=[day.day for day in days]).exists():
        raise Refused("filed_before", _("At least one of these days was filed before."))
    reports = DayReport.objects.bulk_create(DayReport(**day.columns()) for day in days)
    ReportValue.objects.bulk_create(
        ReportValue(report=report, kind=kind, **value._asdict())
        for day, report in zip(days, reports, strict=True)
        for kind in day.kinds()
        for value in day.values
    )
    told = [{"day": day.day, "revision": 1, "review": day.review, "digest": day.digest} for day in days]
    _record(chain, days, {"days": told})


def _file_events_of_stop(stop_id: int, events: list[BulkEvent]) -> None:
    chain, stop = history.lock_stop(stop_id)
    own = dict(Event.objects.filter(stop=stop).values_list("pk", "day"))
    for event in events:
        refuse_future_day(event.day)
        refuse_event_day_outside(stop, event.day)
        if own.get(event.event_id) != event.day:
            raise Refused("event_unknown", _("There is no such event of this stop on that day."))
    if EventReport.objects.filter(event_id__in=[event.event_id for event in events]).exists():
        raise Refused("filed_before", _("At least one of these events was filed before."))
    reports = EventReport.objects.bulk_create(
        EventReport(
            event_id=event.event_id,
            verified_day=event.day if event.review == Review.VERIFIED else None,
            **event.columns(),
        )
        for event in events
    )
    EventValue.objects.bulk_create(
        EventValue(report=report, kind=kind, **value._asdict())
        for event, report in zip(events, reports, strict=True)
        for kind in event.kinds()
        for value in event.values
    )
    told = [
        {"event": event.event_id, "revision": 1, "review": event.review, "digest": event.digest}
        for event in events
    ]
    _record(chain, events, {"events": told})


def _record(chain: Chain, reports: Sequence[BulkReport], told: dict[str, Any]) -> None:
    """One entry of the history for all, and a mark for each of their days."""
    history.append(
        chain,
        HistoryEntry.Action.FILE,
        by_id=reports[0].filed_by_id,
        at=max(report.filed_at for report in reports),
        day=None,
        content=told,
    )
    StaleDay.objects.bulk_create(StaleDay(stop_id=chain.stop_id, day=report.day) for report in reports)
