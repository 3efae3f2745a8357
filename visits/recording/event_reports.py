"""The door for events: attendance, or the uses of an online resource, and the review of it.

The steps and the discipline are the day's own (`visits.recording.filing`); the lock is the chain of the event's stop.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from exhibitions import history
from exhibitions.models import Event
from uploads.refusals import NotFound, Refused
from visits.models import EventReport
from visits.recording.filing import (
    FilingOutcome,
    Subject,
    endorse_report,
    file_report,
    return_report,
    verify_report,
)
from visits.recording.permission import (
    refuse_event_day_outside,
    refuse_foreign_library,
    refuse_future_day,
    refuse_role_that_never_records,
    refuse_role_that_never_reviews,
    refuse_role_that_never_verifies,
)
from visits.recording.report_state import report_members
from visits.values import Value, checked_values
from visits.vocabulary import Measure

State = EventReport.State


def measure_of(event: Event) -> Measure:
    """What an event's report counts: uses of an online resource, attendance of everything else (rule 5)."""
    return Measure.ONLINE_VISIT if event.is_online else Measure.EVENT_ATTENDANCE


def event_state(event: Event) -> dict[str, Any]:
    """The report of an event as its GET tells it: the figures, revision, state and review. Two queries."""
    report = EventReport.objects.select_related("filed_by", "verified_by").filter(event=event).first()
    return {
        "event": event.pk,
        "key": str(event.key),
        "event_revision": event.revision,
        "stop": event.stop_id,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "measure": str(measure_of(event)),
        **report_members(report),
        "verified_day": report.verified_day if report else None,
    }


class EventOfStop(Subject):
    """An event as the subject of a report. Its stop never changes; its day may, so it is read again under the lock."""

    def __init__(self, event_id: int, seen_review: str = "") -> None:
        self.event_id: int = event_id
        self.seen_review = seen_review
        self.refresh()
        self.stop_id: int = self.event.stop_id

    def refresh(self) -> None:
        event = Event.objects.filter(pk=self.event_id).first()
        if event is None:
            raise NotFound
        self.event: Event = event

    @property
    def day(self) -> date:  # type: ignore[override]  # moves with the event
        return self.event.day

    def find(self) -> EventReport | None:
        return EventReport.objects.filter(event_id=self.event_id).first()

    def new(self) -> EventReport:
        return EventReport(event_id=self.event_id, stop_id=self.stop_id)

    def state(self) -> dict[str, Any]:
        return event_state(self.event)

    def content(self, state: str, values: Iterable[Value], note: str, reason: str) -> dict[str, Any]:
        return {**super().content(state, values, note, reason), "event": self.event_id, "day": self.day}

    def take_over(self, report: EventReport) -> None:
        report.day = self.day

    def verify(self, report: EventReport) -> None:
        report.verified_day = report.day

    def withdraw(self, report: EventReport) -> None:
        report.verified_day = None

    def days(self, report: EventReport) -> set[date]:
        return {day for day in (self.day, report.day, report.verified_day) if day}


def file_event(
    user,
    event_id: int,
    *,
    revision: int,
    state: str,
    values: list[Value],
    basis: str = "",
    method: str = "",
    note: str = "",
    reason: str = "",
) -> FilingOutcome:
    """File or amend the report of an event: who came, never who booked.

    Revisions, conflicts, amendments and what holds once verified are those of a day (`visits.recording.days.file_day`).
    An event that did not take place has a reason and no values; nothing is filed before its day.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    subject = EventOfStop(event_id)
    with transaction.atomic():
        chain, stop = history.lock_stop(subject.stop_id)
        subject.refresh()
        refuse_foreign_library(scope, stop.library_id)
        values = _checked_content(subject.event, state, values, reason)
        refuse_future_day(subject.day)
        refuse_event_day_outside(stop, subject.day)
        return file_report(
            subject,
            user,
            chain,
            stop,
            revision=revision,
            state=state,
            values=values,
            basis=basis,
            method=method,
            note=note,
            reason=reason,
        )


def _checked_content(event: Event, state: str, values: list[Value], reason: str) -> list[Value]:
    """The numbers of an event's report, sorted: none and a reason when it did not take place."""
    if state == State.CANCELLED:
        if values:
            raise Refused(
                "cancelled_with_values",
                _("What did not take place has no attendance. Leave the numbers out."),
            )
        if not reason.strip():
            raise Refused("reason_required", _("Say why it did not take place."))
        return []
    if state != State.COUNTED:
        raise Refused("state_unknown", _("An event is either counted or did not take place."))
    return checked_values(values, [str(measure_of(event))])


def return_event(user, event_id: int, *, revision: int, reason: str, seen_review: str = "") -> FilingOutcome:
    """Send the report of an event back with a reason; see `visits.recording.filing.return_report`."""
    refuse_role_that_never_reviews(scope_of(user))
    return return_report(EventOfStop(event_id, seen_review), user, revision=revision, reason=reason)


def endorse_event(user, event_id: int, *, revision: int) -> FilingOutcome:
    """A coordinator (or staff) found an event's report plausible; it waits for verification."""
    refuse_role_that_never_reviews(scope_of(user))
    return endorse_report(EventOfStop(event_id), user, revision=revision)


def verify_event(user, event_id: int, *, revision: int) -> FilingOutcome:
    """Verify exactly this revision of an event's report, its day included; see `visits.recording.filing.verify_report`."""
    refuse_role_that_never_verifies(scope_of(user))
    return verify_report(EventOfStop(event_id), user, revision=revision)
