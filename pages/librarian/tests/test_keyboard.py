"""The main flows with nothing but a keyboard: every place is reached, the focus is seen, and nothing holds it."""

import json
import shutil

import pytest
from playwright.sync_api import Page, sync_playwright

from tourexhibit.tests.test_browser import DESKTOP, FLAGS, PHONE

pytestmark = pytest.mark.browser

# What takes the focus by Tab, in the page's order; of radio buttons of one name the checked one alone does.
REACHABLE = """() => Array.from(document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'))
  .filter(each => !each.disabled && !each.closest('[inert]') && each.checkVisibility({visibilityProperty: true}))
  .filter(each => each.type !== 'radio' || each.checked
    || !document.querySelector(`input[name="${each.name}"]:checked`)).length"""
# The element that has the focus: a number of its own, and whether a reader sees that it has it.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.seen = window.seen || [];
  if (!window.seen.includes(element)) window.seen.push(element);
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    number: window.seen.indexOf(element),
    words: element.outerHTML.slice(0, 120),
    // What has the focus within a frame shows it there.
    outlined: element.tagName === 'IFRAME' || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


def new_page(browser, portal, viewport=DESKTOP) -> Page:
    return browser.new_context(viewport=viewport, locale="en-GB", base_url=portal.address).new_page()


def sign_in_by_keys(page: Page, portal, username: str) -> None:
    page.goto("/accounts/login/?lang=en")
    page.focus("input[name=login]")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(portal.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def press_tab_until(page: Page, selector: str) -> None:
    """Press Tab until the first element of the selector has the focus."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


def tab_through(page: Page) -> tuple[list[str], bool]:
    """Press Tab through the whole page: what had the focus without showing it, and whether everything had it."""
    expected = page.evaluate(REACHABLE)
    assert expected > 1
    unseen, steps = [], 0
    while steps < 2 * expected:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["number"] < steps:
            break  # past the last, or begun again
        if not (focused["outlined"] and focused["inside"]):
            unseen.append(focused["words"])
        steps += 1
    return unseen, steps == expected


def test_the_skip_link_comes_first_is_seen_and_leads_to_the_content(standing_portal, browser):
    page = new_page(browser, standing_portal)
    page.goto("/?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.evaluate(FOCUSED)["inside"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")
    page.context.close()


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("librarian2", "/my/"),
        ("librarian2", "today"),
        ("librarian2", "week"),
        ("staff", "/dashboard/?programme=demonstration"),
        ("staff", "/review/"),
    ],
)
def test_tab_reaches_everything_shows_where_it_is_and_leaves_again(standing_portal, browser, person, address):
    page = new_page(browser, standing_portal)
    sign_in_by_keys(page, standing_portal, person)
    if not address.startswith("/"):
        page.goto("/my/?lang=en")
        address = page.get_attribute(
            {"today": ".today-row a.button", "week": ".stop-navigation a[href*='/weeks/']"}[address], "href"
        )
    page.goto(address)
    unseen, everything = tab_through(page)
    page.context.close()

    assert unseen == []
    assert everything


def test_a_day_is_filed_and_a_doubt_answered_without_a_mouse(standing_portal, browser):
    page = new_page(browser, standing_portal, PHONE)
    sign_in_by_keys(page, standing_portal, "librarian2")
    page.goto("/my/?lang=en")
    press_tab_until(page, ".today-row a.button.primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.day-form")
    press_tab_until(page, "#id_exhibition_visit_adult")
    page.keyboard.type("60123")
    page.keyboard.press("Tab")
    page.keyboard.type("86")
    press_tab_until(page, "form.day-form button[type=submit]")
    page.keyboard.press("Space")
    # More than any hall holds: asked about once, and a word lets it through.
    page.wait_for_selector(".form-row.invalid")
    assert page.input_value("#id_exhibition_visit_adult") == "60123"
    press_tab_until(page, "#id_note")
    page.keyboard.type("Counted at the gate, with the fair outside")
    press_tab_until(page, "form.day-form button[type=submit]")
    page.keyboard.press("Space")
    page.wait_for_selector(".receipt-number b")
    assert page.inner_text(".receipt-number b") == "60,209"
    page.context.close()


def test_counting_and_its_dispute_without_a_mouse(standing_portal, browser):
    page = new_page(browser, standing_portal, PHONE)
    sign_in_by_keys(page, standing_portal, "librarian")
    page.goto("/my/?lang=en")
    press_tab_until(page, "a[href$='/count/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready=yes]")
    # The server's answer to the first send: somebody else's number stands there.
    page.route(
        "**/counts/*/",
        lambda route: (
            route.fulfill(
                status=409,
                content_type="application/problem+json",
                body=json.dumps(
                    {
                        "type": "about:blank",
                        "title": "Conflict",
                        "status": 409,
                        "detail": "Two numbers differ.",
                        "code": "revision_conflict",
                        "current": {
                            "revision": 4,
                            "values": [{"measure": "exhibition_visit", "audience": "adult", "value": 30}],
                        },
                    }
                ),
            )
            if route.request.method == "PUT"
            else route.continue_()
        ),
    )
    press_tab_until(page, "[data-tap='1'][data-audience=adult]")
    page.keyboard.press("Space")
    page.wait_for_selector("#outbox.conflict")
    press_tab_until(page, "#outbox button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet:not([hidden])")
    held = {page.evaluate("document.activeElement.closest('#sheet') !== null")}
    for _press in range(6):
        page.keyboard.press("Tab")
        held.add(
            page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('#sheet')"
            )
        )
    assert held == {True}
    page.focus("#sheet-choices button")
    page.keyboard.press("Escape")
    assert page.is_hidden("#sheet")
    assert page.evaluate("document.activeElement.closest('#outbox') !== null")
    page.context.close()
