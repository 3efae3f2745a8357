"""The way of one count in a real browser, on a portal started by `make run`; screenshots in test-results/."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("make run")]

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


def sign_in(browser, portal, username: str, viewport: dict[str, int]) -> Page:
    """A page of a browser of its own, signed in; errors of scripts and of the headers fail the test."""
    page = browser.new_context(viewport=viewport, locale="en-GB", base_url=portal.address).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
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


def test_the_public_home_is_open_on_a_phone(portal, browser):
    portal.wait_until_it_answers()
    page = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=portal.address).new_page()

    page.goto("/")

    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    take_screenshot(page, "home")
