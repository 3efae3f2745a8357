"""What partners have of us: tokens, exports, webhooks; and the marks of the registry. Each is defined in its package."""

from api.exports.models import Export
from api.feed.models import RegistryMark
from api.tokens.models import RIGHTS, PartnerToken
from api.webhooks.models import WebhookDelivery, WebhookSecret, WebhookSubscription

__all__ = [
    "RIGHTS",
    "Export",
    "PartnerToken",
    "RegistryMark",
    "WebhookDelivery",
    "WebhookSecret",
    "WebhookSubscription",
]
