"""One day of one stop, as people and machines are shown it: draft, filed and verified figures side by side."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Sum

from exhibitions import history
from visits.models import DayReport, Tally, TallyValue
from visits.recording.report_state import report_members
from visits.values import Value, weakest_basis


def evidence_of(stop_id: int, day: date) -> dict[str, Any]:
    """How many tallies a day has and the digest over them; what a filing and a verification saw (rule 7)."""
    return evidence_by_day(stop_id, [day])[day]


def evidence_by_day(stop_id: int, days: Collection[date]) -> dict[date, dict[str, Any]]:
    """`evidence_of` for several days of one stop, in one query."""
    rows: dict[date, list[str]] = {day: [] for day in days}
    tallies = Tally.objects.filter(stop_id=stop_id, day__in=days).order_by("counter_id")
    for day, counter, revision, digest in tallies.values_list("day", "counter_id", "revision", "digest"):
        rows[day].append(f"{counter}:{revision}:{digest}")
    return {
        day: {"tallies": len(own), "digest": history.digest("\n".join(own)) if own else ""}
        for day, own in rows.items()
    }


def evidence_now(stop_id: int, day: date) -> int:
    """The sum of the revisions of a day's tallies; see `DayReport.evidence_seen`."""
    tallies = Tally.objects.filter(stop_id=stop_id, day=day)
    return int(tallies.aggregate(revisions=Sum("revision", default=0))["revisions"])


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
    tally_values = list(
        TallyValue.objects.filter(stop_id=stop_id, day=day).order_by("counter_id", "measure", "audience")
    )
    draft = draft_of(tally_values)
    members = report_members(report)
    tallies = _tallies(stop_id, day, tally_values)
    differing = differences(draft, members["last_filed"])
    moved = report is not None and report.evidence_seen != sum(tally["revision"] for tally in tallies)
    return {
        "stop": stop_id,
        "day": day.isoformat(),
        **members,
        "draft": draft,
        "tallies": tallies,
        "differences": differing,
        "late_evidence": moved and bool(differing),
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
