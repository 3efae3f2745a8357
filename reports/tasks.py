"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import reminders, seals

logger = logging.getLogger(__name__)
REMINDING_HOURS = range(9, 21)  # of Asia/Shanghai; settings.CELERY_BEAT_SCHEDULE says the same


@shared_task(name="visits.tasks.remind_of_what_is_due")
def remind_of_what_is_due() -> None:
    """Remind of what is due and mail it. Asked every hour of the day from 9:00, so a late worker makes up for it."""
    today = timezone.localdate()
    made = reminders.make_due(today)
    logger.info("reminders: %d made, %d mailed", made, reminders.mail_due(today))


@shared_task(name="visits.tasks.seal_history")
def seal_history() -> None:
    """Seal yesterday once; beat asks every hour, so a night without workers is made up for."""
    seals.seal(timezone.localdate() - timedelta(days=1))
