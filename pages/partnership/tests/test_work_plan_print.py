"""The work plan on paper: A4, a short one on one sheet, a long one on as many as it needs, in both languages."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from pages.dashboard.tests.test_browser import browser, from_the_source, session_of  # noqa: F401 - a fixture
from partnership.models import AgreementPart, Indicator, Signature, WorkPlan, WorkPlanItem
from tourexhibit.tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils"),
]
KINDS = ["exhibitions", "activities", "exchange", "literature", "digital", "technology"]
LANGUAGES = {
    "zh-hans": ("2026年工作计划", "时限", "：", "事项{}：与各承办馆商定展期，落实运输、布展、讲解与安全"),
    "en": ("Work plan 2026", "Due", ":", "Item {}: agree on the days with each host, with transport, set-up and guides"),
}  # fmt: skip


def plan_of(items: int) -> WorkPlan:
    """A plan with `items` items over six areas, its texts as long as they may be where there are many."""
    areas = [factories.area(kind) for kind in KINDS]
    part = AgreementPart.objects.get()
    for code in ("NLC", "LSC", "CSTM"):
        Signature.objects.create(part=part, organisation=factories.organisation(code))
    long = items > 6
    plan = WorkPlan.objects.create(
        agreement=part.agreement,
        year=2026,
        aim="年度目标。" * (300 if long else 3),
        aim_en="The aim of the year. " * (90 if long else 2),
        review="年度回顾。" * (600 if long else 3),
        review_en="The review of the year. " * (160 if long else 2),
    )
    for number in range(1, items + 1):
        area = areas[number % len(areas)]
        initiative = factories.initiative(area=area)
        Indicator.objects.create(
            initiative=initiative, title="已举办活动", title_en="Activities held", unit="场", target=20
        )
        WorkPlanItem.objects.create(
            plan=plan,
            area=area,
            initiative=initiative,
            responsible=factories.organisation("NLC"),
            title=LANGUAGES["zh-hans"][-1].format(number),
            title_en=LANGUAGES["en"][-1].format(number),
            due_on=date(2026, 1 + number % 12, 28),
            outcome="partly",
            remark="因两馆修缮顺延一个月。",
            remark_en="A month later, as two libraries were repaired.",
        )
    return plan


def printed(browser, live_server, settings, plan: WorkPlan, language: str) -> bytes:  # noqa: F811 - the fixture
    context = browser.new_context()
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session_of(factories.staff()),
                "url": live_server.url,
            }
        ]
    )
    context.route("**/static/**", from_the_source)
    page = context.new_page()
    page.goto(f"{live_server.url}/partnership/plans/{plan.pk}/print/?lang={language}")
    sheets = page.pdf(prefer_css_page_size=True)
    context.close()
    return sheets


def pages_of(sheets: bytes) -> list[str]:
    """The words of each page, without the blanks that lines break at."""
    made = subprocess.run(["pdftotext", "-", "-"], input=sheets, capture_output=True, check=True)
    *pages, _end = made.stdout.decode().split("\f")
    return [re.sub(r"\s+", "", page) for page in pages]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("items", "fewest", "most"), [(6, 1, 1), (60, 4, 8)])
def test_every_item_is_printed_once_and_nothing_stands_alone(
    browser, live_server, settings, language, items, fewest, most  # noqa: F811 - the fixture
):  # fmt: skip
    title, due, colon, words = LANGUAGES[language]
    sheets = printed(browser, live_server, settings, plan_of(items), language)
    # A4 in points, upright, whatever is rounded on the way.
    assert {
        tuple(map(round, map(float, box))) for box in re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", sheets)
    } == {(595, 842)}

    pages = pages_of(sheets)
    assert fewest <= len(pages) <= most
    assert title.replace(" ", "") in pages[0]
    # How an item begins: the rest of its words is broken into lines, between those of other columns.
    beginnings = [
        words.partition(colon)[0].format(number).replace(" ", "") + colon for number in range(1, items + 1)
    ]
    assert {beginning: "".join(pages).count(beginning) for beginning in beginnings} == dict.fromkeys(
        beginnings, 1
    )
    # Each page with items says what its columns are; the three sign on the last one, below words of the review.
    for page in pages:
        if any(beginning in page for beginning in beginnings):
            assert due in page
    last = pages[-1]
    assert f"{len(pages)}/{len(pages)}" in last
    assert all(code in last for code in ("NLC", "LSC", "CSTM"))
    assert ("年度回顾" if language == "zh-hans" else "reviewoftheyear.") in last
