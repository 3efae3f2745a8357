"""Processes that die with a delivery in hand, on real engines: it comes at least once, in order, under one id."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as given
from django.db import connection, connections
from django.utils import timezone

from api.tasks import deliver_webhooks
from api.webhooks import outbox
from api.webhooks.deliveries import DELIVERY_LOCK, claim_due, deliver_due
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.tests.webhooks import news, receiver, subscription
from tourexhibit.celery import app
from tourexhibit.tests import factories
from tourexhibit.tests.processes import kill, others, wait_until

State = WebhookDelivery.State


@pytest.fixture
def beside(tmp_path):
    with others(tmp_path) as made:
        yield made


@pytest.fixture
def there(tmp_path):
    with receiver(tmp_path) as running:
        yield running


@pytest.mark.django_db(transaction=True)
def test_a_sweeper_killed_with_a_delivery_in_hand_is_made_up_for(beside, there, settings):
    settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{there.port}"]
    allowed = {"WEBHOOK_TEST_RECEIVERS": f"127.0.0.1:{there.port}"}
    webhook = subscription(factories.partner(), there.at("hang"), types=["day"])
    news("1/2026-04-01")
    news("1/2026-04-01", data='{"n": 2}')
    beside.give()
    sweeper = beside.start("manage.py", "sweep", "--every", "0.2", **allowed)
    wait_until(lambda: bool(there.requests()), "the sweeper sends")
    kill(sweeper)
    beside.take_over()
    [first, second] = webhook.deliveries.order_by("sequence")
    assert (first.state, first.claimed_until is not None, second.claimed_until) == (State.WAITING, True, None)

    # As if the time of the claim had passed, and the receiver been mended.
    webhook.deliveries.update(claimed_until=None)
    WebhookSubscription.objects.update(url=there.at("ok"))
    beside.give()
    sweeper = beside.start("manage.py", "sweep", "--every", "0.2", **allowed)

    def both_are_delivered() -> bool:
        beside.take_over()
        return not webhook.deliveries.exclude(state=State.DELIVERED).exists()

    wait_until(both_are_delivered, "both are delivered")
    assert webhook.deliveries.count() == 2
    bodies = [json.loads(request["body"])["data"]["seq"] for request in there.requests()]
    ids = [request["headers"]["webhook-id"] for request in there.requests()]
    assert (bodies, ids[0] == ids[1] != ids[2]) == ([1, 1, 2], True)


def start_worker(beside, there, *more: str):
    arguments = ["--app", "tourexhibit", "worker", "--concurrency", "1", "--loglevel", "ERROR", *more]
    allowed = f"127.0.0.1:{there.port}"
    return beside.start("-m", "celery", *arguments, REDIS_URL=given.REDIS_URL, WEBHOOK_TEST_RECEIVERS=allowed)


@pytest.mark.services
@pytest.mark.xdist_group("worker")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_delivery_is_made_up_for(beside, there):
    webhook = subscription(factories.partner(), there.at("hang"), types=["day"])
    for number in range(20):
        news(f"{number % 4}/2026-04-01", data=f'{{"n": {number}}}')
    worker = start_worker(beside, there)
    deliver_webhooks.delay()
    wait_until(lambda: len(there.requests()) == 4, "the worker sends one of each subject")
    kill(worker)
    app.control.purge()
    assert webhook.deliveries.waiting().count() == 20

    webhook.deliveries.update(claimed_until=None)
    WebhookSubscription.objects.update(url=there.at("ok"))
    start_worker(beside, there, "--beat", "--schedule", str(beside.directory / "schedule"))
    wait_until(lambda: not webhook.deliveries.waiting().exists(), "everything is delivered")

    told = there.told()[4:]
    for subject in range(4):
        numbers = [number for number, _type, object_id in told if object_id == f"{subject}/2026-04-01"]
        assert numbers == sorted(numbers)
    assert sorted(number for number, *_rest in told) == list(range(1, 21))
    repeated = {request["headers"]["webhook-id"] for request in there.requests()}
    assert (len(there.requests()), len(repeated)) == (24, 20)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_while_somebody_delivers_nobody_else_does(there, settings):
    settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{there.port}"]
    subscription(factories.partner(), there.at("ok"), types=["day"])
    news()
    other = connection.copy("other")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [DELIVERY_LOCK])
        assert deliver_due() == 0
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DELIVERY_LOCK])
        assert deliver_due() == 1
    finally:
        other.close()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once_take_each_delivery_once(there, settings):
    settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{there.port}"]
    for _turn in range(3):
        subscription(factories.partner(), there.at("ok"), types=["day"])
    for number in range(12):
        news(f"{number}/2026-04-01")
    outbox.fill_all()

    def claim(_turn: int) -> list[int]:
        try:
            return [attempt.delivery for attempt in claim_due(timezone.now())]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        taken = [delivery for claimed in threads.map(claim, range(4)) for delivery in claimed]
    assert len(taken) == len(set(taken)) == WebhookDelivery.objects.filter(claim__isnull=False).count()
