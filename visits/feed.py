"""The log behind the change feed: one sequence for everything, in the order of commits (rules 13).

The drain writes it, under its lock and in its transaction, by comparison with the last entry of the object; so a
replayed mark appends nothing.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Max

from exhibitions.models import Stop
from visits import history
from visits.models import DayReport, FeedEntry, ReportValue, RollupState
from visits.sql import chunks

DAY = "day"  # the type of an entry about the verified figures of one day of one stop


class Feed:
    """The feed as one drain appends to it."""

    def __init__(self, state: RollupState) -> None:
        self.state = state
        self.entries: list[FeedEntry] = []

    def verified_days(self, keys: set[tuple[int, date]]) -> None:
        """Append an entry for each of these days whose verified content is not what the feed said last."""
        if not keys:
            return
        places = Stop.objects.select_related("programme", "library__division")
        stops = places.in_bulk({stop_id for stop_id, _day in keys})
        object_ids = {key: f"{key[0]}/{key[1]}" for key in sorted(keys)}
        last = self._last_entries(list(object_ids.values()))
        content = _verified_content(keys, stops)
        for key, object_id in object_ids.items():
            before = last.get(object_id)
            division_code = stops[key[0]].library.division.code
            data = history.canonical_json(content[key]) if key in content else ""
            stands = before is not None and before.operation == FeedEntry.Operation.UPSERT
            if stands and (not data or before.division_code != division_code):
                # Withdrawn, or gone from the province whose readers had it.
                self._append(DAY, object_id, FeedEntry.Operation.DELETE, before.division_code, "")
                stands = False
            if data and not (stands and before.data == data):
                self._append(DAY, object_id, FeedEntry.Operation.UPSERT, division_code, data)

    def close(self) -> None:
        FeedEntry.objects.bulk_create(self.entries, batch_size=500)

    def _append(self, type_: str, object_id: str, operation: str, division_code: str, data: str) -> None:
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

    def _last_entries(self, object_ids: list[str]) -> dict[str, FeedEntry]:
        found = {}
        for some in chunks(object_ids, 500):
            latest = (
                FeedEntry.objects.filter(type=DAY, object_id__in=some)
                .values("object_id")
                .annotate(latest=Max("sequence"))
                .values_list("latest", flat=True)
            )
            found.update({entry.object_id: entry for entry in FeedEntry.objects.filter(pk__in=list(latest))})
        return found


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
            values[row.report_id].append(
                {
                    "measure": row.measure,
                    "audience": row.audience,
                    "value": row.value,
                    "basis": row.basis,
                    "method": row.method,
                }
            )
        for report in reports:
            content[(stop_id, report.day)] = _item(stops[stop_id], report, values[report.pk])
    return content


def _item(stop: Stop, report: DayReport, values: list[dict]) -> dict[str, Any]:
    library = stop.library
    return {
        "stop": stop.pk,
        "day": report.day,
        "programme": stop.programme.slug,
        "exhibition": stop.exhibition_id,
        "library": {"id": library.pk, "name": library.name},
        "division": {"code": library.division.code, "name": library.division.name},
        "state": report.verified_state,
        "revision": report.verified_revision,
        "verified_at": report.verified_at,
        "values": values,
        "demonstration": stop.demonstration,
    }
