"""Goal 6: recording a count in full, as shipped, beside a bare upsert of the same rows.

What is shipped after the commit (the nudge) is measured apart: with Redis it sends a task, without it drains.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from statistics import median

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.measure import Result, number, percentile, ratio_result, told, zero_result
from benchmarks.options import Options
from benchmarks.writers import (
    Desk,
    Phone,
    desks,
    for_seconds,
    make_unmarked_function,
    no_nudge,
    nudge_of,
    together,
    without_mark,
)
from exhibitions.models import Stop
from upkeep.proof import chains
from visits.models import Tally, TallyRevision, TallyValue
from visits.recording.nudge import nudge
from visits.totals import drain

BARE, FULL, UNMARKED, AGAIN, ONE_STOP, SENT, DRAINED = (
    "bare upsert", "in full", "without the mark", "bare upsert again", "in full, one stop", "with the task sent",
    "with the drain inline",
)  # fmt: skip
DESKS_OF_A_WRITER = 4
GOAL = {"postgresql": (0.4, 0.25), "sqlite": (0.6, 0.25)}
GOAL_OF_THE_MARK, GOAL_OF_ONE_STOP = (0.9, 0.8), (0.2, 0.1)
# For each kind of work: the phone's method, whether all writers share a stop, and what is changed around it.
WORK: dict[str, tuple[Callable[[Phone], None], bool, Callable[[], AbstractContextManager]]] = {
    BARE: (Phone.upsert, False, nullcontext),
    FULL: (Phone.record, False, nullcontext),
    UNMARKED: (Phone.record, False, without_mark),
    ONE_STOP: (Phone.record, True, nullcontext),
    SENT: (Phone.record, False, lambda: nudge_of(nudge)),
    DRAINED: (Phone.record, False, lambda: nudge_of(lambda: drain.drain_batch())),
    AGAIN: (Phone.upsert, False, nullcontext),
}


class _Rounds:
    """Sends per second of all writers, and each send's seconds, by kind of work and round."""

    def __init__(self) -> None:
        self.rates: dict[str, list[float]] = defaultdict(list)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []


def measure(engine: str, asked: Options) -> list[Result]:
    many = 8 if engine == "postgresql" else 16
    make_unmarked_function()
    deadlocks, revisions = _deadlocks(), TallyRevision.objects.count()
    results: list[Result] = []
    errors: list[str] = []
    for writers in (1, many):
        found = _measure_rounds(writers, asked)
        errors += found.errors
        results += _results(engine, writers, found)
        # The yardstick's rows go; what was recorded without its mark has to be derived as well.
        TallyValue.objects.exclude(counter_id__in=Tally.objects.values("counter_id")).delete()
        Stop.objects.open_on(timezone.localdate()).mark_stale()
        drain.drain_all()
    stored = TallyRevision.objects.count() - revisions
    results += [
        zero_result(6, engine, "errors", len(errors), f"of {stored:,} sends"),
        zero_result(6, engine, "gaps in the chains", len(chains.broken_chains()), "all chains"),
    ]
    if engine == "postgresql":
        results.append(
            zero_result(6, engine, "deadlocks", _deadlocks() - deadlocks, "as the database counts them")
        )
    results += [told(6, engine, "error", text) for text in sorted(set(errors))[:5]]
    return results


def _measure_rounds(writers: int, asked: Options) -> _Rounds:
    kinds = [
        kind for kind in WORK if (kind != ONE_STOP or writers > 1) and (kind != SENT or settings.REDIS_URL)
    ]
    places = desks()
    answers = together(writers, _write, places, kinds, asked)
    found = _Rounds()
    for kind in kinds:
        # The first round warms up.
        for turn in range(1, asked.rounds + 1):
            found.rates[kind].append(sum(len(answer[kind][turn][0]) for answer in answers) / asked.seconds)
            found.times[kind] += [seconds for answer in answers for seconds in answer[kind][turn][0]]
        found.errors += [text for answer in answers for turn in answer[kind] for text in turn[1]]
    return found


def _write(index: int, barrier, places: list[Desk], kinds: list[str], asked: Options) -> dict:
    """What one writer does: every kind of work in every round, beginning with another kind each time."""
    own = [places[(index * DESKS_OF_A_WRITER + number) % len(places)] for number in range(DESKS_OF_A_WRITER)]
    phones = {False: Phone(own), True: Phone(places[:1])}
    answer: dict[str, list] = defaultdict(list)
    for turn in range(asked.rounds + 1):
        shift = turn % len(kinds)
        for kind in kinds[shift:] + kinds[:shift]:
            work, shared, around = WORK[kind]
            phone = phones[shared]
            with nudge_of(no_nudge), around():
                barrier.wait()
                answer[kind].append(for_seconds(asked.seconds, lambda work=work, phone=phone: work(phone)))
    return dict(answer)


def _results(engine: str, writers: int, found: _Rounds) -> list[Result]:
    rates = found.rates
    name = f"{writers} writer{'s' if writers > 1 else ''}"
    bare = {"yardstick": rates[BARE], "again": rates[AGAIN], "unit": "sends/s"}
    results = [
        ratio_result(
            6, engine, f"in full : bare upsert, {name}", ours=rates[FULL], asked=GOAL[engine], **bare
        ),
        ratio_result(
            6,
            engine,
            f"with : without the stale mark, {name}",
            ours=rates[FULL],
            yardstick=rates[UNMARKED],
            unit="sends/s",
            asked=GOAL_OF_THE_MARK,
        ),
    ]
    if ONE_STOP in rates:
        results.append(
            ratio_result(
                6,
                engine,
                f"in full : bare upsert, {name} on one stop",
                ours=rates[ONE_STOP],
                asked=GOAL_OF_ONE_STOP,
                **bare,
            )
        )
    results += [
        ratio_result(
            6,
            engine,
            f"{kind} : without, {name}",
            ours=rates[kind],
            yardstick=rates[FULL],
            unit="sends/s",
            asked=None,
        )
        for kind in (SENT, DRAINED)
        if kind in rates
    ]
    for kind in (FULL, DRAINED):
        times = [1000 * seconds for seconds in found.times[kind]]
        text = f"median {number(median(times))}, p95 {number(percentile(times, 0.95))}, max {number(max(times))} ms"
        results.append(told(6, engine, f"one send {kind}, {name}", text))
    return results


def _deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]
