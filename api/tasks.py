"""Thin tasks of the partners' room; they find their work in the database, and may run twice or not at all."""

import logging

from celery import shared_task
from django.utils import timezone

from api import exports, registry_feed, tokens
from api.webhooks import care, delivering

logger = logging.getLogger(__name__)


@shared_task
def tell_registry_changes() -> None:
    """Have the feed tell of rows of the registry that were written. Sent by beat."""
    registry_feed.tell_changes()


@shared_task
def prove_registry_feed() -> None:
    """Compare the whole registry with the feed. Sent by beat once a day."""
    told = registry_feed.prove()
    if told:
        logger.warning("The feed had not told of the registry as it stands: %d entries were added", told)


@shared_task
def deliver_webhooks() -> None:
    """Send what is due. Sent by beat, and after somebody asked for a test."""
    delivering.deliver_due()


@shared_task
def look_after_webhooks() -> None:
    """Stop what has failed for long, tell its owners, forget old deliveries. Sent by beat once an hour."""
    care.look_after(timezone.now())


@shared_task
def warn_of_ending_tokens() -> None:
    """Mail the owners of tokens that end soon. Asked every hour of the day from 9:10, so a late worker makes up for it."""
    tokens.warn_of_ends(timezone.now())


@shared_task(time_limit=2 * 3600)
def write_exports() -> None:
    """Write the exports that wait. Sent with each order, and by beat as the sweep that guarantees it."""
    exports.work_off()
