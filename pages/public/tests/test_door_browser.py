"""The public's door in a real Chromium: accessible, worked by keyboard alone, and shown on other sites only as allowed."""

import os
import shutil
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.utils import timezone

from exhibitions.models import Event, ReadingListEntry
from libraries.models import OpeningHours
from partnership.embedding import Embedding, EmbeddingUse
from partnership.publications import Publication
from tourexhibit.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    # The other site is answered by the test: Chromium takes it for a public one that reaches into this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
LISTED, UNLISTED = "http://127.0.0.1:8999", "http://127.0.0.1:8998"


@pytest.fixture
def browser(monkeypatch):
    # Playwright runs an event loop in this thread; the database is used from it all the same, one call at a time.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def stop(transactional_db, provinces):
    today = timezone.localdate()
    programme = factories.programme(
        "tour", first_day=today - timedelta(days=99), last_day=today + timedelta(days=900)
    )
    factories.division("330521", name="德清县", longitude=120, latitude=30)
    library = factories.library("330521", name="德清县图书馆", address="人民路 1 号", phone="0572-0000000")
    for weekday in (3, 4, 5, 6, 7):
        OpeningHours.objects.create(
            library=library, weekday=weekday, opens_at=time(9), closes_at=time(17, 30)
        )
    made = factories.stop(
        opens=today - timedelta(days=3),
        closes=today + timedelta(days=30),
        programme=programme,
        library=library,
    )
    Event.objects.create(stop=made, kind="lecture", title="看不见的力", day=today, starts_at=time(14, 30))
    book = Publication.objects.create(title="昆虫记")
    ReadingListEntry.objects.create(publication=book, exhibition=made.exhibition)
    return made


def open_page(browser, viewport=PHONE, **options):
    """A page of a browser of its own; errors of scripts and of the headers are kept in `complaints`."""
    context = browser.new_context(viewport=viewport, **options)
    context.route("**/static/**", from_the_source)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: page.complaints.append(message.text) if message.type == "error" else None,
    )
    return page


def from_the_source(route):
    """Static files as they stand in the tree: the test's server has none collected."""
    name = urlsplit(route.request.url).path.removeprefix("/static/")
    route.fulfill(path=finders.find(name))


@pytest.mark.parametrize(
    ("viewport", "locale", "scheme"),
    [(PHONE, "zh-CN", "light"), (DESKTOP, "en-GB", "light"), (PHONE, "en-GB", "dark")],
    ids=["phone-zh", "desktop-en", "phone-en-dark"],
)
def test_public_pages_are_accessible_and_fit(browser, live_server, stop, viewport, locale, scheme):
    page = open_page(browser, viewport, locale=locale, color_scheme=scheme)
    axe = Axe()
    for address in (
        "/",
        "/?q=330521",
        "/?q=nowhere",
        "/divisions/330521/",
        "/divisions/330000/",
        "/divisions/110000/",
        f"/stops/{stop.pk}/",
        "/embed/coverage/",
        "/embed/stops/?division=330000",
        "/embed/reading/",
    ):
        page.goto(live_server.url + address)
        found = axe.run(page).response["violations"]
        told = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
        assert told == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    assert page.complaints == []


def test_a_county_is_found_by_keyboard_alone(browser, live_server, stop):
    page = open_page(browser, DESKTOP, locale="en-GB")
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.focus("input[name=q]")
    page.keyboard.type("3305")
    page.wait_for_selector("#suggestions [role=option]")
    assert page.get_attribute("input[name=q]", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("input[name=q]", "aria-expanded") == "false"
    page.keyboard.type("21")
    page.wait_for_selector("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("input[name=q]", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/divisions/330521/")
    page.click(".opening a.button.primary")
    page.wait_for_url(f"**/stops/{stop.pk}/")
    assert page.complaints == []


def test_the_search_works_without_scripts(browser, live_server, stop):
    page = open_page(browser, java_script_enabled=False, locale="en-GB")
    page.goto(live_server.url)
    page.fill("input[name=q]", "330521")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector(".found-place .when")
    assert page.inner_text(".found-place .when") == "Open now"


def test_a_widget_shows_on_a_listed_site_and_on_no_other(browser, live_server, stop):
    site = Embedding.objects.create(
        site="示例", origin=LISTED, purpose="首页", owner=factories.organisation("NLC")
    )
    line = f'<script src="{live_server.url}/embed/widget.js" data-show="stops" data-division="330521" async></script>'
    page = open_page(browser, DESKTOP)
    for origin in (LISTED, UNLISTED):
        page.context.route(
            f"{origin}/**",
            lambda route: route.fulfill(content_type="text/html", body=f"<p>site</p>{line}"),
        )

    page.goto(f"{LISTED}/some/page?private=1")
    frame = page.frame_locator("iframe")
    frame.locator("h3 a").first.wait_for()
    # The frame got the height of its content.
    page.wait_for_function("parseInt(document.querySelector('iframe').style.height) !== 480")
    assert page.get_attribute("iframe", "title")
    assert page.complaints == []
    assert [(use.embedding, use.shown) for use in EmbeddingUse.objects.all()] == [(site, 1)]

    page.goto(f"{UNLISTED}/")
    page.wait_for_function("document.querySelector('iframe') !== null")
    if not any("frame-ancestors" in told for told in page.complaints):
        page.wait_for_event("console", lambda message: "frame-ancestors" in message.text)
    assert any("frame-ancestors" in told for told in page.complaints)
    assert page.frame_locator("iframe").locator("h3 a").count() == 0
