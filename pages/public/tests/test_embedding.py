"""Widgets on other sites: who may frame them, what they show, how they are counted; oEmbed; the staff's page."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exhibitions.models import ReadingListEntry
from partnership.embedding import Embedding, EmbeddingUse, Widget, count_display, read_origin
from partnership.publications import Publication
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

SITE = "https://www.example.org"
WIDGETS = ["/embed/coverage/", "/embed/stops/", "/embed/reading/"]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def site():
    return Embedding.objects.create(
        site="示例网站", site_en="Example", origin=SITE, purpose="首页", owner=factories.organisation("NLC")
    )


def coming(today, days: int = 10, **fields):
    opens = today + timedelta(days=days)
    planned = {"state": "confirmed", "confirmed_on": today - timedelta(days=9), "actual_open": None}
    return factories.stop(opens=opens, closes=opens + timedelta(days=60), **{**planned, **fields})


def ancestors(answer) -> str:
    return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])[1]


# ---------------------------------------------------------------- who may frame what


@pytest.mark.parametrize("widget", WIDGETS)
def test_only_active_sites_may_frame_a_widget(client, site, widget):
    Embedding.objects.create(
        site="off", origin="https://off.example.org", purpose="-", owner=site.owner, active=False
    )
    answer = client.get(widget)

    assert (answer.status_code, ancestors(answer)) == (200, f"'self' {SITE}")
    assert not answer.has_header("X-Frame-Options")


@pytest.mark.parametrize(
    "address", ["/", "/divisions/330521/", "/embeddings/", "/accounts/login/", "/oembed/"]
)
def test_no_other_page_may_be_framed(client, site, enter, address):
    factories.division("330521")
    enter(factories.staff())
    answer = client.get(address)

    assert ancestors(answer) == "'none'"
    assert answer["X-Frame-Options"] == "DENY"


def test_what_is_no_origin_never_reaches_the_header(client, site):
    Embedding.objects.filter(pk=site.pk).update(origin="https://a.example; script-src *")

    assert ancestors(client.get(WIDGETS[0])) == "'self'"


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_frame_leaves_no_cookie_and_is_the_same_for_everybody(client, site, enter, widget):
    anonymous = client.get(f"{widget}?lang=en")
    assert not anonymous.cookies
    enter(factories.staff())
    assert client.get(f"{widget}?lang=en").content == anonymous.content


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" HTTPS://WWW.Example.org/ ", "https://www.example.org"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_an_origin_has_one_form(typed, origin):
    assert read_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "www.example.org",
        "http://www.example.org",
        "https://*.example.org",
        "https://www.example.org/path",
        "https://a@b.example.org",
        "https://a.org; script-src *",
        "https://a.org https://b.org",
        "https://[::1",
        "javascript:alert(1)",
        "*",
    ],
)
def test_what_is_no_origin_is_refused(typed):
    with pytest.raises(ValidationError):
        read_origin(typed)


# ---------------------------------------------------------------- what they show


def test_coverage_shows_all_provinces(client, today, provinces):
    factories.programme("tour", first_day=today - timedelta(days=9), last_day=today + timedelta(days=900))
    html = client.get("/embed/coverage/?lang=en").content.decode()

    assert html.count('class="tile tile-') == 34
    assert "of a target of 200, 200 to go" in html


def test_stops_near_a_county_come_after_its_own(client, today):
    here = coming(today, library=factories.library("330521"))
    near = coming(today, library=factories.library("330522"))

    answer = client.get("/embed/stops/?division=330521")
    assert answer.context["stops"] == [here]
    assert [each.stop for each in answer.context["nearby"]] == [near]
    assert client.get("/embed/stops/").context["stops"] == [here, near]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?division=999999", 404),
        ("?division=%00", 404),
        ("?division=33", 404),
        ("?theme=pink", 400),
        ("?theme=dark", 200),
    ],
)
def test_a_wrong_choice_is_refused(client, query, status):
    assert client.get(f"/embed/stops/{query}").status_code == status


def test_the_reading_list_is_that_of_the_next_exhibition_or_the_named_one(client, today):
    stop = coming(today)
    other = factories.exhibition("other")
    for exhibition, title in [(stop.exhibition, "昆虫记"), (other, "趣味物理学")]:
        book = Publication.objects.create(title=title)
        ReadingListEntry.objects.create(publication=book, exhibition=exhibition)

    assert [book.title for book in client.get("/embed/reading/").context["books"]] == ["昆虫记"]
    named = client.get("/embed/reading/?exhibition=other")
    assert [book.title for book in named.context["books"]] == ["趣味物理学"]
    for unknown in ("none", "%00", "%27"):
        assert client.get(f"/embed/reading/?exhibition={unknown}").status_code == 404


def test_the_script_is_served_at_an_address_that_stays(client):
    answer = client.get("/embed/widget.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert b"referrerPolicy" in b"".join(answer.streaming_content)


# ---------------------------------------------------------------- counting


def shown() -> list[tuple]:
    return list(EmbeddingUse.objects.order_by("pk").values_list("embedding", "widget", "shown"))


def test_displays_are_counted_by_site_and_widget(client, site):
    for widget in ("/embed/coverage/", "/embed/stops/", "/embed/stops/"):
        client.get(widget, headers={"Referer": f"{SITE}/"})
    client.head("/embed/stops/", headers={"Referer": f"{SITE}/"})
    client.get("/embed/stops/", headers={"Referer": "http://testserver/embeddings/"})
    client.get("/embed/stops/")

    assert shown() == [(site.pk, "coverage", 1), (site.pk, "stops", 2)]


def test_sites_that_are_not_on_the_list_are_one_number(client, site):
    for origin in ("https://a.example.net", "https://b.example.net", "https://c.example.net/x?secret=1"):
        client.get("/embed/stops/", headers={"Referer": origin})
    client.get("/embed/stops/", headers={"Referer": "x" * 5000})

    assert shown() == [(None, "stops", 3)]


def test_a_number_that_cannot_be_counted_costs_no_page(client, site, monkeypatch):
    from django.db import OperationalError

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(EmbeddingUse.objects, "create", locked)
    assert client.get("/embed/stops/", headers={"Referer": f"{SITE}/"}).status_code == 200
    assert shown() == []


# ---------------------------------------------------------------- oEmbed


def asked(client, url: str, **limits):
    return client.get("/oembed/", {"url": url, **limits})


def test_oembed_answers_for_public_pages(client, today):
    stop = coming(today, library=factories.library("330521"))
    for page, src in [
        ("/", "http://testserver/embed/coverage/"),
        ("/divisions/330521/", "http://testserver/embed/stops/?division=330521"),
        (f"/stops/{stop.pk}/", "http://testserver/embed/stops/?division=330521"),
    ]:
        data = asked(client, f"http://testserver{page}", maxwidth="300").json()
        assert (data["version"], data["type"], data["width"]) == ("1.0", "rich", 300)
        assert f'src="{src}"' in data["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://testserver/dashboard/",
        "http://testserver/stops/987654/",
        "https://example.org/",
        "//[",
        "/",
    ],
)
def test_oembed_knows_nothing_else(client, url):
    assert asked(client, url).status_code == 404


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        ({"format": "xml"}, 501),
        ({"maxwidth": "wide"}, 400),
        ({"maxheight": "-1"}, 400),
        ({"maxwidth": "９"}, 400),
    ],
)
def test_oembed_refuses_what_it_cannot_do(client, limits, status):
    assert asked(client, "http://testserver/", **limits).status_code == status


# ---------------------------------------------------------------- the staff's page


def test_staff_see_use_and_health(client, site, today, enter):
    old = Embedding.objects.create(site="旧", origin="https://old.example.org", purpose="-", owner=site.owner)
    EmbeddingUse.objects.create(embedding=old, day=today - timedelta(days=8), widget="stops", shown=4)
    for _time in range(3):
        count_display(Widget.STOPS, SITE, today)
    count_display(Widget.STOPS, "https://unknown.example.org", today)
    enter(factories.staff())

    answer = client.get("/embeddings/?lang=en")
    rows = {
        row.origin: (row.shown_today, row.shown_week, row.shown_month, row.last_shown)
        for row in answer.context["embeddings"]
    }
    assert rows == {SITE: (3, 3, 3, today), old.origin: (0, 0, 4, today - timedelta(days=8))}
    html = answer.content.decode()
    assert "silent for a week" in html
    assert "1 time a site that is not on the list asked" in html


def test_an_example_is_marked_on_no_allow_list_and_never_counted(client, today, enter):
    example = Embedding.objects.create(
        site="示例网站", origin="https://site.example", purpose="示例", demonstration=True,
        owner=factories.organisation("NLC"),
    )  # fmt: skip
    answer = client.get("/embed/stops/", headers={"Referer": "https://site.example/"})
    assert "site.example" not in ancestors(answer)
    assert not example.uses.exists()
    enter(factories.staff())
    page = client.get("/embeddings/?lang=en").content.decode()
    assert 'class="demonstration-mark"' in page
    assert "they are on no allow-list" in page


def test_the_lines_to_paste_hold_the_choice(client, enter):
    factories.division("330521")
    enter(factories.staff())
    answer = client.get("/embeddings/", {"show": "stops", "division": "330521", "language": "en"})

    assert 'src="http://testserver/embed/stops/?lang=en&amp;division=330521"' in answer.context["frame"]
    assert 'data-show="stops" data-lang="en" data-division="330521"' in answer.context["script"]
    wrong = client.get("/embeddings/", {"show": "stops", "division": "999999"})
    assert (wrong.status_code, "frame" in wrong.context) == (200, False)
    assert 'value="999999"' in wrong.content.decode()


@pytest.mark.parametrize("who", ["coordinator", "librarian", "partner"])
def test_the_page_is_for_staff(client, enter, who):
    account = {
        "coordinator": factories.coordinator,
        "librarian": lambda: factories.librarian(factories.library()),
        "partner": factories.partner,
    }[who]()
    assert enter(account).get("/embeddings/").status_code == 403


def test_staff_add_a_site_in_the_administration(enter):
    client: Client = enter(factories.staff())
    form = {"site": "数字图书馆", "origin": "https://Www.Example.org/", "purpose": "专题", "active": "on"}
    owner = factories.organisation("NLC").pk
    address = reverse("admin:partnership_embedding_add")

    refused = client.post(address, {**form, "owner": owner, "origin": "https://*.example.org"})
    assert (refused.status_code, Embedding.objects.count()) == (200, 0)
    client.post(address, {**form, "owner": owner})
    assert Embedding.objects.get().origin == "https://www.example.org"


def test_the_page_costs_the_same_for_one_site_and_for_three(client, site, enter, django_assert_num_queries):
    enter(factories.staff())
    with django_assert_num_queries(7):
        client.get("/embeddings/")
    for number in range(2):
        Embedding.objects.create(
            site=str(number), origin=f"https://{number}.example.org", purpose="-", owner=site.owner
        )
    with django_assert_num_queries(7):
        client.get("/embeddings/")
