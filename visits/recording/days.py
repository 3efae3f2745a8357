"""The one door: every count enters and every review happens here, by form, phone, file or job.

Each function is one transaction: lock the stop's chain, and only then, in statements of their own, read and
compare revisions, write, append the history, mark the day stale (see `visits.recording.filing`). A send that changes nothing
writes nothing. The caller answers after the commit; after it a nudge is sent to the drain (see `visits.totals`).

Who may do what is decided here once more, whatever the page or the API checked before. Events have their part of the
door in `visits.recording.event_reports`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from exhibitions import history
from exhibitions.models import HistoryEntry
from uploads.refusals import Refused
from visits.models import DayReport
from visits.recording.day_state import day_state, evidence_now, evidence_of
from visits.recording.filing import (
    FilingOutcome,
    Subject,
    changed_meanwhile,
    endorse_report,
    file_report,
    keep_verified_report,
    return_report,
    verify_report,
    withdraw_report,
)
from visits.recording.permission import (
    refuse_day_outside,
    refuse_foreign_library,
    refuse_role_that_never_records,
)
from visits.values import Value, checked_content


@dataclass
class DayOfStop(Subject):
    """One day of one stop (a day of Asia/Shanghai) as the subject of a report."""

    stop_id: int
    day: date
    seen_review: str = ""

    def find(self) -> DayReport | None:
        return DayReport.objects.filter(stop_id=self.stop_id, day=self.day).first()

    def new(self) -> DayReport:
        return DayReport(stop_id=self.stop_id, day=self.day, first_filed_on=timezone.localdate())

    def state(self) -> dict[str, Any]:
        return day_state(self.stop_id, self.day)

    def take_over(self, report: DayReport) -> None:
        report.evidence_seen = evidence_now(self.stop_id, self.day)

    def evidence(self) -> dict[str, Any]:
        """The tallies that whoever files or reviews had before them (rule 7)."""
        return {"evidence": evidence_of(self.stop_id, self.day)}


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
    content is answered without effect; everything else is a Conflict with both contents (rule 3). An amendment
    needs a reason unless the day was returned; a closed day needs a reason and has no values. Once verified, only
    staff may amend, with a reason, which reopens the day (rule 17).

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    values = checked_content(state, values, reason)
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        refuse_day_outside(stop, day)
        return file_report(
            DayOfStop(stop_id, day),
            user,
            chain,
            stop,
            revision=revision,
            state=state,
            values=values,
            basis=basis,
            method=method,
            note=note,
            reason=reason,
        )


def dismiss_evidence(user, stop_id: int, day: date, *, revision: int, reason: str) -> FilingOutcome:
    """Leave the filed numbers as they are although tallies that came later differ, and say why.

    `revision` is the report's that was looked at. The report, its review and every total stay as they are; what
    was decided stands in the history with the digest of the tallies. Tallies that come after this are new evidence.
    Again without new tallies is answered without effect. To take the tallies over instead is an ordinary amendment.

    Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    if not reason.strip():
        raise Refused("reason_required", _("Say why the filed numbers stay."))
    with transaction.atomic():
        chain, stop = history.lock_stop(stop_id)
        refuse_foreign_library(scope, stop.library_id)
        report = DayReport.objects.filter(stop_id=stop_id, day=day).first()
        if report is None or report.revision != revision:
            raise changed_meanwhile(DayOfStop(stop_id, day), {"revision": revision, "reason": reason})
        seen = evidence_now(stop_id, day)
        if report.evidence_seen == seen:
            return FilingOutcome("same", day_state(stop_id, day))
        report.evidence_seen = seen
        report.save(update_fields=["evidence_seen"])
        history.append(
            chain,
            HistoryEntry.Action.DISMISS,
            by_id=user.pk,
            at=timezone.now(),
            day=day,
            content={"revision": revision, "evidence": evidence_of(stop_id, day), "reason": reason},
        )
        return FilingOutcome("stored", day_state(stop_id, day))


def return_day(
    user, stop_id: int, day: date, *, revision: int, reason: str, seen_review: str = ""
) -> FilingOutcome:
    """Send a filed day back with a reason; see `visits.recording.filing.return_report`.

    `seen_review`, if given, is the review that the reviewer was shown: when somebody else decided in the meantime,
    that is a Conflict. So with `keep_verified` and `withdraw_verification`.
    """
    return return_report(DayOfStop(stop_id, day, seen_review), user, revision=revision, reason=reason)


def endorse_day(user, stop_id: int, day: date, *, revision: int) -> FilingOutcome:
    """A coordinator (or staff) found a filed day plausible; it waits for verification."""
    return endorse_report(DayOfStop(stop_id, day), user, revision=revision)


def verify_day(user, stop_id: int, day: date, *, revision: int) -> FilingOutcome:
    """Verify exactly this revision of a filed day; see `visits.recording.filing.verify_report`."""
    return verify_report(DayOfStop(stop_id, day), user, revision=revision)


def keep_verified(
    user, stop_id: int, day: date, *, revision: int, reason: str, seen_review: str = ""
) -> FilingOutcome:
    """Let the verified numbers stand against a later change; see `visits.recording.filing.keep_verified_report`."""
    return keep_verified_report(DayOfStop(stop_id, day, seen_review), user, revision=revision, reason=reason)


def withdraw_verification(
    user, stop_id: int, day: date, *, revision: int, reason: str, seen_review: str = ""
) -> FilingOutcome:
    """Take the verification of a day back, with a reason; see `visits.recording.filing.withdraw_report`."""
    return withdraw_report(DayOfStop(stop_id, day, seen_review), user, revision=revision, reason=reason)
