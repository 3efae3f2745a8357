"""Processes that die, a queue that is away, work that comes twice: nothing is lost, nothing counts twice.

Real processes on real databases. After each fault the proof (SQL of its own) compares every total with the facts.
"""

import os
import signal
import socket
import subprocess
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from exhibitions.models import StaleDay, Stop
from tourexhibit.celery import app
from tourexhibit.tests import factories
from tourexhibit.tests.processes import OtherProcesses, kill, others, output_of, wait_until
from upkeep.proof.reconcile import Proof, reconcile
from visits.models import DayFigure, FeedEntry, Tally, TallyRevision, Total
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.tasks import drain_stale_totals
from visits.tests.values import adults
from visits.totals import drain as totals
from visits.totals.drain import drain_all

TODAY = timezone.localdate()


@pytest.fixture
def beside(tmp_path):
    with others(tmp_path) as made:
        yield made


def open_stops(number: int) -> list[tuple[Stop, int]]:
    """Open stops at libraries of their own, derived once, each with the id of its librarian."""
    programme, exhibition = factories.programme(), factories.exhibition()
    stops = []
    for turn in range(number):
        stop = factories.stop(
            opens=TODAY - timedelta(days=60),
            closes=TODAY + timedelta(days=30),
            library=factories.library(f"3305{21 + turn % 9}"),
            programme=programme,
            exhibition=exhibition,
        )
        stops.append((stop, factories.librarian(stop.library).pk))
    drain_all()
    return stops


def file_days(stops: list[tuple[Stop, int]], days: int) -> None:
    """File the last `days` days of each stop; nobody drains."""
    file_days_in_bulk(
        BulkDay(
            stop_id=stop.pk,
            day=TODAY - timedelta(days=number),
            state="counted",
            values=adults(number),
            filed_by_id=librarian,
            filed_at=timezone.now(),
        )
        for stop, librarian in stops
        for number in range(days)
    )


def send(beside: OtherProcesses, stop: Stop, librarian: int, sends: int, log: str, **more: str):
    arguments = [str(librarian), str(stop.pk), TODAY.isoformat(), str(sends), str(beside.directory / log)]
    return beside.start("-m", "visits.tests.writer", *arguments, **more)


def acknowledged(directory: Path, log: str = "*.log") -> dict[uuid.UUID, int]:
    """The highest revision of each counter that its writer was told is stored."""
    told: dict[uuid.UUID, int] = {}
    for path in directory.glob(log):
        for line in path.read_text().splitlines():
            counter, revision = line.split(" ")
            told[uuid.UUID(counter)] = int(revision)
    return told


def stored() -> dict[uuid.UUID, int]:
    return dict(Tally.objects.values_list("counter_id", "revision"))


def nation() -> int:
    """Exhibition visits of all time, drafts included."""
    total = Total.objects.filter(level=0, grain="whole", measure="exhibition_visit", audience="")
    return sum(total.values_list("visits_all", flat=True))


def proved() -> Proof:
    proof = reconcile()
    assert (proof.mismatches, proof.broken_chains, proof.pending) == (0, [], 0), proof
    return proof


# ---------------------------------------------------------------- on either engine


@pytest.mark.django_db(transaction=True)
def test_writers_killed_in_the_middle_lose_nothing_they_were_told_is_stored(beside):
    stops = open_stops(2)
    beside.give()
    for turn in range(2):
        logs = [f"{turn}-{number}.log" for number in range(3)]
        # Two of the three meet at one stop.
        writers = [send(beside, *stops[number % 2], 0, log) for number, log in enumerate(logs)]
        wait_until(
            lambda logs=logs: all(
                max(acknowledged(beside.directory, log).values(), default=0) > 9 for log in logs
            ),
            "every writer sends",
        )
        for writer in writers:
            kill(writer)
    beside.take_over()

    told = acknowledged(beside.directory)
    assert len(told) == 6
    there = stored()
    # A send that was cut after its commit is stored although nobody was told.
    assert {counter: there[counter] - revision for counter, revision in told.items()}.items() <= {
        (counter, more) for counter in told for more in (0, 1)
    }
    assert TallyRevision.objects.count() == sum(there.values())
    proved()
    assert nation() == sum(there.values())


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_meet_no_error(beside):
    stops = open_stops(3)
    beside.give()
    writers = [send(beside, *stops[number % 3], 5, f"{number}.log") for number in range(16)]
    assert [output_of(writer) for writer in writers] == [""] * 16
    beside.take_over()

    assert sorted(acknowledged(beside.directory).values()) == [5] * 16
    assert stored() == acknowledged(beside.directory)
    proved()
    assert nation() == 16 * 5


@pytest.mark.django_db(transaction=True)
def test_without_redis_a_count_is_answered_and_seen(beside):
    [(stop, librarian)] = open_stops(1)
    beside.give()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        # Bound, not listening: every connection is refused.
        address = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
        output_of(send(beside, stop, librarian, 2, "1.log", REDIS_URL=address))
    beside.take_over()

    assert (stored(), nation()) == (acknowledged(beside.directory), 2)
    proved()


@pytest.mark.django_db(transaction=True)
def test_marks_that_nobody_followed_are_made_up_for_by_a_sweep(beside):
    file_days(open_stops(1), 3)
    beside.give()

    assert beside.run("manage.py", "drain") == "stale days handled: 3\n"

    beside.take_over()
    assert (StaleDay.objects.count(), nation()) == (0, sum(range(3)))
    proved()


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_handle_every_mark_once(beside):
    file_days(open_stops(6), 50)
    marks = StaleDay.objects.count()
    assert marks == 6 * 50
    beside.give()
    drains = [beside.start("manage.py", "drain") for _number in range(2)]
    handled = [int(output_of(drain).rsplit(" ", 1)[1]) for drain in drains]
    beside.take_over()

    assert sum(handled) == marks
    assert not StaleDay.objects.exists()
    proved()
    assert nation() == 6 * sum(range(50))


@pytest.mark.django_db
def test_a_second_drain_of_the_same_days_carries_nothing():
    stops = open_stops(2)
    file_days(stops, 5)
    drain_all()
    before = everything_derived()

    StaleDay.objects.bulk_create(
        StaleDay(stop=stop, day=TODAY - timedelta(days=number)) for stop, _id in stops for number in range(5)
    )
    Stop.objects.all().mark_stale()
    assert drain_all() == 2 * 5 + 2

    assert everything_derived() == before
    proved()


def everything_derived() -> list[list[tuple]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (DayFigure, Total, FeedEntry)]


@pytest.mark.django_db
def test_a_mark_of_a_stop_that_is_gone_is_worked_off_as_nothing():
    StaleDay.objects.create(stop_id=10**9, day=TODAY)
    StaleDay.objects.create(stop_id=10**9)

    assert drain_all() == 2

    assert not StaleDay.objects.exists()
    proved()


@pytest.mark.django_db
def test_a_mark_that_cannot_be_worked_off_is_parked_and_the_others_go_on(monkeypatch):
    stops = open_stops(2)
    file_days(stops[:1], 2)
    long_ago = TODAY - timedelta(days=900)
    poisoned = StaleDay.objects.create(stop=stops[0][0], day=long_ago)
    file_days(stops[1:], 2)
    expects = totals.is_expected

    def fail_on_the_poisoned_day(stop, day, *rest):
        if day == long_ago:
            raise ArithmeticError("this day cannot be derived")
        return expects(stop, day, *rest)

    monkeypatch.setattr(totals, "is_expected", fail_on_the_poisoned_day)

    drain_all()

    [parked] = StaleDay.objects.all()
    assert (parked.pk, parked.parked_at is not None, bool(parked.error)) == (poisoned.pk, True, True)
    assert nation() == 2 * 1
    # It is not tried again, and what comes later goes on.
    file_days_later(stops[0])
    drain_all()
    assert StaleDay.objects.get() == parked
    assert nation() == 2 * 1 + 50
    assert reconcile().mismatches == 0
    parked.delete()
    proved()


def file_days_later(stop: tuple[Stop, int]) -> None:
    file_days_in_bulk(
        [
            BulkDay(
                stop_id=stop[0].pk,
                day=TODAY - timedelta(days=50),
                state="counted",
                values=adults(50),
                filed_by_id=stop[1],
                filed_at=timezone.now(),
            )
        ]
    )


# ---------------------------------------------------------------- with a real worker on PostgreSQL and Redis


def start_worker(beside: OtherProcesses, *more: str):
    arguments = ["--app", "tourexhibit", "worker", "--concurrency", "1", "--loglevel", "ERROR", *more]
    return beside.start("-m", "celery", *arguments, REDIS_URL=settings.REDIS_URL)


def somebody_drains() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0] > 0


def child_of(worker: subprocess.Popen) -> int | None:
    """The process of the worker that does the work, if there is one just now."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(worker.pid)], capture_output=True, text=True
    )
    children = [line.split() for line in listed.stdout.splitlines()]
    return next((int(number) for number, state in children if not state.startswith("Z")), None)


@pytest.mark.services
@pytest.mark.xdist_group("worker")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_three_thousand_changes_is_made_up_for(beside):
    file_days(open_stops(60), 50)
    marks = StaleDay.objects.count()
    assert marks == 3000
    before = everything_derived()
    worker = start_worker(beside)
    drain_stale_totals.delay()
    wait_until(somebody_drains, "the worker drains")
    os.kill(child_of(worker), signal.SIGKILL)
    wait_until(lambda: child_of(worker) is not None, "the worker has another child")
    wait_until(somebody_drains, "the task came back to it")
    kill(worker)
    wait_until(lambda: not somebody_drains(), "the dead worker's transaction is gone")
    # It died inside its first transaction: nothing of it is there, and every mark is.
    assert (StaleDay.objects.count(), everything_derived()) == (marks, before)

    # Whoever comes next finds the marks; nobody sends the task again but the sweep.
    app.control.purge()
    start_worker(beside, "--beat", "--schedule", str(beside.directory / "schedule"))

    wait_until(lambda: not StaleDay.objects.exists() and not somebody_drains(), "everything is derived")
    assert proved().compared > 3000
    assert nation() == 60 * sum(range(50))


@pytest.mark.services
@pytest.mark.xdist_group("worker")
@pytest.mark.django_db(transaction=True)
def test_a_count_is_seen_soon_through_a_worker(beside):
    [(stop, librarian)] = open_stops(1)
    start_worker(beside)
    output_of(send(beside, stop, librarian, 3, "1.log", REDIS_URL=settings.REDIS_URL))

    wait_until(lambda: nation() == 3, "the total follows without a sweep")
    assert stored() == acknowledged(beside.directory)
    proved()
