"""Completeness and timeliness: the days add up, the worst come first, and it costs the same for one and for many."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from pages.review.completeness.strip import spans
from tourexhibit.tests import factories
from visits.figures.completeness import DayCounts, library_lines, province_lines, whole_line
from visits.models import ANY, DayFigure
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.tests.values import adults
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(today):
    return factories.programme(
        "tour", first_day=today - timedelta(days=400), last_day=today + timedelta(days=400)
    )


def open_stop(programme, today, code="330521", days=10, **fields):
    """A stop that has been open for so many days, today not counted."""
    return factories.stop(
        programme=programme,
        library=factories.library(code),
        opens=today - timedelta(days=days),
        closes=today + timedelta(days=60),
        **fields,
    )


def file(stop, day, *, days_later=0, state="counted", review="filed"):
    """One day filed so many days later, by a librarian of the stop's library."""
    user = User.objects.filter(memberships__library=stop.library).first() or factories.librarian(stop.library)
    file_days_in_bulk(
        [
            BulkDay(
                stop.pk,
                day,
                state,
                adults(100) if state == "counted" else [],
                filed_by_id=user.pk,
                filed_at=datetime(day.year, day.month, day.day, 18, tzinfo=timezone.get_default_timezone())
                + timedelta(days=days_later),
                reason="power cut" if state == "closed" else "",
                review=review,
                return_reason="which hall" if review == "returned" else "",
            )
        ]
    )


def lines_of(today, where=None):
    drain_all()
    return library_lines(where or Q(), today - timedelta(days=30), today - timedelta(days=1))


def page(client, user, name="completeness", **query):
    client.force_login(User.objects.get(pk=user.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.get(reverse(f"review:{name}"), query)


def rows(answer) -> list[dict[str, str]]:
    text = answer.content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- the figures


def test_every_expected_day_is_of_one_kind(programme, today):
    stop = open_stop(programme, today, days=10)
    for age in (10, 9, 8):
        file(stop, today - timedelta(days=age), days_later=1)
    file(stop, today - timedelta(days=7), days_later=2)
    file(stop, today - timedelta(days=6), review="returned")
    file(stop, today - timedelta(days=5), state="closed")

    [line] = lines_of(today)

    assert line.days == DayCounts(expected=9, on_time=3, late=1, returned=1, closed=1)
    assert (line.days.missing, line.days.filed) == (4, 4)
    assert (line.days.coverage, line.days.timeliness) == (4 / 9, 3 / 9)


def test_a_library_without_expected_days_has_no_rate(programme, today):
    stop = open_stop(programme, today, days=1)
    file(stop, today - timedelta(days=1), state="closed")

    [line] = lines_of(today)

    assert (line.days.closed, line.days.coverage, line.days.timeliness) == (1, None, None)


def test_days_of_drafts_and_of_stops_known_to_the_year_are_no_days(programme, today):
    stop = open_stop(programme, today)
    file(stop, today - timedelta(days=1))
    type(stop).objects.update(date_precision="year")
    type(stop).objects.all().mark_stale()

    assert lines_of(today) == []


def test_provinces_and_the_whole_are_the_sums_of_their_libraries(programme, today):
    for code in ("330521", "330522", "440101"):
        stop = open_stop(programme, today, code, days=3)
        file(stop, today - timedelta(days=3))
    lines = lines_of(today)

    provinces = province_lines(lines, [factories.division("330000"), factories.division("440000")])

    assert [
        (line.division.code, line.libraries, line.incomplete, line.days)
        for line in sorted(provinces, key=lambda line: line.division.code)
    ] == [
        ("330000", 2, 2, DayCounts(expected=6, on_time=2)),
        ("440000", 1, 1, DayCounts(expected=3, on_time=1)),
    ]
    assert whole_line(lines).days == DayCounts(expected=9, on_time=3)


def test_filed_days_agree_with_the_totals(programme, today):
    for code, review in (("330521", "filed"), ("330522", "returned"), ("440101", "filed")):
        stop = open_stop(programme, today, code, days=4)
        for age in (1, 2, 3):
            file(stop, today - timedelta(days=age), review=review)
    whole = whole_line(lines_of(today)).days

    leaves = DayFigure.objects.filter(audience=ANY)
    assert whole.filed == leaves.filter(measure="exhibition_visit", days_filed=1).count() == 6
    assert whole.expected == leaves.filter(measure=ANY, days_expected=1).count() == 12


def test_days_that_follow_one_another_are_one_span(today):
    first, second, fourth = (today + timedelta(days=number) for number in (0, 1, 3))
    assert spans([first, second, fourth]) == [(first, second), (fourth, fourth)]


# ---------------------------------------------------------------- the page


def test_the_worst_library_comes_first(client, programme, today):
    good, bad = open_stop(programme, today, "330521"), open_stop(programme, today, "330522")
    for age in range(2, 11):
        file(good, today - timedelta(days=age), review="returned" if age == 2 else "filed")
    drain_all()
    staff = factories.staff()

    table = page(client, staff, "completeness-table")

    assert [(row["Library"], row["Missing"], row["Reporting coverage (%)"]) for row in rows(table)] == [
        (bad.library.label, "9", "0.0"),
        (good.library.label, "0", "88.9"),
        ("", "9", "44.4"),
    ]
    html = page(client, staff).content.decode()
    assert html.index(bad.library.label) < html.index(good.library.label)
    assert "8 of 18 expected days are filed (44%)" in html
    assert "1 day is returned and not filed again." in html
    assert "Days missing: 9, at 1 library." in html


def test_yesterday_is_not_counted_before_its_time_is_over(client, programme, today):
    stop = open_stop(programme, today, days=2)
    drain_all()

    usual = page(client, factories.staff(), "completeness-table")
    asked = page(client, factories.staff(), "completeness-table", end=str(today - timedelta(days=1)))

    assert [row["Missing"] for row in rows(usual)] == ["1", "1"]
    assert [row["Missing"] for row in rows(asked)] == ["2", "2"]
    assert rows(usual)[0]["Library"] == stop.library.label


def test_another_order_and_provinces(client, programme, today):
    late, missing = (
        open_stop(programme, today, "330521", days=4),
        open_stop(programme, today, "440101", days=4),
    )
    for age in (2, 3, 4):
        file(late, today - timedelta(days=age), days_later=2)
    file(missing, today - timedelta(days=4))
    drain_all()
    staff = factories.staff()

    by_late = rows(page(client, staff, "completeness-table", order="late"))
    by_province = rows(page(client, staff, "completeness-table", by="province", order="timeliness"))

    assert [row["Division code"] for row in by_late[:2]] == ["330521", "440101"]
    assert [(row["Division code"], row["On-time rate (%)"]) for row in by_province] == [
        ("330000", "0.0"),
        ("440000", "33.3"),
        ("", "16.7"),
    ]


def test_a_coordinator_sees_the_own_province_only(client, programme, today):
    own, other = open_stop(programme, today, "330521"), open_stop(programme, today, "440101")
    drain_all()
    coordinator = factories.coordinator("33")

    html = page(client, coordinator).content.decode()

    assert own.library.label in html
    assert other.library.label not in html
    assert page(client, coordinator, province="440000").status_code == 404
    assert [row["Division code"] for row in rows(page(client, coordinator, "completeness-table"))] == [
        "330521",
        "",
    ]


@pytest.mark.parametrize("name", ["completeness", "completeness-table"])
def test_who_may_look(client, programme, today, name):
    stop = open_stop(programme, today)
    assert client.get(reverse(f"review:{name}")).status_code == 302
    assert page(client, factories.librarian(stop.library), name).status_code == 403
    assert page(client, factories.partner("33"), name).status_code == 403
    assert page(client, factories.coordinator("33"), name).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start": "22.11.2026"}, "Write both days like 2026-11-22."),
        ({"end": "2026-02-30"}, "Write both days like 2026-11-22."),
        ({"end": "0001-01-05"}, "Write both days like 2026-11-22."),
        ({"start": "2026-02-03", "end": "2026-02-01"}, "The first day is after the last one."),
        ({"end": "2999-01-01", "start": "2998-12-01"}, "Days are expected up to yesterday."),
        ({"start": "0001-01-01"}, "At most five years are shown at once."),
    ],
)
@pytest.mark.parametrize("name", ["completeness", "completeness-table"])
def test_days_that_make_no_period_are_told_and_stay_typed(client, programme, name, query, words):
    answer = page(client, factories.staff(), name, **query)

    html = answer.content.decode()
    assert (answer.status_code, words in html) == (400, True)
    for value in query.values():
        assert f'value="{value}"' in html
    assert "table.csv?start" not in html


@pytest.mark.parametrize("query", [{"by": "county"}, {"order": "best"}, {"page": "x"}])
def test_a_choice_that_there_is_not_is_refused(client, programme, query):
    assert page(client, factories.staff(), **query).status_code == 400


def test_a_portal_without_a_programme_and_one_without_days_say_so(client, today):
    staff = factories.staff()
    assert "No day was to be filed" in page(client, staff).content.decode()
    assert page(client, staff, "completeness-table").status_code == 200


@pytest.mark.parametrize("query", [{}, {"by": "province"}, {"order": "coverage"}])
def test_the_number_of_queries_is_fixed(client, programme, today, django_assert_num_queries, query):
    staff = factories.staff()

    def fill(code):
        stop = open_stop(programme, today, code)
        file(stop, today - timedelta(days=3))
        drain_all()

    fill("330521")
    page(client, staff, **query)
    expected = 10 if query.get("by") == "province" else 12
    with django_assert_num_queries(expected):
        client.get(reverse("review:completeness"), query)
    for code in ("330522", "330523", "440101"):
        fill(code)
    with django_assert_num_queries(expected):
        client.get(reverse("review:completeness"), query)


def test_a_long_period_draws_shares_instead_of_days(client, programme, today):
    stop = open_stop(programme, today, days=200)
    file(stop, today - timedelta(days=150), days_later=3)
    drain_all()

    html = page(
        client, factories.staff(), start=str(today - timedelta(days=210)), end=str(today - timedelta(days=2))
    ).content.decode()

    assert "Each bar has the expected days of the period." in html
    assert 'viewBox="0 0 100 16"' in html


def test_the_strip_says_in_words_which_days_are_missing_and_late(client, programme, today):
    stop = open_stop(programme, today, days=4)
    file(stop, today - timedelta(days=4), days_later=2)
    file(stop, today - timedelta(days=2))
    drain_all()

    html = page(client, factories.staff()).content.decode()

    missing, late = today - timedelta(days=3), today - timedelta(days=4)
    label = html.split('role="img" aria-label="')[1].split('"')[0]
    assert label == f"Missing: {missing.day} {missing:%b}. Late: {late.day} {late:%b}."
