"""The closing report on paper: one sheet of A4, however long names and texts are, in both languages."""

import os
import re
import shutil
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.utils import timezone

from accounts.models import User
from exhibitions.models import HistoryEntry, State, Stop
from libraries.models import CountyLibrary, Division
from reports.closing import recording
from reports.closing.content import ClosingContent
from reports.models import ClosingReport
from tourexhibit.tests import factories
from visits.models import TallyRevision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "积石山保安族东乡族撒拉族自治县"
NAME_EN = "Jishishan Bonan, Dongxiang and Salar Autonomous County"
LONG = "展品清点、维修与安全巡查均按交接单逐项完成，志愿者每日轮班讲解，乡镇中小学分批组织参观。"


@pytest.fixture
def chromium(monkeypatch):
    # Playwright runs an event loop in this thread; the database is used from it all the same, one call at a time.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


@pytest.fixture
def history_taken_away(transactional_db):
    """The database lets a history go only row by row, as a demonstration's: before the tests empty the tables."""
    yield
    TallyRevision.objects.all().delete()
    HistoryEntry.objects.all().delete()


def session_of(user) -> str:
    user = User.objects.get(pk=user.pk)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def full_content() -> ClosingContent:
    """Every text as long as it may be, every number large."""
    texts = {
        name: (LONG * 20)[: ClosingReport._meta.get_field(name).max_length]
        for name in ("repairs", "incidents", "comments")
    }
    links = "\n".join(f"https://www.example.cn/news/2026/{number:04d}.html" for number in range(99))
    most = ClosingReport._meta.get_field("publicity_links").max_length
    return ClosingContent(
        school_groups=128,
        school_group_visitors=12_345,
        volunteers=345,
        volunteer_hours=6_789,
        staff_trained=56,
        exhibits_working_at_open=50,
        exhibits_working_at_close=48,
        publicity_items=321,
        publicity_links=links[:most].rsplit("\n", 1)[0],
        survey_answers=4_321,
        prepared_by=NAME[:20],
        checked_by=NAME[:20],
        responsible=NAME[:20],
        **texts,
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_is_one_page(chromium, live_server, history_taken_away, language):
    today = timezone.localdate()
    library = factories.library("622927", name=f"{NAME}图书馆", demonstration=True)
    CountyLibrary.objects.update(name_en=f"{NAME_EN} Public Library")
    Division.objects.filter(code="622927").update(name=NAME, name_en=NAME_EN)
    stop = factories.stop(
        library=library,
        programme=factories.programme(demonstration=True, first_day=today - timedelta(days=900)),
        opens=today - timedelta(days=90),
        closes=today - timedelta(days=2),
    )
    Stop.objects.filter(pk=stop.pk).update(actual_close=today - timedelta(days=2), state=State.HANDED_OVER)
    recording.save_closing_report(
        factories.librarian(library), stop.pk, revision=1, content=full_content(), submit=True
    )
    context = chromium.new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": session_of(factories.staff()), "url": live_server.url}]
    )
    context.route(
        "**/static/**",
        lambda route: route.fulfill(
            path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/"))
        ),
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/my/stops/{stop.pk}/closing-report/print/?lang={language}")
    assert (NAME if language != "en" else NAME_EN) in page.inner_text("body")

    printed = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
