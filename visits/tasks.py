"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from visits import history, totals


@shared_task
def drain_stale_totals() -> None:
    """Work off the stale days. Sent after each write, and by beat as the sweep that guarantees it."""
    totals.drain_all()


@shared_task
def seal_history() -> None:
    """Seal yesterday once; beat asks every hour, so a night without workers is made up for."""
    history.seal(timezone.localdate() - timedelta(days=1))
