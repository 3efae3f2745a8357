"""Goal 9: from the commit of a count to its sight in the nation's total, through a real worker, idle."""

import time
from statistics import median

from django.conf import settings
from django.db import connection

from benchmarks import worker
from benchmarks.measure import Result, against_goal, number, percentile, told
from benchmarks.options import Options
from benchmarks.writers import Phone, desks, nudge_of
from visits.models import WHOLE_TIME
from visits.recording.nudge import nudge
from visits.sql import as_date
from visits.totals import drain

COUNTS = 100
PATIENCE = 30.0
GOAL = (40.0, 100.0)  # milliseconds at the 95th percentile


def measure(engine: str, asked: Options) -> list[Result]:
    if not settings.REDIS_URL:
        return [told(9, engine, "skipped: no REDIS_URL", "")]
    phone = Phone(desks())
    drain.drain_all()
    with worker.running():
        times = [_one(phone) for _ in range(COUNTS + 5)][5:]
    sent = [1000 * send for send, _seen in times]
    seen = [1000 * seconds for _send, seconds in times]
    p95 = percentile(seen, 0.95)
    return [
        Result(
            goal=9,
            engine=engine,
            what="commit to visible, p95",
            ours=f"{number(p95)} ms",
            yardstick=f"sending the task alone {number(median(sent))} ms",
            figure=f"{number(p95)} ms",
            spread=f"{min(seen):.1f} ... {max(seen):.1f} ms, median {median(seen):.1f}",
            asked=f"<= {GOAL[0]:g} ms (must {GOAL[1]:g} ms)",
            verdict=against_goal(p95, *GOAL, "low"),
        ),
        told(9, engine, "counts, one after the other", str(len(seen))),
    ]


def _one(phone: Phone) -> tuple[float, float]:
    """Seconds that sending the task took, and from the commit until the nation's total had moved."""
    clock: dict[str, float] = {}

    def timed_nudge() -> None:
        clock["committed"] = time.perf_counter()
        nudge()
        clock["sent"] = time.perf_counter()

    before = _nation()
    with nudge_of(timed_nudge):
        phone.record()
    end = time.perf_counter() + PATIENCE
    while _nation() == before:
        if time.perf_counter() > end:
            raise RuntimeError(f"a count was not visible after {PATIENCE} s")
        time.sleep(0.0005)
    return clock["sent"] - clock["committed"], time.perf_counter() - clock["committed"]


def _nation() -> list[tuple]:
    """The nation's exhibition visits of all time, of every programme and exhibition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT programme_id, exhibition_id, visits_all FROM visits_total WHERE level = 0 AND grain = 'whole' "
            "AND measure = 'exhibition_visit' AND audience = '' AND period = %s AND place = 0 ORDER BY 1, 2",
            [as_date(WHOLE_TIME)],
        )
        return cursor.fetchall()
