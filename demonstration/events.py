"""The demonstration's events: who came to them, filed and reviewed through the bulk door, and a reading list."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from demonstration import words
from demonstration.making import EXHIBITION, Tour
from demonstration.stops import PlannedStop
from exhibitions.models import Event, Exhibition, ReadingListEntry
from partnership.publications import Publication
from visits.models import EventReport
from visits.recording.bulk.filing import BulkEvent, file_events_in_bulk
from visits.recording.event_reports import measure_of
from visits.sql import chunks
from visits.values import Value
from visits.vocabulary import Audience, Basis, Method

Review = EventReport.Review
STOPS_AT_ONCE = 50  # in one transaction, as the days are filed


def count_events(tour: Tour) -> int:
    """File the attendance of events before the tour's day; returns how many. The librarian's last one is left to do."""
    filed = 0
    opened = [plan for plan in tour.stops if plan.actual_open]
    for some in chunks(opened, STOPS_AT_ONCE):
        events: dict[int, list[Event]] = defaultdict(list)
        past = Event.objects.filter(stop__in=[plan.stop.pk for plan in some], day__lt=tour.as_of)
        for event in past.order_by("day", "id"):
            events[event.stop_id].append(event)
        filed += file_events_in_bulk(
            report for plan in some for report in _reports_of(plan, events[plan.stop.pk], tour)
        )
    return filed


def _reports_of(plan: PlannedStop, events: list[Event], tour: Tour) -> Iterator[BulkEvent]:
    left = 1 if plan.host == 0 and not plan.finished else 0
    for event in events[: len(events) - left]:
        random = Random(f"{tour.seed}/event/{plan.number}/{event.kind}/{event.title}")  # noqa: S311 - an example
        yield _report_of(plan, event, tour, random)


def _report_of(plan: PlannedStop, event: Event, tour: Tour, random: Random) -> BulkEvent:
    username = {0: "librarian", 1: "librarian2"}.get(plan.host, "")
    filed_by = tour.accounts.get(username) or tour.accounts["demonstration-recorder"]
    age = (tour.as_of - event.day).days
    cancelled = random.random() < 0.04 and not event.is_online
    method = Method.GATE_AUTO if event.is_online else random.choice([Method.MANUAL_TALLY, Method.REGISTER])
    verified = plan.finished or (age > 14 and random.random() < 0.7)
    review = Review.VERIFIED if verified else Review.ENDORSED if random.random() < 0.2 else Review.FILED
    midnight = datetime.combine(event.day, time(17), tzinfo=timezone.get_default_timezone())
    filed_at = midnight + timedelta(minutes=random.randint(5, 200))
    return BulkEvent(
        event_id=event.pk,
        stop_id=plan.stop.pk,
        day=event.day,
        state=EventReport.State.CANCELLED if cancelled else EventReport.State.COUNTED,
        values=[] if cancelled else _values(event, str(method), random),
        filed_by_id=filed_by.pk,
        filed_at=filed_at,
        reason=random.choice(words.EVENT_CANCELLED) if cancelled else "",
        basis="" if cancelled else str(Basis.COUNTED),
        method="" if cancelled else str(method),
        review=review,
        verified_by_id=tour.accounts["demonstration-reviewer"].pk if verified else None,
        verified_at=filed_at + timedelta(days=random.randint(2, 6)) if verified else None,
    )


def _values(event: Event, method: str, random: Random) -> list[Value]:
    measure = str(measure_of(event))
    if event.is_online:
        uses = random.randint(40, 900)
        return [Value(measure, Audience.UNSPECIFIED.value, uses, Basis.COUNTED.value, method)]
    came = random.randint(18, 120)
    minors = round(came * random.uniform(0.2, 0.8))
    return [
        Value(measure, Audience.ADULT.value, came - minors, Basis.COUNTED.value, method),
        Value(measure, Audience.MINOR.value, minors, Basis.COUNTED.value, method),
    ]


def recommend_books() -> None:
    """A reading list of the exhibition, of titles that say that they are examples."""
    exhibition = Exhibition.objects.get(slug=EXHIBITION)
    for position, (title, note) in enumerate(words.BOOKS, start=1):
        publication = Publication.objects.create(title=title, note=note, demonstration=True)
        ReadingListEntry.objects.create(exhibition=exhibition, publication=publication, position=position)
