"""The page of exports in a real Chromium: ordered with two taps once, followed by itself, downloaded, accessible."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from accounts.scope import scope_of
from api.exports import orders, writing
from api.exports.models import Export
from api.exports.orders import reach_of
from pages.partner.tests.test_partner_browser import signed_in
from pages.public.tests.test_door_browser import DESKTOP, PHONE, browser  # noqa: F401 - a fixture
from tourexhibit.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(settings, tmp_path):
    """Files of its own."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def nobody_writes(monkeypatch):
    """No writer but the test itself."""
    monkeypatch.setattr(orders, "_begin_after_commit", lambda export: None)


def test_two_taps_order_once_and_the_page_follows_until_the_file_is_there(
    browser,  # noqa: F811
    live_server,
    client,
    kept,
    nobody_writes,
):
    stop = factories.stop()
    page = signed_in(browser, live_server, client, factories.librarian(stop.library), PHONE, locale="zh-CN")
    page.goto("/exports/?resource=stops&programme=" + stop.programme.slug)
    assert page.locator("#exports .empty-state").count() == 1
    page.select_option("#id_format", "csv")
    page.dblclick("#order button[type=submit]")
    page.wait_for_selector("#exports [data-unfinished]")
    page.wait_for_load_state()
    assert (Export.objects.count(), page.url.endswith("/exports/#exports")) == (1, True)
    page.evaluate("document.activeElement.blur()")
    writing.work_off()
    page.wait_for_selector("#exports a.button.primary")  # without a reload
    assert page.text_content("#exports-news") == "所有导出均已结束。"
    with page.expect_download() as download:
        page.click("#exports a.button.primary")
    text = download.value.path().read_text("utf-8-sig")
    assert download.value.suggested_filename.startswith("stops-") and stop.library.name in text
    page.click("#exports summary")
    page.dblclick("#exports .acts form button")
    page.wait_for_selector("#exports button[value=again]")
    assert (Export.objects.get().state, page.complaints) == ("expired", [])


@pytest.mark.parametrize(
    ("viewport", "locale", "scheme"),
    [(PHONE, "zh-CN", "light"), (DESKTOP, "en-GB", "light"), (PHONE, "en-GB", "dark")],
    ids=["phone-zh", "desktop-en", "phone-en-dark"],
)
def test_the_page_is_accessible_and_fits(browser, live_server, client, kept, viewport, locale, scheme):  # noqa: F811
    user, now = factories.staff(), timezone.now()
    page = signed_in(browser, live_server, client, user, viewport, locale=locale, color_scheme=scheme)
    common = {"user": user, "format": "xlsx", "language": "en", "rows_expected": 1_234_567}

    common["reach"] = reach_of(scope_of(user))
    for state, more in {
        "waiting": {},
        "running": {"rows_written": 123_456, "alive_at": now},
        "done": {"size": 123_456_789, "expires_at": now + timedelta(days=3), "rows_written": 1_234_567},
        "failed": {"error": "too_many_rows"},
        "expired": {},
    }.items():
        query = {"programme": "15th-five-year-plan", "division": "330521", "by": "province,month,audience"}
        Export.objects.create(state=state, resource="statistics/visits", query=query, **common, **more)
    for address in ("/exports/", "/exports/?resource=statistics/visits&by=day&division=330521&library=1"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert Axe().run(page).response["violations"] == []
    page.goto("/exports/?resource=stops")
    page.fill("#id_open_on", "2026-11-01")
    page.evaluate("document.querySelector('#id_format').innerHTML = '<option value=pdf>'")
    page.click("#order button[type=submit]")
    page.wait_for_selector(".form-row.invalid")
    assert page.input_value("#id_open_on") == "2026-11-01"
    assert Axe().run(page).response["violations"] == []
