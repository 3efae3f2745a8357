"""A tour of any size: libraries, stops and day reports over up to five years, with their totals.

A *fact* is one filed number: of one stop, one day, one measure and one audience. Each day has four of them. Facts
are written in bulk, with whole history chains; totals by the portal's own drain, or, where that takes too long, by
the SQL of the proof, which `same_either_way` shows to give the same rows.

The newest stop of every library is open today, and its last `UNFILED_DAYS` days are not filed, so that a tally
moves figures there.
"""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from benchmarks.derived import fill_by_drain, fill_by_proof, fill_feed, same_either_way
from benchmarks.facts import fill_chains, fill_facts
from benchmarks.measure import Result, told, zero_result
from benchmarks.options import Options
from benchmarks.tour import Size, make_tour


def prepare(engine: str, asked: Options, say: Callable[[str], None]) -> list[Result]:
    """Migrate and fill; tells how long it took."""
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    fill(Size(asked.facts, asked.libraries).spread(), by_drain=asked.by_drain, say=say)
    seconds = time.perf_counter() - started
    return [told(0, engine, f"{asked.size_text} set up", f"{seconds:.0f} s")]


def compare_ways(engine: str) -> list[Result]:
    """On a small tour of its own: the proof's SQL makes the rows that the drain makes."""
    call_command("migrate", verbosity=0)
    fill(Size(8_000, 8), by_drain=False)
    rows, differing = same_either_way()
    return [
        zero_result(0, engine, "totals by drain and by SQL, rows that differ", differing, f"of {rows:,} rows")
    ]


def fill(size: Size, *, by_drain: bool, say: Callable[[str], None] = lambda text: None) -> None:
    """Fill an empty, migrated database; `say` is told what took how long."""
    clock = _Clock(say)
    stops = make_tour(size)
    clock.lap(f"{size.libraries} libraries, {len(stops)} stops")
    reports, values = fill_facts(stops)
    clock.lap(f"{reports} day reports, {values} numbers")
    fill_chains()
    clock.lap("history")
    if by_drain:
        fill_by_drain()
        clock.lap("totals and feed, by the drain")
    else:
        fill_by_proof()
        clock.lap("totals, by the SQL of the proof")
        fill_feed()
        clock.lap("feed")
    _analyze()
    clock.lap("ANALYZE")


class _Clock:
    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.last = say, time.perf_counter()

    def lap(self, text: str) -> None:
        now = time.perf_counter()
        self.say(f"  {text}: {now - self.last:.1f} s")
        self.last = now


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
