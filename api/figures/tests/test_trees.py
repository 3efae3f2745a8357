"""Figures on today's tree and on that of each day, over a merge of two counties (rules 9, 18)."""

from datetime import timedelta

import pytest

from api.tests.tour import API, filing
from libraries.models import Division, DivisionSuccession
from tourexhibit.tests import factories
from upkeep.relocation import relocate
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(callers, tour):
    """330521 and 330522 became 330502 yesterday; both had counted the day before, and 330521 counts today."""
    gone = [tour.a.library.division, factories.division("330522")]
    second = factories.stop(
        library=factories.library("330522"),
        programme=tour.a.programme,
        opens=tour.a.actual_open,
        closes=tour.a.planned_close,
    )
    before = tour.today - timedelta(days=2)
    for stop, day, number in ((tour.a, before, 10), (second, before, 20), (tour.a, tour.today, 5)):
        assert callers["staff"].put(tour.day(stop, day), filing(1, number)).status_code == 201
        verify_day(factories.staff(), stop.pk, day, revision=1)
    new = factories.division("330502", "合并区")
    for library in (tour.a.library, second.library):
        relocate(library.pk, new, effective_on=tour.today - timedelta(days=1), by=None, reason="区划合并")
    for division in gone:
        Division.objects.filter(pk=division.pk).update(current=False, valid_until=tour.today.year)
        DivisionSuccession.objects.create(
            predecessor=division, successor=new, year=tour.today.year, kind="merged", source="民政部"
        )
    drain_all()
    return tour


def by_county(client, query: str = "") -> dict[str, int]:
    answer = client.get(f"{API}/statistics/visits/?by=county&programme=tour{query}")
    assert answer.status_code == 200, answer.content
    return {row["county"]["code"]: row["visits"] for row in answer.json()["results"] if row["visits"]}


@pytest.mark.parametrize("caller", ["partner", "partner_province", "staff"])
def test_today_the_merged_county_has_it_all(callers, merged, caller):
    assert by_county(callers[caller]) == {"330502": 35}


@pytest.mark.parametrize("caller", ["partner", "partner_province", "staff"])
def test_as_it_was_each_county_keeps_its_days(callers, merged, caller):
    since = f"&tree=as_was&start={merged.today - timedelta(days=9)}"
    assert by_county(callers[caller], since) == {"330502": 5, "330521": 10, "330522": 20}
    assert by_county(callers[caller], f"{since}&division=330521") == {"330521": 10}
    answer = callers[caller].get(f"{API}/statistics/visits/?by=province&programme=tour{since}")
    assert [row["visits"] for row in answer.json()["results"] if row["visits"]] == [35]


def test_a_code_that_ended_leads_to_its_successor(callers, merged):
    error = callers["partner"].get(f"{API}/statistics/visits/?division=330522").json()["errors"][0]
    assert (error["code"], "330502" in error["detail"]) == ("division_ended", True)


def test_the_months_and_the_coverage_moved_along(callers, merged):
    month = (
        callers["partner"].get(f"{API}/statistics/visits/?by=county,year&programme=tour").json()["results"]
    )
    assert [(row["county"]["code"], row["visits"]) for row in month if row["visits"]] == [("330502", 35)]
    coverage = callers["partner"].get(f"{API}/coverage/?programme=tour").json()
    assert next(row["covered"] for row in coverage["results"] if row["province"]["code"] == "330000") == 2


def test_a_figure_is_final_when_its_time_is_over_and_every_day_is_verified(callers, merged):
    before = merged.today - timedelta(days=2)

    def rows(query: str) -> list:
        answer = callers["partner"].get(f"{API}/statistics/visits/?by=county&tree=as_was{query}").json()
        return [
            (row["county"]["code"], row["reporting_rate"], row["provisional"]) for row in answer["results"]
        ]

    day = rows(f"&start={before}&end={before}")
    assert ("330521", 1.0, False) in day and ("330522", 1.0, False) in day and ("360982", 0.0, True) in day
    assert {provisional for *_other, provisional in rows(f"&start={before}")} == {True}
