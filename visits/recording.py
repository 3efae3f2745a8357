"""The one door: every count enters and every review happens here, by form, phone, file or job.

Each function is one transaction: lock the stop's chain, and only then, in statements of their own, read and
compare revisions, write, append the history, mark the day stale. A send that changes nothing writes nothing.
The caller answers after the commit; after it a nudge is sent to the drain (see `visits.totals`).

Who may do what is decided here once more, whatever the page or the API checked before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from exhibitions.models import StaleDay
from visits import history
from visits.bulk_filing import BulkDay, file_days_in_bulk
from visits.day import day_state, evidence_of
from visits.models import DayReport, HistoryEntry, ReportValue
from visits.nudge import nudge_after_commit
from visits.permission import refuse_day_outside, refuse_foreign_library, refuse_role_that_never_records
from visits.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.tallying import TallyOutcome, record_tally
from visits.values import Value, checked_content, values_as_rows, weakest_basis

__all__ = [
    "BulkDay",
    "Conflict",
    "FilingOutcome",
    "NotAllowed",
    "NotFound",
    "Refused",
    "TallyOutcome",
    "Value",
    "day_state",
    "endorse_day",
    "file_day",
    "file_days_in_bulk",
    "record_tally",
    "return_day",
    "verify_day",
]

Action = HistoryEntry.Action
Review = DayReport.Review
State = DayReport.State


@dataclass(frozen=True)
class FilingOutcome:
    """What a call did: "created" (first filing), "stored" (changed something) or "same" (nothing to do).

    `state` is the day as `day_state` tells it, read in the same transaction.
    """

    outcome: str
    state: dict[str, Any]


# ---------------------------------------------------------------- filing


def file_day(
    user,
    stop_id: int,
    day: date,
    *,
    revision: int,
    state: str,
    values: list[Value],
    basis: str = "",
    method: str = "",
    note: str = "",
    reason: str = "",
) -> FilingOutcome:
    """File or amend the report of one day (a day of Asia/Shanghai).

    `revision` is the one last read + 1, so 1 for a day never filed. The stored revision again with the same
    content is answered without effect; everything else is a Conflict with both contents (rules 3). An amendment
    needs a reason unless the day was returned; a closed day needs a reason and has no values. Once verified, only
    staff may amend, with a reason, which reopens the day (rules 17).

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    values = checked_content(state, values, reason)
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        refuse_day_outside(stop, day)
        report = DayReport.objects.filter(stop_id=stop_id, day=day).first()
        content = {
            "state": state,
            "values": values_as_rows(values),
            "note": note,
            "reason": reason,
        }
        content_digest = history.digest(history.canonical_json(content))
        known = report.revision if report else 0
        if report and revision == known and report.digest == content_digest:
            return FilingOutcome("same", day_state(stop_id, day))
        if revision != known + 1:
            raise Conflict(
                "revision",
                _("Somebody filed this day in the meantime. Both numbers are shown; choose one."),
                current=day_state(stop_id, day),
                sent={"revision": revision, **content},
            )
        if report:
            _refuse_amendment(
                scope, report, reason, day_state(stop_id, day), {"revision": revision, **content}
            )
        before = _content_of(report) if report else None
        now = timezone.now()
        outcome = "stored" if report else "created"
        report = report or DayReport(stop_id=stop_id, day=day)
        report.state, report.review, report.revision = state, Review.FILED, revision
        report.digest, report.note, report.reason = content_digest, note, reason
        report.basis = weakest_basis(value.basis for value in values) if values else basis
        report.method = method
        report.filed_by_id, report.filed_at = user.pk, now
        report.on_behalf = stop.library_id not in scope.libraries
        report.return_reason = ""
        report.save()
        _replace_values(report, ReportValue.Kind.FILED, values)
        history.append(
            chain,
            Action.AMEND if before else Action.FILE,
            by_id=user.pk,
            at=now,
            day=day,
            content={
                "revision": revision,
                "before": before,
                "after": content,
                "on_behalf": report.on_behalf,
                "evidence": evidence_of(stop_id, day),
            },
        )
        StaleDay.objects.create(stop_id=stop_id, day=day)
        nudge_after_commit()
        return FilingOutcome(outcome, day_state(stop_id, day))


def _refuse_amendment(scope: Scope, report: DayReport, reason: str, current: dict, sent: dict) -> None:
    if report.review == Review.VERIFIED and not scope.is_staff:
        raise Conflict(
            "verified",
            _("This day is verified. Ask for its return if the numbers have to change."),
            current=current,
            sent=sent,
        )
    if report.review != Review.RETURNED and not reason.strip():
        raise Refused("reason_required", _("This day was filed before. Say why the numbers change."))


def _content_of(report: DayReport) -> dict[str, Any]:
    filed = report.values.filter(kind=ReportValue.Kind.FILED)
    return {
        "state": report.state,
        "review": report.review,
        "revision": report.revision,
        "digest": report.digest,
        "values": values_as_rows(
            Value(row.measure, row.audience, row.value, row.basis, row.method)
            for row in filed.order_by("measure", "audience")
        ),
    }


def _replace_values(report: DayReport, kind: str, values: Iterable[Value]) -> None:
    report.values.filter(kind=kind).delete()
    ReportValue.objects.bulk_create(
        ReportValue(report=report, kind=kind, **value._asdict()) for value in values
    )


# ---------------------------------------------------------------- review


def return_day(user, stop_id: int, day: date, *, revision: int, reason: str) -> FilingOutcome:
    """Send a filed day back with a reason. Coordinators in their province, staff anywhere, staff alone once verified.

    The filed figure has none while returned; a verified figure stands (rules 4).
    """
    if not reason.strip():
        raise Refused("reason_required", _("Say what has to be mended."))

    def change(report: DayReport, scope: Scope, now: datetime) -> bool:
        if report.review == Review.RETURNED and report.return_reason == reason:
            return False
        if report.review == Review.VERIFIED and not scope.is_staff:
            raise NotAllowed("verified", _("Only staff return a verified day."))
        report.review, report.return_reason = Review.RETURNED, reason
        return True

    return _review(user, stop_id, day, revision, Action.RETURN, change, {"reason": reason})


def endorse_day(user, stop_id: int, day: date, *, revision: int) -> FilingOutcome:
    """A coordinator (or staff) found a filed day plausible; it waits for verification."""

    def change(report: DayReport, scope: Scope, now: datetime) -> bool:
        if report.review == Review.ENDORSED:
            return False
        _refuse_review_of(report, {Review.FILED})
        report.review = Review.ENDORSED
        return True

    return _review(user, stop_id, day, revision, Action.ENDORSE, change, {})


def verify_day(user, stop_id: int, day: date, *, revision: int) -> FilingOutcome:
    """Verify exactly this revision of a filed day: its content becomes the verified figure.

    Staff verify what others filed, never their own entries (rules 14); the superuser may.
    """
    if not scope_of(user).is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions verify."))

    def change(report: DayReport, scope: Scope, now: datetime) -> bool:
        if report.review == Review.VERIFIED:
            return False
        if report.filed_by_id == user.pk and not scope.is_superuser:
            raise NotAllowed("own_entry", _("You filed this day yourself. Another person has to verify it."))
        _refuse_review_of(report, {Review.FILED, Review.ENDORSED})
        report.review = Review.VERIFIED
        report.verified_revision, report.verified_digest = report.revision, report.digest
        report.verified_state, report.verified_by_id, report.verified_at = report.state, user.pk, now
        filed = report.values.filter(kind=ReportValue.Kind.FILED)
        _replace_values(
            report,
            ReportValue.Kind.VERIFIED,
            [Value(row.measure, row.audience, row.value, row.basis, row.method) for row in filed],
        )
        return True

    return _review(user, stop_id, day, revision, Action.VERIFY, change, {})


def _review(
    user, stop_id: int, day: date, revision: int, action: str, change, details: dict
) -> FilingOutcome:
    """The common way of a review: lock, compare the revision it is about, change, history, mark."""
    scope = scope_of(user)
    if not scope.is_staff and not scope.is_coordinator:
        raise NotAllowed("role", _("Your role does not review reports."))
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        if not scope.is_staff and stop.library.division.code[:2] not in scope.provinces:
            raise NotFound
        report = DayReport.objects.filter(stop_id=stop_id, day=day).first()
        if report is None or report.revision != revision:
            raise Conflict(
                "revision",
                _("The report is not the one you looked at. Look at it again."),
                current=day_state(stop_id, day),
                sent={"revision": revision, **details},
            )
        before = report.review
        now = timezone.now()
        if not change(report, scope, now):
            return FilingOutcome("same", day_state(stop_id, day))
        report.save()
        history.append(
            chain,
            action,
            by_id=user.pk,
            at=now,
            day=day,
            content={
                "revision": revision,
                "review_before": before,
                "digest": report.digest,
                "evidence": evidence_of(stop_id, day),
                **details,
            },
        )
        StaleDay.objects.create(stop_id=stop_id, day=day)
        nudge_after_commit()
        return FilingOutcome("stored", day_state(stop_id, day))


def _refuse_review_of(report: DayReport, allowed: set[str]) -> None:
    if report.review not in allowed:
        raise Conflict(
            "review",
            _("The report is {review}; that cannot be done now.").format(review=report.get_review_display()),
            current=day_state(report.stop_id, report.day),
            sent={},
        )
