"""A stop's week in one grid, Monday to Sunday: what stands for each day and whether it can be filed here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from exhibitions.models import Stop
from uploads.refusals import Refused
from visits.models import DayReport, ReportValue, TallyValue
from visits.recording.day_state import draft_of
from visits.recording.permission import refuse_day_outside
from visits.values import Value
from visits.vocabulary import Measure, Method

DAYS = 7
State = DayReport.State
Review = DayReport.Review


@dataclass(frozen=True)
class WeekDay:
    """One day: its report, its exhibition visits by audience, and every other number that a new filing keeps.

    `outside` says in words why the day cannot be filed at all; `tallied` is what the doors counted of the exhibition.
    """

    day: date
    report: DayReport | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    others: list[Value] = field(default_factory=list)
    tallied: int | None = None
    outside: str = ""
    expected: bool = True
    is_past: bool = True
    may_reopen: bool = False

    @property
    def revision(self) -> int:
        return self.report.revision if self.report else 0

    @property
    def closed(self) -> bool:
        return self.report is not None and self.report.state == State.CLOSED

    @property
    def returned(self) -> bool:
        return self.report is not None and self.report.review == Review.RETURNED

    @property
    def verified(self) -> bool:
        return self.report is not None and self.report.review == Review.VERIFIED

    @property
    def read_only(self) -> bool:
        """Once verified, only staff may amend (rule 17)."""
        return self.verified and not self.may_reopen

    @property
    def editable(self) -> bool:
        return not self.outside and not self.read_only

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def mark(self) -> str:
        """The state mark; "" for a day that the calendar has closed and nobody filed."""
        if self.report:
            return "closed" if self.closed and not self.returned else self.report.review
        if self.tallied is not None:
            return "draft"
        return ("missing" if self.is_past else "due") if self.expected else ""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def week_of(stop: Stop, day: date, today: date, *, is_staff: bool) -> list[WeekDay]:
    """The seven days of the week of `day`. Six queries at most, the calendar's two with them."""
    monday = monday_of(day)
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    reports = {
        report.day: report
        for report in DayReport.objects.select_related("filed_by").filter(stop=stop, day__in=days)
    }
    values: dict[date, list[Value]] = defaultdict(list)
    rows = ReportValue.objects.filter(
        kind=ReportValue.Kind.FILED, report__stop=stop, report__day__in=days
    ).order_by("measure", "audience")
    for row in rows.select_related("report"):
        values[row.report.day].append(Value(row.measure, row.audience, row.value, row.basis, row.method))
    drafts = _drafts(stop, days)
    calendar = stop.library.calendar()
    return [
        WeekDay(
            day=on,
            report=reports.get(on),
            numbers={
                value.audience: value.value
                for value in values[on]
                if value.measure == Measure.EXHIBITION_VISIT
            },
            others=[
                value
                for value in (values[on] if on in reports else _as_values(drafts[on]))
                if value.measure != Measure.EXHIBITION_VISIT
            ],
            tallied=_exhibition_sum(drafts[on]),
            outside=_why_outside(stop, on),
            expected=calendar.is_open_on(on) and stop.closes_on is not None and on <= stop.closes_on,
            is_past=on < today,
            may_reopen=is_staff,
        )
        for on in days
    ]


def last_used(stop: Stop) -> dict[str, str]:
    """The basis and method of the last counted day of the stop, for the next ones; {} where there is none."""
    counted = DayReport.objects.filter(stop=stop, state=State.COUNTED).exclude(basis="").exclude(method="")
    last = counted.order_by("-filed_at").first()
    return {"basis": last.basis, "method": last.method} if last else {}


def _drafts(stop: Stop, days: list[date]) -> dict[date, list[dict[str, Any]]]:
    rows: dict[date, list[TallyValue]] = defaultdict(list)
    for row in TallyValue.objects.filter(stop=stop, day__in=days):
        rows[row.day].append(row)
    return {day: draft_of(rows[day]) for day in days}


def _as_values(draft: list[dict[str, Any]]) -> list[Value]:
    """A draft's sums as they would be filed; several methods together are none that is known."""
    return [
        Value(
            row["measure"],
            row["audience"],
            row["value"],
            row["basis"],
            row["methods"][0] if len(row["methods"]) == 1 else str(Method.UNKNOWN),
        )
        for row in draft
    ]


def _exhibition_sum(draft: list[dict[str, Any]]) -> int | None:
    numbers = [row["value"] for row in draft if row["measure"] == Measure.EXHIBITION_VISIT]
    return sum(numbers) if numbers else None


def _why_outside(stop: Stop, day: date) -> str:
    try:
        refuse_day_outside(stop, day)
    except Refused as refused:
        return refused.message
    return ""
