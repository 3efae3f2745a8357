"""Thin tasks: they carry no data, find their work in the database, and may run twice or not at all."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from partnership import links

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 50
LONGEST = 120  # seconds; each may wait for several slow answers, and the next run goes on


@shared_task(name="partnership.tasks.check_links")
def check_links() -> None:
    """Look at the addresses of shared resources that are due; beat asks every hour."""
    until = time.monotonic() + LONGEST
    for resource in links.due(timezone.now())[:MOST_AT_ONCE]:
        if time.monotonic() > until:
            return
        health = links.check(resource)
        if health.failing_since:
            logger.warning("the link of resource %d: %s %s", resource.pk, health.state, health.detail)
