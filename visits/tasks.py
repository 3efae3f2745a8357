"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

from celery import shared_task

from visits.totals import drain


@shared_task(name="visits.tasks.drain_stale_totals")
def drain_stale_totals() -> None:
    """Work off the stale days. Sent after each write, and by beat as the sweep that guarantees it."""
    drain.drain_all()
