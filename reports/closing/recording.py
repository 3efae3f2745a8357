"""The door for closing reports (结项表): save, submit, return, accept, attach the stamped copy.

Each function is one transaction under the lock of the stop's chain, as in `visits.recording`: compare revisions,
write, append to the history. The figures are derived until submission and frozen with it; a day that changes later
is shown as moved and never changes what was submitted. The stop's own life follows where it is at that point.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from exhibitions import history, life
from exhibitions.models import CLOSED_STATES, Chain, HistoryEntry, State, Stop
from reports.closing.content import ClosingContent, checked_closing_content
from reports.closing.figures import closing_figures
from reports.closing.state import closing_state, identity_of, report_number
from reports.models import ClosingReport, ClosingScan
from uploads import files
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from uploads.remarks import read_remark
from uploads.scans import read_scan
from visits.recording.nudge import nudge_after_commit
from visits.recording.permission import refuse_foreign_library, refuse_role_that_never_records

Action = HistoryEntry.Action
Review = ClosingReport.Review

LONGEST_RETURN_REASON = 300
MOST_SCANS = 20
# The way of a stop's life after its last day; a report may be ahead of what was recorded of it.
AFTER_CLOSE = [State.HANDED_OVER, State.REPORT_DUE, State.SUBMITTED]


def save_closing_report(
    user,
    stop_id: int,
    *,
    revision: int,
    content: ClosingContent,
    submit: bool = False,
    figures_digest: str = "",
) -> str:
    """Save the host's part, or submit the report; returns "created", "stored" or "same" (nothing to do).

    `revision` is the one last read + 1. The stored revision again with the same content has no effect; everything
    else is a Conflict with both contents. `figures_digest`, if given, is of the figures that the person saw: when a
    day changed since, that is a Conflict too, for nobody signs what they have not seen. A submitted report may be
    submitted again, with new content or with figures that moved; an accepted one stands.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    content = checked_closing_content(content)
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        _refuse_stop_without_days(stop)
        report = ClosingReport.objects.filter(stop_id=stop_id).first()
        known, content_digest = report.revision if report else 0, content.digest()
        same_content = report is not None and report.digest == content_digest and revision == known
        if report and same_content and not (submit and report.review == Review.DRAFT):
            # The form sent again; one that was saved before may still be submitted as it is.
            return "same"
        if revision != known + 1 and not same_content:
            raise _changed_meanwhile(stop, revision, content)
        if report and report.review == Review.ACCEPTED:
            raise Conflict(
                "accepted",
                _("This report is accepted and stands as it is."),
                current=closing_state(stop),
                sent={"revision": revision, "content": content.plain()},
            )
        if report and report.review == Review.SUBMITTED and not submit:
            raise Refused("submitted", _("This report is submitted. Submit it again to change it."))
        outcome = "stored" if report else "created"
        report = report or ClosingReport(stop_id=stop_id)
        now = timezone.now()
        content.put_into(report)
        report.revision, report.digest = revision, content_digest
        report.saved_by_id, report.saved_at = user.pk, now
        if submit:
            _submit(chain, stop, report, content, figures_digest, user, scope, now)
        report.save()
        return outcome


def _submit(
    chain: Chain,
    stop: Stop,
    report: ClosingReport,
    content: ClosingContent,
    figures_digest: str,
    user,
    scope: Scope,
    now: datetime,
) -> None:
    """Freeze figures and content as one text; the report is saved by the caller."""
    if stop.state not in CLOSED_STATES:
        raise Refused(
            "still_open",
            _(
                "The exhibition is not over here. The report can be saved now and submitted after the last day."
            ),
        )
    figures = closing_figures(stop)
    if figures_digest and figures_digest != history.digest(history.canonical_json(figures)):
        raise Conflict(
            "figures",
            _("A day changed while you were writing. Look at the figures again, then submit."),
            current=closing_state(stop),
            sent={"revision": report.revision, "content": content.plain()},
        )
    if figures["days_missing"] and not content.comments:
        raise Refused(
            "comments",
            _("{number} days have no report. File them, or say here why they are missing.").format(
                number=len(figures["days_missing"])
            ),
        )
    before = report.submitted_digest
    report.submitted_text, report.submitted_digest = frozen(stop, report.revision, content, figures)
    report.submitted_revision = report.revision
    report.review, report.return_reason = Review.SUBMITTED, ""
    report.submitted_by_id, report.submitted_at = user.pk, now
    report.on_behalf = stop.library_id not in scope.libraries
    report.reviewed_by_id = report.reviewed_at = None
    history.append(
        chain,
        Action.SUBMIT,
        by_id=user.pk,
        at=now,
        day=None,
        content={
            "revision": report.revision,
            "before": before,
            "digest": report.submitted_digest,
            "on_behalf": report.on_behalf,
        },
    )
    _move_along(stop, State.SUBMITTED, user, "")


def frozen(stop: Stop, revision: int, content: ClosingContent, figures: dict[str, Any]) -> tuple[str, str]:
    """The text of a report as it is submitted, and its digest."""
    text = history.canonical_json(
        {
            "number": report_number(stop, revision),
            "revision": revision,
            "identity": identity_of(stop),
            "figures": figures,
            "content": content.plain(),
        }
    )
    return text, history.digest(text)


# ---------------------------------------------------------------- review


def return_closing_report(user, stop_id: int, *, revision: int, reason: str) -> str:
    """Send a submitted report back with a reason: coordinators in their province, staff. "stored" or "same"."""
    scope = scope_of(user)
    _refuse_role_that_never_reviews(scope)
    reason = read_remark(reason)
    if not reason:
        raise Refused("reason_required", _("Say what has to be mended."))
    if len(reason) > LONGEST_RETURN_REASON:
        raise Refused(
            "reason_too_long",
            _("This text has at most {most} characters.").format(most=LONGEST_RETURN_REASON),
        )
    with transaction.atomic():
        chain, stop, report = _locked_for_review(scope, stop_id, revision)
        if report.review == Review.RETURNED and report.return_reason == reason:
            return "same"
        _refuse_unless_submitted(stop, report)
        report.review, report.return_reason = Review.RETURNED, reason
        _reviewed(chain, report, Action.SEND_BACK, user, {"reason": reason})
        _move_along(stop, State.RETURNED, user, reason)
    return "stored"


def accept_closing_report(user, stop_id: int, *, revision: int) -> str:
    """Accept exactly this revision: staff, and not what they submitted themselves (the superuser may)."""
    scope = scope_of(user)
    if not scope.is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions accept closing reports."))
    with transaction.atomic():
        chain, stop, report = _locked_for_review(scope, stop_id, revision)
        if report.review == Review.ACCEPTED:
            return "same"
        _refuse_unless_submitted(stop, report)
        if report.submitted_by_id == user.pk and not scope.is_superuser:
            raise NotAllowed(
                "own_entry", _("You submitted this report yourself. Another person has to accept it.")
            )
        report.review = Review.ACCEPTED
        _reviewed(chain, report, Action.ACCEPT, user, {})
        _move_along(stop, State.ACCEPTED, user, "")
    return "stored"


def _locked_for_review(scope: Scope, stop_id: int, revision: int) -> tuple[Chain, Stop, ClosingReport]:
    chain, stop = history.lock_stop(stop_id)
    if stop.draft_plan_id or not (scope.is_staff or stop.library.division.code[:2] in scope.provinces):
        raise NotFound
    report = ClosingReport.objects.filter(stop_id=stop_id).first()
    if report is None or report.review == Review.DRAFT:
        raise NotFound
    if report.submitted_revision != revision:
        raise Conflict(
            "revision",
            _("The report is not the one you looked at. Look at it again."),
            current=closing_state(stop),
            sent={"revision": revision},
        )
    return chain, stop, report


def _refuse_unless_submitted(stop: Stop, report: ClosingReport) -> None:
    if report.review != Review.SUBMITTED:
        raise Conflict(
            "review",
            _("The report is {review}; that cannot be done now.").format(review=report.get_review_display()),
            current=closing_state(stop),
            sent={},
        )


def _reviewed(chain: Chain, report: ClosingReport, action: str, user, details: dict[str, Any]) -> None:
    report.reviewed_by_id, report.reviewed_at = user.pk, timezone.now()
    report.save()
    history.append(
        chain,
        action,
        by_id=user.pk,
        at=report.reviewed_at,
        day=None,
        content={"revision": report.submitted_revision, "digest": report.submitted_digest, **details},
    )


def _refuse_role_that_never_reviews(scope: Scope) -> None:
    if not scope.is_staff and not scope.is_coordinator:
        raise NotAllowed("role", _("Your role does not review reports."))


def _move_along(stop: Stop, to_state: str, user, reason: str) -> None:
    """Have the stop's life follow its report, where it stands between its handover and there; else leave it."""
    if stop.state in AFTER_CLOSE:
        steps = AFTER_CLOSE[AFTER_CLOSE.index(State(stop.state)) + 1 :]
    else:
        steps = [State.SUBMITTED] if stop.state == State.RETURNED and to_state != State.RETURNED else []
        if not steps:
            return
    if to_state != State.SUBMITTED:
        steps = [*steps, State(to_state)]
    for step in steps:
        try:
            life.move(stop.pk, step, by=user, reason=reason if step == State.RETURNED else "")
        except ValidationError as error:
            raise Refused("stop_life", " ".join(error.messages)) from error
    nudge_after_commit()


# ---------------------------------------------------------------- the stamped copy


def attach_scan(user, stop_id: int, sent: bytes, title: str) -> tuple[str, ClosingScan]:
    """Keep a scan of the stamped copy of a submitted report; returns ("created" | "same", scan).

    A PDF by its first bytes, kept as it is; else a picture, stored anew. Earlier scans stay in the list. Raises
    NotFound, NotAllowed or Refused; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    stop = Stop.objects.live().filter(pk=stop_id).first()
    if stop is None:
        raise NotFound
    refuse_foreign_library(scope, stop.library_id)
    sent_digest = hashlib.sha256(sent).hexdigest()
    known = ClosingScan.objects.filter(report_id=stop_id, sent_digest=sent_digest).first()
    if known:
        return "same", known
    ending, content = read_scan(sent)
    kind = ClosingScan.Kind.PDF if ending == "pdf" else ClosingScan.Kind.IMAGE
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        known = ClosingScan.objects.filter(report_id=stop_id, sent_digest=sent_digest).first()
        if known:
            return "same", known
        report = ClosingReport.objects.filter(stop_id=stop_id).first()
        if report is None or report.submitted_revision is None:
            raise Refused(
                "not_submitted", _("Submit the report first; then attach the scan of its stamped copy.")
            )
        if report.scans.count() >= MOST_SCANS:
            raise Refused("too_many_scans", _("There are {most} scans already.").format(most=MOST_SCANS))
        scan = ClosingScan(
            report=report,
            kind=kind,
            title=_title(title, kind),
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            sent_digest=sent_digest,
            report_digest=report.submitted_digest,
            attached_by_id=user.pk,
            attached_at=timezone.now(),
        )
        files.write(scan.file, content)
        scan.save(force_insert=True)
        history.append(
            chain,
            Action.ATTACH,
            by_id=user.pk,
            at=scan.attached_at,
            day=None,
            content={"kind": kind, "digest": scan.digest, "report": scan.report_digest},
        )
    return "created", scan


def _title(title: str, kind: str) -> str:
    """What the device called the file, cleaned and short; only ever shown."""
    shown = "".join(character for character in title if character.isprintable()).strip()[-100:]
    return shown or ("scan.pdf" if kind == ClosingScan.Kind.PDF else "scan.jpg")


# ---------------------------------------------------------------- refusals


def _refuse_stop_without_days(stop: Stop) -> None:
    if stop.draft_plan_id:
        raise NotFound
    if stop.actual_open is None or stop.date_precision != Stop.DatePrecision.DAY:
        raise Refused(
            "outside_stop", _("The exhibition has not opened here, so there is nothing to report yet.")
        )


def _changed_meanwhile(stop: Stop, revision: int, content: ClosingContent) -> Conflict:
    return Conflict(
        "revision",
        _("Somebody changed this report in the meantime. Both are shown; choose one."),
        current=closing_state(stop),
        sent={"revision": revision, "content": content.plain()},
    )
