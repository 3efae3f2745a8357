"""One day of one stop, as people and machines are shown it: draft, filed and verified figures side by side."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from visits import history
from visits.models import DayReport, ReportValue, Tally, TallyValue
from visits.values import Value, weakest_basis


def evidence_of(stop_id: int, day: date) -> dict[str, Any]:
    """How many tallies a day has and the digest over them; what a filing and a verification saw (rules 7)."""
    tallies = Tally.objects.filter(stop_id=stop_id, day=day).order_by("counter_id")
    rows = [
        f"{counter}:{revision}:{digest}"
        for counter, revision, digest in tallies.values_list("counter_id", "revision", "digest")
    ]
    return {"tallies": len(rows), "digest": history.digest("\n".join(rows)) if rows else ""}


def draft_of(rows: Iterable[TallyValue]) -> list[dict[str, Any]]:
    """The sum of the day's tallies per measure and audience, with the weakest basis and every method used."""
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    methods: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        key = (row.measure, row.audience)
        known = sums.setdefault(
            key, {"measure": row.measure, "audience": row.audience, "value": 0, "basis": row.basis}
        )
        known["value"] += row.value
        known["basis"] = weakest_basis([known["basis"], row.basis])
        methods[key].add(row.method)
    return [{**sums[key], "methods": sorted(methods[key])} for key in sorted(sums)]


def differences(draft: list[dict], filed: list[dict] | None) -> list[dict[str, Any]]:
    """Where the tallies and the filed numbers differ: evidence for a person, never a correction by itself.

    Only measures that somebody tallied are compared: a gate reading filed beside a hand tally of the hall is no
    difference.
    """
    if filed is None:
        return []
    drafted = {(row["measure"], row["audience"]): row["value"] for row in draft}
    tallied = {measure for measure, _audience in drafted}
    stated = {(row["measure"], row["audience"]): row["value"] for row in filed if row["measure"] in tallied}
    return [
        {
            "measure": measure,
            "audience": audience,
            "tallied": drafted.get((measure, audience)),
            "filed": stated.get((measure, audience)),
            "difference": drafted.get((measure, audience), 0) - stated.get((measure, audience), 0),
        }
        for measure, audience in sorted(drafted.keys() | stated.keys())
        if drafted.get((measure, audience), 0) != stated.get((measure, audience), 0)
    ]


def day_state(stop_id: int, day: date) -> dict[str, Any]:
    """Everything about one day: three figures, tallies, revision, state and review (rules 3, 4).

    A day never filed has revision 0, review "draft" and state "missing"; both are computed, never stored.
    Four queries, however many tallies there are.
    """
    report = (
        DayReport.objects.select_related("filed_by", "verified_by").filter(stop_id=stop_id, day=day).first()
    )
    figures: dict[str, list[dict]] = {"filed": [], "verified": []}
    if report:
        for row in report.values.order_by("measure", "audience"):
            figures[row.kind].append(
                Value(row.measure, row.audience, row.value, row.basis, row.method)._asdict()
            )
    tally_values = list(
        TallyValue.objects.filter(stop_id=stop_id, day=day).order_by("counter_id", "measure", "audience")
    )
    draft = draft_of(tally_values)
    returned = report is not None and report.review == DayReport.Review.RETURNED
    stated = figures["filed"] if report else None
    return {
        "stop": stop_id,
        "day": day.isoformat(),
        "revision": report.revision if report else 0,
        "state": report.state if report else "missing",
        "review": report.review if report else "draft",
        "draft": draft,
        "filed": None if report is None or returned else figures["filed"],
        "last_filed": stated,
        "verified": figures[ReportValue.Kind.VERIFIED] if report and report.verified_revision else None,
        "verified_state": report.verified_state or None if report else None,
        "basis": report.basis if report else "",
        "method": report.method if report else "",
        "note": report.note if report else "",
        "reason": report.reason if report else "",
        "return_reason": report.return_reason if report else "",
        "on_behalf": report.on_behalf if report else False,
        "filed_by": str(report.filed_by) if report else None,
        "filed_at": report.filed_at if report else None,
        "verified_revision": report.verified_revision if report else None,
        "verified_by": str(report.verified_by) if report and report.verified_by else None,
        "verified_at": report.verified_at if report else None,
        "digest": report.digest if report else "",
        "tallies": _tallies(stop_id, day, tally_values),
        "differences": differences(draft, stated),
    }


def _tallies(stop_id: int, day: date, values: list[TallyValue]) -> list[dict[str, Any]]:
    rows: dict[Any, list[dict]] = defaultdict(list)
    for row in values:
        rows[row.counter_id].append(
            Value(row.measure, row.audience, row.value, row.basis, row.method)._asdict()
        )
    return [
        {
            "counter": str(tally.counter_id),
            "revision": tally.revision,
            "values": rows[tally.counter_id],
            "recorded_at": tally.recorded_at,
            "recorded_by": str(tally.recorded_by),
            "device": tally.device,
            "client_time": tally.client_time,
        }
        for tally in Tally.objects.select_related("recorded_by")
        .filter(stop_id=stop_id, day=day)
        .order_by("recorded_at", "counter_id")
    ]
