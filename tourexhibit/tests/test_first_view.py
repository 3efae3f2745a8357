"""What the first view of the main pages costs on a cold device: under 100 kB compressed, and from nobody else."""

import gzip
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tourexhibit.tests.test_browser import FLAGS, PHONE, sign_in

pytestmark = pytest.mark.browser

MOST = 100_000  # bytes
# The page and what it asked for until it had loaded; the chart's library comes after that.
FIRST_VIEW = """() => {
  const loaded = performance.getEntriesByType('navigation')[0].loadEventStart;
  const parts = performance.getEntriesByType('resource').filter(each => each.startTime < loaded);
  return [location.href, ...parts.map(each => each.name)];
}"""
PAGES = [
    (None, "/"),
    (None, "/accounts/login/"),
    ("librarian", "/my/"),
    ("staff", "/dashboard/"),
    ("staff", "/review/"),
    ("coordinator", "/review/completeness/"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def storages(standing_portal, browser):
    """What the browser of each person keeps after signing in, without anything cached."""
    kept = {None: None}
    for name in {person for person, _address in PAGES if person}:
        page = sign_in(browser, standing_portal, name, PHONE)
        kept[name] = page.context.storage_state()
        page.context.close()
    return kept


@pytest.mark.parametrize(("person", "address"), PAGES)
def test_the_first_view_is_small_and_our_own(standing_portal, browser, storages, person, address):
    context = browser.new_context(
        viewport=PHONE, base_url=standing_portal.address, storage_state=storages[person]
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    sizes = {each: len(gzip.compress(context.request.get(each).body())) for each in page.evaluate(FIRST_VIEW)}
    context.close()

    assert [each for each in asked if not each.startswith((standing_portal.address, "data:"))] == []
    assert sum(sizes.values()) < MOST, sizes
