"""Recording the demonstration's counts through the one door: many days in bulk, some tallies one by one."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from demonstration.days import Calendar, ReportedDay, reported_days
from demonstration.making import Tour
from demonstration.stops import PlannedStop
from exhibitions.models import StaleDay
from libraries.models import CountyLibrary
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.recording.tallies import record_tally
from visits.sql import chunks
from visits.values import Value

STOPS_AT_ONCE = 50  # in one transaction: a second or two in which SQLite lets nobody else write
UNREPORTED = 35  # visitors that a late tally shows and the filed number lacks
COUNTERS = uuid.UUID("5d0c3f0e-2b57-4d5e-9a6c-3f0e8f7c2021")  # the name space of the demonstration's counters


def count_everything(tour: Tour) -> int:
    """File every day of the tour's stops and leave some tallies; returns the number of days filed."""
    calendars = _calendars(tour.libraries)
    filed = 0
    evidence: dict[int, list[ReportedDay]] = {}
    opened = [plan for plan in tour.stops if plan.actual_open]
    for some in chunks(opened, STOPS_AT_ONCE):
        bulk = []
        for plan in some:
            days = reported_days(plan, calendars[plan.stop.library_id], tour.seed, tour.as_of)
            if plan.host < 2:
                evidence[plan.host] = days
            bulk += [_bulk_day(plan, day, tour) for day in days]
            _expect_missing_days(plan, calendars[plan.stop.library_id], {day.day for day in days})
        filed += file_days_in_bulk(bulk)
    _leave_tallies(tour, evidence)
    return filed


def _expect_missing_days(plan: PlannedStop, calendar: Calendar, filed: set[date]) -> None:
    """Have the days derived on which a report is due and there is none; filing marks the others.

    A mark for the whole stop would have every day derived twice: half the time of a large tour.
    """
    last = min(plan.slot.closes, timezone.localdate() - timedelta(days=1))
    span = (plan.slot.opens + timedelta(days=number) for number in range((last - plan.slot.opens).days + 1))
    StaleDay.objects.bulk_create(
        StaleDay(stop_id=plan.stop.pk, day=day)
        for day in span
        if calendar.is_open_on(day) and day not in filed
    )


def _calendars(libraries: Sequence[CountyLibrary]) -> dict[int, Calendar]:
    numbers = [library.pk for library in libraries]
    calendars: dict[int, Calendar] = {}
    for some in chunks(numbers, 500):
        found = CountyLibrary.objects.filter(pk__in=some).prefetch_related(
            "opening_hours", "opening_exceptions"
        )
        calendars.update(
            {
                library.pk: Calendar(
                    weekdays=frozenset(hours.weekday for hours in library.opening_hours.all()),
                    closed=frozenset(each.day for each in library.opening_exceptions.all() if not each.open),
                )
                for library in found
            }
        )
    return calendars


def _bulk_day(plan: PlannedStop, day: ReportedDay, tour: Tour) -> BulkDay:
    """The librarians file for their own library, a nameless account for all the others."""
    username = {0: "librarian", 1: "librarian2"}.get(plan.host, "")
    filed_by = tour.accounts.get(username) or tour.accounts["demonstration-recorder"]
    return BulkDay(
        stop_id=plan.stop.pk,
        day=day.day,
        state=day.state,
        values=day.values,
        filed_by_id=filed_by.pk,
        filed_at=day.filed_at,
        reason=day.reason,
        note=day.note,
        basis=day.basis,
        method=day.method,
        review=day.review,
        return_reason=day.return_reason,
        verified_by_id=tour.accounts["demonstration-reviewer"].pk if day.verified_at else None,
        verified_at=day.verified_at,
    )


def _leave_tallies(tour: Tour, evidence: dict[int, list[ReportedDay]]) -> None:
    """The librarian's last days were tallied at the door, one of them higher than filed; the other counts today.

    The librarian's own stop has no count for today: that is the newcomer's to make.
    """
    for host, days in sorted(evidence.items()):
        user = tour.accounts.get("librarian" if host == 0 else "librarian2")
        plan = next(plan for plan in reversed(tour.stops) if plan.host == host and plan.actual_open)
        tallied = [day for day in days if day.state == "counted"][-3:]
        if user is None or not tallied:
            continue
        for position, day in enumerate(reversed(tallied)):
            first, *others = day.values
            more = UNREPORTED if position == 0 else 0
            _tally(user, plan, day.day, [first._replace(value=first.value + more), *others])
        if host == 1 and tour.as_of == timezone.localdate():
            _tally(
                user, plan, tour.as_of, [Value("exhibition_visit", "adult", 18, "counted", "manual_tally")]
            )


def _tally(user, plan: PlannedStop, day, values: list[Value]) -> None:
    # One phone a stop, for all its days.
    record_tally(user, plan.stop.pk, day, uuid.uuid5(COUNTERS, f"{plan.number}"), 1, values, device="")
