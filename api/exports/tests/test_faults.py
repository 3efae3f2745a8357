"""A worker that is killed while it writes an export, with real processes on PostgreSQL and Redis."""

import csv
import hashlib
import os
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as given
from django.db import connection
from django.utils import timezone

from api.exports import writing
from api.exports.models import Export
from api.exports.orders import place
from api.tasks import write_exports
from tourexhibit.celery import app
from tourexhibit.tests import factories
from tourexhibit.tests.processes import OtherProcesses, kill, others, wait_until
from visits.totals.drain import drain_all

pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
]
STOPS, DAYS = 40, 1_500
MOST_MORE_MEMORY = 40 * 2**20  # bytes; the rows at once would take some four times as much
DAYS_OF_ALL_STOPS = """
    INSERT INTO visits_dayfigure (
        stop_id, day, measure, audience, division_id, visits_all, visits_filed, visits_verified,
        estimated_all, estimated_filed, estimated_verified, days_all, days_filed, days_verified, days_expected
    )
    SELECT stop_id, date '2020-01-01' + n, 'exhibition_visit', '', county_id, n, n, n, 0, 0, 0, 1, 1, 1, 0
    FROM visits_carriedstop CROSS JOIN generate_series(0, %s) AS n
"""


@pytest.fixture
def beside(tmp_path, settings):
    settings.VAR_DIR = tmp_path  # the same as the worker's
    with others(tmp_path) as made:
        yield made


def fill() -> None:
    """Counted days of many stops, as the drain leaves them; the facts behind them left out."""
    programme, exhibition = factories.programme("tour"), factories.exhibition()
    for number in range(STOPS):
        library = factories.library(f"3305{number + 10}")
        factories.stop(library=library, programme=programme, exhibition=exhibition)
    # First, or the worker's own drain would look for the facts behind these days.
    drain_all()
    with connection.cursor() as cursor:
        cursor.execute(DAYS_OF_ALL_STOPS, [DAYS - 1])


def start_worker(beside: OtherProcesses, *more: str) -> subprocess.Popen:
    arguments = ["--app", "tourexhibit", "worker", "--concurrency", "1", "--loglevel", "ERROR", *more]
    return beside.start("-m", "celery", *arguments, REDIS_URL=given.REDIS_URL)


def child_of(worker: subprocess.Popen) -> int:
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return int(children[0])


def most_memory(process: int) -> int:
    """Resident memory of a process at its most, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def is_written(export: Export) -> bool:
    export.refresh_from_db()
    assert export.state != Export.State.FAILED, export.error
    return export.state == Export.State.DONE


def test_a_worker_killed_in_the_middle_of_an_export_is_made_up_for(beside):
    fill()
    staff = factories.staff()
    export = place(staff, None, resource="statistics/days", format="csv", query={})
    first_attempt = export.path.with_name(f"{export.path.name}.1")
    worker = start_worker(beside)
    # The child alone is killed, then the whole worker: each leaves half a file and a row that says "running".
    wait_until(lambda: first_attempt.exists() and first_attempt.stat().st_size > 0, "the worker writes")
    os.kill(child_of(worker), signal.SIGKILL)
    export.refresh_from_db()
    assert (export.state, export.attempts, export.path.exists()) == ("running", 1, False)
    assert writing.work_off() == 0  # it may live: nobody begins beside it

    two_minutes_pass(export)
    write_exports.delay()
    second_attempt = export.path.with_name(f"{export.path.name}.2")
    wait_until(lambda: second_attempt.exists() and second_attempt.stat().st_size > 0, "another child writes")
    kill(worker)
    app.control.purge()

    # Nobody sends anything any more but the sweep.
    two_minutes_pass(export)
    worker = start_worker(beside, "--beat", "--schedule", str(beside.directory / "schedule"))
    wait_until(lambda: is_written(export), "the export is written to its end")
    assert (export.attempts, export.rows_written, export.size) == (
        3,
        STOPS * DAYS,
        export.path.stat().st_size,
    )
    # What killed attempts left goes right after the word that the file is there.
    wait_until(lambda: list(export.path.parent.iterdir()) == [export.path], "the leftovers are gone")
    assert hashlib.sha256(export.path.read_bytes()).hexdigest() == export.sha256
    with export.path.open(encoding="utf-8-sig", newline="") as file:
        keys = [(row["stop"], row["day"], row["measure"]) for row in csv.DictReader(file)]
    assert (len(keys), len(set(keys))) == (STOPS * DAYS, STOPS * DAYS)


def test_the_workers_memory_does_not_grow_with_the_rows(beside):
    fill()
    staff = factories.staff()
    worker = start_worker(beside)
    few = place(staff, None, resource="statistics/days", format="xlsx", query={"end": "2020-01-20"})
    write_exports.delay()
    wait_until(lambda: is_written(few), "the short one is written")
    child, before = child_of(worker), most_memory(child_of(worker))
    many = place(staff, None, resource="statistics/days", format="xlsx", query={})
    write_exports.delay()
    wait_until(lambda: is_written(many), "the long one is written")
    assert (few.rows_written, many.rows_written) == (STOPS * 20, STOPS * DAYS)
    assert child_of(worker) == child
    assert most_memory(child) < before + MOST_MORE_MEMORY


def two_minutes_pass(export: Export) -> None:
    Export.objects.filter(pk=export.pk).update(
        alive_at=timezone.now() - writing.DEAD_AFTER - timedelta(seconds=1)
    )
