"""The partnership with nothing but a keyboard: its pages are walked, a record of each area is entered and changed."""

import pytest
from playwright.sync_api import Page

from pages.librarian.tests.test_keyboard import (
    browser,  # noqa: F401 - a fixture
    new_page,
    press_tab_until,
    sign_in_by_keys,
    tab_through,
)

pytestmark = pytest.mark.browser

AREAS = range(1, 7)
DAY = "03032026"  # 3 March, in whichever order the browser asks for day and month


@pytest.fixture(scope="module")
def page(standing_portal, browser):  # noqa: F811 - the fixture
    """One page signed in as staff of NLC, for all that follows."""
    opened = new_page(browser, standing_portal)
    sign_in_by_keys(opened, standing_portal, "staff")
    yield opened
    opened.context.close()


def area_address(page: Page, number: int) -> str:
    page.goto("/partnership/?lang=en")
    return page.get_attribute(f".area-list > li:nth-child({number}) h3 a", "href")


def follow(page: Page, selector: str) -> None:
    """Go to a link by Tab and follow it by Enter; the first one of the page's order."""
    address = page.get_attribute(selector, "href")
    press_tab_until(page, f'a[href="{address}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def fill_in(page: Page, field: str, value: str) -> None:
    """Reach a field by Tab and type; what stood there goes."""
    press_tab_until(page, f"#id_{field}")
    if page.get_attribute(f"#id_{field}", "type") != "date":
        page.keyboard.press("Control+A")
    page.keyboard.type(value)


def send(page: Page) -> None:
    press_tab_until(page, ".day-form button[type=submit]")
    page.keyboard.press("Space")
    page.wait_for_url(lambda address: "/records/" not in address)


def change_link(page: Page, kind: str, title: str) -> str:
    return f"a[href*='/records/{kind}/'][href$='/change/']:has(.spoken-only:has-text('{title}'))"


def test_every_page_is_walked_by_tab(page):
    plan = "/partnership/plans/1/"
    addresses = ["/partnership/", *[area_address(page, number) for number in AREAS], plan, f"{plan}print/"]
    addresses += ["/partnership/campaigns/world-book-day/", "/embeddings/"]
    page.goto(addresses[1])
    addresses.append(page.get_attribute("th a.row-link", "href"))
    addresses += [f"{addresses[5]}?type=video", "/partnership/records/campaign/new/"]
    for address in addresses:
        page.goto(address)
        assert (address, *tab_through(page)) == (address, [], True)


RECORDS: dict[int, tuple[str, dict[str, str]]] = {
    1: ("exhibition", {"first_day": DAY, "place": "一层展厅"}),
    2: ("activity", {"day": DAY, "attended": "120", "basis": "counted"}),
    3: ("exchange", {"first_day": DAY, "participants": "40"}),
    4: ("holding", {"items": "1200", "rights": "馆内阅览"}),
    5: ("resource", {"address": "https://site.example/", "rights": "公开"}),
    6: ("initiative", {"unit": "数字资源部"}),
}


@pytest.mark.parametrize("number", AREAS)
def test_a_record_of_each_area_is_entered_and_changed(page, number):
    kind, fields = RECORDS[number]
    page.goto(area_address(page, number))
    follow(page, f"a[href*='/records/{kind}/new/']")
    # Sent empty, the form says what is missing, and the next Tab reaches it.
    press_tab_until(page, ".day-form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".form-row.invalid #id_title")
    fill_in(page, "title", f"键盘记录 {number}")
    fill_in(page, "title_en", f"Entered by keys {number}")
    for field, value in fields.items():
        fill_in(page, field, value)
    send(page)
    if kind == "initiative":
        assert page.inner_text("h1") == f"Entered by keys {number}"
        follow(page, ".page-switches a[href$='/change/']")
    else:
        follow(page, change_link(page, kind, f"Entered by keys {number}"))
    fill_in(page, "title_en", f"Changed by keys {number}")
    send(page)
    page.goto(area_address(page, number))
    assert f"Changed by keys {number}" in page.inner_text("main")
    assert f"Entered by keys {number}" not in page.inner_text("main")


def test_a_campaign_with_its_edition(page):
    page.goto("/partnership/?lang=en")
    follow(page, "a[href*='/records/campaign/new/']")
    for field, value in {"title": "科普日", "title_en": "Science Day", "slug": "science-day"}.items():
        fill_in(page, field, value)
    send(page)
    follow(page, "a[href*='/records/edition/new/']")
    for field, value in {"year": "2026", "first_day": DAY, "last_day": DAY}.items():
        fill_in(page, field, value)
    send(page)
    assert "2026" in page.inner_text("main table")
    follow(page, ".page-switches a[href$='/change/']")
    fill_in(page, "usual_time_en", "September each year")
    send(page)
    assert "September each year" in page.inner_text("main")


def test_a_work_plan_and_its_review(page):
    page.goto("/partnership/?lang=en")
    follow(page, "a[href*='/records/plan/new/']")
    fill_in(page, "year", "2025")
    fill_in(page, "aim_en", "One thing in each area")
    send(page)
    follow(page, "a[href*='/records/item/new/']")
    fill_in(page, "area", "1")
    fill_in(page, "title", "排定巡展")
    fill_in(page, "title_en", "Schedule the tour")
    fill_in(page, "due_on", DAY)
    send(page)
    assert "Schedule the tour" in page.inner_text("main table")

    follow(page, change_link(page, "item", "Schedule the tour"))
    fill_in(page, "outcome", "done i")
    fill_in(page, "remark_en", "A month later")
    send(page)
    assert "done in part" in page.inner_text("main table")
    follow(page, ".page-switches a[href$='/change/']")
    fill_in(page, "review_en", "Most of it was done")
    send(page)
    assert "Most of it was done" in page.inner_text("main")
    follow(page, ".page-switches a[href$='/print/']")
    assert "Most of it was done" in page.inner_text(".plan-sheet")


def test_a_record_is_taken_away_and_put_back(page):
    page.goto(area_address(page, 3))
    follow(page, "a[href*='/records/exchange/'][href$='/change/']")
    title = page.input_value("#id_title_en")
    press_tab_until(page, "details.form-part summary")
    page.keyboard.press("Enter")
    press_tab_until(page, "details.form-part button")
    page.keyboard.press("Enter")
    page.wait_for_url("**?removed=*")
    press_tab_until(page, "form[action$='/put-back/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "removed" not in address)
    assert title in page.inner_text("main")
