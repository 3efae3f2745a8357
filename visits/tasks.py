"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from visits import history, totals
from visits.reconcile import reconcile

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
