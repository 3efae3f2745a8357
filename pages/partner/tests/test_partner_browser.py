"""A partner's pages in a real Chromium: two taps are one token and one webhook, accessible, fitting a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as given
from django.utils import timezone
from rest_framework.test import APIClient
from standardwebhooks import Webhook

from accounts.models import User
from api.tests.tour import API
from api.tokens.models import PartnerToken
from api.webhooks import outbox
from api.webhooks.deliveries import deliver_due
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.tests.webhooks import news, receiver, subscription
from pages.public.tests.test_door_browser import DESKTOP, PHONE, browser, open_page  # noqa: F401 - a fixture
from tourexhibit.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(tmp_path, settings):
    with receiver(tmp_path) as running:
        settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{running.port}"]
        yield running


def signed_in(browser, live_server, client, user: User, viewport, **options):  # noqa: F811 - the fixture
    """A page of a browser that has the session of `user`."""
    client.force_login(User.objects.get(pk=user.pk))
    page = open_page(browser, viewport, base_url=live_server.url, **options)
    name = given.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def test_two_taps_are_one_token_and_it_opens_what_it_says(browser, live_server, client):  # noqa: F811
    page = signed_in(browser, live_server, client, factories.partner(), PHONE, locale="zh-CN")
    page.goto("/accounts/tokens/")
    page.fill("#id_name", "统计局夜间脚本")
    page.uncheck("input[name=rights][value=registry]")
    page.dblclick("main form:has(#id_name) button[type=submit]")
    page.wait_for_selector(".token-shown code")
    page.wait_for_load_state()
    text = page.inner_text(".token-shown code")
    assert (re.fullmatch(r"[0-9a-f]{64}", text) is not None, PartnerToken.objects.count()) == (True, 1)

    def status(path: str) -> int:
        return APIClient().get(f"{API}/{path}", HTTP_AUTHORIZATION=f"Token {text}").status_code

    assert (status("statistics/visits/"), status("changes/"), status("kits/")) == (200, 200, 403)
    # A reload sends the form again and shows the same; the link leads to the page without it.
    page.reload()
    assert page.inner_text(".token-shown code") == text
    page.click(".token-shown a.button")
    page.wait_for_selector(".token-shown", state="detached")
    page.click("details summary:has-text('吊销')")
    page.click("button[name=revoke]")
    page.wait_for_selector(".message.success")
    assert (status("statistics/visits/"), page.complaints) == (401, [])


def test_a_webhook_is_added_with_two_taps_tested_and_told(browser, live_server, client, there):  # noqa: F811
    page = signed_in(browser, live_server, client, factories.partner(), DESKTOP, locale="en-GB")
    page.goto("/accounts/webhooks/")
    page.click("a.button")
    page.fill("#id_name", "Nightly copy")
    page.fill("#id_url", "https://10.0.0.1/")
    page.click("main form button[type=submit]")
    assert "not public" in page.inner_text(".form-row.invalid")
    assert page.input_value("#id_name") == "Nightly copy"
    page.fill("#id_url", there.at("ok"))
    # The refusal before was an answer of the server, and is one in the browser's log.
    page.complaints.clear()
    page.dblclick("main form button[type=submit]")
    page.wait_for_selector(".token-shown code")
    page.wait_for_load_state()
    secret = page.inner_text(".token-shown code")
    assert WebhookSubscription.objects.count() == 1
    page.click(".token-shown a.button")
    page.click("button[value=test]")
    page.wait_for_selector(".message.success")
    news()
    deliver_due()
    page.click("text=Load again")
    page.wait_for_selector("td .state-verified >> nth=1")
    assert page.locator("td .state-verified").count() == 2
    requests = there.requests()
    told = {Webhook(secret).verify(each["body"], each["headers"])["type"] for each in requests}
    assert (told, page.complaints) == ({"portal.test", "day.upsert"}, [])


@pytest.mark.parametrize(
    ("viewport", "locale", "scheme"),
    [(PHONE, "zh-CN", "light"), (DESKTOP, "en-GB", "light"), (PHONE, "en-GB", "dark")],
    ids=["phone-zh", "desktop-en", "phone-en-dark"],
)
def test_the_pages_are_accessible_and_fit(browser, live_server, client, viewport, locale, scheme):  # noqa: F811
    partner = factories.partner()
    page = signed_in(browser, live_server, client, partner, viewport, locale=locale, color_scheme=scheme)
    empty = ["/accounts/tokens/", "/accounts/webhooks/", "/accounts/webhooks/new/"]
    fits(page, empty, viewport)
    PartnerToken.objects.create(user=partner, name="统计局夜间脚本", last_used_at=timezone.now())
    PartnerToken.objects.create(user=partner, name="旧的", revoked_at=timezone.now(), revoked_by=partner)
    webhook = subscription(partner, "https://data.partner.example/webhooks/tour-exhibition")
    for number in range(5):
        news(f"{number}/2026-04-01")
    outbox.fill_all()
    for delivery, state in zip(webhook.deliveries.all(), WebhookDelivery.State.values, strict=False):
        delivery.state, delivery.attempts, delivery.trouble = state, 3, "timeout"
        delivery.last_attempt_at = timezone.now()
        delivery.save()
    WebhookSubscription.objects.update(state="stopped", stopped_because="failing")
    number = webhook.pk
    fits(page, [*empty, f"/accounts/webhooks/{number}/", f"/accounts/webhooks/{number}/change/"], viewport)
    assert page.complaints == []


def fits(page, addresses: list[str], viewport) -> None:
    for address in addresses:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        told = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
        assert told == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
