"""Thin tasks of the partners' room; they find their work in the database, and may run twice or not at all."""

import logging

from celery import shared_task
from django.utils import timezone

from api.exports import writing
from api.feed import registry
from api.tokens import issuing
from api.webhooks import care, deliveries

logger = logging.getLogger(__name__)


@shared_task(name="api.tasks.tell_registry_changes")
def tell_registry_changes() -> None:
    """Have the feed tell of rows of the registry that were written. Sent by beat."""
    registry.tell_changes()


@shared_task(name="api.tasks.prove_registry_feed")
def prove_registry_feed() -> None:
    """Compare the whole registry with the feed. Sent by beat once a day."""
    told = registry.prove()
    if told:
        logger.warning("The feed had not told of the registry as it stands: %d entries were added", told)


@shared_task(name="api.tasks.deliver_webhooks")
def deliver_webhooks() -> None:
    """Send what is due. Sent by beat, and after somebody asked for a test."""
    deliveries.deliver_due()


@shared_task(name="api.tasks.look_after_webhooks")
def look_after_webhooks() -> None:
    """Stop what has failed for long, tell its owners, forget old deliveries. Sent by beat once an hour."""
    care.look_after(timezone.now())


@shared_task(name="api.tasks.warn_of_ending_tokens")
def warn_of_ending_tokens() -> None:
    """Mail the owners of tokens that end soon. Asked every hour of the day from 9:10, so a late worker makes up for it."""
    issuing.warn_of_ends(timezone.now())


@shared_task(name="api.tasks.write_exports", time_limit=2 * 3600)
def write_exports() -> None:
    """Write the exports that wait. Sent with each order, and by beat as the sweep that guarantees it."""
    writing.work_off()
