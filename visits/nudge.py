"""After a commit: have the totals follow soon.

The mark in the database is the guarantee; this is a hint. With Redis a task is sent, without it the drain runs
here. Both are called through `transaction.on_commit(nudge, robust=True)`: whatever fails is logged by Django, the
count stays stored and answered, and the sweep catches up.
"""

from django.conf import settings

from visits import tasks, totals


def nudge() -> None:
    """Ask a worker to drain, or drain here where there is no queue."""
    if settings.REDIS_URL:
        tasks.drain_stale_totals.delay()
    else:
        totals.drain_all()
