"""Filing and reviewing: the same steps for the report of a day and for that of an event.

The door (`visits.recording`, `visits.recording.event_reports`) locks the stop's chain and settles who may; what follows is
here, once: compare revisions, write, append the history, mark what the totals rest on, nudge.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from exhibitions import history
from exhibitions.models import Chain, HistoryEntry, StaleDay, Stop
from uploads.refusals import Conflict, NotAllowed, Refused
from visits.models import Report, ReportedValue, Review
from visits.recording.nudge import nudge_after_commit
from visits.recording.permission import (
    refuse_role_that_never_reviews,
    refuse_role_that_never_verifies,
    refuse_stop_outside_review,
)
from visits.values import Value, value_of, values_as_rows, weakest_basis

Action = HistoryEntry.Action
Kind = ReportedValue.Kind
Change = Callable[
    [Report, Scope, datetime], bool
]  # of a review: changes the report, or tells that it was so already


@dataclass(frozen=True)
class FilingOutcome:
    """What a call did: "created" (first filing), "stored" (changed something) or "same" (nothing to do).

    `state` is the report as its GET tells it, read in the same transaction.
    """

    outcome: str
    state: dict[str, Any]


class Subject:
    """What a report is about, a day of a stop or an event: where its report is, and what is particular about it."""

    stop_id: int
    day: date
    event_id: int | None = None
    # The review that a reviewer was shown; "" where none was, as for a program that decides about a revision.
    seen_review: str = ""

    def refresh(self) -> None:
        """Read again, under the lock, what may have changed since."""

    def find(self) -> Any:
        """The report, or None while nothing was filed."""
        raise NotImplementedError

    def new(self) -> Any:
        """A report that is not stored yet."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """The report as its GET tells it."""
        raise NotImplementedError

    def content(self, state: str, values: Iterable[Value], note: str, reason: str) -> dict[str, Any]:
        """What is filed: the text that the digest is made of."""
        return {"state": state, "values": values_as_rows(values), "note": note, "reason": reason}

    def take_over(self, report: Any) -> None:
        """Set on a report about to be filed what nobody types."""

    def verify(self, report: Any) -> None:
        """Set on a report about to be verified what of it is verified besides its numbers."""

    def withdraw(self, report: Any) -> None:
        """Clear on a report whose verification is withdrawn what `verify` set."""

    def evidence(self) -> dict[str, Any]:
        """What the history tells besides the content itself."""
        return {}

    def days(self, report: Any) -> set[date]:
        """The days whose figures the report bears on."""
        return {self.day}


# ---------------------------------------------------------------- filing


def file_report(
    subject: Subject,
    user,
    chain: Chain,
    stop: Stop,
    *,
    revision: int,
    state: str,
    values: list[Value],
    basis: str,
    method: str,
    note: str,
    reason: str,
) -> FilingOutcome:
    """File or amend a report under the lock of its chain, in the door's transaction.

    `revision` is the one last read + 1. The stored revision again with the same content is answered without effect;
    everything else is a Conflict with both contents (rule 3). Raises Refused or Conflict.
    """
    scope = scope_of(user)
    report = subject.find()
    content = subject.content(state, values, note, reason)
    content_digest = history.digest(history.canonical_json(content))
    known = report.revision if report else 0
    if report and revision == known and report.digest == content_digest:
        return FilingOutcome("same", subject.state())
    sent = {"revision": revision, **content}
    if revision != known + 1:
        raise Conflict(
            "revision",
            _("Somebody filed this in the meantime. Both numbers are shown; choose one."),
            current=subject.state(),
            sent=sent,
        )
    if report:
        _refuse_amendment(subject, scope, report, reason, sent)
    before = _content_of(report) if report else None
    days = subject.days(report) if report else set()
    now = timezone.now()
    report = report or subject.new()
    report.state, report.review, report.revision = state, Review.FILED, revision
    report.digest, report.note, report.reason = content_digest, note, reason
    report.basis = weakest_basis(value.basis for value in values) if values else basis
    report.method = method
    report.filed_by_id, report.filed_at = user.pk, now
    report.on_behalf = stop.library_id not in scope.libraries
    report.return_reason = ""
    subject.take_over(report)
    report.save()
    _replace_values(report, Kind.FILED, values)
    history.append(
        chain,
        Action.AMEND if before else Action.FILE,
        by_id=user.pk,
        at=now,
        day=subject.day,
        event_id=subject.event_id,
        content={
            "revision": revision,
            "before": before,
            "after": content,
            "on_behalf": report.on_behalf,
            **subject.evidence(),
        },
    )
    _mark_stale(subject, days | subject.days(report))
    return FilingOutcome("stored" if before else "created", subject.state())


def _refuse_amendment(subject: Subject, scope: Scope, report: Report, reason: str, sent: dict) -> None:
    if report.review == Review.VERIFIED and not scope.is_staff:
        raise Conflict(
            "verified",
            _("This report is verified. Ask for its return if the numbers have to change."),
            current=subject.state(),
            sent=sent,
        )
    if report.review != Review.RETURNED and not reason.strip():
        raise Refused("reason_required", _("This was filed before. Say why it changes."))


def _content_of(report: Any) -> dict[str, Any]:
    filed = report.values.filter(kind=Kind.FILED)
    return {
        "state": report.state,
        "review": report.review,
        "revision": report.revision,
        "digest": report.digest,
        "values": values_as_rows(value_of(row) for row in filed.order_by("measure", "audience")),
    }


def _replace_values(report: Any, kind: str, values: Iterable[Value]) -> None:
    rows = report.values
    rows.filter(kind=kind).delete()
    rows.bulk_create(rows.model(report=report, kind=kind, **value._asdict()) for value in values)


def _mark_stale(subject: Subject, days: set[date]) -> None:
    StaleDay.objects.bulk_create(StaleDay(stop_id=subject.stop_id, day=day) for day in sorted(days))
    nudge_after_commit()


# ---------------------------------------------------------------- review


def return_report(subject: Subject, user, *, revision: int, reason: str) -> FilingOutcome:
    """Send a filed report back with a reason. Coordinators in their province, staff anywhere, staff alone once verified.

    The filed figure has none while returned; a verified figure stands (rule 4).
    """
    if not reason.strip():
        raise Refused("reason_required", _("Say what has to be mended."))

    def change(report: Report, scope: Scope, now: datetime) -> bool:
        if report.review == Review.RETURNED and report.return_reason == reason:
            return False
        _refuse_what_was_decided_meanwhile(subject, report)
        if report.review == Review.VERIFIED and not scope.is_staff:
            raise NotAllowed("verified", _("Only staff return a verified report."))
        report.review, report.return_reason = Review.RETURNED, reason
        return True

    return _review(subject, user, revision, Action.RETURN, change, {"reason": reason})


def endorse_report(subject: Subject, user, *, revision: int) -> FilingOutcome:
    """A coordinator (or staff) found a filed report plausible; it waits for verification."""

    def change(report: Report, scope: Scope, now: datetime) -> bool:
        if report.review == Review.ENDORSED:
            return False
        _refuse_review_of(subject, report, {Review.FILED})
        report.review = Review.ENDORSED
        return True

    return _review(subject, user, revision, Action.ENDORSE, change, {})


def verify_report(subject: Subject, user, *, revision: int) -> FilingOutcome:
    """Verify exactly this revision of a filed report: its content becomes the verified figure.

    Staff verify what others filed, never their own entries (rule 14); the superuser may.
    """
    refuse_role_that_never_verifies(scope_of(user))

    def change(report: Any, scope: Scope, now: datetime) -> bool:
        if report.review == Review.VERIFIED:
            return False
        if report.filed_by_id == user.pk and not scope.is_superuser:
            raise NotAllowed("own_entry", _("You filed this yourself. Another person has to verify it."))
        _refuse_review_of(subject, report, {Review.FILED, Review.ENDORSED})
        report.review = Review.VERIFIED
        report.verified_revision, report.verified_digest = report.revision, report.digest
        report.verified_state, report.verified_by_id, report.verified_at = report.state, user.pk, now
        subject.verify(report)
        filed = report.values.filter(kind=Kind.FILED)
        _replace_values(report, Kind.VERIFIED, [value_of(row) for row in filed])
        return True

    return _review(subject, user, revision, Action.VERIFY, change, {})


def withdraw_report(subject: Subject, user, *, revision: int, reason: str) -> FilingOutcome:
    """Take a verification back, with a reason: its numbers leave every verified total until it is verified again.

    Staff only, for a verified report and for one that changed since. What was filed stays filed, what is returned
    stays returned.
    """
    refuse_role_that_never_verifies(scope_of(user))
    if not reason.strip():
        raise Refused("reason_required", _("Say why the verification is withdrawn."))
    details: dict[str, Any] = {"reason": reason}

    def change(report: Any, scope: Scope, now: datetime) -> bool:
        if report.verified_revision is None:
            return False
        _refuse_what_was_decided_meanwhile(subject, report)
        details["withdrawn"] = {"revision": report.verified_revision, "digest": report.verified_digest}
        if report.review == Review.VERIFIED:
            report.review = Review.FILED
        report.verified_revision, report.verified_digest, report.verified_state = None, "", ""
        report.verified_by, report.verified_at = None, None
        subject.withdraw(report)
        _replace_values(report, Kind.VERIFIED, [])
        return True

    return _review(subject, user, revision, Action.WITHDRAW, change, details)


def keep_verified_report(subject: Subject, user, *, revision: int, reason: str) -> FilingOutcome:
    """Let what was verified stand against a later change: its numbers become the filed ones again, with a reason.

    Staff only, for a report that was verified and changed since. It is a new revision, so nothing of the change is
    lost; the verification stays that of whoever verified these numbers.
    """
    refuse_role_that_never_verifies(scope_of(user))
    if not reason.strip():
        raise Refused("reason_required", _("Say why the verified numbers stay."))
    details: dict[str, Any] = {"reason": reason}

    def change(report: Any, scope: Scope, now: datetime) -> bool:
        if report.verified_revision is None or report.review == Review.VERIFIED:
            return False
        _refuse_what_was_decided_meanwhile(subject, report)
        verified = report.values.filter(kind=Kind.VERIFIED).order_by("measure", "audience")
        values = [value_of(row) for row in verified]
        content = subject.content(report.verified_state, values, report.note, reason)
        details.update(
            revision=revision + 1,
            before=_content_of(report),
            after=content,
            kept_verified=report.verified_revision,
        )
        report.state, report.review, report.revision = report.verified_state, Review.VERIFIED, revision + 1
        report.digest, report.reason = history.digest(history.canonical_json(content)), reason
        report.return_reason = ""
        report.basis = weakest_basis(value.basis for value in values) if values else report.basis
        report.filed_by_id, report.filed_at, report.on_behalf = user.pk, now, True
        subject.take_over(report)
        report.verified_revision, report.verified_digest = report.revision, report.digest
        _replace_values(report, Kind.FILED, values)
        return True

    return _review(subject, user, revision, Action.AMEND, change, details)


def _review(
    subject: Subject, user, revision: int, action: str, change: Change, details: dict
) -> FilingOutcome:
    """The common way of a review: lock, compare the revision it is about, change, history, mark."""
    scope = scope_of(user)
    refuse_role_that_never_reviews(scope)
    with transaction.atomic():
        chain, stop = history.lock_stop(subject.stop_id)
        refuse_stop_outside_review(scope, stop)
        subject.refresh()
        report = subject.find()
        if report is None or report.revision != revision:
            raise changed_meanwhile(subject, {"revision": revision, **details})
        before, days = report.review, subject.days(report)
        now = timezone.now()
        if not change(report, scope, now):
            return FilingOutcome("same", subject.state())
        report.save()
        history.append(
            chain,
            action,
            by_id=user.pk,
            at=now,
            day=subject.day,
            event_id=subject.event_id,
            content={
                "revision": revision,
                "review_before": before,
                "digest": report.digest,
                **subject.evidence(),
                **details,
            },
        )
        _mark_stale(subject, days | subject.days(report))
        return FilingOutcome("stored", subject.state())


def changed_meanwhile(subject: Subject, sent: dict[str, Any]) -> Conflict:
    """The conflict of a decision about a report that is not the one that was looked at."""
    return Conflict(
        "revision",
        _("The report is not the one you looked at. Look at it again."),
        current=subject.state(),
        sent=sent,
    )


def _refuse_what_was_decided_meanwhile(subject: Subject, report: Any) -> None:
    """Two reviewers at once: what the first decided stands, and the second is told before undoing it.

    Endorsing and verifying need no such check: they start from what still waits.
    """
    if subject.seen_review not in ("", report.review):
        raise Conflict(
            "decided",
            _("Somebody decided in the meantime: the report is {review}. Look at it again.").format(
                review=report.get_review_display()
            ),
            current=subject.state(),
            sent={"revision": report.revision},
        )


def _refuse_review_of(subject: Subject, report: Any, allowed: set[str]) -> None:
    if report.review not in allowed:
        raise Conflict(
            "review",
            _("The report is {review}; that cannot be done now.").format(review=report.get_review_display()),
            current=subject.state(),
            sent={},
        )
