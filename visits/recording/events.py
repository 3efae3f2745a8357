"""Events of a stop: entered, changed and taken away, by the library or by staff on its behalf.

What is told of an event is public and no figure. Its day is one as soon as something was filed: then moving it amends
its report, with a reason, under the same lock (`visits.recording.event_reports`).
"""

import uuid
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import scope_of
from exhibitions import history
from exhibitions.models import Chain, Event, Stop
from uploads.refusals import Conflict, NotFound, Refused
from visits.models import EventReport, ReportedValue
from visits.recording.event_reports import EventOfStop, measure_of
from visits.recording.filing import file_report
from visits.recording.permission import (
    refuse_event_day_outside,
    refuse_foreign_library,
    refuse_future_day,
    refuse_role_that_never_records,
)
from visits.values import value_of

ON_THE_WEB = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class EventContent:
    """What is told of an event. `day` and the times are of Asia/Shanghai; an online resource has an `address`."""

    kind: str
    title: str
    day: date
    title_en: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    place_en: str = ""
    speaker: str = ""
    speaker_en: str = ""
    description: str = ""
    description_en: str = ""
    address: str = ""

    @classmethod
    def of(cls, event: Event) -> "EventContent":
        return cls(**{field.name: getattr(event, field.name) for field in fields(cls)})

    def members(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class EventOutcome:
    """What a call did: "created", "stored" (changed something) or "same" (nothing to do)."""

    outcome: str
    event: Event


def put_event(
    user, stop_id: int, key: uuid.UUID, *, revision: int, content: EventContent, reason: str = ""
) -> EventOutcome:
    """Enter an event (revision 1), or change it (the revision last read + 1).

    `key` is made by the client, so the same send again makes no second event; the stored revision again with the same
    content is answered without effect, everything else is a Conflict with both. Moving an event of which something was
    filed to another day amends its report: it needs a `reason` unless the report was returned, and staff once it is
    verified. What was filed as attendance does not become uses of an online resource, nor the other way round.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    _refuse_content(content)
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        event = Event.objects.filter(key=key).first()
        if event is not None and event.stop_id != stop_id:
            raise Refused("key_used", _("This key belongs to an event of another stop. Make a new one."))
        known = event.revision if event else 0
        if event and revision == known and EventContent.of(event) == content:
            return EventOutcome("same", event)
        if revision != known + 1:
            raise _conflict(event, revision, content)
        if event is None:
            if Event.history.filter(key=key, history_type="-").exists():
                raise Refused("event_deleted", _("This event was deleted. Enter it anew if it takes place."))
            refuse_event_day_outside(stop, content.day)
            return EventOutcome("created", _save(user, Event(stop=stop, key=key), content))
        return EventOutcome("stored", _change(user, chain, stop, event, content, reason))


def _refuse_content(content: EventContent) -> None:
    if content.kind not in Event.Kind.values:
        raise Refused("kind_unknown", _("There is no such kind of event."))
    if not content.title.strip():
        raise Refused("title_required", _("Give the event a title."))
    if content.kind == Event.Kind.ONLINE_RESOURCE and not content.address:
        raise Refused("address_required", _("Give the address of the online resource."))
    if content.address:
        try:
            ON_THE_WEB(content.address)
        except ValidationError as error:
            raise Refused(
                "address_invalid",
                _("This is no address on the web. It begins with https:// or http://."),
            ) from error
    if content.starts_at and content.ends_at and content.ends_at < content.starts_at:
        raise Refused("time_order", _("The event ends before it starts."))


def _conflict(event: Event | None, revision: int, content: EventContent) -> Conflict:
    current = {**EventContent.of(event).members(), "revision": event.revision} if event else {"revision": 0}
    return Conflict(
        "revision",
        _("Somebody changed this event in the meantime. Look at both."),
        current=current,
        sent={"revision": revision, **content.members()},
    )


def _change(user, chain: Chain, stop: Stop, event: Event, content: EventContent, reason: str) -> Event:
    report = EventReport.objects.filter(event=event).first()
    moved = content.day != event.day
    if moved:
        refuse_event_day_outside(stop, content.day)
    measure = measure_of(event)
    if report and measure_of(Event(kind=content.kind)) != measure:
        raise Refused(
            "kind_counted",
            _("Numbers were filed for this event, so it stays what it is. Enter another event instead."),
        )
    saved = _save(user, event, content)
    if report and moved:
        refuse_future_day(content.day)
        _amend_day(user, chain, stop, report, reason)
    return saved


def _save(user: User, event: Event, content: EventContent) -> Event:
    for name, value in content.members().items():
        setattr(event, name, value)
    event._history_user = user  # type: ignore[attr-defined]  # read by the history of the registry
    event.save()
    return event


def _amend_day(user, chain: Chain, stop: Stop, report: EventReport, reason: str) -> None:
    """File the same numbers for the event's new day, so that both days are derived and the review begins anew.

    The reason of an event that did not take place stays where none is given for the move.
    """
    if not reason.strip() and report.state == EventReport.State.CANCELLED:
        reason = report.reason
    filed = report.values.filter(kind=ReportedValue.Kind.FILED)
    file_report(
        EventOfStop(report.event_id),
        user,
        chain,
        stop,
        revision=report.revision + 1,
        state=report.state,
        values=sorted(value_of(row) for row in filed),
        basis=report.basis,
        method=report.method,
        note=report.note,
        reason=reason,
    )


def delete_event(user, stop_id: int, key: uuid.UUID, *, revision: int) -> None:
    """Take an event away of which nothing was filed; its reading list goes with it.

    Raises NotFound, NotAllowed, Refused ("event_filed") or Conflict when it was changed since `revision`.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    with transaction.atomic():
        _chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        event = Event.objects.filter(key=key, stop=stop).first()
        if event is None:
            raise NotFound
        if EventReport.objects.filter(event=event).exists():
            raise Refused(
                "event_filed",
                _("Numbers were filed for this event, so it stays. File that it did not take place instead."),
            )
        if event.revision != revision:
            raise _conflict(event, revision, EventContent.of(event))
        event._history_user = user  # type: ignore[attr-defined]  # read by the history of the registry
        event.delete()
