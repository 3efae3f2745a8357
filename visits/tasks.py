"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from visits import history, photos, reminders, totals
from visits.reconcile import reconcile

REMINDING_HOURS = range(9, 21)  # of Asia/Shanghai; settings.CELERY_BEAT_SCHEDULE says the same
logger = logging.getLogger(__name__)


@shared_task
def drain_stale_totals() -> None:
    """Work off the stale days. Sent after each write, and by beat as the sweep that guarantees it."""
    totals.drain_all()


@shared_task(time_limit=3600)
def prove_totals() -> None:
    """The nightly proof: whatever does not agree is told in the log, as an error, by name."""
    proof = reconcile()
    for line in [*proof.named, *proof.broken_chains]:
        logger.error("The proof found: %s", line)
    logger.info("buckets compared: %d, mismatches: %d", proof.compared, proof.mismatches)


@shared_task
def seal_history() -> None:
    """Seal yesterday once; beat asks every hour, so a night without workers is made up for."""
    history.seal(timezone.localdate() - timedelta(days=1))


@shared_task
def remove_deleted_photos() -> None:
    """Remove photos for good that were deleted 30 days ago, and files that a crash left without a row."""
    photos.remove_for_good(timezone.now())


@shared_task
def remind_of_what_is_due() -> None:
    """Remind of what is due and mail it. Asked every hour of the day from 9:00, so a late worker makes up for it."""
    today = timezone.localdate()
    made = reminders.make_due(today)
    logger.info("reminders: %d made, %d mailed", made, reminders.mail_due(today))
