"""The partnership in a real Chromium: an initiative from its first form to its derived progress, with undo; axe-clean."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from pages.dashboard.tests.test_browser import browser, from_the_source, session_of  # noqa: F401 - a fixture
from partnership.models import Initiative
from tourexhibit.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser, live_server, settings):  # noqa: F811 - the fixture
    """A phone signed in as staff of NLC; errors of scripts and of the headers fail the test."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", base_url=live_server.url)
    context.route("**/static/**", from_the_source)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session_of(factories.staff("NLC")),
                "url": live_server.url,
            }
        ]
    )
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    opened.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
    yield opened
    context.close()


def assert_clean(page):
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def save(page):
    page.click(".day-form button[type=submit]")


def test_an_initiative_from_its_form_to_its_progress(page):
    area = factories.area()
    page.goto(f"/partnership/areas/{area.pk}/?lang=en")
    page.click("text=Enter an initiative >> nth=0")
    page.fill("#id_title", "科普讲座")
    page.fill("#id_unit", "社会教育部")
    assert_clean(page)
    # Two taps before the answer: one initiative.
    page.dblclick(".day-form button[type=submit]")
    page.wait_for_url("**/partnership/initiatives/*/")
    assert Initiative.objects.count() == 1

    page.click("text=Enter an indicator")
    page.fill("#id_title", "已举办讲座")
    page.fill("#id_unit", "场")
    page.fill("#id_target", "２")
    save(page)
    page.click("text=Enter an output")
    page.fill("#id_title", "第一场")
    page.fill("#id_day", timezone.localdate().isoformat())
    page.select_option("#id_indicator", label="已举办讲座")
    save(page)
    assert page.inner_text(".indicator-table tbody td >> nth=1").split() == ["1", "/", "2", "场"]
    assert_clean(page)

    page.click(".dated-list a:has-text('Change')")
    page.click("summary:has-text('Take it away')")
    page.click("details button:has-text('Take it away')")
    page.wait_for_selector("button:has-text('Put it back')")
    assert page.inner_text(".indicator-value") == "0"
    page.click("button:has-text('Put it back')")
    page.wait_for_selector(".dated-list")
    assert page.inner_text(".indicator-value") == "1"

    page.click(".page-switches a:has-text('History')")
    assert_clean(page)
    for path in ("/partnership/", f"/partnership/areas/{area.pk}/"):
        page.goto(path)
        assert_clean(page)
