"""Pages of places and stops: what anyone reads, and what nobody may read before it is public."""

import gzip
import json
import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from exhibitions.models import Event, Exhibit, ReadingListEntry, TourPlan
from libraries.models import DivisionSuccession, Hall, OpeningHours
from partnership.models import Agreement, AgreementPart, CooperationArea, DigitalResource, LinkHealth
from partnership.publications import Publication
from tourexhibit.tests import factories
from visits.models import Photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def tour(today):
    return factories.programme(
        "tour", first_day=today - timedelta(days=99), last_day=today + timedelta(days=900)
    )


def coming(today, days: int = 10, **fields):
    opens = today + timedelta(days=days)
    planned = {"state": "confirmed", "confirmed_on": today - timedelta(days=9), "actual_open": None}
    return factories.stop(opens=opens, closes=opens + timedelta(days=60), **{**planned, **fields})


def read(client, address: str) -> str:
    answer = client.get(address, {"lang": "en"})
    assert answer.status_code == 200, address
    return answer.content.decode()


def json_ld(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


# ---------------------------------------------------------------- stops


def test_a_stop_tells_when_where_and_what(client, today, tour):
    library = factories.library(address="人民路 1 号", phone="0572-0000000")
    for weekday in (3, 4, 5, 6, 7):
        OpeningHours.objects.create(
            library=library, weekday=weekday, opens_at=time(9), closes_at=time(17, 30)
        )
    kit = factories.kit()
    Exhibit.objects.create(kit=kit, code="A1", name="光的路径", name_en="Path of light", zone="科学探索")
    Exhibit.objects.create(kit=kit, code="A2", name="丢失的", name_en="Lost one", condition="missing")
    stop = coming(today, library=library, kit=kit, exhibition=kit.exhibition, programme=tour)
    Event.objects.create(
        stop=stop, kind="lecture", title="看不见的力", title_en="Hidden forces", day=stop.planned_open,
        starts_at=time(14, 30), ends_at=time(16),
    )  # fmt: skip
    Event.objects.create(
        stop=stop, kind="online_resource", title="云展", title_en="Online hall", day=today,
        address="https://example.org/hall",
    )  # fmt: skip
    book = Publication.objects.create(
        title="从一到无穷大", authors="伽莫夫", publisher="科学出版社", year=2002
    )
    ReadingListEntry.objects.create(publication=book, stop=stop)
    ReadingListEntry.objects.create(publication=book, exhibition=stop.exhibition)

    html = read(client, f"/stops/{stop.pk}/")
    for words in [
        "10 days to go",
        "free of charge",
        "人民路 1 号",
        'href="tel:0572-0000000"',
        "Wednesday to Sunday",
        "9:00–17:30",
        "Path of light",
        "Hidden forces",
        'href="https://example.org/hall"',
        f'href="webcal://testserver/libraries/{library.pk}/calendar.ics"',
    ]:
        assert words in html, words
    assert html.count("从一到无穷大") == 1
    assert "Lost one" not in html

    data = json_ld(html)
    assert (data["@type"], data["startDate"], data["isAccessibleForFree"]) == (
        "ExhibitionEvent",
        stop.planned_open.isoformat(),
        True,
    )
    assert data["subEvent"][0]["startDate"] == f"{stop.planned_open}T14:30:00+08:00"


def test_no_name_ends_the_element_that_programs_read(client, today, tour):
    library = factories.library(name="甲</script><script>alert(1)</script>&馆")
    library.name_en = ""
    library.save()
    stop = coming(today, library=library, programme=tour)

    html = read(client, f"/stops/{stop.pk}/")
    assert "<script>alert" not in html
    assert json_ld(html)["location"]["name"] == library.name


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "cancelled"}, "Called off"),
        ({"state": "postponed"}, "Postponed, without a new date yet"),
    ],
)
def test_a_stop_that_does_not_take_place_says_so(client, today, tour, fields, words):
    stop = coming(today, programme=tour, **fields)

    html = read(client, f"/stops/{stop.pk}/")
    assert words in html
    assert "Add to calendar" not in html
    assert json_ld(html)["eventStatus"].endswith(("EventCancelled", "EventPostponed"))


def test_a_stop_known_to_the_year_tells_no_day(client, today):
    end = today.replace(year=2020, month=12, day=31)
    stop = factories.stop(opens=end, closes=end, state="archived", actual_close=end, date_precision="year")

    html = read(client, f"/stops/{stop.pk}/")
    assert "In 2020" in html
    assert "31 December" not in html
    assert "ld+json" not in html


@pytest.mark.parametrize("hidden", ["proposed", "draft"])
def test_what_is_not_public_is_not_there_but_for_those_it_concerns(client, today, tour, enter, hidden):
    plan = TourPlan.objects.create(programme=tour, name="draft") if hidden == "draft" else None
    stop = coming(today, programme=tour, state="proposed", confirmed_on=None, draft_plan=plan)
    code = stop.library.division.code

    assert client.get(f"/stops/{stop.pk}/").status_code == 404
    assert client.get(f"/stops/{stop.pk}/calendar.ics").status_code == 404
    assert stop.library.name not in client.get("/calendar.ics").content.decode()
    assert f"/stops/{stop.pk}/" not in client.get(f"/divisions/{code}/").content.decode()
    enter(factories.librarian(factories.library("360982")))
    assert client.get(f"/stops/{stop.pk}/").status_code == 404
    enter(factories.staff())
    answer = client.get(f"/stops/{stop.pk}/?lang=en")
    assert "the stop is not confirmed yet" in answer.content.decode()
    assert "private" in answer["Cache-Control"]


def test_what_a_stop_has_to_tell_is_told_in_english(client, today, tour):
    stop = coming(today, programme=tour, kit=factories.kit(), library=factories.library("330521"))
    Hall.objects.create(library=stop.library, name="一楼展厅", name_en="Exhibition hall")
    for code, zone_en in (("A1", ""), ("A2", "Exploring science")):
        Exhibit.objects.create(
            kit=stop.kit, code=code, name=code, name_en=code, zone="科学探索", zone_en=zone_en
        )
    Event.objects.create(
        stop=stop,
        kind="lecture",
        title="看不见的力",
        title_en="Forces unseen",
        day=stop.planned_open,
        place="报告厅",
        place_en="Lecture hall",
        speaker="县科协",
        speaker_en="County association",
        description="讲座",
        description_en="About forces",
    )

    english = client.get(f"/stops/{stop.pk}/?lang=en").content.decode()
    for words in ("Exploring science", "Forces unseen", "Lecture hall", "County association", "About forces"):
        assert words in english
    assert not any(word in english for word in ("科学探索", "看不见的力", "报告厅", "县科协", "讲座"))
    chinese = client.get(f"/stops/{stop.pk}/?lang=zh-hans").content.decode()
    assert all(word in chinese for word in ("科学探索", "看不见的力", "报告厅", "县科协", "讲座"))


def test_only_released_photos_are_shown_whoever_looks(client, today, tour, enter):
    stop = factories.stop(opens=today - timedelta(days=3), closes=today + timedelta(days=9), programme=tour)
    staff = factories.staff()
    common = {
        "stop": stop, "width": 8, "height": 6, "size": 1, "uploaded_by": staff, "uploaded_at": timezone.now(),
        "form_key": "00000000-0000-4000-8000-000000000001",
    }  # fmt: skip
    Photo.objects.create(
        **common,
        sent_digest="a",
        digest="a" * 64,
        caption="开展",
        released_by=staff,
        released_at=timezone.now(),
    )
    Photo.objects.create(**common, sent_digest="b", digest="b" * 64, caption="彩排")

    enter(staff)
    html = read(client, f"/stops/{stop.pk}/")
    assert "开展" in html
    assert "彩排" not in html


def test_a_stop_costs_the_same_for_one_event_and_for_three(client, today, tour, django_assert_num_queries):
    stop = coming(today, programme=tour)
    with django_assert_num_queries(11):
        client.get(f"/stops/{stop.pk}/")
    for number in range(3):
        Event.objects.create(stop=stop, kind="lecture", title=f"讲座 {number}", day=stop.planned_open)
        coming(today, 20, programme=tour, library=factories.library("360982"))
    with django_assert_num_queries(12):
        client.get(f"/stops/{stop.pk}/")


def test_what_the_institutions_share_online_is_named_where_its_address_works(client, today, tour):
    owner = factories.organisation("CSTM")
    area = cooperation_area()
    shared = {}
    for title, state in [("在线展厅", None), ("坏链接", "broken"), ("好链接", "ok")]:
        shared[title] = DigitalResource.objects.create(
            area=area, owner=owner, title=title, rights="公开", address="https://example.org/"
        )
        if state:
            LinkHealth.objects.create(
                resource=shared[title], address="https://example.org/", state=state, checked_at=timezone.now()
            )
    gone = DigitalResource.objects.create(
        area=area, owner=owner, title="已撤下", rights="公开", address="https://example.org/"
    )
    DigitalResource.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    stop = coming(today, programme=tour)

    found = client.get(f"/stops/{stop.pk}/").context["page"].resources
    assert {resource.title for resource in found} == {"在线展厅", "好链接"}


def cooperation_area() -> CooperationArea:
    agreement = Agreement.objects.create(
        slug="agreement", title="协议", title_en="Agreement", signed_on=date(2021, 3, 11)
    )
    part = AgreementPart.objects.create(agreement=agreement, number=1, title="一", title_en="One")
    return CooperationArea.objects.create(part=part, number=5, title="数字资源", title_en="Digital resources")


@pytest.mark.parametrize("number", ["0", "987654", "9" * 30])
def test_a_stop_that_is_not_there(client, number):
    assert client.get(f"/stops/{number}/").status_code == 404
    assert client.get(f"/libraries/{number}/calendar.ics").status_code == 404


# ---------------------------------------------------------------- places


def test_a_county_answers_with_its_stop(client, today, tour):
    stop = coming(today, programme=tour, library=factories.library("330521"))

    answer = client.get("/divisions/330521/?lang=en")
    html = answer.content.decode()
    assert answer.context["page"].current == [stop]
    assert "Opens on" in html
    assert 'href="webcal://testserver/divisions/330521/calendar.ics"' in html
    assert json_ld(html)["itemListElement"][0]["item"]["startDate"] == stop.planned_open.isoformat()


def test_a_county_without_a_stop_names_the_nearest_of_the_province_first(client, today, tour):
    here = factories.division("330521", longitude=120, latitude=30)
    near = coming(today, programme=tour, library=library_at("330522", 120, "30.3"))
    far = coming(today, programme=tour, library=library_at("330523", 120, "31"))
    foreign = coming(today, programme=tour, library=library_at("360982", 120, "30.1"))

    page = client.get(f"/divisions/{here.code}/?lang=en")
    nearby = page.context["page"].nearby
    assert [each.stop for each in nearby] == [near, far, foreign]
    assert "about 35 km" in page.content.decode()
    assert "libraries apply for a stop" in page.content.decode()


def test_a_county_without_a_stop_offers_what_can_be_seen_online(client, today, tour):
    here = factories.division("330521", longitude=120, latitude=30)
    example = factories.resource(title="示例短片", demonstration=True)
    address = f"/divisions/{here.code}/?lang=en"
    page = client.get(address).content.decode()
    assert f"/partnership/resources/{example.pk}/open/" in page
    assert "demonstration-mark" in page

    real = factories.resource(title="科普短片")
    page = client.get(address).content.decode()
    assert f"/partnership/resources/{real.pk}/open/" in page
    assert "示例短片" not in page

    coming(today, programme=tour, library=factories.library("330521"))
    assert "科普短片" not in client.get(address).content.decode()


def library_at(code: str, longitude, latitude):
    factories.division(code, longitude=longitude, latitude=latitude)
    return factories.library(code)


def test_a_province_shows_what_is_open_what_comes_and_what_was(client, today, tour):
    open_now = factories.stop(
        opens=today - timedelta(days=3), closes=today + timedelta(days=9), programme=tour,
        library=factories.library("330521"),
    )  # fmt: skip
    next_one = coming(today, programme=tour, library=factories.library("330522"))
    over = factories.stop(
        opens=today - timedelta(days=90), closes=today - timedelta(days=60), programme=tour, state="archived",
        actual_close=today - timedelta(days=60), library=factories.library("330523"),
    )  # fmt: skip
    coming(today, programme=tour, library=factories.library("360982"))

    page = client.get("/divisions/330000/").context["page"]
    assert (page.open_now, page.coming, page.past, page.covered) == ([open_now], [next_one], [over], 2)


def test_an_ended_code_leads_to_its_successor_or_names_them(client):
    division = factories.division("330108")
    old = factories.division("330109", current=False, valid_until=2001)
    assert client.get("/divisions/330109/").status_code == 200

    DivisionSuccession.objects.create(predecessor=old, successor=division, kind="merged", source="test")
    assert client.get("/divisions/330109/").url == "/divisions/330108/"

    other = factories.division("330110")
    DivisionSuccession.objects.create(predecessor=old, successor=other, kind="split", source="test")
    html = read(client, "/divisions/330109/")
    assert "This division ended in 2001." in html
    assert "/divisions/330108/" in html and "/divisions/330110/" in html


@pytest.mark.parametrize("code", ["999999", "33", "abc", "%00", "%2e%2e", "1" * 300])
def test_a_place_that_is_not_there(client, code):
    assert client.get(f"/divisions/{code}/").status_code == 404
    assert client.get(f"/divisions/{code}/calendar.ics").status_code == 404


def test_a_province_costs_the_same_for_one_stop_and_for_three(client, today, tour, django_assert_num_queries):
    coming(today, programme=tour, library=factories.library("330521"))
    with django_assert_num_queries(7):
        client.get("/divisions/330000/")
    for code in ("330522", "330523"):
        coming(today, programme=tour, library=factories.library(code))
    with django_assert_num_queries(7):
        client.get("/divisions/330000/")


# ---------------------------------------------------------------- suggestions


def test_suggestions_name_the_place_and_when(client, today, tour):
    coming(today, programme=tour, library=factories.library("330521"))

    [row] = client.get("/suggestions/?q=330521").json()["results"]
    assert row["url"] == "/divisions/330521/"
    assert "开展" in row["when"]
    assert client.get("/suggestions/").json() == {"results": []}


# ---------------------------------------------------------------- what all public pages keep


@pytest.mark.parametrize(
    "address", ["/", "/?q=a", "/divisions/330521/", "/suggestions/?q=a", "/calendar.ics"]
)
def test_a_visitor_gets_no_cookie_and_a_page_that_caches_may_keep(client, address):
    factories.division("330521")
    answer = client.get(address)

    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_is_sent_compressed_to_those_who_take_it(client):
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert (
        client.get("/", headers={"If-None-Match": packed["ETag"], "Accept-Encoding": "gzip"}).status_code
        == 304
    )


def test_a_page_of_somebody_is_kept_by_no_shared_cache(client, enter):
    enter(factories.staff())
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert "private" in answer["Cache-Control"]
    assert not answer.has_header("Content-Encoding")


def test_a_page_names_its_other_languages(client):
    html = client.get("/").content.decode()

    assert '<link rel="alternate" hreflang="en" href="http://testserver/?lang=en">' in html
    assert '<link rel="canonical" href="http://testserver/">' in html


# ---------------------------------------------------------------- search engines, weight


def test_the_site_map_names_real_public_pages_alone(client, today, tour):
    factories.division("330500", level="prefecture")
    stop = coming(today, programme=tour, library=factories.library("330521"))
    factories.division("440000")
    draft = coming(today, programme=tour, state="proposed", confirmed_on=None)
    shown = factories.programme("demonstration", demonstration=True)
    example = coming(today, programme=shown, library=factories.library("360982", demonstration=True))

    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    assert re.findall("<loc>http://testserver([^<]*)</loc>", answer.content.decode()) == [
        "/",
        "/bulletins/",
        "/partnership/",
        "/divisions/330000/",
        "/divisions/330500/",
        "/divisions/330521/",
        f"/stops/{stop.pk}/",
    ]
    assert client.get("/sitemap.xml?p=2").status_code == 404
    assert client.get(f"/stops/{draft.pk}/").status_code == 404
    assert 'content="noindex"' in client.get(f"/stops/{example.pk}/").content.decode()
    assert "noindex" not in client.get(f"/stops/{stop.pk}/").content.decode()


def test_robots_are_told_the_rooms_that_are_closed_and_the_map(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /my/", "Disallow: /admin/", "Sitemap: http://testserver/sitemap.xml"} <= set(lines)


def test_the_first_view_is_under_100_kilobytes(client, today, tour, provinces):
    """Compressed, with everything that the page loads: style, scripts, icon. No photo, no font."""
    for days in range(1, 7):
        coming(today, days, programme=tour, library=factories.library(f"33052{days}"))
    html = client.get("/").content
    loaded = re.findall(rb'(?:src|href)="(/static/[^"]+)"', html)
    assert loaded
    files = [Path(finders.find(name.decode().removeprefix("/static/"))).read_bytes() for name in set(loaded)]

    assert sum(len(gzip.compress(content)) for content in [html, *files]) < 100_000


# ---------------------------------------------------------------- the map


def test_a_map_is_shown_with_its_number_or_not_at_all(client, settings, tmp_path, tour):
    assert client.get("/map/").status_code == 404
    assert "/map/" not in client.get("/").content.decode()

    picture = tmp_path / "china.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.BASE_MAP, settings.BASE_MAP_NUMBER = str(picture), "GS(0000)0000"
    html = client.get("/").content.decode()
    assert 'src="/map/"' in html
    assert "审图号：GS(0000)0000" in html
    answer = client.get("/map/")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]

    for wrong in (tmp_path / "missing.svg", tmp_path / "portal.sqlite3"):
        settings.BASE_MAP = str(wrong)
        assert client.get("/map/").status_code == 404
        assert 'src="/map/"' not in client.get("/").content.decode()
