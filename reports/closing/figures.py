"""The figures of a closing report, derived from the days that were filed.

Read from the facts and not from the totals: what a person signs has to be right before the roll-up. Visits are
person-times (人次) as last filed; a returned day has no figure until it is filed again (rule 4).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from exhibitions.models import Event, Stop
from visits.models import DayReport, EventReport, EventValue, ReportValue, Review
from visits.values import weakest_basis
from visits.vocabulary import DOOR_MEASURES, Audience, Basis, Measure


def closing_figures(stop: Stop) -> dict[str, Any]:
    """Period, days and sums of one stop, as plain values for JSON.

    `stop` has its library at hand. Days expected are those of rule 8, up to the close or yesterday. A measure that
    no day has is None, which is not zero; a sum carries its weakest basis and every method.
    """
    reports = {report.day: report for report in DayReport.objects.filter(stop_id=stop.pk)}
    stated = {day: report for day, report in reports.items() if report.review != Review.RETURNED}
    counted = [day for day, report in stated.items() if report.state == DayReport.State.COUNTED]
    closed = [day for day, report in stated.items() if report.state == DayReport.State.CLOSED]
    planned = set(_calendar_days(stop))
    expected = (planned - set(closed)) | set(counted)
    values = ReportValue.objects.filter(
        kind=ReportValue.Kind.FILED, report__stop_id=stop.pk, report__state=DayReport.State.COUNTED
    ).exclude(report__review=Review.RETURNED)
    rows: dict[str, list[tuple]] = defaultdict(list)
    for measure, *row in values.values_list("measure", "audience", "value", "basis", "method"):
        rows[measure].append(tuple(row))
    return {
        "opened": _text(stop.actual_open),
        "closed": _text(stop.actual_close),
        "planned_close": _text(stop.planned_close),
        "days_by_calendar": len(planned),
        "days_expected": len(expected),
        "days_counted": len(counted),
        "days_verified": sum(stated[day].review == Review.VERIFIED for day in counted),
        "days_closed": [[day.isoformat(), stated[day].reason] for day in sorted(closed)],
        "days_missing": [day.isoformat() for day in sorted(expected - set(counted))],
        **{str(measure): _sum(rows[measure]) for measure in DOOR_MEASURES},
        "events": _events(stop),
    }


def _calendar_days(stop: Stop) -> Iterator[date]:
    """Days on which the host's calendar has the library open, from the opening to the close, none after yesterday."""
    if stop.actual_open is None or stop.closes_on is None:
        return
    calendar = stop.library.calendar()
    day, last = stop.actual_open, min(stop.closes_on, timezone.localdate() - timedelta(days=1))
    while day <= last:
        if calendar.is_open_on(day):
            yield day
        day += timedelta(days=1)


def _sum(rows: list[tuple]) -> dict[str, Any] | None:
    if not rows:
        return None
    parts = {
        str(audience): sum(row[1] for row in rows if row[0] == audience)
        for audience in Audience
        if any(row[0] == audience for row in rows)
    }
    return {
        "total": sum(parts.values()),
        **parts,
        "of_which_estimated": sum(row[1] for row in rows if row[2] == Basis.ESTIMATED),
        "basis": weakest_basis(row[2] for row in rows),
        "methods": sorted({row[3] for row in rows}),
    }


def _events(stop: Stop) -> dict[str, Any]:
    """How many events there were, and their attendance and online uses as last filed; None where nothing was."""
    filed = EventValue.objects.filter(
        kind=EventValue.Kind.FILED, report__stop_id=stop.pk, report__state=EventReport.State.COUNTED
    ).exclude(report__review=Review.RETURNED)
    sums = dict(filed.order_by().values_list("measure").annotate(Sum("value")))
    cancelled = EventReport.objects.filter(stop_id=stop.pk, state=EventReport.State.CANCELLED)
    events = Event.objects.filter(stop_id=stop.pk).exclude(pk__in=cancelled.values("event_id"))
    return {
        "number": events.exclude(kind=Event.Kind.ONLINE_RESOURCE).count(),
        "attendance": sums.get(Measure.EVENT_ATTENDANCE),
        "online": sums.get(Measure.ONLINE_VISIT),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def moved_figures(submitted: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """What is not as it was submitted any more: (name, then, now) for each figure that moved."""
    return [
        (name, before, after)
        for name, before, after in zip(_NAMES, _flat(submitted), _flat(now), strict=True)
        if before != after
    ]


_NAMES = [
    "days_counted",
    "days_closed",
    "days_missing",
    *map(str, DOOR_MEASURES),
    "events",
    "attendance",
    "online",
]


def _flat(figures: dict[str, Any]) -> list[Any]:
    events = figures["events"]
    return [
        figures["days_counted"],
        len(figures["days_closed"]),
        len(figures["days_missing"]),
        *((figures[str(measure)] or {}).get("total") for measure in DOOR_MEASURES),
        events["number"],
        events["attendance"],
        events["online"],
    ]
