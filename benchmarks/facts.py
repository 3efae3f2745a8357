"""Day reports with their numbers, in bulk, and the history that goes with them."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, User
from benchmarks.tour import CLOSED_WEEKDAY, PAIRS, UNFILED_DAYS
from exhibitions import history
from exhibitions.models import Chain, HistoryEntry, Stop
from visits.models import DayReport, ReportValue
from visits.sql import as_date, as_datetime, chunks
from visits.values import weakest_basis
from visits.vocabulary import Basis, Method


def fill_facts(stops: list[Stop]) -> tuple[int, int]:
    """Two fifths of the days are verified, the others filed. Returns how many reports and numbers were written."""
    today = timezone.localdate()
    chosen = random.Random(20)
    owners = dict(Membership.objects.filter(role="librarian").values_list("library_id", "user_id"))
    staff = User.objects.get(username="staff").pk
    now = as_datetime(timezone.now())
    report_columns = [
        "id", "stop_id", "day", "state", "review", "revision", "digest", "basis", "method", "note", "reason",
        "filed_by_id", "filed_at", "on_behalf", "evidence_seen", "return_reason", "verified_revision",
        "verified_digest", "verified_state", "verified_by_id", "verified_at", "first_filed_on",
    ]  # fmt: skip
    value_columns = ["report_id", "kind", "measure", "audience", "value", "basis", "method"]
    days = enumerate(_report_days(stops, today), 1)
    written_reports = written_values = 0
    while some := list(islice(days, 20_000)):
        reports, values = [], []
        for number, (stop, day) in some:
            rows = [
                (*pair, chosen.randrange(300), _basis(chosen), Method.MANUAL_TALLY.value) for pair in PAIRS
            ]
            content = {
                "state": "counted",
                "values": [dict(zip(value_columns[2:], row, strict=True)) for row in rows],
                "note": "",
                "reason": "",
            }
            digest = history.digest(history.canonical_json(content))
            verified = number % 5 < 2
            review = (1, digest, "counted", staff, now) if verified else (None, "", "", None, None)
            reports.append(
                (
                    number,
                    stop.pk,
                    as_date(day),
                    "counted",
                    "verified" if verified else "filed",
                    1,
                    digest,
                    weakest_basis(row[3] for row in rows),
                    "manual_tally",
                    "",
                    "",
                    owners[stop.library_id],
                    now,
                    False,
                    0,
                    "",
                    *review,
                    as_date(day),
                )
            )
            for kind in ("filed", "verified") if verified else ("filed",):
                values += [(number, kind, *row) for row in rows]
        with transaction.atomic():
            _write("visits_dayreport", report_columns, reports)
            _write("visits_reportvalue", value_columns, values)
        written_reports, written_values = written_reports + len(reports), written_values + len(values)
    _reset_sequences(DayReport, ReportValue)
    return written_reports, written_values


def _basis(chosen: random.Random) -> str:
    return Basis.ESTIMATED.value if chosen.random() < 0.05 else Basis.COUNTED.value


def _report_days(stops: list[Stop], today: date) -> Iterator[tuple[Stop, date]]:
    last = today - timedelta(days=UNFILED_DAYS + 1)
    for stop in stops:
        for number in range((min(stop.closes_on, last) - stop.actual_open).days + 1):
            day = stop.actual_open + timedelta(days=number)
            if day.isoweekday() != CLOSED_WEEKDAY:
                yield stop, day


def _write(table: str, columns: list[str], rows: list[tuple]) -> None:
    """As fast as the engine takes rows: COPY, or one prepared statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(columns)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _CopyFile(rows))
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)


class _CopyFile:
    """Rows as the text that COPY reads."""

    def __init__(self, rows: Iterable[tuple]) -> None:
        self.lines = iter(rows)

    def read(self, size: int = -1) -> str:
        return "".join("\t".join(map(_copy_text, row)) + "\n" for row in islice(self.lines, 500))


def _copy_text(value: Any) -> str:
    return "\\N" if value is None else str(value)


def fill_chains() -> None:
    """One entry a stop that carries the digest of each of its days, as the bulk form of the door writes it."""
    now = timezone.now()
    for stops in chunks(list(Stop.objects.order_by("pk").values_list("pk", flat=True)), 200):
        days: dict[int, list[dict]] = {stop: [] for stop in stops}
        reports = DayReport.objects.filter(stop_id__in=stops).order_by("stop_id", "day")
        for stop, day, review, digest, by in reports.values_list(
            "stop_id", "day", "review", "digest", "filed_by_id"
        ):
            days[stop].append({"day": day, "revision": 1, "review": review, "digest": digest, "by": by})
        entries = [_entry(stop, some, now) for stop, some in days.items() if some]
        HistoryEntry.objects.bulk_create(entries)
        heads = {entry.stop_id: entry.hash for entry in entries}
        Chain.objects.bulk_create(
            Chain(stop_id=stop, sequence=int(stop in heads), head=heads.get(stop, "")) for stop in stops
        )


def _entry(stop: int, days: list[dict], now) -> HistoryEntry:
    by = days[0]["by"]
    told = [{name: day[name] for name in ("day", "revision", "review", "digest")} for day in days]
    body = history.canonical_json(
        {
            "stop": stop,
            "sequence": 1,
            "action": "file",
            "day": None,
            "by": by,
            "at": now,
            "content": {"days": told},
        }
    )
    return HistoryEntry(
        stop_id=stop,
        sequence=1,
        day=None,
        action="file",
        at=now,
        by_id=by,
        body=body,
        hash=history.link("", body),
    )


def _reset_sequences(*models) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
