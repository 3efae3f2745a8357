"""Coverage, statistics, pace and lateness: what the totals say when they are asked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.scope import scope_of
from exhibitions.models import State
from tourexhibit.tests import factories
from visits.figures import statistics
from visits.figures.coverage import coverage, openings
from visits.figures.missing_days import late_days
from visits.figures.pace import at_least, due_on, pace
from visits.figures.statistics import Query, TooWide
from visits.recording.days import file_day, verify_day
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db


def numbers(adult: int, minor: int | None = None, basis: str = "counted") -> list[Value]:
    values = [Value("exhibition_visit", "adult", adult, basis, "manual_tally")]
    if minor is not None:
        values.append(Value("exhibition_visit", "minor", minor, "estimated", "estimate"))
    return values


@pytest.fixture
def tour():
    """Two libraries of Zhejiang and one of Gansu in one programme, with filed and verified days in October 2026."""
    programme = factories.programme(slug="tour")
    staff, libraries, stops = factories.staff(), [], []
    for code in ("330521", "330522", "620982"):
        library = factories.library(code)
        stop = factories.stop(
            opens=date(2026, 9, 28),
            closes=date(2026, 11, 15),
            library=library,
            programme=programme,
            state=State.DE_INSTALLING,
            actual_close=date(2026, 11, 15),
        )
        librarian = factories.librarian(library)
        for number, day in enumerate((date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))):
            file_day(
                librarian,
                stop.pk,
                day,
                revision=1,
                state="counted",
                values=numbers(10 * (number + 1), number),
            )
            if number < 2:
                verify_day(staff, stop.pk, day, revision=1)
        libraries.append(library)
        stops.append(stop)
    drain_all()
    return {"programme": programme, "staff": staff, "libraries": libraries, "stops": stops}


def test_coverage_counts_distinct_libraries_by_province_and_year(tour):
    programme, scope = tour["programme"], scope_of(tour["staff"])
    repeat = factories.stop(
        opens=date(2026, 11, 16), closes=date(2026, 12, 20), library=tour["libraries"][0], programme=programme
    )
    factories.stop(
        opens=date(2027, 1, 1),
        closes=date(2027, 3, 1),
        library=factories.library("620983"),
        programme=programme,
        state=State.CONFIRMED,
        actual_open=None,
        confirmed_on=date(2026, 11, 1),
    )
    drain_all()
    answer = coverage(programme, scope, as_of=date(2026, 11, 20))
    assert (answer.covered, answer.planned, answer.reporting, answer.remaining) == (3, 4, 3, 197)
    rows = {row.province.code: row for row in answer.results if row.planned}
    assert {code: (row.covered, row.planned, row.reporting) for code, row in rows.items()} == {
        "330000": (2, 2, 2),
        "620000": (1, 2, 1),
    }
    assert (rows["330000"].visits.all, rows["330000"].visits.verified) == (126, 62)
    assert (answer.visits.all, answer.visits.filed, answer.visits.verified) == (189, 189, 93)
    assert answer.visits.estimated_verified == 3
    by_year = coverage(programme, scope, as_of=date(2026, 11, 20), by="year")
    assert [(row.year, row.covered, row.planned, row.visits.verified) for row in by_year.results] == [
        (2026, 3, 3, 93),
        (2027, 0, 1, None),
    ]
    assert openings(programme) == [(date(2026, 9, 28), 3)]
    earlier = coverage(programme, scope, as_of=date(2026, 9, 30))
    assert (earlier.covered, earlier.planned, earlier.visits.all, earlier.visits.verified) == (3, 3, 30, 30)
    assert coverage(programme, scope, as_of=date(2026, 9, 27)).covered == 0
    assert repeat.pk


def test_unverified_figures_stay_within_the_reach_of_the_reader(tour):
    programme = tour["programme"]
    librarian = factories.librarian(tour["libraries"][2])
    seen = coverage(programme, scope_of(librarian), as_of=date(2026, 11, 20))
    assert (seen.visits.all, seen.visits.filed, seen.visits.verified) == (63, 63, 93)
    seen = coverage(programme, scope_of(factories.coordinator("33")), as_of=date(2026, 11, 20))
    assert (seen.visits.all, seen.visits.verified) == (126, 93)
    seen = coverage(programme, scope_of(factories.partner()), as_of=date(2026, 11, 20))
    assert (seen.visits.all, seen.visits.filed, seen.visits.verified) == (None, None, 93)
    by_year = coverage(programme, scope_of(factories.partner("62")), as_of=date(2026, 11, 20), by="year")
    assert [(row.covered, row.reporting, row.visits.verified) for row in by_year.results] == [(1, 1, 31)]
    seen = coverage(programme, scope_of(factories.partner("62")), as_of=date(2026, 11, 20))
    assert (seen.target, seen.remaining) == (None, None)
    assert (seen.covered, seen.visits.verified, len(seen.results)) == (1, 31, 1)


@pytest.mark.parametrize(
    ("by", "extra", "expected"),
    [
        (("province", "month"), {}, {("330000", "2026-09"): 20, ("330000", "2026-10"): 42,
                                     ("620000", "2026-09"): 10, ("620000", "2026-10"): 21}),
        (("month",), {"status": "filed"}, {("2026-09",): 30, ("2026-10",): 159}),
        (("county",), {"start": date(2026, 10, 1), "end": date(2026, 10, 31)},
         {("330521",): 21, ("330522",): 21, ("620982",): 21}),
        (("day",), {"start": date(2026, 10, 1), "end": date(2026, 10, 2), "status": "filed"},
         {("2026-10-01",): 63, ("2026-10-02",): 96}),
        (("audience",), {}, {("adult",): 90, ("minor",): 3, ("unspecified",): 0}),
        (("year",), {"division_prefix": "62"}, {("2026",): 31}),
        ((), {"division_prefix": "3305"}, {(): 62}),
        ((), {"audience": "minor", "status": "filed"}, {(): 9}),
    ],
)  # fmt: skip
def test_statistics_group_by_what_is_asked(tour, by, extra, expected):
    query = Query(by=by, programme=tour["programme"], **extra)
    rows = statistics.visits(query, scope_of(tour["staff"])).rows
    found = {}
    for row in rows:
        group = tuple(row[name]["code"] if isinstance(row[name], dict) else row[name] for name in by)
        if row["days_counted"]:
            found[group] = row["visits"]
    assert found == expected


def test_leaves_and_totals_give_the_same_answer(tour):
    scope = scope_of(tour["staff"])
    for by in (
        ("province", "month"),
        ("county", "year"),
        ("prefecture",),
        ("day", "province"),
        ("measure", "audience"),
    ):
        query = Query(by=by, start=date(2026, 9, 1), end=date(2026, 11, 30), programme=tour["programme"])
        as_was = Query(**{**query.__dict__, "tree": "as_was"})
        assert statistics.visits(query, scope).rows == statistics.visits(as_was, scope).rows


def test_expected_days_without_a_count_have_no_visits(tour):
    rows = statistics.visits(
        Query(by=("month",), programme=tour["programme"], start=date(2026, 11, 1)), scope_of(tour["staff"])
    ).rows
    assert rows == [
        {
            "month": "2026-11",
            "visits": None,
            "of_which_estimated": None,
            "days_counted": 0,
            "days_expected": 45,
            "reporting_rate": 0.0,
            "provisional": True,
        }
    ]


def test_by_library_from_the_leaves_and_too_wide_is_refused(tour):
    scope = scope_of(tour["staff"])
    with pytest.raises(TooWide):
        statistics.visits(Query(by=("library",)), scope)
    rows = statistics.visits(
        Query(by=("library",), start=date(2026, 10, 1), end=date(2026, 10, 31), status="filed"), scope
    ).rows
    assert [(row["library"]["id"], row["visits"], row["of_which_estimated"]) for row in rows] == sorted(
        (library.pk, 53, 3) for library in tour["libraries"]
    )


def test_figures_as_was_follow_the_place_of_that_day(tour):
    library = tour["libraries"][0]
    there = factories.division("620983")
    library.relocations.create(
        effective_on=date(2026, 10, 1), from_division=library.division, to_division=there, reason="merged"
    )
    library.division = there
    library.save()
    library.stops.mark_stale()
    drain_all()
    scope = scope_of(tour["staff"])

    def by_province(tree):
        query = Query(by=("province",), start=date(2026, 9, 1), end=date(2026, 10, 31), tree=tree)
        return {row["province"]["code"]: row["visits"] for row in statistics.visits(query, scope).rows}

    assert by_province("as_is") == {"330000": 31, "620000": 62}
    assert by_province("as_was") == {"330000": 41, "620000": 52}


def test_late_days_name_the_worst_stop_first(tour):
    late = late_days(tour["programme"], scope_of(tour["staff"]), limit=2)
    assert (late.libraries, late.days, len(late.worst)) == (3, 3 * 46, 2)
    assert (late.worst[0].since, late.worst[0].until) == (date(2026, 9, 28), date(2026, 11, 15))
    assert (late.waiting_for_review, late.waiting_since) == (3, date(2026, 10, 2))
    assert late_days(tour["programme"], scope_of(factories.coordinator("62"))).libraries == 1


def test_pace_compares_with_a_straight_line_and_says_how_likely():
    today = timezone.localdate()
    programme = factories.programme(
        first_day=today - timedelta(days=99), last_day=today + timedelta(days=100), target=4
    )
    factories.stop(opens=today - timedelta(days=50), closes=today, programme=programme)
    answer = pace(coverage(programme, scope_of(factories.staff())), today)
    assert (answer.ended, answer.reached, answer.due_today, answer.difference) == (False, False, 2, -1)
    assert answer.reached_on == today + timedelta(days=297)
    assert answer.early < answer.reached_on < answer.late
    assert 0.05 < answer.odds < 0.1
    ended = factories.programme(first_day=date(2021, 1, 1), last_day=date(2025, 12, 31))
    answer = pace(coverage(ended, scope_of(factories.staff())), today)
    assert (answer.ended, answer.reached, answer.due_today, answer.odds) == (True, False, 200, None)
    open_target = factories.programme(target=None)
    assert pace(coverage(open_target, scope_of(factories.staff())), today) is None


def test_odds_are_those_of_poisson():
    assert at_least(0, 0) == 1.0
    assert at_least(1, 1) == pytest.approx(0.632, abs=1e-3)
    assert at_least(3, 2) == pytest.approx(0.323, abs=1e-3)
    assert at_least(5, 0) == 0.0
    assert due_on(date(2026, 12, 31), date(2026, 1, 1), date(2030, 12, 31), 200) == 40
    assert due_on(date(2030, 12, 31), date(2026, 1, 1), date(2030, 12, 31), 200) == 200
    assert due_on(date(2025, 12, 31), date(2026, 1, 1), date(2030, 12, 31), 200) == 0
