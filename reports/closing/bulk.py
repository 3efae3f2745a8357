"""Many closing reports at once: the bulk form of the same door, for demonstrations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions import history
from exhibitions.models import CLOSED_STATES, HistoryEntry, Stop
from reports.closing.content import ClosingContent, checked_closing_content
from reports.closing.figures import closing_figures
from reports.closing.recording import frozen
from reports.models import ClosingReport
from uploads.refusals import Refused

Action = HistoryEntry.Action
Review = ClosingReport.Review
# What a review leaves in the history, by the state it ends in.
ENTRY_OF_REVIEW = {Review.RETURNED: Action.SEND_BACK, Review.ACCEPTED: Action.ACCEPT}


@dataclass(frozen=True)
class BulkClosingReport:
    """One report, submitted and reviewed at once; `review` is submitted, returned (with a reason) or accepted."""

    stop_id: int
    content: ClosingContent
    submitted_by_id: int
    submitted_at: datetime
    review: str = Review.SUBMITTED
    reviewed_by_id: int | None = None
    reviewed_at: datetime | None = None
    return_reason: str = ""


def submit_in_bulk(reports: Iterable[BulkClosingReport]) -> int:
    """Submit reports of stops that have none; returns how many. Figures are those filed by now.

    One transaction, stops locked in ascending order, the same history entries as one by one. The stops' life is the
    caller's. Raises Refused when a stop is not over or has a report.
    """
    ordered = sorted(reports, key=lambda report: report.stop_id)
    with transaction.atomic():
        for report in ordered:
            _submit(report)
    return len(ordered)


def _submit(sent: BulkClosingReport) -> None:
    chain, _locked = history.lock_stop(sent.stop_id)
    stop = Stop.objects.with_place().get(pk=sent.stop_id)
    if stop.state not in CLOSED_STATES or ClosingReport.objects.filter(pk=stop.pk).exists():
        raise Refused("not_reportable", _("This stop is not over, or has a closing report."))
    content = checked_closing_content(sent.content)
    text, digest = frozen(stop, 1, content, closing_figures(stop))
    report = ClosingReport(
        stop_id=stop.pk,
        review=sent.review,
        revision=1,
        digest=content.digest(),
        saved_by_id=sent.submitted_by_id,
        saved_at=sent.submitted_at,
        submitted_revision=1,
        submitted_text=text,
        submitted_digest=digest,
        submitted_by_id=sent.submitted_by_id,
        submitted_at=sent.submitted_at,
        return_reason=sent.return_reason,
        reviewed_by_id=sent.reviewed_by_id,
        reviewed_at=sent.reviewed_at,
    )
    content.put_into(report)
    report.save(force_insert=True)
    history.append(
        chain,
        Action.SUBMIT,
        by_id=sent.submitted_by_id,
        at=sent.submitted_at,
        day=None,
        content={"revision": 1, "before": "", "digest": digest, "on_behalf": False},
    )
    if sent.reviewed_by_id and sent.reviewed_at:
        reason = {"reason": sent.return_reason} if sent.return_reason else {}
        history.append(
            chain,
            ENTRY_OF_REVIEW[Review(sent.review)],
            by_id=sent.reviewed_by_id,
            at=sent.reviewed_at,
            day=None,
            content={"revision": 1, "digest": digest, **reason},
        )
