"""What a calendar told of and does not hold any more: stops that are not public there now, and deleted events.

A stop goes back to "proposed", loses its days, moves to another library or is deleted: a calendar program that only
stops hearing of it may keep its entry for ever (RFC 5545, 3.8.1.11 and 3.8.7.4). The history knows what was told. What
became of the stop since is nobody's business, so nothing newer than that is used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from exhibitions.models import Event, Stop, StopQuerySet
from libraries.models import CountyLibrary
from visits.models import EventReport


@dataclass(frozen=True)
class Withdrawn:
    """A stop as it was told last; `changes` counts the changes of its history up to and with its withdrawal."""

    stop: Any
    changes: int
    at: datetime


def withdrawn_stops(
    place: dict[str, Any], dated: StopQuerySet, first: date | None, last: date | None
) -> list[Withdrawn]:
    """The stops at `place` (lookups of a stop) that were public there once and are not among `dated` now.

    Only those whose days, as told, lie between `first` and `last`. One query where there are none, three at most.
    """
    former: dict[int, Any] = {}
    public = Stop.history.filter(
        confirmed_on__isnull=False, draft_plan__isnull=True, date_precision=Stop.DatePrecision.DAY, **place
    )
    rows = public.exclude(id__in=dated.order_by().values("pk")).order_by("id", "history_id")
    for row in rows:
        former[row.id] = row
    told = {pk: row for pk, row in former.items() if _within(row.instance, first, last)}
    if not told:
        return []
    libraries = CountyLibrary.objects.select_related("division__parent__parent").in_bulk(
        {row.library_id for row in told.values()}
    )
    versions = Stop.history.filter(id__in=told).order_by("id", "history_id")
    found = []
    for pk, numbered in groupby(versions.values_list("id", "history_id", "history_date"), lambda row: row[0]):
        shown = told[pk]
        before = after = 0
        at = shown.history_date
        for _pk, number, moment in numbered:
            if number <= shown.history_id:
                before += 1
            elif not after:
                after, at = 1, moment
        stop = shown.instance
        stop.changed_at = at
        stop.library = libraries[shown.library_id]
        found.append(Withdrawn(stop, before + after, at))
    return found


def withdrawn_events(stops: Iterable[Withdrawn]) -> list[tuple[Any, EventReport | None, int]]:
    """The events of withdrawn stops as they stood when those were withdrawn: each with its report and the changes of
    its stop. Two queries, none without stops.
    """
    of_stop = {each.stop.pk: each for each in stops}
    if not of_stop:
        return []
    rows: QuerySet = Event.history.filter(stop_id__in=of_stop).exclude(kind=Event.Kind.ONLINE_RESOURCE)
    last: dict[int, Any] = {}
    for row in rows.order_by("history_id"):
        if row.history_date <= of_stop[row.stop_id].at:
            last[row.id] = row
    reports = {report.event_id: report for report in EventReport.objects.filter(event__in=last)}
    found = []
    for row in last.values():
        if row.history_type != "-":
            event, withdrawn = row.instance, of_stop[row.stop_id]
            event.stop, event.changed_at = withdrawn.stop, withdrawn.at
            found.append((event, reports.get(event.pk), withdrawn.changes))
    return found


def deleted_events(stops: Mapping[int, Any], told: QuerySet[Event]) -> list[Event]:
    """The events of `stops` that are not among those `told` now, with their days and kinds, one revision later.

    Deleted, moved to another stop or made an online resource. Why is not known, it may be for what was written: so
    nothing else of it is told again. One query.
    """
    rows: QuerySet = Event.history.filter(stop_id__in=stops).exclude(kind=Event.Kind.ONLINE_RESOURCE)
    last = {row.id: row for row in rows.exclude(id__in=told.order_by().values("pk")).order_by("history_id")}
    found = []
    for row in last.values():
        stop = stops[row.stop_id]
        if timezone.localdate(row.history_date) < stop.confirmed_on:
            continue  # it was gone before anybody was told of the stop
        event = Event(
            pk=row.id, stop=stop, kind=row.kind, day=row.day, starts_at=row.starts_at, ends_at=row.ends_at
        )
        event.title = str(event.get_kind_display())
        event.revision = row.revision + 1
        event.changed_at = row.history_date  # type: ignore[attr-defined]  # as `with_changes` annotates the others
        found.append(event)
    return found


def _within(stop: Stop, first: date | None, last: date | None) -> bool:
    """Whether the days of a stop are known and touch the days from `first` to `last`, both inclusive."""
    opens, closes = stop.opens_on, stop.closes_on
    if opens is None or closes is None:
        return False
    return (first is None or closes >= first) and (last is None or opens <= last)
