"""What a change by hand leaves behind: contents, digests, chains and seals that no longer agree.

Numbers are bound to digests, digests to the hash chain, chain heads to the daily seals. `reconcile` walks all of it,
so a number changed in the database is named even where every total was derived from it again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from visits import history
from visits.models import (
    DayReport,
    HistoryEntry,
    ReportValue,
    Seal,
    SealedHead,
    Tally,
    TallyRevision,
    TallyValue,
)
from visits.sql import chunks
from visits.values import Value, values_as_rows

AT_ONCE = 500  # stops whose evidence is read at once


def broken_evidence() -> list[str]:
    """Name every report, tally and seal that does not agree with what was recorded of it."""
    stops = list(DayReport.objects.order_by("stop_id").values_list("stop_id", flat=True).distinct())
    broken: list[str] = []
    for some in chunks(stops, AT_ONCE):
        broken += _broken_reports(some)
    stops = list(Tally.objects.order_by("stop_id").values_list("stop_id", flat=True).distinct())
    for some in chunks(stops, AT_ONCE):
        broken += _broken_tallies(some)
    return broken + list(_broken_seals())


def _broken_reports(stops: Sequence[int]) -> Iterator[str]:
    """Reports whose numbers, digest and history differ; a verified report's two sets of numbers are the same."""
    numbers: dict[tuple[int, str], list[Value]] = defaultdict(list)
    rows = ReportValue.objects.filter(report__stop_id__in=stops).values_list(
        "report_id", "kind", "measure", "audience", "value", "basis", "method"
    )
    for report_id, kind, measure, audience, value, basis, method in rows:
        numbers[(report_id, kind)].append(Value(measure, audience, value, basis, method))
    recorded = _recorded_digests(stops)
    for report in DayReport.objects.filter(stop_id__in=stops).iterator(chunk_size=2000):
        filed = sorted(numbers[(report.pk, ReportValue.Kind.FILED)])
        content = {
            "state": report.state,
            "values": values_as_rows(filed),
            "note": report.note,
            "reason": report.reason,
        }
        known = recorded.get((report.stop_id, report.day), {})
        right = (
            report.digest == history.digest(history.canonical_json(content)) == known.get(report.revision)
            and (
                report.verified_revision is None
                or known.get(report.verified_revision) == report.verified_digest
            )
            and (
                report.review != DayReport.Review.VERIFIED
                or filed == sorted(numbers[(report.pk, ReportValue.Kind.VERIFIED)])
            )
        )
        if not right:
            yield f"stop {report.stop_id}, {report.day}: the report is not what its history says"


def _recorded_digests(stops: Sequence[int]) -> dict[tuple[int, date], dict[int, str]]:
    """(stop, day) -> revision -> digest of the content, as the history chains tell it."""
    recorded: dict[tuple[int, date], dict[int, str]] = defaultdict(dict)
    entries = HistoryEntry.objects.filter(
        stop_id__in=stops, action__in=[HistoryEntry.Action.FILE, HistoryEntry.Action.AMEND]
    )
    for stop_id, day, body in entries.values_list("stop_id", "day", "body").iterator(chunk_size=2000):
        content = history.read_body(body)["content"]
        if day is not None:
            recorded[(stop_id, day)][content["revision"]] = history.digest(
                history.canonical_json(content["after"])
            )
        for one in content.get("days", []):
            recorded[(stop_id, date.fromisoformat(one["day"]))][one["revision"]] = one["digest"]
    return recorded


def _broken_tallies(stops: Sequence[int]) -> Iterator[str]:
    """Tallies whose numbers are not those of their digest, or whose digest is not that of the revision stored."""
    key = ("stop_id", "day", "counter_id")
    numbers: dict[tuple, list[Value]] = {}
    rows = TallyValue.objects.filter(stop_id__in=stops).order_by(*key)
    columns = rows.values_list(*key, "measure", "audience", "value", "basis", "method")
    for of_tally, group in groupby(columns, key=itemgetter(0, 1, 2)):
        numbers[of_tally] = sorted(Value(*row[3:]) for row in group)
    sent: dict[tuple, Any] = {}
    for *of_revision, digest in TallyRevision.objects.filter(stop_id__in=stops).values_list(
        *key, "revision", "digest"
    ):
        sent[tuple(of_revision)] = digest
    for *of_tally, revision, digest in Tally.objects.filter(stop_id__in=stops).values_list(
        *key, "revision", "digest"
    ):
        values = values_as_rows(numbers.get(tuple(of_tally), []))
        if not digest == history.digest(history.canonical_json(values)) == sent.get((*of_tally, revision)):
            stop, day, counter = of_tally
            yield f"stop {stop}, {day}: tally {counter} is not what was sent"


def _broken_seals() -> Iterator[str]:
    """Seals whose root their heads do not give, and sealed heads that the chains do not have any more."""
    for day in Seal.objects.order_by("day").values_list("day", flat=True):
        if history.recomputed_root(day) != Seal.objects.get(pk=day).root:
            yield f"seal of {day}: the root is not that of its heads"
    gone = set(SealedHead.objects.filter(sequence=0).values_list("stop_number", flat=True))
    sealed = SealedHead.objects.filter(sequence__gt=0).exclude(stop_number__in=gone)
    for rows in chunks(list(sealed.values_list("seal_id", "stop_number", "sequence", "head")), AT_ONCE):
        standing = {
            (stop, sequence): entry_hash
            for stop, sequence, entry_hash in HistoryEntry.objects.filter(
                stop_id__in={row[1] for row in rows}, sequence__in={row[2] for row in rows}
            ).values_list("stop_id", "sequence", "hash")
        }
        for day, stop, sequence, head in rows:
            if standing.get((stop, sequence)) != head:
                yield f"seal of {day}: the history of stop {stop} was rewritten"
