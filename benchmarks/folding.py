"""Goal 7: folding one changed day, beside recording that count in full, in turns."""

import time
from statistics import median

from benchmarks.measure import Result, ratio_result, told
from benchmarks.options import Options
from benchmarks.writers import Phone, desks, no_nudge, nudge_of
from visits.totals import drain

FOLDS_OF_A_ROUND = 40
GOAL = (5.0, 10.0)


def measure(engine: str, asked: Options) -> list[Result]:
    phone = Phone(desks())
    drain.drain_all()
    recorded, folded, swept = [], [], []
    for turn in range(asked.rounds + 1):
        times = _round(phone)
        if turn:
            for series, values in zip((recorded, folded, swept), times, strict=True):
                series.append(1000 * median(values))
    return [
        ratio_result(
            7,
            engine,
            "fold of one changed day : recording it",
            ours=folded,
            yardstick=recorded,
            unit="ms",
            asked=GOAL,
            better="low",
        ),
        told(7, engine, "a sweep that finds nothing", f"{median(swept):.2f} ms"),
        told(7, engine, "size", asked.size_text),
    ]


def _round(phone: Phone) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each record, of the fold of its day, and of an empty sweep."""
    recorded, folded, swept = [], [], []
    with nudge_of(no_nudge):
        for _ in range(FOLDS_OF_A_ROUND):
            marks = [time.perf_counter()]
            phone.record()
            marks.append(time.perf_counter())
            if drain.drain_batch() != 1:
                raise RuntimeError("a fold of one day handled another number of marks")
            marks.append(time.perf_counter())
            drain.drain_batch()
            marks.append(time.perf_counter())
            recorded.append(marks[1] - marks[0])
            folded.append(marks[2] - marks[1])
            swept.append(marks[3] - marks[2])
    return recorded, folded, swept
