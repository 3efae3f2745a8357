"""The dashboard in a real Chromium: drawn under the strict headers, and up to date within two seconds."""

import os
import shutil
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.utils import timezone

from accounts.models import User
from exhibitions.models import HistoryEntry
from tourexhibit.tests import factories
from visits.models import TallyRevision
from visits.recording.tallies import record_tally
from visits.totals.drain import drain_all
from visits.values import Value

CHROMIUM = shutil.which("chromium")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(monkeypatch):
    # Playwright runs an event loop in this thread; the database is used from it all the same, one call at a time.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def history_taken_away(transactional_db):
    """The database lets only a demonstration's history go, and only row by row: before the tests empty the tables."""
    yield
    TallyRevision.objects.all().delete()
    HistoryEntry.objects.all().delete()


def session_of(user):
    user = User.objects.get(pk=user.pk)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def from_the_source(route):
    """Static files as they stand in the tree: the test's server has none collected."""
    name = urlsplit(route.request.url).path.removeprefix("/static/")
    route.fulfill(path=finders.find(name))


def test_a_count_shows_within_two_seconds(browser, live_server, history_taken_away, provinces):
    today = timezone.localdate()
    programme = factories.programme(
        "tour", first_day=today - timedelta(days=99), last_day=today + timedelta(days=900), demonstration=True
    )
    stop = factories.stop(
        opens=today - timedelta(days=5), closes=today + timedelta(days=5), programme=programme
    )
    librarian = factories.librarian(stop.library)
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.add_cookies(
        [{"name": "sessionid", "value": session_of(factories.staff()), "url": live_server.url}]
    )
    context.route("**/static/**", from_the_source)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/dashboard/?lang=en&status=all")
    page.wait_for_selector("#burn-up svg")
    page.click("#burn-up-table summary")
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    counter = uuid.uuid4()
    for revision, value in enumerate((5, 8), start=1):
        record_tally(
            librarian,
            stop.pk,
            today,
            counter,
            revision,
            [Value("exhibition_visit", "adult", value, "counted", "manual_tally")],
        )
        drain_all()
        page.wait_for_function(
            "value => document.querySelector('.figure-list div:last-child b').textContent === value",
            arg=str(value),
            timeout=2000,
        )
    # What the reader had opened stays open, and the chart stays drawn.
    assert page.evaluate("document.getElementById('burn-up-table').open")
    assert page.locator("#burn-up svg").count() == 1
    assert complaints == []
