"""Coverage and statistics: what each caller sees, unchanged answers, and a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.figures.serializers import CoverageAnswer, StatisticsAnswer
from api.tests.tour import API, filing, one_value, tally
from tourexhibit.tests import factories
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db

COVERAGE = f"{API}/coverage/?programme=tour"


@pytest.fixture
def counted(callers, tour):
    """Stop a: 12 filed and verified yesterday, 5 tallied today. Stop b: 30 filed today, 10 of them estimated."""
    yesterday = tour.today - timedelta(days=1)
    callers["librarian_a"].put(tour.day(tour.a, yesterday), filing())
    callers["staff"].post(tour.day(tour.a, yesterday, "verify/"), {"revision": 1})
    callers["librarian_a"].put(tour.counter(tour.a), tally(number=5))
    values = [one_value(20), {**one_value(10, basis="estimated", method="estimate"), "audience": "minor"}]
    callers["librarian_b"].put(tour.day(tour.b), filing(values=values))
    drain_all()
    return tour


def visits_of(callers, name: str) -> list:
    visits = callers[name].get(COVERAGE).json()["visits"]
    return [visits["all"], visits["filed"], visits["verified"]]


def test_coverage_as_each_caller_sees_it(callers, counted):
    assert {
        name: visits_of(callers, name) for name in callers if callers[name].get(COVERAGE).status_code == 200
    } == {
        "staff": [47, 42, 12],
        "superuser": [47, 42, 12],
        "librarian_a": [17, 12, 12],
        "librarian_b": [30, 30, 12],
        "coordinator": [17, 12, 12],
        "coordinator_b": [30, 30, 12],
        "partner": [None, None, 12],
        "partner_province": [None, None, 12],
        "partner_other": [None, None, None],
    }


def test_coverage_as_a_whole(callers, counted):
    answer = callers["staff"].get(COVERAGE)
    body = answer.json()
    assert set(body) == set(CoverageAnswer().fields)
    assert {
        name: body[name] for name in ("programme", "target", "covered", "planned", "reporting", "remaining")
    } == {
        "programme": "tour",
        "target": 200,
        "covered": 2,
        "planned": 2,
        "reporting": 2,
        "remaining": 198,
    }
    assert (body["as_of"], body["pending"], body["demonstration"]) == (counted.today.isoformat(), 0, False)
    assert body["last_updated"].endswith("+08:00")
    assert set(body["forecast"]) >= {"due_today", "reached_on", "odds"}
    zhejiang = next(row for row in body["results"] if row["province"]["code"] == "330000")
    assert zhejiang == {
        "province": {"code": "330000", "name": "区划330000", "name_en": "Division 330000"},
        "covered": 1,
        "planned": 1,
        "reporting": 1,
        "visits": {"all": 17, "filed": 12, "verified": 12},
        "days": {"expected": 3, "all": 2, "filed": 1, "verified": 1},
        "reporting_rate": 0.3333,
        "provisional": True,
    }
    by_year = callers["staff"].get(f"{COVERAGE}&by=year").json()
    assert by_year["by"] == "year"
    first = by_year["results"][0]
    assert (first["year"], first["covered"]) == ((counted.today - timedelta(days=3)).year, 2)
    before = callers["staff"].get(f"{COVERAGE}&as_of={counted.today - timedelta(days=9)}").json()
    assert (before["covered"], before["forecast"]) == (0, None)


def test_without_a_programme_coverage_is_of_the_running_one(callers, counted):
    named = callers["staff"].get("/api/v1/coverage/", {"programme": "tour"})
    assert callers["staff"].get("/api/v1/coverage/").json() == named.json()


def test_a_tally_raises_all_by_the_next_answer(callers, counted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        callers["librarian_a"].put(counted.counter(counted.a), tally(number=3))
    drain_all()
    assert visits_of(callers, "staff") == [50, 42, 12]


def test_statistics_by_province_and_month(callers, counted):
    month = counted.today.isoformat()[:7]
    query = f"?by=province,month&status=filed&start={month}-01&programme=tour"
    body = callers["staff"].get(f"{API}/statistics/visits/{query}").json()
    assert set(body) == set(StatisticsAnswer().fields)
    assert (body["by"], body["status"], body["unit"], body["pending"]) == (
        ["province", "month"],
        "filed",
        "person-times",
        0,
    )
    row = next(
        row for row in body["results"] if row["province"]["code"] == "360000" and row["month"] == month
    )
    assert (row["visits"], row["of_which_estimated"], row["days_counted"]) == (30, 10, 1)
    assert (row["reporting_rate"], row["provisional"]) == (round(1 / row["days_expected"], 4), True)
    assert body["labels"]["measure"] == [
        {"code": "exhibition_visit", "label": "参观展览人次", "label_en": "exhibition visits"}
    ]


def test_statistics_as_partners_see_them(callers, counted):
    def seen(name: str, query: str = "") -> list:
        results = (
            callers[name].get(f"{API}/statistics/visits/?by=province&programme=tour{query}").json()["results"]
        )
        return [(row["province"]["code"], row["visits"]) for row in results if row["visits"] is not None]

    assert (
        seen("partner")
        == seen("partner_province")
        == seen("partner_province", "&division=3305")
        == [("330000", 12)]
    )
    assert seen("partner_other") == []


def test_statistics_within_a_librarians_reach(callers, counted):
    query = f"{API}/statistics/visits/?by=library&status=all&start={counted.today - timedelta(days=9)}"
    results = callers["librarian_a"].get(query).json()["results"]
    assert [(row["library"]["id"], row["visits"]) for row in results] == [(counted.a.library_id, 17)]


@pytest.mark.parametrize("path", ["coverage/?programme=tour", "statistics/visits/?by=province"])
def test_an_unchanged_answer_is_304_for_its_owner_alone(callers, counted, path):
    staff = callers["staff"]
    first = staff.get(f"{API}/{path}")
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))

    def again(name: str, **headers) -> int:
        return callers[name].get(f"{API}/{path}", HTTP_IF_NONE_MATCH=first["ETag"], **headers).status_code

    assert again("staff") == 304
    assert again("staff", HTTP_ACCEPT_LANGUAGE="en") == 200
    others = ["superuser", "partner", "partner_province", "librarian_a", "anonymous", "revoked"]
    assert [again(name) for name in others] == [200, 200, 200, 200, 401, 401]
    unchanged = staff.get(f"{API}/{path}", HTTP_IF_NONE_MATCH=f'"x", W/{first["ETag"]}')
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    callers["librarian_a"].put(counted.counter(counted.a), tally(number=1))
    assert again("staff") == 200
    drain_all()
    assert again("staff") == 200
    second = staff.get(f"{API}/{path}")
    assert second["ETag"] != first["ETag"]


def test_a_304_sums_nothing(callers, counted):
    etag = callers["staff"].get(COVERAGE)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        callers["staff"].get(COVERAGE, HTTP_IF_NONE_MATCH=etag)
    assert not [
        query for query in captured if "visits_total" in query["sql"] or "exhibitions_stop" in query["sql"]
    ]


@pytest.mark.parametrize(
    "path",
    ["coverage/?programme=tour", "coverage/?programme=tour&by=year", "statistics/visits/?by=county,month"],
)
@pytest.mark.parametrize("caller", ["staff", "coordinator", "partner"])
def test_the_number_of_queries_does_not_grow(callers, counted, path, caller):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert callers[caller].get(f"{API}/{path}").status_code == 200
        return len(captured)

    queries()
    before = queries()
    for code in ("330522", "330523", "330524"):
        stop = factories.stop(
            library=factories.library(code),
            programme=counted.a.programme,
            opens=counted.today - timedelta(days=2),
            closes=counted.today + timedelta(days=9),
        )
        callers["staff"].put(counted.day(stop), filing())
    drain_all()
    assert queries() == before
