"""The way of one count in a real browser, on a portal started by `make run`; screenshots in test-results/."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser

SCREENSHOTS = settings.BASE_DIR / "test-results"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture
def browser() -> Iterator:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


def sign_in(
    browser, portal, username: str, viewport: dict[str, int], *, errors_expected: bool = False
) -> Page:
    """A page of a browser of its own, signed in; errors of scripts and of the headers fail the test.

    With `errors_expected` the console may tell of answers such as 409.
    """
    page = browser.new_context(viewport=viewport, locale="en-GB", base_url=portal.address).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    if not errors_expected:
        page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
    page.goto("/accounts/login/?lang=en")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", portal.password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    return page


def take_screenshot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)


def test_a_librarian_files_the_day_and_staff_see_it(portal, browser):
    portal.wait_until_it_answers()
    staff = sign_in(browser, portal, "staff", DESKTOP)

    def visits() -> dict[str, int]:
        return staff.request.get("/api/v1/coverage/?programme=demonstration").json()["visits"]

    before = visits()
    librarian = sign_in(browser, portal, "librarian", PHONE)
    librarian.goto("/my/")
    take_screenshot(librarian, "my")
    librarian.click(".today-row a.button")
    librarian.fill("#id_exhibition_visit_adult", "120")
    librarian.fill("#id_exhibition_visit_minor", "93")
    librarian.click(".day-form button[type=submit]")
    librarian.wait_for_selector("text=213")
    take_screenshot(librarian, "day-filed")

    after = visits()
    assert after == {**before, "all": before["all"] + 213, "filed": before["filed"] + 213}
    staff.goto("/dashboard/?programme=demonstration&status=filed")
    take_screenshot(staff, "dashboard")
    assert f"{after['filed']:,}" in staff.inner_text("main")


def test_an_event_is_entered_and_its_attendance_reaches_the_figures(portal, browser):
    portal.wait_until_it_answers()
    librarian = sign_in(browser, portal, "librarian", PHONE)
    librarian.goto("/my/")
    librarian.click(".own-stop a[href$='/events/']")
    librarian.click("a[href$='/events/new/']")
    librarian.fill("#id_title", "身边的物理")
    librarian.fill("#id_day", today_in_china().isoformat())
    take_screenshot(librarian, "event-form")
    # Two taps before the answer: one event.
    librarian.dblclick(".day-form button[type=submit]")
    librarian.wait_for_selector("#id_adult")
    address = librarian.url
    librarian.fill("#id_adult", "36")
    librarian.fill("#id_minor", "58")
    assert librarian.inner_text(".day-form button[type=submit]") == "File 94 attendees"
    take_screenshot(librarian, "event-report")
    librarian.click(".day-form button[type=submit]")
    librarian.wait_for_selector(".receipt-number")
    assert librarian.inner_text(".receipt-number b") == "94"
    assert librarian.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    take_screenshot(librarian, "event-filed")

    librarian.goto(address.rsplit("/", 2)[0] + "/")
    assert librarian.locator("a.row-link", has_text="身边的物理").count() == 1
    take_screenshot(librarian, "events")

    staff = sign_in(browser, portal, "staff", DESKTOP)
    event = address.rstrip("/").rsplit("/", 1)[1]
    state = staff.request.get(f"/api/v1/events/{event}/attendance/").json()
    assert (state["review"], [(row["audience"], row["value"]) for row in state["filed"]]) == (
        "filed",
        [("adult", 36), ("minor", 58)],
    )
    day = today_in_china().isoformat()
    figures = staff.request.get(
        f"/api/v1/statistics/visits/?measure=event_attendance&status=filed&stop={state['stop']}&start={day}&by=day"
    ).json()
    assert [row["visits"] for row in figures["results"]] == [94]


def today_in_china() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def test_the_public_home_is_open_on_a_phone(portal, browser):
    portal.wait_until_it_answers()
    page = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=portal.address).new_page()

    page.goto("/")

    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    take_screenshot(page, "home")


def test_an_address_of_eight_thousand_characters_is_read(portal, browser):
    portal.wait_until_it_answers()
    asked = browser.new_context(base_url=portal.address).request

    answer = asked.get("/api/v1/divisions/?fields=" + "x" * 7_950)

    assert answer.status == 400
    assert answer.json()["errors"][0]["attr"] == "fields"


def test_three_institutions_sign_a_bulletin_and_two_do_not_publish_it(portal, browser):
    portal.wait_until_it_answers()
    visitor = browser.new_context(locale="en-GB", base_url=portal.address).new_page()
    first = sign_in(browser, portal, "staff", DESKTOP)
    first.goto("/review/bulletins/")
    first.select_option("#id_programme", "demonstration")
    first.fill("#id_as_of", (today_in_china() - timedelta(days=1)).isoformat())
    first.fill("#id_notes", "统计口径说明")
    # Two clicks before the answer: one draft.
    first.dblclick("main form button.primary")
    first.wait_for_selector("text=Sign for NLC")
    take_screenshot(first, "bulletin-draft")
    address, number = first.url, first.inner_text("h1").rsplit(" ", 1)[1]
    first.click("text=Sign for NLC")
    first.wait_for_selector("text=Withdraw the signature")

    second = sign_in(browser, portal, "staff_lsc", PHONE)
    second.goto(address)
    assert second.locator("input[name=institution]").count() == 1
    assert second.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    second.click("text=Sign for LSC")
    second.wait_for_selector("text=Withdraw the signature")
    assert visitor.request.get(f"/bulletins/{number}/").status == 404

    third = sign_in(browser, portal, "staff_cstm", DESKTOP)
    third.goto(address)
    third.click("text=Sign for CSTM and publish")
    third.wait_for_selector("text=the bulletin is published")
    take_screenshot(third, "bulletin-published")

    visitor.goto(f"/bulletins/{number}/?lang=en")
    digest = visitor.inner_text("#digest")
    content = visitor.request.get(f"/bulletins/{number}/content.json").body()
    assert hashlib.sha256(content).hexdigest() == digest
    assert visitor.request.get(f"/bulletins/{number}/zh.pdf").body().startswith(b"%PDF-")
    take_screenshot(visitor, "bulletin")
    visitor.set_viewport_size(PHONE)
    assert visitor.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    take_screenshot(visitor, "bulletin-phone")
