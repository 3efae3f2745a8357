"""Many days at once: the bulk form of the same door, for sheets and demonstrations."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.models import StaleDay
from visits import history
from visits.models import DayReport, HistoryEntry, ReportValue
from visits.permission import refuse_day_outside
from visits.refusals import Refused
from visits.values import Value, checked_content, values_as_rows, weakest_basis

Review = DayReport.Review


@dataclass(frozen=True)
class BulkDay:
    """One day of a sheet or a demonstration, filed with all its reviews at once."""

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

    def __post_init__(self) -> None:
        values = checked_content(self.state, self.values, self.reason)
        content = {
            "state": self.state,
            "values": values_as_rows(values),
            "note": self.note,
            "reason": self.reason,
        }
        object.__setattr__(self, "content", content)
        object.__setattr__(self, "digest", history.digest(history.canonical_json(content)))


def file_days_in_bulk(days: Iterable[BulkDay]) -> int:
    """File many days that were never filed before; returns how many. The bulk form of the same door.

    One transaction for all; stops are locked in ascending order and get one history entry each, which carries the
    digest of every row. The caller has settled who may do this and drains afterwards.
    Raises Refused when a day was filed before or lies outside its stop.
    """
    ordered = sorted(days, key=lambda day: (day.stop_id, day.day))
    with transaction.atomic():
        for stop_id, group in groupby(ordered, key=lambda day: day.stop_id):
            _file_days_of_stop(stop_id, list(group))
    return len(ordered)


def _file_days_of_stop(stop_id: int, days: list[BulkDay]) -> None:
    chain, stop = history.lock_stop(stop_id)
    for day in days:
        refuse_day_outside(stop, day.day)
    if DayReport.objects.filter(stop_id=stop_id, day__in=[day.day for day in days]).exists():
        raise Refused("filed_before", _("At least one of these days was filed before."))
    reports = DayReport.objects.bulk_create(_report_of(day) for day in days)
    ReportValue.objects.bulk_create(
        ReportValue(report=report, kind=kind, **value._asdict())
        for day, report in zip(days, reports, strict=True)
        for kind in _kinds_of(day)
        for value in day.values
    )
    history.append(
        chain,
        HistoryEntry.Action.FILE,
        by_id=days[0].filed_by_id,
        at=max(day.filed_at for day in days),
        day=None,
        content={
            "days": [
                {"day": day.day, "revision": 1, "review": day.review, "digest": day.digest} for day in days
            ]
        },
    )
    StaleDay.objects.bulk_create(StaleDay(stop_id=stop_id, day=day.day) for day in days)


def _kinds_of(day: BulkDay) -> list[str]:
    verified = [ReportValue.Kind.VERIFIED] if day.review == Review.VERIFIED else []
    return [ReportValue.Kind.FILED, *verified]


def _report_of(day: BulkDay) -> DayReport:
    verified = day.review == Review.VERIFIED
    return DayReport(
        stop_id=day.stop_id,
        day=day.day,
        state=day.state,
        review=day.review,
        revision=1,
        digest=day.digest,
        basis=weakest_basis(value.basis for value in day.values) if day.values else day.basis,
        method=day.method,
        note=day.note,
        reason=day.reason,
        return_reason=day.return_reason,
        filed_by_id=day.filed_by_id,
        filed_at=day.filed_at,
        verified_revision=1 if verified else None,
        verified_digest=day.digest if verified else "",
        verified_state=day.state if verified else "",
        verified_by_id=day.verified_by_id if verified else None,
        verified_at=day.verified_at if verified else None,
    )
