"""The reviewer's worklist: what has to be looked at one by one, what can be verified together, what is missing.

Read from the facts; the missing days from the leaves of the totals. The number of queries is the same for one
library and for thousands, because the oldest `AT_MOST` reports that wait are read and sorted out at once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exhibitions.models import Stop
from pages.review.choice import ReviewChoice
from reports.models import Reminder
from visits.figures.missing_days import missing_leaves
from visits.models import DayReport, DayReportQuerySet, EventReport, EventValue, ReportValue
from visits.plausibility.rules import Finding, findings_for
from visits.recording.evidence import late_evidence
from visits.vocabulary import Measure

AT_MOST = 3000  # reports sorted out at once, the oldest first; a bulk decision takes no more either
A_PAGE = 50
Review = DayReport.Review
Kind = ReportValue.Kind


@dataclass
class Row:
    """One report on the worklist: why it is there, in words, and how many visits depend on the decision."""

    report: Any  # a DayReport with the sums that `_reports` annotates
    reasons: list[str] = field(default_factory=list)
    group: str = ""
    stake: int = 0

    @property
    def visits(self) -> int | None:
        return self.report.filed_visits

    @property
    def verified_visits(self) -> int | None:
        return self.report.verified_visits

    @property
    def mark(self) -> str:
        """The state mark of the row."""
        closed = self.report.state == DayReport.State.CLOSED and self.report.review != Review.RETURNED
        return "closed" if closed else self.report.review


@dataclass(frozen=True)
class MissingStop:
    """A stop with days that were expected and not filed."""

    stop: Stop
    days: int
    since: date
    until: date
    reminded: date | None  # the last day on which a reviewer asked


class Worklist:
    """What `choice` shows. Everything is read when it is first asked for."""

    def __init__(self, choice: ReviewChoice) -> None:
        self.choice = choice

    # ------------------------------------------------------------ reports that wait

    @cached_property
    def waiting(self) -> list[Row]:
        """What waits for a decision of this reviewer, sorted out into groups; the oldest first."""
        waiting = list(self._reports().filter(self._undecided()).order_by("day", "stop_id")[:AT_MOST])
        evidence, doubts = self._evidence, findings_for(waiting)
        found = [
            _sorted_out(report, evidence.get(report.pk), doubts.get(report.pk, [])) for report in waiting
        ]
        known = {row.report.pk for row in found}
        # Tallies may also come in after the decision.
        found += [
            _sorted_out(report, evidence[report.pk], [])
            for report in self._moved
            if report.pk in evidence and report.pk not in known
        ]
        return found

    @cached_property
    def to_look_at(self) -> list[Row]:
        """Grouped by reason, in each what moves the most visits first."""
        order = list(GROUPS)
        rows = [row for row in self.waiting if row.group]
        return sorted(rows, key=lambda row: (order.index(row.group), -row.stake, row.report.day))

    @cached_property
    def together(self) -> list[Row]:
        """Without a doubt, and not filed by the reviewer: what may be decided in bulk."""
        return [row for row in self.waiting if not row.group and not self.is_own(row)]

    @cached_property
    def own(self) -> list[Row]:
        """What the reviewer filed, so that another person has to verify it."""
        return [row for row in self.waiting if self.is_own(row)]

    @cached_property
    def late(self) -> list[Row]:
        return [row for row in self.waiting if row.report.is_late]

    def is_own(self, row: Row) -> bool:
        scope = self.choice.scope
        return scope.is_staff and not scope.is_superuser and row.report.filed_by_id == scope.user_id

    @cached_property
    def is_cut(self) -> bool:
        """Whether more waits than is read at once."""
        return self.counts["waiting"] > AT_MOST

    @cached_property
    def _moved(self) -> list[DayReport]:
        moved = self._reports().with_moved_evidence().exclude(review=Review.RETURNED)
        return list(moved.order_by("day", "stop_id")[:AT_MOST])

    @cached_property
    def _evidence(self) -> dict[int, list[dict[str, Any]]]:
        return late_evidence(self._moved)

    def _undecided(self) -> Q:
        """A coordinator has decided once a report is endorsed; staff decide about both."""
        states = [Review.FILED, Review.ENDORSED] if self.choice.scope.is_staff else [Review.FILED]
        return Q(review__in=states)

    def _reports(self) -> DayReportQuerySet:
        return (
            DayReport.objects.filter(self.choice.where("stop__"))
            .select_related("stop__library__division", "stop__exhibition", "filed_by")
            .annotate(filed_visits=_visits(Kind.FILED), verified_visits=_visits(Kind.VERIFIED))
        )

    # ------------------------------------------------------------ the rest

    @cached_property
    def missing(self) -> list[MissingStop]:
        """Stops with missing days up to yesterday, most days first."""
        groups = list(
            missing_leaves(self.choice.where("stop__"))
            .order_by()
            .values("stop_id")
            .annotate(days=Count("day"), since=Min("day"), until=Max("day"))
            .order_by("-days", "since", "stop_id")
        )
        ids = [row["stop_id"] for row in groups]
        stops = Stop.objects.with_place().in_bulk(ids)
        chased = Reminder.objects.filter(kind=Reminder.Kind.CHASED, stop_id__in=ids).order_by()
        reminded = dict(chased.values_list("stop_id").annotate(Max("made_on")))
        return [
            MissingStop(stops[stop_id], reminded=reminded.get(stop_id), **row)
            for row in groups
            for stop_id in [row.pop("stop_id")]
        ]

    @property
    def events(self) -> QuerySet:
        """Reports of events that wait for this reviewer, the oldest first, with `filed` and `verified` numbers."""
        return (
            EventReport.objects.filter(self.choice.where("stop__"), self._undecided())
            .select_related("event", "stop__library__division", "filed_by")
            .annotate(
                filed_number=_number_of_event(Kind.FILED), verified_number=_number_of_event(Kind.VERIFIED)
            )
            .order_by("day", "event_id")
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Days per kind of the tabs, and `waiting`."""
        decided = DayReport.objects.filter(self.choice.where("stop__")).aggregate(
            returned=Count("pk", filter=Q(review=Review.RETURNED)),
            verified=Count("pk", filter=Q(review=Review.VERIFIED)),
            waiting=Count("pk", filter=self._undecided()),
        )
        return {
            "look": len(self.to_look_at),
            "together": len(self.together) + len(self.own),
            "missing": sum(stop.days for stop in self.missing),
            "late": len(self.late),
            "events": self.events.count(),
            **decided,
        }

    @cached_property
    def page(self) -> Page:
        """The rows of the chosen kind, `A_PAGE` of them."""
        choice = self.choice
        rows: Any = {
            "look": lambda: self.to_look_at,
            "together": lambda: [*self.together, *self.own],
            "missing": lambda: self.missing,
            "late": lambda: self.late,
            "events": lambda: self.events,
            "returned": lambda: self._reports().filter(review=Review.RETURNED).order_by("day", "stop_id"),
            "verified": lambda: (
                self._reports().filter(review=Review.VERIFIED).order_by("-verified_at", "stop_id", "day")
            ),
        }[choice.kind]()
        page = Paginator(rows, A_PAGE).get_page(choice.page)
        if choice.kind in ("returned", "verified"):
            page.object_list = [_decided(report) for report in page.object_list]
        return page

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The rows of the page under the headings of their groups, with how many days each group has in all."""
        if self.choice.kind != "look":
            return [{"title": "", "rows": list(self.page.object_list), "number": 0}]
        shown = []
        for group, title in GROUPS.items():
            rows = [row for row in self.page.object_list if row.group == group]
            if rows:
                number = sum(row.group == group for row in self.to_look_at)
                shown.append({"title": title(), "rows": rows, "number": number})
        return shown


# Why a report has to be looked at by itself, the heaviest reason first.
GROUPS = {
    "evidence": lambda: _("Tallies that came after the filing"),
    "reopened": lambda: _("Changed after verification"),
    "doubtful": lambda: _("Doubtful numbers"),
}


def _visits(kind: str) -> Subquery:
    values = ReportValue.objects.filter(
        report=OuterRef("pk"), kind=kind, measure=Measure.EXHIBITION_VISIT
    ).order_by()
    return Subquery(values.values("report").annotate(sum=Sum("value")).values("sum"))


def _number_of_event(kind: str) -> Subquery:
    """Attendance of an event, or uses of an online resource: an event has one measure."""
    values = EventValue.objects.filter(report=OuterRef("pk"), kind=kind).order_by()
    return Subquery(values.values("report").annotate(sum=Sum("value")).values("sum"))


def _sorted_out(
    report: Any, evidence: Collection[dict[str, Any]] | None, findings: Collection[Finding]
) -> Row:
    row = Row(report)
    filed, verified = report.filed_visits or 0, report.verified_visits or 0
    if evidence:
        difference = sum(line["difference"] for line in evidence)
        row.group, row.stake = "evidence", abs(difference)
        row.reasons.append(
            _("After the filing, tallies of {difference} more came in").format(difference=f"{difference:,}")
            if difference > 0
            else _("The tallies say {difference}").format(difference=f"{difference:+,}")
        )
    elif report.verified_digest and report.review != Review.VERIFIED:
        row.group, row.stake = "reopened", abs(filed - verified)
        row.reasons.append(
            _("Verified as {verified}, then changed to {filed}; the total stays {verified}").format(
                verified=f"{verified:,}", filed=f"{filed:,}"
            )
        )
    else:
        row.group = "doubtful" if any(finding.is_doubt for finding in findings) else ""
        row.stake = filed
    for finding in findings:
        row.reasons.append(finding.message)
        if finding.answer:
            row.reasons.append(_("The library says: {answer}").format(answer=finding.answer))
    row.reasons += _remarks(row)
    return row


def _remarks(row: Row) -> Iterable[str]:
    report = row.report
    if report.is_late:
        yield _("filed {days} days later").format(days=report.days_until_filed)
    if report.revision > 1 and report.reason:
        yield report.reason
    if report.on_behalf:
        yield _("filed on behalf of the library")


def _decided(report: DayReport) -> Row:
    reasons = [report.return_reason] if report.review == Review.RETURNED else []
    return Row(report, reasons)
