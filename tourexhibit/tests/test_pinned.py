"""What others hold is pinned: addresses, names in the feed, in exports, webhooks and calendars, what phones keep.

Bookmarks, programs of partners, calendars and phones hold these and are not asked when the portal changes. The names
stand here as literals, so that a renaming in the code fails; what is new is added here, what is old stays.
"""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import URLResolver, get_resolver
from icalendar import Calendar

from api.exports import sources
from api.feed import changes, registry
from api.webhooks import events
from exhibitions.models import Event
from tourexhibit.tests import factories
from visits.models import REGISTRY_TYPES, FeedEntry

ADDRESSES = settings.BASE_DIR / "tourexhibit" / "tests" / "pinned_addresses.txt"

FEED_TYPES = {
    "day", "event_attendance", "bulletin",
    "division", "library", "programme", "exhibition", "kit", "stop", "event", "seal",
}  # fmt: skip
EXPORTS = {
    "divisions", "libraries", "programmes", "exhibitions", "kits", "stops", "events",
    "statistics/days", "statistics/visits",
}  # fmt: skip
STORES = {"ENTRIES": "entries", "NOTES": "notes"}


# ---------------------------------------------------------------- addresses


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """The pattern of every route below `resolver`, from the root, as the code writes it."""
    for each in resolver.url_patterns:
        pattern = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from patterns(each, pattern)
        else:
            yield pattern


def told(there: set[str], pinned: set[str]) -> str:
    """What to do where the addresses and their list differ; nothing where they agree."""
    came, went = sorted(there - pinned), sorted(pinned - there)
    lines = [f"came: {address}" for address in came] + [f"went: {address}" for address in went]
    if went:
        lines.append(
            "Addresses are only added: others hold them. Let those that went lead to where it is now."
        )
    elif came:
        lines.append(f"Add those that came to {ADDRESSES.relative_to(settings.BASE_DIR)}, in order.")
    return "\n".join(lines)


def test_addresses_are_only_added():
    there = {pattern for pattern in patterns(get_resolver()) if not pattern.startswith("/admin/")}
    difference = told(there, set(ADDRESSES.read_text().splitlines()))

    assert not difference, difference


def test_the_list_of_addresses_is_in_order():
    lines = ADDRESSES.read_text().splitlines()

    assert lines == sorted(set(lines))


def test_an_address_that_went_is_told():
    assert told({"/a/", "/b/"}, {"/a/", "/b/"}) == ""
    assert "came: /b/" in told({"/a/", "/b/"}, {"/a/"})
    assert told({"/b/"}, {"/a/"}).startswith("came: /b/\nwent: /a/\nAddresses are only added")


def test_whoever_watches_the_portal_asks_healthz(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


# ---------------------------------------------------------------- programs of partners


def test_types_of_the_feed():
    assert set(changes.TYPES) == FEED_TYPES
    assert (
        set(registry.SOURCES) == set(REGISTRY_TYPES) == FEED_TYPES - {"day", "event_attendance", "bulletin"}
    )
    assert set(FeedEntry.Operation.values) == {"upsert", "delete"}


def test_resources_of_exports():
    assert set(sources.SOURCES) == EXPORTS
    assert set(sources.FORMATS) == {"csv", "ndjson", "xlsx"}


def test_events_of_webhooks():
    assert events.TEST == "portal.test"
    assert {
        events.type_of(FeedEntry(type=type_, operation=operation))
        for type_ in events.TYPES
        for operation in FeedEntry.Operation.values
    } == {f"{type_}.{operation}" for type_ in FEED_TYPES for operation in ("upsert", "delete")}


# ---------------------------------------------------------------- calendars, phones, browsers


@pytest.mark.django_db
def test_identifiers_in_calendars(client, today):
    stop = factories.stop(opens=today - timedelta(days=3), closes=today + timedelta(days=30), pk=4711)
    Event.objects.create(
        pk=815, stop=stop, kind=Event.Kind.LECTURE, title="讲座", day=today, starts_at=time(14)
    )

    calendar = Calendar.from_ical(client.get("/stops/4711/calendar.ics").content)

    assert {str(entry["uid"]) for entry in calendar.walk("VEVENT")} == {
        "stop-4711@tour-exhibition-portal",
        "event-815@tour-exhibition-portal",
    }


def test_the_worker_on_phones(client):
    answer = client.get("/my/counting-worker.js")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")


@pytest.mark.django_db
def test_what_the_counting_page_tells_the_phone(client, stop, librarian):
    """The worker at another address or of another scope would be a second one beside that which phones have."""
    client.force_login(librarian)
    page = client.get(f"/my/stops/{stop.pk}/count/").context["settings"]

    assert (page["worker"], page["scope"]) == ("/my/counting-worker.js", "/my/")
    assert page["tallyAddress"] == f"/api/v1/stops/{stop.pk}/days/{{day}}/counts/{{counter}}/"
    assert page["dayAddress"] == f"/api/v1/stops/{stop.pk}/days/{{day}}/"


def test_what_the_phone_keeps():
    """Under another name what waits on phones would never be sent; another version needs a way from this one."""
    outbox = script("counting/outbox.js")

    assert constants(outbox) == {"NAME": "tourexhibit-counting", **STORES}
    assert re.findall(r"indexedDB\.open\((.*?)\)", outbox) == ["NAME, 1"]
    assert re.findall(r"createObjectStore\((.*?)\)", outbox) == [
        f'{name}, {{ keyPath: "key" }}' for name in STORES
    ]
    assert 'return account + "/" + stop + "/" + day;' in outbox


def test_pages_kept_on_phones():
    assert constants(script("counting/worker.js")) == {"CACHE": "counting-1"}


def script(name: str) -> str:
    return Path(str(finders.find(name))).read_text()


def constants(source: str) -> dict[str, str]:
    return dict(re.findall(r'^\s*const ([A-Z]+) = "([^"]*)";', source, re.MULTILINE))


@pytest.mark.django_db
def test_cookies(client, librarian):
    client.get("/accounts/login/")
    client.get("/?lang=en")
    client.force_login(librarian)

    assert set(client.cookies) == {"csrftoken", "django_language", "sessionid"}
    assert 'cookie("csrftoken")' in script("counting/sender.js")
