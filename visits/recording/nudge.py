"""After a commit: have the totals follow soon.

The mark in the database is the guarantee; this is a hint. With Redis a task is sent, without it the drain runs
here. Whatever fails is logged by Django (`robust`); the count stays stored and answered, and the sweep catches up.
"""

import logging

from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from visits import tasks
from visits.totals import drain

logger = logging.getLogger(__name__)


def nudge_after_commit() -> None:
    """Nudge once after the transaction at hand, however many of its writes ask for it."""
    if not any(nudge in registered for registered in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask a worker to drain, or drain one batch here where there is no queue.

    One batch holds what was marked when it began. Draining on until nothing is left would keep this person waiting
    for as long as others write.
    """
    if settings.REDIS_URL:
        try:
            tasks.drain_stale_totals.delay()
        except OperationalError:
            logger.warning("The queue does not answer; one batch is drained here")
        else:
            return
    drain.drain_batch()
