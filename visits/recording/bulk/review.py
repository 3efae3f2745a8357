"""Many days reviewed at once: the bulk form of the same door, for what waits without a doubt."""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from exhibitions import history
from exhibitions.models import HistoryEntry, StaleDay
from uploads.refusals import NotAllowed, NotFound
from visits.models import DayReport, ReportValue
from visits.plausibility.rules import findings_for
from visits.recording.day_state import evidence_by_day
from visits.recording.evidence import late_evidence
from visits.recording.nudge import nudge_after_commit
from visits.recording.permission import refuse_role_that_never_reviews, refuse_stop_outside_review

Action = HistoryEntry.Action
Review = DayReport.Review
# What each decision makes of a report, and from which states it starts.
MADE = {Action.ENDORSE: Review.ENDORSED, Action.VERIFY: Review.VERIFIED}
STARTS_FROM = {Action.ENDORSE: {Review.FILED}, Action.VERIFY: {Review.FILED, Review.ENDORSED}}


class Pick(NamedTuple):
    """One day to review, and the revision that the person was shown."""

    stop_id: int
    day: date
    revision: int


@dataclass
class BulkOutcome:
    """How many days were reviewed, how many had been before, which were refused and why, which are still to do."""

    done: int = 0
    same: int = 0
    refused: list[tuple[Pick, str]] = field(default_factory=list)
    left: list[Pick] = field(default_factory=list)


def review_days_in_bulk(user, action: str, picks: Iterable[Pick], *, seconds: float = 15) -> BulkOutcome:
    """Endorse or verify exactly these revisions; what changed meanwhile is refused row by row, the rest goes on.

    One transaction a stop, stops in ascending order, an entry of the history for each day. After `seconds` the
    days of further stops are handed back as `left`, so that no answer outlasts its server; sending the same picks
    again has no second effect. Doubtful days, days whose tallies differ since they were filed, and days that were
    verified before with other content are never reviewed in bulk.

    Raises NotAllowed when the role may not do this to any day.
    """
    scope = scope_of(user)
    refuse_role_that_never_reviews(scope)
    if action == Action.VERIFY and not scope.is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions verify."))
    outcome = BulkOutcome()
    deadline = time.monotonic() + seconds
    for stop_id, group in groupby(sorted(set(picks)), key=lambda pick: pick.stop_id):
        if time.monotonic() < deadline:
            _review_stop(scope, Action(action), stop_id, list(group), outcome)
        else:
            outcome.left += group
    if outcome.done:
        nudge_after_commit()
    return outcome


def _review_stop(
    scope: Scope, action: Action, stop_id: int, picks: Sequence[Pick], outcome: BulkOutcome
) -> None:
    with transaction.atomic():
        try:
            chain, stop = history.lock_stop(stop_id)
            refuse_stop_outside_review(scope, stop)
        except NotFound:
            outcome.refused += [(pick, _("There is no such day.")) for pick in picks]
            return
        days = [pick.day for pick in picks]
        reports = {report.day: report for report in DayReport.objects.filter(stop_id=stop_id, day__in=days)}
        moved = DayReport.objects.with_moved_evidence().filter(stop_id=stop_id, day__in=days)
        differing, findings = late_evidence(moved), findings_for(reports.values())
        doubtful = {key for key, found in findings.items() if any(finding.is_doubt for finding in found)}
        reviewed = []
        for pick in picks:
            report = reports.get(pick.day)
            if report and report.revision == pick.revision and report.review == MADE[action]:
                outcome.same += 1
                continue
            refusal = _why_not(scope, action, pick, report, differing.keys(), doubtful)
            if refusal:
                outcome.refused.append((pick, refusal))
            elif report:
                reviewed.append(report)
        if reviewed:
            _write(scope, action, chain, reviewed, timezone.now())
            outcome.done += len(reviewed)


def _why_not(
    scope: Scope,
    action: Action,
    pick: Pick,
    report: DayReport | None,
    differing: Collection[int],
    doubtful: Collection[int],
) -> str:
    if report is None or report.revision != pick.revision:
        return _("The report is not the one you looked at. Look at it again.")
    if report.review not in STARTS_FROM[action]:
        return _("The report is {review}; that cannot be done now.").format(
            review=report.get_review_display()
        )
    if action == Action.VERIFY and report.filed_by_id == scope.user_id and not scope.is_superuser:
        return _("You filed this day yourself. Another person has to verify it.")
    if report.pk in differing:
        return _("Tallies that came after the filing differ. Look at this day by itself.")
    if report.pk in doubtful:
        return _("The numbers of this day are doubtful. Look at it by itself.")
    if report.verified_digest:
        return _("This day was verified before and changed since. Look at it by itself.")
    return ""


def _write(scope: Scope, action: Action, chain: Any, reports: list[DayReport], now: datetime) -> None:
    stop_id, days = chain.stop_id, [report.day for report in reports]
    evidence = evidence_by_day(stop_id, days)
    history.append_all(
        chain,
        action,
        by_id=scope.user_id or 0,
        at=now,
        contents=[
            (
                report.day,
                {
                    "revision": report.revision,
                    "review_before": report.review,
                    "digest": report.digest,
                    "evidence": evidence[report.day],
                    "in_bulk": True,
                },
            )
            for report in reports
        ],
    )
    stored = DayReport.objects.filter(pk__in=[report.pk for report in reports])
    if action == Action.ENDORSE:
        stored.update(review=Review.ENDORSED)
    else:
        stored.update(
            review=Review.VERIFIED,
            verified_revision=F("revision"),
            verified_digest=F("digest"),
            verified_state=F("state"),
            verified_by_id=scope.user_id,
            verified_at=now,
        )
        _copy_values(reports)
    StaleDay.objects.bulk_create(StaleDay(stop_id=stop_id, day=day) for day in days)


def _copy_values(reports: list[DayReport]) -> None:
    """The filed numbers become the verified ones."""
    of_reports = ReportValue.objects.filter(report__in=reports)
    of_reports.filter(kind=ReportValue.Kind.VERIFIED).delete()
    columns = ("report_id", "measure", "audience", "value", "basis", "method")
    ReportValue.objects.bulk_create(
        ReportValue(kind=ReportValue.Kind.VERIFIED, **row)
        for row in of_reports.filter(kind=ReportValue.Kind.FILED).values(*columns)
    )
