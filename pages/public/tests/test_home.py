"""The public home: coverage, the next stops, and the search by county."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exhibitions.models import TourPlan
from libraries.models import Level
from libraries.search import find_places, read_question
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def tour(today):
    return factories.programme(
        "tour", first_day=today - timedelta(days=99), last_day=today + timedelta(days=900)
    )


@pytest.fixture
def deqing():
    return named("330521", "德清县", "Deqing County", "de qing xian", "dqx")


def named(code: str, name: str, english: str, pinyin: str, initials: str, level: str = Level.COUNTY):
    division = factories.division(code, name=name, level=level)
    division.short_name, division.name_en, division.pinyin, division.initials = (
        name[:-1],
        english,
        pinyin,
        initials,
    )
    division.save()
    return division


def coming(today, days: int, **fields):
    """A confirmed stop that opens in so many days and closes two months later."""
    opens = today + timedelta(days=days)
    planned = {"state": "confirmed", "confirmed_on": today - timedelta(days=9), "actual_open": None}
    return factories.stop(opens=opens, closes=opens + timedelta(days=60), **{**planned, **fields})


def found(client, question: str) -> list[tuple]:
    context = client.get("/", {"q": question, "lang": "en"}).context
    return [(each.place.code, each.stop) for each in context["found"]]


def test_anyone_reads_coverage_with_its_day_and_rule(client, today, tour, provinces):
    factories.stop(
        opens=today - timedelta(days=3), closes=today, programme=tour, library=factories.library("330521")
    )
    coming(today, 9, programme=tour, library=factories.library("360982"))

    page = client.get("/?lang=en")
    coverage = page.context["progress"].coverage
    assert (coverage.covered, coverage.planned, coverage.target, page.context["open_today"]) == (1, 2, 200, 1)
    html = page.content.decode()
    for words in [
        "of a target of 200, 199 to go",
        f"As of {today.day} {today:%B %Y}.",
        "Covered is a county library where at least one stop of the programme has opened",
        "the National Library of China, the Library Society of China and the China Science and Technology Museum",
    ]:
        assert words in html
    assert html.count('class="tile tile-') == 34


def test_no_count_of_visits_is_public(client, today, tour):
    factories.stop(opens=today - timedelta(days=3), closes=today, programme=tour)

    coverage = client.get("/").context["progress"].coverage
    assert (coverage.visits.all, coverage.visits.filed) == (None, None)


def test_the_next_stops_are_the_public_ones_in_the_order_of_their_opening(client, today, tour):
    second = coming(today, 20, programme=tour)
    first = coming(today, 10, programme=tour)
    coming(today, 5, programme=tour, state="cancelled")
    coming(today, 5, programme=tour, state="proposed", confirmed_on=None)
    coming(today, 5, programme=tour, draft_plan=TourPlan.objects.create(programme=tour, name="draft"))
    factories.stop(opens=today - timedelta(days=3), closes=today, programme=tour)

    page = client.get("/?lang=en")
    assert page.context["coming"] == [first, second]
    assert first.library.name_en in page.content.decode()


def test_a_portal_without_anything_says_what_will_come(client):
    html = client.get("/?lang=en").content.decode()

    assert "Nothing is scheduled yet" in html
    assert "No place called “Deqing”" in client.get("/?q=Deqing&lang=en").content.decode()


@pytest.mark.parametrize(
    "question",
    [
        "德清",
        "德清县",
        "德清县图书馆",
        "dqx",
        "DQX",
        "deqing",
        "de qing",
        "Deqing County",
        "330521",
        "３３０５２１",
        " 德清 ",
    ],
)
def test_a_county_is_found_by_name_pinyin_initials_or_code(client, today, tour, deqing, question):
    stop = coming(today, 10, programme=tour, library=factories.library("330521", name="德清县图书馆"))
    named("360982", "樟树市", "Zhangshu City", "zhang shu shi", "zss")

    assert found(client, question) == [("330521", stop)]


def test_a_library_is_found_by_its_own_name(client, today, tour, deqing):
    stop = coming(today, 10, programme=tour, library=factories.library("330521", name="莫干山图书馆"))

    assert found(client, "莫干山") == [("330521", stop)]


def test_a_county_shows_the_stop_that_is_open_or_comes_next(client, today, tour, deqing):
    library = factories.library("330521")
    factories.stop(
        opens=today - timedelta(days=90), closes=today - timedelta(days=60), actual_close=today - timedelta(days=60),
        state="archived", programme=tour, library=library,
    )  # fmt: skip
    assert found(client, "德清") == [("330521", None)]
    assert "Not scheduled yet. The date will appear here." in client.get("/?q=德清&lang=en").content.decode()

    later = coming(today, 90, programme=tour, library=library)
    assert found(client, "德清") == [("330521", later)]
    now = factories.stop(
        opens=today - timedelta(days=3), closes=today + timedelta(days=9), programme=tour, library=library
    )
    assert found(client, "德清") == [("330521", now)]
    assert "Open now" in client.get("/?q=德清&lang=en").content.decode()


def test_a_province_shows_its_next_stop(client, today, tour, deqing):
    stop = coming(today, 10, programme=tour, library=factories.library("330521"))

    assert found(client, "330000") == [("330000", stop)]


def test_the_closest_name_comes_first_and_the_list_ends(deqing):
    for number in range(30):
        named(f"3601{number + 10}", f"大德清{number}县", "X", "x", "x")

    matches = find_places("德清", 11)
    assert (matches[0].place, len(matches)) == (deqing, 11)


@pytest.mark.parametrize(
    "question",
    ["%", "_", "\x00", "'; DROP TABLE", "(a+)+$", "\u202e", "²", "9" * 5000, "长" * 5000, "[", "\\"],
)
def test_odd_questions_find_nothing_and_break_nothing(client, deqing, question):
    answer = client.get("/", {"q": question})

    assert (answer.status_code, answer.context["found"]) == (200, [])


def test_a_question_is_read_in_plain_characters():
    assert read_question(" ｄｑｘ\u202e  1 ") == "dqx 1"


def test_signing_in_leads_to_the_own_place(client, enter):
    home, my, dashboard = reverse("public:home"), reverse("librarian:my"), reverse("dashboard:dashboard")
    for user, place in [
        (factories.librarian(factories.library()), my),
        (factories.staff(), dashboard),
        (factories.coordinator(), dashboard),
        (factories.partner(), reverse("partners:tokens")),
        (factories.user(), home),
    ]:
        assert enter(user).get(reverse("public:start")).url == place
    client.logout()
    assert client.get(reverse("public:start")).url.startswith("/accounts/login/")


def test_home_costs_the_same_for_one_stop_and_for_three(
    client, today, tour, deqing, django_assert_num_queries
):
    coming(today, 10, programme=tour, library=factories.library("330521"))
    with django_assert_num_queries(17):
        client.get("/?q=德")
    for code in ("330522", "330523"):
        named(code, f"德{code}县", "X", "x", "x")
        coming(today, 10, programme=tour, library=factories.library(code))
    with django_assert_num_queries(17):
        client.get("/?q=德")


def test_a_misspelt_county_is_asked_back(client, deqing):
    page = client.get("/?q=dqeing&lang=en").content.decode()
    assert "Did you mean" in page
    assert 'href="/divisions/330521/"' in page
    assert "Did you mean" not in client.get("/?q=qwertyuiop&lang=en").content.decode()
