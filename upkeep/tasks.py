"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

import logging

from celery import shared_task
from django.utils import timezone

from upkeep import leftovers
from upkeep.proof.reconcile import reconcile

logger = logging.getLogger(__name__)


@shared_task(name="visits.tasks.prove_totals", time_limit=3600)
def prove_totals() -> None:
    """The nightly proof: whatever does not agree is told in the log, as an error, by name."""
    proof = reconcile()
    for line in [*proof.named, *proof.broken_chains]:
        logger.error("The proof found: %s", line)
    logger.info("buckets compared: %d, mismatches: %d", proof.compared, proof.mismatches)


@shared_task(name="visits.tasks.remove_deleted_photos")
def remove_deleted_photos() -> None:
    """Remove photos for good that were deleted 30 days ago, and files that a crash left without a row."""
    leftovers.remove_for_good(timezone.now())
