"""Sending what is due: claim, send outside of any transaction, write down what became of it.

Order: of one subject at most one delivery is on its way, and none before an earlier one has ended. A delivery that
fails waits longer each time; a receiver that fails is let alone longer each time. What is given up is a dead letter:
it stays, is shown and can be sent again, and later news of its subject go on, each being the whole state by then.
"""

import logging
import random
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.scope import scope_of
from api.webhooks import signing
from api.webhooks.events import body_of, body_of_test
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.outbox import entries_for, fill_all, may_subscribe
from api.webhooks.transport import Outcome, post

logger = logging.getLogger(__name__)

State, Reason = WebhookSubscription.State, WebhookSubscription.Reason

DELIVERY_LOCK = 7_246_202  # the advisory lock of the one that delivers; beside the drain's
CLAIM_LASTS = timedelta(minutes=2)  # much longer than an exchange may take
MOST_SUBSCRIPTIONS = 8  # served in one round
MOST_OF_ONE = 4  # of a subscription in one round; one alone while it fails
# Waits after the first, second, ... failure of a delivery; after the last of them it is given up, in the fourth day.
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *[timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)],
]
SHORTEST_HOLD, LONGEST_HOLD = timedelta(seconds=5), timedelta(hours=1)
GONE = 410
JITTER = 0.2  # so that what failed together does not come back together


@dataclass(frozen=True)
class Attempt:
    """A delivery that this process has claimed, with everything that sending it needs."""

    delivery: int
    claim: uuid.UUID
    url: str
    headers: dict[str, str]
    body: bytes


def deliver_due(seconds: float = 8.0) -> int:
    """Send what is due for about `seconds`; returns how many attempts were made. Safe to run anywhere, twice."""
    until, made = time.monotonic() + seconds, 0
    with _alone() as alone:
        if not alone:
            return 0
        fill_all()
        while attempts := claim_due(timezone.now()):
            for attempt, outcome in _sent(attempts):
                record(attempt, outcome, timezone.now())
                made += 1
            if time.monotonic() > until:
                break
            fill_all()
    return made


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else delivers just now: one receiver that hangs must not hold up every process of a worker.

    Of the connection, not of a transaction, which would stay open while receivers are waited for. Order does not rest
    on this but on the claims. SQLite has the sweeper alone.
    """
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DELIVERY_LOCK])
        [got] = cursor.fetchone()
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [DELIVERY_LOCK])


# ---------------------------------------------------------------- claiming


def claim_due(now: datetime) -> list[Attempt]:
    """Take what is to be sent in this round, some of each subscription, those that waited longest first."""
    due = WebhookDelivery.objects.due(now).filter(subscription=OuterRef("pk"))
    rests = ~Q(state=State.ACTIVE) | Q(held_until__gt=now)
    waiting = WebhookSubscription.objects.filter(
        # A test is sent whatever the state: it is how one finds out that a receiver works again.
        Q(~rests, Exists(due)) | Exists(due.tests()),
        owner__is_active=True,
    )
    turns = waiting.order_by(F("served_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    attempts: list[Attempt] = []
    for number in list(turns[:MOST_SUBSCRIPTIONS]):
        attempts += _claim(number, now)
    return attempts


def _claim(number: int, now: datetime) -> list[Attempt]:
    with transaction.atomic():
        locked = WebhookSubscription.objects.select_for_update(of=("self",)).select_related(
            "owner", "division"
        )
        subscription = locked.filter(pk=number).first()
        if subscription is None:
            return []
        WebhookSubscription.objects.filter(pk=number).update(served_at=now)
        salts = _salts(subscription, now)
        if not salts or not may_subscribe(scope_of(subscription.owner)):
            return []
        # What is withheld leaves the queue, so this ends.
        while chosen := list(_chosen(subscription, now)):
            made = [_attempt(subscription, delivery, salts, now) for delivery in chosen]
            if attempts := [attempt for attempt in made if attempt]:
                return attempts
        return []


def _salts(subscription: WebhookSubscription, now: datetime) -> list[str]:
    """Of the secrets that sign now, the newest first; empty, and the subscription stopped, when they are lost."""
    secrets = subscription.secrets.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    salts = [secret.salt for secret in secrets if signing.fingerprint_of(secret.salt) == secret.fingerprint]
    if not salts and subscription.state == State.ACTIVE:
        stop(subscription, Reason.SECRET_LOST)
    return salts


def _chosen(subscription: WebhookSubscription, now: datetime) -> Iterator[WebhookDelivery]:
    due = subscription.deliveries.due(now)
    yield from due.tests().order_by("pk")[:1]
    if subscription.state != State.ACTIVE or (subscription.held_until and subscription.held_until > now):
        return
    if subscription.failures and subscription.deliveries.waiting().filter(claimed_until__gt=now).exists():
        return  # one at a time is on its way already
    most = 1 if subscription.failures else MOST_OF_ONE
    yield from due.filter(sequence__isnull=False).order_by("sequence")[:most]


def _attempt(
    subscription: WebhookSubscription, delivery: WebhookDelivery, salts: list[str], now: datetime
) -> Attempt | None:
    """Claim a delivery and make its request; None, and withheld, when its owner may not read it any more."""
    if delivery.sequence is None:
        body = body_of_test(delivery.created_at)
    else:
        entry = entries_for(subscription).filter(sequence=delivery.sequence).first()
        if entry is None:
            delivery.state = WebhookDelivery.State.WITHHELD
            delivery.save(update_fields=["state"])
            return None
        body = body_of(entry)
    delivery.claim, delivery.claimed_until = uuid.uuid4(), now + CLAIM_LASTS
    # Counted when it begins: what kills its sender is given up some day, too.
    delivery.attempts += 1
    delivery.last_attempt_at = now
    delivery.save(update_fields=["claim", "claimed_until", "attempts", "last_attempt_at"])
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "TourExhibitionPortal-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signing.signature(salts, delivery.message_id, timestamp, body),
    }
    return Attempt(delivery.pk, delivery.claim, subscription.url, headers, body)


# ---------------------------------------------------------------- sending


def _sent(attempts: list[Attempt]) -> Iterator[tuple[Attempt, Outcome]]:
    """All at once, each in a thread that touches no database; outcomes as they come in."""
    with ThreadPoolExecutor(max_workers=len(attempts)) as threads:
        waiting: dict[Future[Outcome], Attempt] = {
            threads.submit(post, attempt.url, attempt.headers, attempt.body): attempt for attempt in attempts
        }
        for done in as_completed(waiting):
            yield waiting[done], done.result()


# ---------------------------------------------------------------- what became of it


def record(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Write down an outcome; without effect when the claim was lost meanwhile, for another has sent it since."""
    with transaction.atomic():
        numbers = WebhookDelivery.objects.filter(pk=attempt.delivery).values_list(
            "subscription_id", flat=True
        )
        locked = WebhookSubscription.objects.select_for_update().filter(pk__in=list(numbers))
        subscription = locked.first()
        delivery = WebhookDelivery.objects.waiting().filter(pk=attempt.delivery, claim=attempt.claim).first()
        if subscription is None or delivery is None:
            return
        delivery.claim = delivery.claimed_until = None
        delivery.status, delivery.trouble, delivery.took = outcome.status, outcome.trouble, outcome.took
        if not outcome.trouble:
            delivery.state = WebhookDelivery.State.DELIVERED
            _succeeded(subscription)
        elif delivery.sequence is None:
            delivery.state = WebhookDelivery.State.DEAD  # whoever asked for the test is looking now
        elif outcome.status == GONE:
            stop(subscription, Reason.GONE)
        else:
            _failed(subscription, delivery, outcome, now)
        delivery.save()


def _succeeded(subscription: WebhookSubscription) -> None:
    if subscription.failures or subscription.failing_since or subscription.held_until:
        WebhookSubscription.objects.filter(pk=subscription.pk).update(
            failures=0, failing_since=None, held_until=None
        )


def _failed(
    subscription: WebhookSubscription, delivery: WebhookDelivery, outcome: Outcome, now: datetime
) -> None:
    asked = timedelta(seconds=outcome.retry_after or 0)
    if delivery.attempts > len(WAITS):
        delivery.state = WebhookDelivery.State.DEAD
        logger.warning("Delivery %s to webhook %s is given up", delivery.message_id, subscription.pk)
    else:
        delivery.due_at = now + max(_about(WAITS[delivery.attempts - 1]), asked)
    hold = min(SHORTEST_HOLD * 2 ** min(subscription.failures, 20), LONGEST_HOLD)
    WebhookSubscription.objects.filter(pk=subscription.pk).update(
        failures=F("failures") + 1,
        failing_since=subscription.failing_since or now,
        held_until=now + max(_about(hold), asked),
    )


def _about(wait: timedelta) -> timedelta:
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load, guards nothing


def stop(subscription: WebhookSubscription, reason: str) -> None:
    """Stop delivering until its owner goes on; what waits stays waiting. Call with the subscription's row locked."""
    if subscription.state != State.ACTIVE:
        return
    subscription.state, subscription.stopped_because, subscription.told_at = State.STOPPED, reason, None
    subscription.save(update_fields=["state", "stopped_because", "told_at"])
    logger.warning("Webhook %s is stopped: %s", subscription.pk, reason)
