"""The log behind the change feed: one sequence for everything, in the order of commits (rule 13).

The drain writes it, under its lock and in its transaction, by comparison with the last entry of the object; so a
replayed mark appends nothing. A published bulletin is appended under the same lock, and so are the rows of the registry
(`api.feed.registry`).
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Max

from exhibitions import history
from exhibitions.models import Stop
from visits.models import DayReport, EventReport, FeedEntry, ReportedValue, ReportValue, RollupState
from visits.sql import chunks
from visits.values import value_of

DAY = "day"  # the type of an entry about the verified figures of one day of one stop
BULLETIN = "bulletin"  # about a bulletin, once it is published; it never changes after
EVENT = "event_attendance"  # about the verified figures of one event; uses of an online resource among them


class Feed:
    """The feed as one drain appends to it."""

    def __init__(self, state: RollupState) -> None:
        self.state = state
        self.entries: list[FeedEntry] = []

    def verified_days(self, keys: set[tuple[int, date]]) -> None:
        """Append an entry for each of these days whose verified content is not what the feed said last."""
        if not keys:
            return
        stops = _stops({stop_id for stop_id, _day in keys})
        content = _verified_content(keys, stops)
        self.append_changes(
            DAY,
            [
                (f"{stop_id}/{day}", _division_of(stops[stop_id]), content.get((stop_id, day)))
                for stop_id, day in sorted(keys)
            ],
        )

    def verified_events(self, keys: set[tuple[int, date]]) -> None:
        """The same for the events whose verified figures stand on one of these days, or stood there."""
        reports = _verified_events(keys)
        if not reports:
            return
        stops = _stops({report.stop_id for report in reports})
        items: list[tuple[str, str, dict[str, Any] | None]] = []
        for report in sorted(reports, key=lambda report: report.event_id):
            stop = stops[report.stop_id]
            items.append((str(report.event_id), _division_of(stop), _event_item(stop, report)))
        self.append_changes(EVENT, items)

    def append_changes(self, type_: str, items: list[tuple[str, str, dict[str, Any] | None]]) -> set[str]:
        """Compare what stands (None: nothing does) with what the feed said last; returns the objects it tells of now.

        Each item is an object, the code of the division it belongs to, and its content.
        """
        told_before = len(self.entries)
        last = self._last_entries(type_, [object_id for object_id, _division_code, _content in items])
        for object_id, division_code, content in items:
            before = last.get(object_id)
            data = history.canonical_json(content) if content else ""
            stands = before is not None and before.operation == FeedEntry.Operation.UPSERT
            if stands and (not data or before.division_code != division_code):
                # Withdrawn, or gone from the province whose readers had it.
                self.append(type_, object_id, FeedEntry.Operation.DELETE, before.division_code, "")
                stands = False
            if data and not (stands and before.data == data):
                self.append(type_, object_id, FeedEntry.Operation.UPSERT, division_code, data)
        return {entry.object_id for entry in self.entries[told_before:]}

    def close(self) -> None:
        FeedEntry.objects.bulk_create(self.entries, batch_size=500)

    def append(self, type_: str, object_id: str, operation: str, division_code: str, data: str) -> None:
        self.state.feed_sequence += 1
        self.entries.append(
            FeedEntry(
                sequence=self.state.feed_sequence,
                type=type_,
                object_id=object_id,
                operation=operation,
                division_code=division_code,
                data=data,
            )
        )

    def _last_entries(self, type_: str, object_ids: list[str]) -> dict[str, FeedEntry]:
        found = {}
        for some in chunks(object_ids, 500):
            latest = (
                FeedEntry.objects.filter(type=type_, object_id__in=some)
                .values("object_id")
                .annotate(latest=Max("sequence"))
                .values_list("latest", flat=True)
            )
            found.update({entry.object_id: entry for entry in FeedEntry.objects.filter(pk__in=list(latest))})
        return found


def _division_of(stop: Stop) -> str:
    return stop.library.division.code


def _stops(ids: set[int]) -> dict[int, Stop]:
    return Stop.objects.select_related("programme", "library__division").in_bulk(ids)


def _verified_content(
    keys: set[tuple[int, date]], stops: dict[int, Stop]
) -> dict[tuple[int, date], dict[str, Any]]:
    """What the last verification of each day said; days without one are left out."""
    days: dict[int, list[date]] = defaultdict(list)
    for stop_id, day in sorted(keys):
        days[stop_id].append(day)
    content = {}
    for stop_id, some in days.items():
        reports = DayReport.objects.filter(stop_id=stop_id, day__in=some, verified_revision__isnull=False)
        values: dict[int, list[dict]] = defaultdict(list)
        for row in ReportValue.objects.filter(report__in=reports, kind=ReportValue.Kind.VERIFIED).order_by(
            "measure", "audience"
        ):
            values[row.report_id].append(value_of(row)._asdict())
        for report in reports:
            content[(stop_id, report.day)] = _item(stops[stop_id], report, values[report.pk])
    return content


def _item(stop: Stop, report: DayReport, values: list[dict]) -> dict[str, Any]:
    return {
        **_place(stop),
        "day": report.day,
        "state": report.verified_state,
        "revision": report.verified_revision,
        "verified_at": report.verified_at,
        "values": values,
    }


def _verified_events(keys: set[tuple[int, date]]) -> list[EventReport]:
    """The reports of events of these days, by their day or the one they were verified on, with their numbers."""
    days: dict[int, set[date]] = defaultdict(set)
    for stop_id, day in keys:
        days[stop_id].add(day)
    reports: list[EventReport] = []
    for some in chunks(sorted(days), 500):
        found = EventReport.objects.filter(stop_id__in=some, verified_revision__isnull=False)
        reports += [
            report
            for report in found.select_related("event").prefetch_related("values")
            if {report.day, report.verified_day} & days[report.stop_id]
        ]
    return reports


def _event_item(stop: Stop, report: EventReport) -> dict[str, Any]:
    verified = [row for row in report.values.all() if row.kind == ReportedValue.Kind.VERIFIED]
    return {
        **_place(stop),
        "event": report.event_id,
        "kind": report.event.kind,
        "day": report.verified_day,
        "state": report.verified_state,
        "revision": report.verified_revision,
        "verified_at": report.verified_at,
        "values": [value_of(row)._asdict() for row in sorted(verified, key=lambda row: row.audience)],
    }


def _place(stop: Stop) -> dict[str, Any]:
    """Where an item belongs: programme, exhibition, library and division on today's tree."""
    library = stop.library
    return {
        "stop": stop.pk,
        "programme": stop.programme.slug,
        "exhibition": stop.exhibition_id,
        "library": {"id": library.pk, "name": library.name},
        "division": {"code": library.division.code, "name": library.division.name},
        "demonstration": stop.demonstration,
    }
