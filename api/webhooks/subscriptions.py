"""What the owner of a webhook does: make it, renew its secret, test, pause, go on, send again, remove.

Each may be asked twice and happens once. A secret is derived from the key of the form that asks for it, so the same form
again, within some minutes, is shown the same secret, and a later one none.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from api.webhooks import signing
from api.webhooks.events import TEST
from api.webhooks.models import WebhookDelivery, WebhookSecret, WebhookSubscription
from api.webhooks.outbox import last_number
from libraries.models import Division

State = WebhookSubscription.State
MOST_SUBSCRIPTIONS = 10  # of one account
MOST_TESTS = 5  # waiting at once
OLD_SECRET_SIGNS_FOR = timedelta(hours=24)  # beside the new one
SHOWN_AGAIN_FOR = timedelta(minutes=10)


class TooMany(Exception):
    """The account has as many webhooks as one may have."""


@dataclass(frozen=True)
class Wish:
    """What a webhook is to be. No types: all of them. `from_beginning`: what the feed said before, too."""

    name: str
    url: str
    types: list[str]
    division: Division | None
    from_beginning: bool = False


def subscribe(owner: User, wish: Wish, key: uuid.UUID) -> tuple[WebhookSubscription, str]:
    """Make a webhook; returns it and its secret, empty when it was made too long ago to show it. Raises TooMany."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        own = WebhookSubscription.objects.owned_by(owner)
        subscription = own.filter(key=key).first()
        if subscription is None:
            if own.count() >= MOST_SUBSCRIPTIONS:
                raise TooMany
            subscription = WebhookSubscription.objects.create(
                key=key,
                owner=owner,
                name=wish.name,
                url=wish.url,
                types=wish.types,
                division=wish.division,
                reached=0 if wish.from_beginning else last_number(),
            )
        return subscription, _secret(subscription, key)


def change(subscription: WebhookSubscription, wish: Wish) -> None:
    """Change name, address, types and province; what waits goes to the new address."""
    with transaction.atomic():
        row = _locked(subscription)
        row.name, row.url, row.types, row.division = wish.name, wish.url, wish.types, wish.division
        row.save(update_fields=["name", "url", "types", "division"])
        # Another address deserves another try at once.
        WebhookSubscription.objects.filter(pk=row.pk).update(failures=0, held_until=None)


def renew_secret(subscription: WebhookSubscription, key: uuid.UUID) -> str:
    """A new secret; the one before it signs beside it for a day, an older one no longer. Empty: shown before."""
    with transaction.atomic():
        return _secret(_locked(subscription), key)


def _secret(subscription: WebhookSubscription, key: uuid.UUID) -> str:
    """The secret of this form, made when there is none of it yet."""
    now = timezone.now()
    salt = hashlib.sha256(f"{subscription.pk} {key}".encode()).hexdigest()
    known = subscription.secrets.filter(salt=salt).first()
    if known:
        return signing.secret_of(salt) if now - known.created_at < SHOWN_AGAIN_FOR else ""
    # The one before the last ends now, the last in a day.
    subscription.secrets.filter(ends_at__gt=now).update(ends_at=now)
    subscription.secrets.filter(ends_at__isnull=True).update(ends_at=now + OLD_SECRET_SIGNS_FOR)
    WebhookSecret.objects.create(
        subscription=subscription, salt=salt, fingerprint=signing.fingerprint_of(salt)
    )
    return signing.secret_of(salt)


def send_test(subscription: WebhookSubscription) -> WebhookDelivery | None:
    """A test, to be sent next; None while enough of them wait."""
    with transaction.atomic():
        row = _locked(subscription)
        if row.deliveries.waiting().tests().count() >= MOST_TESTS:
            return None
        message = uuid.uuid4()
        return WebhookDelivery.objects.create(
            message=message, subscription=row, type=TEST, subject=f"{TEST}/{message.hex}"
        )


def pause(subscription: WebhookSubscription) -> None:
    """Deliver nothing until it goes on; what the feed says meanwhile is not lost."""
    with transaction.atomic():
        row = _locked(subscription)
        if row.state == State.ACTIVE:
            row.state = State.PAUSED
            row.save(update_fields=["state"])


def go_on(subscription: WebhookSubscription) -> None:
    """Deliver again from where it stopped, beginning with one at once."""
    with transaction.atomic():
        row = _locked(subscription)
        if row.state == State.ACTIVE:
            return
        row.state, row.stopped_because = State.ACTIVE, ""
        row.save(update_fields=["state", "stopped_because"])
        WebhookSubscription.objects.filter(pk=row.pk).update(failures=0, failing_since=None, held_until=None)
        row.deliveries.waiting().update(due_at=timezone.now())


def remove(subscription: WebhookSubscription) -> None:
    """Delete a webhook with its secrets and deliveries; its history stays."""
    with transaction.atomic():
        _locked(subscription).delete()


def send_again(subscription: WebhookSubscription, deliveries: list[int] | None = None) -> int:
    """Send ended deliveries again, all dead ones without `deliveries`; returns how many will be.

    One that later news of its subject have overtaken is left: a receiver would go back to an older state.
    """
    with transaction.atomic():
        row = _locked(subscription)
        wanted = row.deliveries.filter(sequence__isnull=False)
        wanted = wanted.dead() if deliveries is None else wanted.filter(_ended(), pk__in=deliveries)
        chosen = [delivery.pk for delivery in wanted if not overtaken(delivery)]
        now = timezone.now()
        return row.deliveries.filter(pk__in=chosen).update(
            state=WebhookDelivery.State.WAITING, attempts=0, due_at=now, trouble="", status=None
        )


def _ended() -> Q:
    return Q(state__in=[WebhookDelivery.State.DEAD, WebhookDelivery.State.DELIVERED])


def overtaken(delivery: WebhookDelivery) -> bool:
    """Whether the receiver has later news of the same subject, or they are on their way."""
    if delivery.sequence is None:
        return False
    later = WebhookDelivery.objects.filter(
        Q(state=WebhookDelivery.State.DELIVERED) | Q(claimed_until__gt=timezone.now()),
        subscription_id=delivery.subscription_id,
        subject=delivery.subject,
        sequence__gt=delivery.sequence,
    )
    return later.exists()


def _locked(subscription: WebhookSubscription) -> WebhookSubscription:
    return WebhookSubscription.objects.select_for_update().get(pk=subscription.pk)
