"""The sweeper of the embedded mode: what the worker and beat do in production, in one small process."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from accounts.denied_writes import forget_old_records
from accounts.sessions import clear_expired_sessions
from api.exports import writing
from api.feed import registry
from api.tokens.issuing import warn_of_ends
from api.webhooks.care import look_after
from api.webhooks.deliveries import deliver_due
from reports import seals
from reports.tasks import REMINDING_HOURS, remind_of_what_is_due
from upkeep import leftovers
from visits.totals import drain

logger = logging.getLogger(__name__)

AN_HOUR = 3600.0  # seconds


class Command(BaseCommand):
    help = (
        "Keeps working off stale totals, delivers webhooks, seals each day, reminds of what is due and clears expired "
        "sessions and old records, until it is told to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="Seconds between two sweeps.")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        # Beside the sweep: totals must not wait for a receiver that hangs.
        deliverer = threading.Thread(target=deliver_until, args=(stop, every), daemon=True)
        deliverer.start()
        # Nor for an export of a million rows.
        threading.Thread(target=export_until, args=(stop, every), daemon=True).start()
        sealed: date | None = None
        reminded: datetime | None = None
        while not stop.is_set():
            try:
                sealed = sweep(sealed)
                reminded = remind(reminded)
            except Exception:
                # A locked file or a full disk passes; a sweeper that died would be missed by nobody.
                logger.exception("A sweep failed; the next one tries again")
            close_old_connections()
            stop.wait(every)


def deliver_until(stop: threading.Event, every: float) -> None:
    """Send the webhooks that are due and, about once an hour, look after them and the tokens, until `stop` is set."""
    cared_for = float("-inf")
    while not stop.is_set():
        try:
            deliver_due()
            if time.monotonic() - cared_for > AN_HOUR:
                look_after(timezone.now())
                warn_of_ends(timezone.now())
                cared_for = time.monotonic()
        except Exception:
            logger.exception("Webhooks were not delivered; the next round tries again")
        close_old_connections()
        stop.wait(every)


def export_until(stop: threading.Event, every: float) -> None:
    """Write the exports that wait, until `stop` is set."""
    while not stop.is_set():
        try:
            writing.work_off()
        except Exception:
            logger.exception("Exports were not written; the next round tries again")
        close_old_connections()
        stop.wait(every)


def remind(reminded: datetime | None) -> datetime:
    """Remind of what is due, once in each hour of the day from 9:00 to 20:59 (Asia/Shanghai), as beat does.

    `reminded` is what the last call returned: the hour it was for.
    """
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    if hour != reminded and hour.hour in REMINDING_HOURS:
        remind_of_what_is_due()
    return hour


def sweep(sealed: date | None) -> date:
    """One round: drain, tell of the registry; once a day, unless `sealed` says it is done, seal yesterday and tidy up.

    Returns the day sealed last.
    """
    drain.drain_all()
    yesterday = timezone.localdate() - timedelta(days=1)
    if sealed != yesterday:
        seals.seal(yesterday)
        clear_expired_sessions()
        leftovers.remove_for_good(timezone.now())
        forget_old_records()
        registry.prove()
    registry.tell_changes()
    return yesterday
