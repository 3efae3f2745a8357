"""Webhooks sent to a real receiver: signed, in order, again after failures, never beyond the owner's reach."""

import json
import re
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.models import Membership
from api.tests.tour import filing
from api.webhooks import deliveries, outbox, subscriptions, transport
from api.webhooks.deliveries import WAITS, claim_due, deliver_due, record
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.tests.webhooks import news, receiver, secret_of, subscription
from api.webhooks.transport import Outcome
from tourexhibit.tests import factories
from visits.models import FeedEntry
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db
State = WebhookDelivery.State


@pytest.fixture
def there(tmp_path, settings):
    with receiver(tmp_path) as running:
        settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Receivers that hang are given up after three seconds: more than one that works needs on a busy machine."""
    monkeypatch.setattr(deliveries, "post", partial(transport.post, patience=3.0))


def let_time_pass() -> None:
    """Everything that waits for later is due now."""
    WebhookDelivery.objects.waiting().update(due_at=timezone.now())
    WebhookSubscription.objects.update(held_until=None)


def states(webhook: WebhookSubscription) -> list[str]:
    return list(webhook.deliveries.order_by("sequence").values_list("state", flat=True))


def verified(webhook: WebhookSubscription, request: dict, secret: str = "") -> dict:
    return Webhook(secret or secret_of(webhook)).verify(request["body"], request["headers"])


# ---------------------------------------------------------------- what is sent


def test_a_verified_day_is_told_signed_by_the_public_standard(callers, tour, there):
    webhook = subscription(factories.partner(), there.at("ok"))
    assert callers["librarian_a"].put(tour.day(tour.a), filing(number=12)).status_code == 201
    verify_day(factories.staff(), tour.a.pk, tour.today, revision=1)
    drain_all()

    assert deliver_due() == 1

    [request] = there.requests()
    [delivery] = webhook.deliveries.all()
    assert request["headers"]["webhook-id"] == delivery.message_id
    assert request["headers"]["Host"] == f"127.0.0.1:{there.port}"
    told = verified(webhook, request)
    changes = callers["partner"].get("/api/v1/changes/").json()["results"]
    assert (told["type"], told["timestamp"], [told["data"]]) == ("day.upsert", changes[0]["at"], changes)
    assert (delivery.state, delivery.status, delivery.attempts) == (State.DELIVERED, 204, 1)
    # Nothing new is nothing.
    assert (deliver_due(), len(there.requests())) == (0, 1)


def test_a_forged_or_changed_body_does_not_verify(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    deliver_due()
    [request] = there.requests()
    for wrong in (
        {**request, "body": request["body"].replace("upsert", "delete")},
        {**request, "headers": {**request["headers"], "webhook-id": "msg_other"}},
    ):
        with pytest.raises(WebhookVerificationError):
            verified(webhook, wrong)


def test_two_secrets_sign_for_a_day_after_a_renewal(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    first = secret_of(webhook)
    subscriptions.renew_secret(webhook, webhook.key.__class__(int=1))
    second = secret_of(webhook)
    news()
    deliver_due()
    [request] = there.requests()
    for secret in (first, second):
        assert verified(webhook, request, secret)["type"] == "day.upsert"
    # The one before the last ends with the next renewal, the last one with its day.
    subscriptions.renew_secret(webhook, webhook.key.__class__(int=2))
    news()
    deliver_due()
    signatures = there.requests()[-1]["headers"]["webhook-signature"].split(" ")
    assert len(signatures) == 2
    with pytest.raises(WebhookVerificationError):
        verified(webhook, there.requests()[-1], first)
    webhook.secrets.filter(ends_at__isnull=False).update(ends_at=timezone.now())
    news()
    deliver_due()
    assert len(there.requests()[-1]["headers"]["webhook-signature"].split(" ")) == 1


def test_with_another_secret_key_it_stops_instead_of_signing_wrongly(there, settings):
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    settings.SECRET_KEY = "another-key-of-the-same-portal-0123456789-abcdef"
    assert deliver_due() == 0
    webhook.refresh_from_db()
    assert (webhook.state, webhook.stopped_because) == ("stopped", "secret_lost")
    subscriptions.renew_secret(webhook, webhook.key.__class__(int=1))
    subscriptions.go_on(webhook)
    assert deliver_due() == 1
    assert verified(webhook, there.requests()[0])["data"]["seq"] == 1


# ---------------------------------------------------------------- to whom


def test_a_province_is_told_of_its_own_and_of_what_is_for_everyone(there):
    own = subscription(factories.partner("33"), there.at("ok/own"))
    narrowed = subscription(
        factories.partner(), there.at("ok/narrowed"), division=factories.division("330000")
    )
    for code in ("330521", "360982", ""):
        news(f"{code}/2026-04-01", code)
    deliver_due()
    for path in ("/ok/own", "/ok/narrowed"):
        told = [json.loads(row["body"])["data"]["seq"] for row in there.requests() if row["path"] == path]
        assert sorted(told) == [1, 3]
    assert {webhook.deliveries.count() for webhook in (own, narrowed)} == {2}


def test_only_the_chosen_types_are_told(there):
    subscription(factories.partner(), there.at("ok"), types=["event_attendance"])
    news()
    news("7", type_="event_attendance")
    deliver_due()
    assert there.told() == [(2, "event_attendance.upsert", "7")]


def test_it_begins_with_what_comes_or_with_everything_there_was(there):
    news("1/2026-04-01")
    late = subscription(factories.partner(), there.at("ok/late"))
    whole = subscription(factories.partner(), there.at("ok/whole"), from_beginning=True)
    news("1/2026-04-02")
    deliver_due()
    assert [
        list(each.deliveries.order_by("pk").values_list("sequence", flat=True)) for each in (late, whole)
    ] == [
        [2],
        [1, 2],
    ]


def test_what_its_owner_may_no_longer_read_stays_in_the_portal(there):
    partner = factories.partner()
    webhook = subscription(partner, there.at("ok"))
    news("1/2026-04-01", "330521")
    news("2/2026-04-01", "360982")
    outbox.fill_all()
    Membership.objects.filter(user=partner).update(division=factories.division("360000"))
    deliver_due()
    assert (there.told(), states(webhook)) == (
        [(2, "day.upsert", "2/2026-04-01")],
        [State.WITHHELD, State.DELIVERED],
    )


@pytest.mark.parametrize("lost", ["role", "active"])
def test_an_account_that_may_read_nothing_is_told_nothing_and_misses_nothing(there, lost):
    partner = factories.partner()
    webhook = subscription(partner, there.at("ok"))
    memberships = list(partner.memberships.values("user_id", "role"))
    if lost == "role":
        partner.memberships.all().delete()
    type(partner).objects.filter(pk=partner.pk).update(is_active=lost != "active")
    news()
    assert (deliver_due(), webhook.deliveries.count()) == (0, 0)
    type(partner).objects.filter(pk=partner.pk).update(is_active=True)
    if lost == "role":
        Membership.objects.create(**memberships[0])
    assert (deliver_due(), there.told()[0][0]) == (1, 1)


def test_a_removed_entry_is_withheld(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    outbox.fill_all()
    FeedEntry.objects.all().delete()
    assert (deliver_due(), states(webhook)) == (0, [State.WITHHELD])


# ---------------------------------------------------------------- order


def test_of_one_subject_nothing_overtakes_and_others_go_on(there):
    webhook = subscription(factories.partner(), there.at("fail"))
    first, other = news("1/2026-04-01"), news("2/2026-04-01")
    second = news("1/2026-04-01", data='{"n": 2}')
    deliver_due()
    WebhookSubscription.objects.update(url=there.at("ok"), held_until=None)
    deliver_due()
    # The first one waits for its second attempt, and its successor behind it.
    assert {row[0] for row in there.told()} == {first, other}
    let_time_pass()
    deliver_due()
    told = [row[0] for row in there.told()]
    # The other subject may come before or after: only within a subject is there an order.
    assert [number for number in told if number != other] == [first, first, second]
    assert states(webhook) == [State.DELIVERED] * 3


def test_the_first_failure_keeps_the_same_message_for_the_second_attempt(there):
    webhook = subscription(factories.partner(), there.at("fail"))
    news()
    deliver_due()
    WebhookSubscription.objects.update(url=there.at("ok"))
    let_time_pass()
    deliver_due()
    failed, succeeded = there.requests()
    assert failed["headers"]["webhook-id"] == succeeded["headers"]["webhook-id"]
    assert failed["body"] == succeeded["body"]
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since, webhook.held_until) == (0, None, None)


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("path", "trouble", "status"),
    [
        ("fail", "status", 500),
        ("busy", "status", 429),
        ("elsewhere", "redirect", 302),
        ("hang", "timeout", None),
        ("drip", "timeout", None),
        ("half", "timeout", None),
        ("noise", "unreadable", None),
    ],
)
def test_a_receiver_that_fails_is_asked_again_later(there, path, trouble, status):
    webhook = subscription(factories.partner(), there.at(path))
    news()
    began = timezone.now()
    assert deliver_due() == 1
    [delivery] = webhook.deliveries.all()
    assert (delivery.state, delivery.trouble, delivery.status) == (State.WAITING, trouble, status)
    waits = timedelta(seconds=3000 if path == "busy" else 4)
    assert began + waits <= delivery.due_at < began + waits + timedelta(seconds=30)
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since >= began) == (1, True)
    assert webhook.held_until >= began + waits
    # A redirect is not followed, and nothing is asked before its time.
    assert (deliver_due(), len(there.requests())) == (0, 1)


def test_nobody_there_is_no_connection(there, settings):
    settings.WEBHOOK_TEST_RECEIVERS = ["127.0.0.1:9"]
    webhook = subscription(factories.partner(), "http://127.0.0.1:9/")
    news()
    deliver_due()
    assert webhook.deliveries.get().trouble == "connection"


def test_of_a_large_answer_little_is_read(there):
    webhook = subscription(factories.partner(), there.at("large"))
    news()
    deliver_due()
    assert states(webhook) == [State.DELIVERED]
    for _turn in range(100):
        if there.log.with_suffix(".cut").exists():
            break
        transport.time.sleep(0.05)
    assert there.log.with_suffix(".cut").exists()


def test_410_stops_it_at_once_and_going_on_loses_nothing(there):
    webhook = subscription(factories.partner(), there.at("gone"))
    news("1/2026-04-01")
    news("2/2026-04-01")
    deliver_due()
    webhook.refresh_from_db()
    assert (webhook.state, webhook.stopped_because) == ("stopped", "gone")
    asked = len(there.requests())
    let_time_pass()
    assert (deliver_due(), len(there.requests())) == (0, asked)
    WebhookSubscription.objects.update(url=there.at("ok"))
    subscriptions.go_on(webhook)
    deliver_due()
    assert states(webhook) == [State.DELIVERED] * 2


def test_a_failing_receiver_is_let_alone_longer_each_time(there):
    webhook = subscription(factories.partner(), there.at("fail"))
    for number in range(8):
        news(f"{number}/2026-04-01")
    deliver_due()
    # The first round has several at once, the next ones a single one.
    assert len(there.requests()) == deliveries.MOST_OF_ONE
    holds = []
    for _turn in range(4):
        WebhookSubscription.objects.update(held_until=None)
        before = len(there.requests())
        deliver_due()
        assert len(there.requests()) == before + 1
        webhook.refresh_from_db()
        holds.append(webhook.held_until - timezone.now())
    assert holds == sorted(holds)
    assert holds[-1] > timedelta(minutes=4)


def test_given_up_after_all_attempts_shown_and_sent_again(there):
    webhook = subscription(factories.partner(), there.at("fail"))
    news()
    for _turn in range(len(WAITS) + 3):
        let_time_pass()
        deliver_due()
    [delivery] = webhook.deliveries.all()
    assert (delivery.state, delivery.attempts, len(there.requests())) == (State.DEAD, 10, 10)
    assert sum(WAITS, timedelta()) > timedelta(days=3)
    WebhookSubscription.objects.update(url=there.at("ok"), held_until=None)
    assert (subscriptions.send_again(webhook), subscriptions.send_again(webhook)) == (1, 0)
    deliver_due()
    assert states(webhook) == [State.DELIVERED]
    assert len({request["headers"]["webhook-id"] for request in there.requests()}) == 1


def test_a_dead_letter_that_later_news_have_overtaken_is_not_sent_again(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    news("1/2026-04-01")
    outbox.fill_all()
    webhook.deliveries.update(state=State.DEAD)
    news("1/2026-04-01", data="")
    deliver_due()
    assert there.told() == [(2, "day.delete", "1/2026-04-01")]
    assert subscriptions.send_again(webhook) == 0
    last = webhook.deliveries.get(sequence=2)
    assert subscriptions.send_again(webhook, [last.pk]) == 1


def test_one_bad_message_does_not_stop_the_others(there):
    """A receiver that refuses one thing and takes the rest is not failing."""
    webhook = subscription(factories.partner(), there.at("ok"))
    news("1/2026-04-01")
    [attempt] = (outbox.fill_all(), claim_due(timezone.now()))[1]
    record(attempt, Outcome("status", 422), timezone.now())
    for number in range(2, 12):
        news(f"{number}/2026-04-01")
    let_time_pass()
    WebhookDelivery.objects.filter(sequence=1).update(due_at=timezone.now() + timedelta(hours=1))
    deliver_due()
    webhook.refresh_from_db()
    assert (states(webhook).count(State.DELIVERED), webhook.failing_since) == (10, None)


# ---------------------------------------------------------------- deaths and doubles


def test_a_claim_whose_holder_died_is_sent_again_under_the_same_id(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    outbox.fill_all()
    [lost] = claim_due(timezone.now())
    assert (claim_due(timezone.now()), deliver_due()) == ([], 0)
    later = timezone.now() + deliveries.CLAIM_LASTS + timedelta(seconds=1)
    [again] = claim_due(later)
    assert again.headers["webhook-id"] == lost.headers["webhook-id"]
    # The one thought dead comes back with its outcome: it is not the holder any more.
    record(lost, Outcome("status", 500), later)
    assert webhook.deliveries.get().claim == again.claim
    record(again, Outcome(status=204), later)
    delivery = webhook.deliveries.get()
    assert (delivery.state, delivery.attempts) == (State.DELIVERED, 2)


def test_the_outbox_hands_out_each_entry_once(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    outbox.fill_all()
    # As if the worker had died before it moved on: the constraint holds, in one transaction with the number.
    outbox.fill_all()
    assert webhook.deliveries.count() == 1


def test_a_receiver_that_is_down_does_not_fill_the_table(there, monkeypatch):
    monkeypatch.setattr(outbox, "MOST_WAITING", 3)
    webhook = subscription(factories.partner(), there.at("fail"))
    for number in range(7):
        news(f"{number}/2026-04-01")
    deliver_due()
    deliver_due()
    assert webhook.deliveries.count() == 3
    WebhookSubscription.objects.update(url=there.at("ok"))
    let_time_pass()
    deliver_due()
    assert sorted({row[0] for row in there.told()}) == list(range(1, 8))
    assert states(webhook) == [State.DELIVERED] * 7


def test_a_pause_loses_nothing(there):
    webhook = subscription(factories.partner(), there.at("ok"))
    subscriptions.pause(webhook)
    news()
    assert (deliver_due(), webhook.deliveries.count()) == (0, 0)
    subscriptions.go_on(webhook)
    assert (deliver_due(), there.told()[0][0]) == (1, 1)


def test_a_test_is_sent_whatever_the_state_and_once(there):
    webhook = subscription(factories.partner(), there.at("fail"))
    subscriptions.pause(webhook)
    subscriptions.send_test(webhook)
    assert deliver_due() == 1
    [delivery] = webhook.deliveries.all()
    assert (delivery.state, delivery.status) == (State.DEAD, 500)
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.state) == (0, "paused")
    assert verified(webhook, there.requests()[0])["type"] == "portal.test"
    for _turn in range(9):
        subscriptions.send_test(webhook)
    assert webhook.deliveries.waiting().count() == subscriptions.MOST_TESTS


def test_one_hanging_receiver_does_not_keep_the_others_waiting(there):
    hanging = subscription(factories.partner(), there.at("hang"))
    working = subscription(factories.partner(), there.at("ok"))
    for number in range(6):
        news(f"{number}/2026-04-01")
    deliver_due()
    assert states(working) == [State.DELIVERED] * 6
    assert set(states(hanging)) == {State.WAITING}


def test_the_example_in_the_documentation_verifies(there):
    guide = (settings.BASE_DIR / "docs" / "api" / "tokens-and-webhooks.md").read_text()
    [example] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    known: dict = {}
    exec(example, known)  # noqa: S102 - our own page
    webhook = subscription(factories.partner(), there.at("ok"))
    news()
    deliver_due()
    [request] = there.requests()
    headers = {name.lower(): value for name, value in request["headers"].items()}
    body = request["body"].encode()
    assert known["verify"](secret_of(webhook), headers, body)
    assert not known["verify"](secret_of(webhook), headers, body + b" ")
    assert not known["verify"](secret_of(webhook), {**headers, "webhook-timestamp": "1700000000"}, body)
