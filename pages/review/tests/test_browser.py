"""The reviewer's day in real browsers: returned, mended, endorsed, verified; changed later; two at once; in bulk."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tourexhibit.tests.portals import Portal
from tourexhibit.tests.test_browser import DESKTOP, FLAGS, PHONE, sign_in, take_screenshot

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def portal(fresh_portal: Portal) -> Portal:
    return fresh_portal


def file_today(librarian: Page, number: int) -> tuple[str, str]:
    """File the librarian's open day by the plain form; its stop and day."""
    librarian.goto("/my/")
    librarian.click(".today-row a.button")
    fill_day(librarian, number)
    found = re.search(r"/my/stops/(\d+)/days/([0-9-]+)/", librarian.url)
    assert found, librarian.url
    return found[1], found[2]


def fill_day(page: Page, number: int, reason: str = "") -> str:
    """File so many adults; the sum that the receipt then shows, minors included."""
    page.fill("#id_exhibition_visit_adult", str(number))
    if reason:
        page.fill("#id_reason", reason)
    page.click(".day-form button[type=submit]")
    page.wait_for_selector(f"text=Adults {number}")
    return page.inner_text(".receipt-number b")


def open_review(page: Page, stop: str, day: str) -> None:
    page.goto(f"/review/?lang=en&open={stop}-{day}")
    page.wait_for_selector("#day")


def decide(page: Page, words: str, reason: str = "") -> str:
    """Press a decision; with a reason its part is opened first. What the page then says on top."""
    if reason:
        page.click(f"#day summary:text-is('{words}')")
        page.fill("#day details[open] textarea", reason)
        page.click("#day details[open] button")
    else:
        page.click(f"#day .decision button:text-is('{words}')")
    page.wait_for_load_state()
    return page.inner_text("main .message >> nth=0")


def verified(page: Page, stop: str, day: str) -> int | None:
    """The verified visits of one day, as statistics tell them."""
    query = f"?status=verified&stop={stop}&start={day}&end={day}&by=day"
    rows = page.request.get(f"/api/v1/statistics/visits/{query}").json()["results"]
    return rows[0]["visits"] if rows else None


def test_a_day_is_returned_mended_endorsed_verified_and_changed_in_the_open(portal, browser):
    librarian = sign_in(browser, portal, "librarian", PHONE)
    stop, day = file_today(librarian, 213)
    coordinator = sign_in(browser, portal, "coordinator", DESKTOP)
    open_review(coordinator, stop, day)
    assert decide(coordinator, "Return", "which hall is this").endswith(": returned.")

    librarian.goto(f"/my/stops/{stop}/days/{day}/")
    assert "Returned: which hall is this" in librarian.inner_text("main")
    take_screenshot(librarian, "day-returned")
    fill_day(librarian, 231)

    open_review(coordinator, stop, day)
    assert decide(coordinator, "Endorse 231").endswith(": endorsed.")
    staff = sign_in(browser, portal, "staff", DESKTOP)
    open_review(staff, stop, day)
    take_screenshot(staff, "review-day")
    assert verified(staff, stop, day) is None
    assert decide(staff, "Verify 231").endswith(": verified.")
    assert verified(staff, stop, day) == 231

    # Staff of another institution amend it on the library's behalf: the verified total stays as it was.
    other = sign_in(browser, portal, "staff_lsc", DESKTOP)
    other.goto(f"/my/stops/{stop}/days/{day}/?lang=en")
    other.click("#file > summary")
    fill_day(other, 250, "nineteen more on a second sheet")
    assert verified(staff, stop, day) == 231
    open_review(staff, stop, day)
    assert "Changed after verification: 231 → 250." in staff.inner_text("#day")
    take_screenshot(staff, "review-reopened")
    assert decide(staff, "Verify 250").endswith(": verified.")
    assert verified(staff, stop, day) == 250


def test_of_two_librarians_at_one_day_one_is_saved_and_the_other_shown_both_numbers(portal, browser):
    first = sign_in(browser, portal, "librarian", PHONE)
    # The second is answered with 409, which the console of a browser calls an error.
    second = sign_in(browser, portal, "librarian", DESKTOP, errors_expected=True)
    second.goto("/my/")
    second.click(".today-row a.button")
    second.fill("#id_exhibition_visit_adult", "220")
    stop, day = file_today(first, 213)

    second.click(".day-form button[type=submit]")
    second.wait_for_selector("text=213")
    take_screenshot(second, "day-conflict")

    told = second.inner_text("main")
    assert "213" in told
    assert "220" in told
    state = first.request.get(f"/api/v1/stops/{stop}/days/{day}/").json()
    assert (state["revision"], state["filed"][0]["value"]) == (1, 213)


def test_of_two_reviewers_at_once_one_wins_and_the_other_is_shown_it(portal, browser):
    librarian = sign_in(browser, portal, "librarian", PHONE)
    stop, day = file_today(librarian, 213)
    first = sign_in(browser, portal, "staff", DESKTOP)
    # The second is answered with 409, which the console of a browser calls an error.
    second = sign_in(browser, portal, "staff_lsc", PHONE, errors_expected=True)
    for page in (first, second):
        open_review(page, stop, day)

    first.dblclick("#day .decision button:text-is('Verify 213')")
    first.wait_for_selector("main .message >> text=verified")
    told = decide(second, "Return", "which hall is this")

    assert told == "Somebody decided in the meantime: the report is verified. Look at it again."
    assert second.input_value("#reason-return") == "which hall is this"
    assert second.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    take_screenshot(second, "review-decided-meanwhile")
    assert verified(first, stop, day) == 213


def test_what_waits_without_a_doubt_is_verified_together_after_a_preview(portal, browser):
    staff = sign_in(browser, portal, "staff", DESKTOP)
    staff.goto("/review/?lang=en&kind=together&programme=demonstration")
    staff.click(".bulk-bar a.primary")
    staff.wait_for_selector(".bulk-preview")
    take_screenshot(staff, "review-preview")
    picks = staff.input_value("input[name=picks]").split()
    librarian = sign_in(browser, portal, "librarian2", PHONE)
    librarian.goto("/my/")
    own = re.search(r"/my/stops/(\d+)/", librarian.content())
    assert own
    stop, day, _revision = next(pick.split("/") for pick in picks if pick.startswith(f"{own[1]}/"))

    # One of the days changes while the preview is open.
    librarian.goto(f"/my/stops/{stop}/days/{day}/?lang=en")
    librarian.click("#file > summary")
    number = fill_day(librarian, 207, "a class came in after the count")
    staff.click(".bulk-preview button[type=submit]")
    staff.wait_for_selector("text=Not decided")
    take_screenshot(staff, "review-outcome")

    assert f"{len(picks) - 1} days verified." in staff.inner_text("main")
    assert "The report is not the one you looked at." in staff.inner_text("main")
    assert verified(staff, stop, day) is None
    others = [pick.split("/") for pick in picks if pick.split("/")[:2] != [stop, day]]
    assert all(verified(staff, other, on) is not None for other, on, _revision in others[:5])

    # What is left is that day, as it is by now.
    staff.goto("/review/?lang=en&kind=together&programme=demonstration")
    assert staff.inner_text(".bulk-bar a.primary") == "Verify 1 day"
    assert staff.inner_text("#day .decision button >> nth=0") == f"Verify {number}"


def test_the_next_day_is_one_tab_away_from_a_decision(portal, browser):
    staff = sign_in(browser, portal, "staff", DESKTOP)
    staff.goto("/review/?lang=en&kind=together&programme=demonstration")
    staff.locator("#day .decision button").first.focus()
    before = staff.inner_text("#day h2")
    staff.keyboard.press("Enter")
    staff.wait_for_selector("main .message >> text=verified")

    assert staff.evaluate("window.scrollY") == 0
    for _tab in range(6):
        staff.keyboard.press("Tab")
        if staff.evaluate("document.activeElement.closest('.decision') !== null"):
            break
    assert staff.evaluate("document.activeElement.innerText").startswith("Verify ")
    assert staff.inner_text("#day p.second a") + staff.inner_text("#day h2") != before
