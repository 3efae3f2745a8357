"""From the feed to deliveries: each entry once for each subscription that it is for.

The feed is the outbox. Its entries are written in the transaction of the figures they tell of, and numbered in the
order of commits; so a subscription needs to remember nothing but the number it has reached, and moving that number and
writing the deliveries are one transaction.
"""

from django.db import transaction
from django.db.models import QuerySet

from accounts.scope import Scope, scope_of
from api.webhooks.events import subject_of, type_of
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from visits.models import FeedEntry, RollupState

MOST_WAITING = 1000  # deliveries of a subscription; the rest of the feed waits where it is
MOST_AT_ONCE = 500


def may_subscribe(scope: Scope) -> bool:
    """Webhooks are for partners and for staff."""
    return scope.is_partner or scope.is_staff


def last_number() -> int:
    """The number of the feed's last entry; 0 before the first."""
    return RollupState.objects.filter(pk=1).values_list("feed_sequence", flat=True).first() or 0


def entries_for(subscription: WebhookSubscription) -> QuerySet[FeedEntry]:
    """What a subscription may be told: what its owner may read now, of its types, of its province."""
    entries = FeedEntry.objects.visible_to(scope_of(subscription.owner))
    if subscription.division:
        entries = entries.within(subscription.division.prefix)
    return entries.filter(type__in=subscription.types) if subscription.types else entries


def fill_all() -> None:
    """Turn new entries of the feed into deliveries, for every active subscription."""
    last = last_number()
    behind = WebhookSubscription.objects.active().filter(reached__lt=last)
    for number in list(behind.values_list("pk", flat=True)):
        _fill(number, last)


def _fill(number: int, last: int) -> None:
    with transaction.atomic():
        locked = WebhookSubscription.objects.active().select_for_update(of=("self",))
        subscription = locked.select_related("owner", "division").filter(pk=number).first()
        if subscription is None or not may_subscribe(scope_of(subscription.owner)):
            return
        room = min(MOST_AT_ONCE, MOST_WAITING - subscription.deliveries.waiting().count())
        if room <= 0:
            return
        new = entries_for(subscription).filter(sequence__gt=subscription.reached, sequence__lte=last)
        entries = list(new.order_by("sequence")[:room])
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(
                subscription=subscription,
                sequence=entry.sequence,
                type=type_of(entry),
                subject=subject_of(entry),
            )
            for entry in entries
        )
        reached = entries[-1].sequence if len(entries) == room else last
        WebhookSubscription.objects.filter(pk=number).update(reached=reached)
