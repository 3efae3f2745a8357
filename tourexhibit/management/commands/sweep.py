"""The sweeper of the embedded mode: what the worker and beat do in production, in one small process."""

import logging
import signal
import threading
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from accounts.sessions import clear_expired_sessions
from visits import history, totals

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Keeps working off stale totals, seals each day and clears expired sessions, until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="Seconds between two sweeps.")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        sealed: date | None = None
        while not stop.is_set():
            try:
                sealed = sweep(sealed)
            except Exception:
                # A locked file or a full disk passes; a sweeper that died would be missed by nobody.
                logger.exception("A sweep failed; the next one tries again")
            close_old_connections()
            stop.wait(every)


def sweep(sealed: date | None) -> date:
    """One round: drain, and once a day, unless `sealed` says it is done, seal yesterday and clear old sessions.

    Returns the day sealed last.
    """
    totals.drain_all()
    yesterday = timezone.localdate() - timedelta(days=1)
    if sealed != yesterday:
        history.seal(yesterday)
        clear_expired_sessions()
    return yesterday
