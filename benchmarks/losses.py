"""Goal 11: eight writers and three folding workers at once, then with kill -9 of both: what is lost, what drifts."""

import json
import os
import random
import signal
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from django.db import connections

from benchmarks.measure import Result, told, zero_result
from benchmarks.options import Options
from benchmarks.writers import Desk, Phone, desks, no_nudge, nudge_of, processes
from exhibitions import history
from exhibitions.models import HistoryEntry
from upkeep.proof.reconcile import reconcile
from uploads.refusals import Conflict
from visits.models import DayReport, Tally, TallyRevision
from visits.recording.days import file_day
from visits.recording.tallies import record_tally
from visits.totals import drain
from visits.values import values_as_rows

WRITERS, FOLDERS = 8, 3
DESKS_OF_A_WRITER = 12
SHARE_ON_ONE_STOP = 0.3
SHARE_OF_REPORTS = 0.2
QUIET_SECONDS = 10.0  # of load before the first kill
BETWEEN_KILLS = (0.3, 1.0)


def measure(engine: str, asked: Options) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        kills = _load(directory, asked)
        acknowledged, refused, errors = _read(directory)
    drain.drain_all()
    proof = reconcile()
    lost = _lost(acknowledged)
    of = f"of {len(acknowledged):,} acknowledged, {kills} kills"
    results = [
        zero_result(11, engine, "buckets that drifted", proof.mismatches, f"of {proof.compared:,}"),
        zero_result(11, engine, "marks left over", proof.pending, ""),
        zero_result(11, engine, "acknowledged counts lost", len(lost), of),
        zero_result(11, engine, "gaps or breaks in the chains", len(proof.broken_chains), "all chains"),
        zero_result(
            11, engine, "errors of writers and workers", len(errors), f"{refused} filings met another's"
        ),
    ]
    named = [f"drift: {text}" for text in proof.named[:5]] + sorted(set(errors))[:5]
    return results + [told(11, engine, "what", text[:200]) for text in named]


def _load(directory: Path, asked: Options) -> int:
    """Run the load, kill on the way, and return how many were killed."""
    chosen = random.Random(11)
    places = desks()
    works: list[Callable[[Path], None]] = [partial(_write, places, number) for number in range(WRITERS)]
    works += [_fold] * FOLDERS
    connections.close_all()
    numbers = count()

    def start(work: Callable[[Path], None]):
        process = processes.Process(target=work, args=(directory / f"{next(numbers)}.log",), daemon=True)
        process.start()
        return process

    running = [start(work) for work in works]
    time.sleep(2 if asked.quick else QUIET_SECONDS)
    for turn in range(asked.kills):
        time.sleep(chosen.uniform(*BETWEEN_KILLS))
        # A writer and a worker in turn.
        victim = chosen.randrange(WRITERS) if turn % 2 else WRITERS + chosen.randrange(FOLDERS)
        os.kill(running[victim].pid, signal.SIGKILL)
        running[victim].join()
        running[victim] = start(works[victim])
    time.sleep(1)
    (directory / "stop").touch()
    for process in running:
        process.join()
    return asked.kills


def _write(places: list[Desk], number: int, log: Path) -> None:
    """Send tallies, and now and then file a day; note what was acknowledged, with a write of its own each."""
    chosen = random.Random()
    own = [places[(number * DESKS_OF_A_WRITER + turn) % len(places)] for turn in range(DESKS_OF_A_WRITER)]
    phones = [Phone(own), Phone(places[:1])]
    with log.open("a", buffering=1) as acknowledged, nudge_of(no_nudge):
        while not (log.parent / "stop").exists():
            phone = phones[chosen.random() < SHARE_ON_ONE_STOP]
            try:
                entry = (_file if chosen.random() < SHARE_OF_REPORTS else _tally)(phone)
            except Conflict:
                entry = {"kind": "refused"}
            except Exception as error:
                entry = {"kind": "error", "text": repr(error)}
            acknowledged.write(json.dumps(entry) + "\n")


def _tally(phone: Phone) -> dict:
    desk, day, revision, values = phone.next_send()
    counter = phone.counters[desk.stop_id]
    outcome = record_tally(phone.users[desk.user_id], desk.stop_id, day, counter, revision, values)
    return {
        "kind": "tally", "stop": desk.stop_id, "day": day.isoformat(), "counter": str(counter), "revision": revision,
        "outcome": outcome.outcome, "digest": _digest(values),
    }  # fmt: skip


def _file(phone: Phone) -> dict:
    desk, day, number, values = phone.next_send()
    report = DayReport.objects.filter(stop_id=desk.stop_id, day=day).first()
    revision = report.revision + 1 if report else 1
    file_day(
        phone.users[desk.user_id], desk.stop_id, day, revision=revision, state="counted", values=values,
        reason=f"counted again, {number}",
    )  # fmt: skip
    return {"kind": "report", "stop": desk.stop_id, "day": day.isoformat(), "revision": revision}


def _digest(values: list) -> str:
    return history.digest(history.canonical_json(values_as_rows(values)))


def _fold(log: Path) -> None:
    with log.open("a", buffering=1) as noted:
        while not (log.parent / "stop").exists():
            try:
                if not drain.drain_batch():
                    time.sleep(0.02)
            except Exception as error:
                noted.write(json.dumps({"kind": "error", "text": repr(error)}) + "\n")


def _read(directory: Path) -> tuple[list[dict], int, list[str]]:
    """What was acknowledged, how many filings were refused, and the errors."""
    entries = [
        json.loads(line)
        for log in sorted(directory.glob("*.log"))
        for line in log.read_text().splitlines()
        if line.endswith("}")
    ]
    acknowledged = [entry for entry in entries if entry["kind"] in ("tally", "report")]
    errors = [entry["text"] for entry in entries if entry["kind"] == "error"]
    return acknowledged, sum(entry["kind"] == "refused" for entry in entries), errors


def _lost(acknowledged: list[dict]) -> list[dict]:
    """What was acknowledged and is not there, or not with the same content."""
    revisions = {
        (stop, str(day), str(counter), revision): digest
        for stop, day, counter, revision, digest in TallyRevision.objects.values_list(
            "stop_id", "day", "counter_id", "revision", "digest"
        )
    }
    current = {
        (stop, str(day), str(counter)): revision
        for stop, day, counter, revision in Tally.objects.values_list(
            "stop_id", "day", "counter_id", "revision"
        )
    }
    filed: set[tuple[int, str, int]] = set()
    for stop, day, body in HistoryEntry.objects.filter(day__isnull=False).values_list(
        "stop_id", "day", "body"
    ):
        filed.add((stop, str(day), json.loads(body)["content"]["revision"]))

    def is_there(entry: dict) -> bool:
        if entry["kind"] == "report":
            return (entry["stop"], entry["day"], entry["revision"]) in filed
        key = (entry["stop"], entry["day"], str(uuid.UUID(entry["counter"])))
        revision = entry["revision"]
        return revisions.get((*key, revision)) == entry["digest"] and current.get(key, 0) >= revision

    return [entry for entry in acknowledged if not is_there(entry)]
