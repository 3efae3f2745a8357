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

from django.db.models import F, QuerySet

from exhibitions import history
from exhibitions.models import HistoryEntry
from reports import seals
from reports.closing.content import ClosingContent
from reports.models import (
    Bulletin,
    BulletinEntry,
    ClosingReport,
    ClosingScan,
    Seal,
    SealedBulletin,
    SealedHead,
)
from reports.seals import KEYS, Sealed
from visits.models import DayReport, EventReport, ReportedValue, Review, Tally, TallyRevision, TallyValue
from visits.sql import chunks
from visits.values import Value, values_as_rows

AT_ONCE = 500  # stops whose evidence is read at once


def broken_evidence() -> list[str]:
    """Name every report, tally and seal that does not agree with what was recorded of it."""
    broken: list[str] = []
    for some in chunks(_stops_of(DayReport, EventReport), AT_ONCE):
        recorded = _recorded_digests(some)
        broken += _broken_reports(DayReport, some, recorded)
        broken += _broken_reports(EventReport, some, recorded)
    for some in chunks(_stops_of(Tally), AT_ONCE):
        broken += _broken_tallies(some)
    return broken + list(_broken_closing_reports()) + _moved_events() + list(_broken_seals())


def _stops_of(*models: type[Any]) -> list[int]:
    """The stops that have rows of any of these models, in ascending order."""
    return sorted(
        {pk for model in models for pk in model.objects.values_list("stop_id", flat=True).distinct()}
    )


def _moved_events() -> list[str]:
    """Events whose day is not the one that was filed: a move goes through the door, and takes the report along."""
    moved = EventReport.objects.exclude(day=F("event__day")).order_by("event_id")
    return [
        f"stop {stop_id}: event {event_id} was moved past its report"
        for stop_id, event_id in moved.values_list("stop_id", "event_id")
    ]


Digests = dict[tuple[str, int, Any], dict[int, str]]  # of a report: revision -> digest of the content


def _key_of(report: DayReport | EventReport) -> tuple[str, int, Any]:
    if isinstance(report, EventReport):
        return "event", report.stop_id, report.event_id
    return "day", report.stop_id, report.day


def _broken_reports(model: type[Any], stops: Sequence[int], recorded: Digests) -> Iterator[str]:
    """Reports whose numbers, digest and history differ; a verified report's two sets of numbers are the same."""
    numbers: dict[tuple[int, str], list[Value]] = defaultdict(list)
    rows = model._meta.get_field("values").related_model.objects.filter(report__stop_id__in=stops)
    columns = rows.values_list("report_id", "kind", "measure", "audience", "value", "basis", "method")
    for report_id, kind, *value in columns:
        numbers[(report_id, kind)].append(Value(*value))
    for report in model.objects.filter(stop_id__in=stops).iterator(chunk_size=2000):
        filed = sorted(numbers[(report.pk, ReportedValue.Kind.FILED)])
        content = {
            "state": report.state,
            "values": values_as_rows(filed),
            "note": report.note,
            "reason": report.reason,
        }
        if model is EventReport:
            content |= {"event": report.event_id, "day": report.day}
        known = recorded.get(_key_of(report), {})
        right = (
            report.digest == history.digest(history.canonical_json(content)) == known.get(report.revision)
            and (
                report.verified_revision is None
                or known.get(report.verified_revision) == report.verified_digest
            )
            and (
                report.review != Review.VERIFIED
                or filed == sorted(numbers[(report.pk, ReportedValue.Kind.VERIFIED)])
            )
        )
        if not right:
            event = f", event {report.event_id}" if model is EventReport else ""
            yield f"stop {report.stop_id}, {report.day}{event}: the report is not what its history says"


def _recorded_digests(stops: Sequence[int]) -> Digests:
    """The digests of what was filed, as the history chains tell it."""
    recorded: Digests = defaultdict(dict)
    entries = HistoryEntry.objects.filter(
        stop_id__in=stops, action__in=[HistoryEntry.Action.FILE, HistoryEntry.Action.AMEND]
    )
    columns = entries.values_list("stop_id", "day", "event_id", "body")
    for stop_id, day, event_id, body in columns.iterator(chunk_size=2000):
        content = history.read_body(body)["content"]
        if day is not None:
            key = ("event", stop_id, event_id) if event_id else ("day", stop_id, day)
            recorded[key][content["revision"]] = history.digest(history.canonical_json(content["after"]))
        for one in content.get("days", []):
            recorded["day", stop_id, date.fromisoformat(one["day"])][one["revision"]] = one["digest"]
        for one in content.get("events", []):
            recorded["event", stop_id, one["event"]][one["revision"]] = one["digest"]
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


def _broken_closing_reports() -> Iterator[str]:
    """Closing reports whose text, columns, digest and history differ, and scans that the history does not know."""
    Action = HistoryEntry.Action
    last: dict[int, str] = {}
    attached: set[tuple[int, str]] = set()
    entries = HistoryEntry.objects.filter(action__in=[Action.SUBMIT, Action.ATTACH]).order_by(
        "stop_id", "sequence"
    )
    for stop_id, action, body in entries.values_list("stop_id", "action", "body").iterator(chunk_size=2000):
        digest = history.read_body(body)["content"]["digest"]
        if action == Action.SUBMIT:
            last[stop_id] = digest
        else:
            attached.add((stop_id, digest))
    for report in ClosingReport.objects.iterator(chunk_size=500):
        content = ClosingContent.of(report).plain()
        right = report.digest == history.digest(history.canonical_json(content))
        if report.submitted_text:
            right = right and report.submitted_digest == history.digest(report.submitted_text) == last.get(
                report.pk
            )
        if right and report.review in (ClosingReport.Review.SUBMITTED, ClosingReport.Review.ACCEPTED):
            right = history.read_body(report.submitted_text)["content"] == content
        if not right:
            yield f"stop {report.pk}: the closing report is not what its history says"
    for report_id, digest in ClosingScan.objects.values_list("report_id", "digest"):
        if (report_id, digest) not in attached:
            yield f"stop {report_id}: a scan is not what its history says"


def _broken_seals() -> Iterator[str]:
    """Seals whose root their heads do not give, and sealed heads that the chains do not have any more."""
    for day in Seal.objects.order_by("day").values_list("day", flat=True):
        if seals.recomputed_root(day) != Seal.objects.get(pk=day).root:
            yield f"seal of {day}: the root is not that of its heads"
    yield from _rewritten(SealedHead, "stop", HistoryEntry.objects.all(), "stop_id")
    yield from _rewritten(SealedBulletin, "bulletin", BulletinEntry.objects.all(), "bulletin_id")


def _rewritten(model: Sealed, word: str, entries: QuerySet, owner: str) -> Iterator[str]:
    """Sealed heads of stops or bulletins whose entry is another by now, or gone; what went away whole is sealed as gone."""
    key = KEYS[model]
    heads = model.objects
    gone = set(heads.filter(sequence=0).values_list(key, flat=True))
    sealed = heads.filter(sequence__gt=0).exclude(**{f"{key}__in": gone}).order_by("seal_id", key)
    for rows in chunks(list(sealed.values_list("seal_id", key, "sequence", "head")), AT_ONCE):
        found = entries.filter(
            **{f"{owner}__in": {row[1] for row in rows}}, sequence__in={row[2] for row in rows}
        )
        standing = {
            (number, sequence): entry_hash
            for number, sequence, entry_hash in found.values_list(owner, "sequence", "hash")
        }
        for day, number, sequence, head in rows:
            if standing.get((number, sequence)) != head:
                yield f"seal of {day}: the history of {word} {_name(word, number)} was rewritten"


def _name(word: str, number: int) -> str:
    """What people know it by: a bulletin has a number of its own in its address."""
    if word == "bulletin":
        return Bulletin.objects.filter(pk=number).values_list("number", flat=True).first() or f"#{number}"
    return str(number)
