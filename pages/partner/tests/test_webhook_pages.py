"""The pages of an account's webhooks: made once, its secret shown once, nobody else's, every button idempotent."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from standardwebhooks import Webhook

from accounts.models import User
from api.webhooks import outbox
from api.webhooks.deliveries import deliver_due
from api.webhooks.events import TYPES
from api.webhooks.models import WebhookDelivery, WebhookSecret, WebhookSubscription
from api.webhooks.tests.webhooks import news, receiver, secret_of, subscription
from tourexhibit.tests import factories
from visits import feed
from visits.models import REGISTRY_TYPES

pytestmark = pytest.mark.django_db
LIST, NEW = "/accounts/webhooks/", "/accounts/webhooks/new/"
A_SECRET = re.compile(r"<code>(whsec_[A-Za-z0-9+/=]+)</code>")
State = WebhookDelivery.State


@pytest.fixture
def there(tmp_path, settings):
    with receiver(tmp_path) as running:
        settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def partner():
    return factories.partner()


@pytest.fixture
def page(client, partner):
    client.force_login(User.objects.get(pk=partner.pk))
    return client


@pytest.fixture
def webhook(partner, there):
    return subscription(partner, there.at("ok"))


def address(webhook: WebhookSubscription, rest: str = "") -> str:
    return f"{LIST}{webhook.pk}/{rest}"


def typed(url: str, **fields) -> dict:
    return {"key": str(uuid4()), "name": "夜间同步", "url": url, "start": "now", "division": "", **fields}


def shown(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()
    [secret] = A_SECRET.findall(answer.content.decode())
    return secret


def test_a_webhook_is_made_its_secret_shown_once_and_works(page, partner, there):
    answer = page.post(NEW, typed(there.at("ok"), types=["day"]))
    secret = shown(answer)
    assert answer["Cache-Control"] == "no-store"
    webhook = WebhookSubscription.objects.get()
    assert (webhook.owner, webhook.types, webhook.reached) == (partner, ["day"], 0)
    assert A_SECRET.findall(page.get(address(webhook)).content.decode()) == []
    rows = [*WebhookSecret.objects.values(), *WebhookSubscription.history.values()]
    assert secret.removeprefix("whsec_") not in str(rows)
    news()
    deliver_due()
    [request] = there.requests()
    assert Webhook(secret).verify(request["body"], request["headers"])["type"] == "day.upsert"


def test_the_same_form_again_is_the_same_webhook_with_the_same_secret(page, there):
    form = typed(there.at("ok"))
    assert shown(page.post(NEW, form)) == shown(page.post(NEW, form))
    assert (WebhookSubscription.objects.count(), WebhookSecret.objects.count()) == (1, 1)


def test_a_renewal_sent_twice_is_one(page, webhook):
    before = secret_of(webhook)
    form = {"act": "renew", "key": str(uuid4())}
    first, second = shown(page.post(address(webhook), form)), shown(page.post(address(webhook), form))
    assert (first == second != before, webhook.secrets.count()) == (True, 2)
    assert webhook.secrets.filter(ends_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"url": ""},
        {"url": "example.org"},
        {"url": "http://example.org/"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://[::1]/"},
        {"url": "https://169.254.169.254/latest/meta-data/"},
        {"url": "https://10.0.0.1/"},
        {"url": "https://2130706433/"},
        {"url": "https://user:password@127.0.0.1/"},
        {"url": "https://example.org/" + "a" * 500},
        {"url": "https://example.org/\x00"},
        {"name": ""},
        {"types": ["nonsense"]},
        {"start": "yesterday"},
        {"division": "987654"},
        {"key": "x"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_what_was_typed_stays(page, fields, there):
    answer = page.post(NEW, typed(**{"url": there.at("ok"), **fields}))
    assert (answer.status_code, WebhookSubscription.objects.count()) == (400, 0)
    assert fields.get("name", "夜间同步") in answer.content.decode()


def test_an_address_is_judged_when_it_is_changed_too(page, webhook, there):
    refused = page.post(address(webhook, "change/"), typed("https://192.168.1.1/"))
    assert refused.status_code == 400
    webhook.refresh_from_db()
    assert webhook.url == there.at("ok")
    changed = page.post(address(webhook, "change/"), typed(there.at("ok/2"), name="另一处", types=["day"]))
    assert changed.url == address(webhook)
    webhook.refresh_from_db()
    assert (webhook.url, webhook.name, webhook.types) == (there.at("ok/2"), "另一处", ["day"])
    assert [row.name for row in WebhookSubscription.history.order_by("history_id")] == ["夜间同步", "另一处"]


def test_a_bound_partner_cannot_smuggle_a_province_in(client, there):
    client.force_login(factories.partner("33"))
    shown(client.post(NEW, typed(there.at("ok"), division=str(factories.division("360000").pk))))
    assert WebhookSubscription.objects.get().division is None
    news("1/2026-04-01", "360982")
    deliver_due()
    assert there.requests() == []


def test_the_buttons_twice_are_once(page, webhook):
    for act, state in [("pause", "paused"), ("go_on", "active")]:
        for _tap in range(2):
            assert page.post(address(webhook), {"act": act}).status_code == 302
        webhook.refresh_from_db()
        assert webhook.state == state
    assert WebhookSubscription.history.count() == 3
    assert page.post(address(webhook), {"act": "remove"}).url == LIST
    assert page.post(address(webhook), {"act": "remove"}).status_code == 404
    assert (WebhookSubscription.objects.count(), WebhookSecret.objects.count()) == (0, 0)
    assert WebhookSubscription.history.latest("history_id").history_type == "-"


def test_a_test_is_told_in_the_log(page, webhook, there):
    page.post(address(webhook), {"act": "test"})
    assert "等待发送" in page.get(address(webhook)).content.decode()
    deliver_due()
    told = page.get(address(webhook)).content.decode()
    assert ("测试" in told, "已送达" in told, "204" in told) == (True, True, True)


def test_dead_letters_are_shown_and_sent_again(page, webhook):
    news()
    outbox.fill_all()
    webhook.deliveries.update(state=State.DEAD, attempts=10, trouble="timeout")
    assert "已放弃" in page.get(LIST).content.decode()
    told = page.get(address(webhook), {"state": "dead"}).content.decode()
    assert ("应答超时" in told, "1/2026-04-01" in told) == (True, True)
    for _tap in range(2):
        page.post(address(webhook), {"act": "again"})
    assert list(webhook.deliveries.values_list("state", "attempts")) == [(State.WAITING, 0)]
    deliver_due()
    delivery = webhook.deliveries.get()
    assert delivery.state == State.DELIVERED
    page.post(address(webhook), {"act": "again", "delivery": str(delivery.pk)})
    delivery.refresh_from_db()
    assert delivery.state == State.WAITING


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"act": "explode"},
        {"act": "renew"},
        {"act": "renew", "key": "x"},
        {"act": "again", "delivery": "x"},
        {"act": "again", "delivery": "１"},
    ],
)
def test_a_post_that_means_nothing_is_400(page, webhook, form):
    assert page.post(address(webhook), form).status_code == 400


def test_the_webhook_of_another_account_is_not_there(page, client, webhook, there):
    other = subscription(factories.partner(), there.at("ok"), name="别人的")
    news()
    outbox.fill_all()
    other.deliveries.update(state=State.DEAD)
    delivery = other.deliveries.get()
    assert "别人的" not in page.get(LIST).content.decode()
    paths = (address(other), f"{LIST}987654/")
    foreign, missing = (re.sub(r'value="\w{64}"', "", page.get(path).content.decode()) for path in paths)
    assert foreign == missing.replace("987654", str(other.pk))
    assert page.get(address(other)).status_code == 404
    assert page.get(address(other, "change/")).status_code == 404
    for act in ("test", "pause", "renew", "remove", "again"):
        assert page.post(address(other), {"act": act, "key": str(uuid4())}).status_code == 404
    # Nor can a foreign delivery be sent by way of one's own webhook.
    page.post(address(webhook), {"act": "again", "delivery": str(delivery.pk)})
    other.refresh_from_db()
    delivery.refresh_from_db()
    assert (other.state, delivery.state, other.secrets.count()) == ("active", State.DEAD, 1)


def test_who_may_open_the_pages(client, there):
    allowed = [factories.partner(), factories.partner("33"), factories.staff()]
    refused = [factories.coordinator(), factories.librarian(factories.library()), factories.user()]
    for users, status in ((allowed, 200), (refused, 403)):
        for user in users:
            client.force_login(User.objects.get(pk=user.pk))
            assert {client.get(path).status_code for path in (LIST, NEW)} == {status}
    assert client.post(NEW, typed(there.at("ok"))).status_code == 403
    client.logout()
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_a_demonstration_account_sends_nothing_from_a_real_portal(client, settings):
    client.force_login(factories.staff(demonstration=True))
    settings.EMBEDDED = True
    assert client.get(NEW).status_code == 200
    settings.EMBEDDED = False
    assert client.get(NEW).status_code == 403


def test_staff_are_told_of_the_whole_nation(client, there):
    client.force_login(factories.staff())
    shown(client.post(NEW, typed(there.at("ok"))))
    for code in ("330521", "360982"):
        news(f"{code}/2026-04-01", code)
    deliver_due()
    assert len(there.requests()) == 2


def test_an_account_has_a_limited_number(page, partner, there):
    for number in range(10):
        subscription(partner, there.at(f"ok/{number}"))
    answer = page.post(NEW, typed(there.at("ok")))
    assert (answer.status_code, WebhookSubscription.objects.count()) == (400, 10)


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_however_much_there_is(
    page, partner, there, number, django_assert_num_queries
):
    for turn in range(number):
        each = subscription(partner, there.at("ok"), division=factories.division("330000"))
        news(f"{turn}/2026-04-01")
    outbox.fill_all()
    page.get(LIST)
    with django_assert_num_queries(6):
        page.get(LIST)
    with django_assert_num_queries(11):
        page.get(address(each))


def test_staff_pause_and_send_again_in_the_administration(client, webhook):
    news()
    outbox.fill_all()
    webhook.deliveries.update(state=State.DEAD)
    client.force_login(factories.staff())
    chosen = {"_selected_action": [webhook.deliveries.get().pk]}
    path = reverse("admin:api_webhookdelivery_changelist")
    client.post(path, {"action": "send_chosen_again", **chosen})
    assert webhook.deliveries.get().state == State.WAITING
    path = reverse("admin:api_webhooksubscription_changelist")
    for action, state in (("pause_chosen", "paused"), ("let_chosen_go_on", "active")):
        client.post(path, {"action": action, "_selected_action": [webhook.pk]})
        webhook.refresh_from_db()
        assert webhook.state == state
    page = client.get(reverse("admin:api_webhooksubscription_change", args=[webhook.pk])).content.decode()
    assert (webhook.url in page, secret_of(webhook) in page) == (True, False)


def test_every_type_of_the_feed_has_its_words():
    constants = {value for name, value in vars(feed).items() if name.isupper() and isinstance(value, str)}
    assert constants | set(REGISTRY_TYPES) == set(TYPES)
