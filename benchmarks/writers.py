"""Many processes that write at once, as many phones would."""

import multiprocessing
import random
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from accounts.models import Membership, User
from benchmarks.tour import UNFILED_DAYS
from exhibitions.models import Stop
from visits.recording import nudge as nudging
from visits.recording import tally_rows
from visits.recording.tallies import record_tally
from visits.values import Value

UNMARKED = "bench_store_tally"  # the door's function without its mark

# Forked, so that a writer starts in milliseconds: connections are closed before and opened anew in each.
processes = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Desk:
    """An open stop with the account of its librarian: where one phone counts."""

    stop_id: int
    user_id: int


def desks() -> list[Desk]:
    """The open stops, in a fixed mixed order."""
    owners = dict(Membership.objects.filter(role="librarian").values_list("library_id", "user_id"))
    stops = Stop.objects.open_on(timezone.localdate()).order_by("pk").values_list("pk", "library_id")
    found = [Desk(pk, owners[library]) for pk, library in stops]
    random.Random(7).shuffle(found)
    return found


@dataclass
class Phone:
    """A phone that sends two numbers for the unfiled days of its stops in turn, each send another revision."""

    desks: list[Desk]
    counters: dict[int, uuid.UUID] = field(default_factory=dict)
    sends: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.users = {
            user.pk: user for user in User.objects.filter(pk__in={desk.user_id for desk in self.desks})
        }
        self.counters = {desk.stop_id: uuid.uuid4() for desk in self.desks}
        self.bare_counter = uuid.uuid4()
        self.today = timezone.localdate()

    def next_send(self) -> tuple[Desk, date, int, list[Value]]:
        number = next(self.sends)
        desk = self.desks[number % len(self.desks)]
        day = self.today - timedelta(days=number // len(self.desks) % UNFILED_DAYS)
        return desk, day, number, numbers_of(number)

    def record(self) -> None:
        """One send through the door, in full."""
        desk, day, number, values = self.next_send()
        record_tally(self.users[desk.user_id], desk.stop_id, day, self.counters[desk.stop_id], number, values)

    def upsert(self) -> None:
        """The yardstick: the same rows in a transaction of their own, in plain SQL on the driver's connection."""
        desk, day, _number, values = self.next_send()
        connection.ensure_connection()
        mark = "%s" if connection.vendor == "postgresql" else "?"
        counter: Any = self.bare_counter.hex if mark == "?" else str(self.bare_counter)
        row = f"({', '.join([mark] * 8)})"
        parameters = [part for value in values for part in (desk.stop_id, day.isoformat(), counter, *value)]
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN" if mark == "%s" else "BEGIN IMMEDIATE")
        cursor.execute(
            "INSERT INTO visits_tallyvalue (stop_id, day, counter_id, measure, audience, value, basis, method) "
            f"VALUES {', '.join([row] * len(values))} ON CONFLICT (stop_id, day, counter_id, measure, audience) "
            "DO UPDATE SET value = excluded.value, basis = excluded.basis, method = excluded.method",
            parameters,
        )
        cursor.execute("COMMIT")
        cursor.close()


def numbers_of(number: int) -> list[Value]:
    return [
        Value("exhibition_visit", "adult", number % 900, "counted", "manual_tally"),
        Value("exhibition_visit", "minor", number % 700, "counted", "manual_tally"),
    ]


@contextmanager
def nudge_of(nudge: Callable[[], None]) -> Iterator[None]:
    """Put another nudge behind the door: its cost is measured apart."""
    shipped, nudging.nudge = nudging.nudge, nudge
    try:
        yield
    finally:
        nudging.nudge = shipped


def no_nudge() -> None:
    """Nothing after the commit."""


@contextmanager
def without_mark() -> Iterator[None]:
    """The door without its stale mark; on PostgreSQL by a copy of its function that does not make one."""
    shipped, shipped_sql = tally_rows._mark, tally_rows.STORE
    tally_rows._mark = lambda *arguments: None
    if connection.vendor == "postgresql":
        tally_rows.STORE = shipped_sql.replace("visits_store_tally", UNMARKED)
    try:
        yield
    finally:
        tally_rows._mark, tally_rows.STORE = shipped, shipped_sql


def make_unmarked_function() -> None:
    """Make the copy that `without_mark` calls. Raises ValueError where the function marks no more as known here."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('visits_store_tally'::regproc)")
        shipped = cursor.fetchone()[0]
        copied = re.sub(r"INSERT INTO exhibitions_staleday.*?;", "", shipped, flags=re.DOTALL)
        if copied == shipped:
            raise ValueError("visits_store_tally does not mark the day")
        cursor.execute(copied.replace("visits_store_tally", UNMARKED))


def for_seconds(seconds: float, work: Callable[[], None]) -> tuple[list[float], list[str]]:
    """Do `work` again and again; the seconds of each time that went well, and the errors of those that did not."""
    times, errors = [], []
    end = time.perf_counter() + seconds
    started = time.perf_counter()
    while started < end:
        try:
            work()
        except Exception as error:
            errors.append(repr(error))
        now = time.perf_counter()
        times.append(now - started)
        started = now
    return times[: len(times) - len(errors)] if errors else times, errors


def together(number: int, work: Callable[..., Any], *arguments: Any) -> list[Any]:
    """Run `work(index, barrier, *arguments)` in `number` processes at once and return what each returned."""
    connections.close_all()
    barrier = processes.Barrier(number)
    queue = processes.SimpleQueue()

    def run(index: int) -> None:
        queue.put((index, work(index, barrier, *arguments)))

    running = [processes.Process(target=run, args=(index,), daemon=True) for index in range(number)]
    for process in running:
        process.start()
    answers = dict(queue.get() for _ in running)
    for process in running:
        process.join()
    return [answers[index] for index in range(number)]
