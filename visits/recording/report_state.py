"""A report as people and machines are shown it: what is the same for the report of a day and that of an event."""

from typing import Any

from visits.models import DayReport, EventReport, Review
from visits.values import value_of


def report_members(report: DayReport | EventReport | None) -> dict[str, Any]:
    """Revision, state and review, the filed and the verified numbers, and who did what when (rules 3, 4).

    One never filed has revision 0, review "draft" and state "missing"; both are computed, never stored. Load
    `filed_by` and `verified_by` along; the numbers are one query.
    """
    figures: dict[str, list[dict]] = {"filed": [], "verified": []}
    if report is None:
        return {
            "revision": 0,
            "state": "missing",
            "review": "draft",
            "filed": None,
            "last_filed": None,
            "verified": None,
            "verified_state": None,
            **dict.fromkeys(("basis", "method", "note", "reason", "return_reason"), ""),
            "on_behalf": False,
            "filed_by": None,
            "filed_at": None,
            "verified_revision": None,
            "verified_by": None,
            "verified_at": None,
            "digest": "",
        }
    for row in report.values.order_by("measure", "audience"):
        figures[row.kind].append(value_of(row)._asdict())
    return {
        "revision": report.revision,
        "state": report.state,
        "review": report.review,
        "filed": None if report.review == Review.RETURNED else figures["filed"],
        "last_filed": figures["filed"],
        "verified": figures["verified"] if report.verified_revision else None,
        "verified_state": report.verified_state or None,
        "basis": report.basis,
        "method": report.method,
        "note": report.note,
        "reason": report.reason,
        "return_reason": report.return_reason,
        "on_behalf": report.on_behalf,
        "filed_by": str(report.filed_by),
        "filed_at": report.filed_at,
        "verified_revision": report.verified_revision,
        "verified_by": str(report.verified_by) if report.verified_by else None,
        "verified_at": report.verified_at,
        "digest": report.digest,
    }
