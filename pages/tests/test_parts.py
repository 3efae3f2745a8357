"""The parts of the dashboard that need no database: sentences, tiles, the burn-up's table, how figures are written."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation

from pages.dashboard import burn_up
from pages.dashboard.sentences import odds
from pages.dashboard.tiles import PLACES
from pages.frame.csv_file import cell
from pages.templatetags import figures


def test_each_unit_has_a_tile_of_its_own_within_seven_by_eight():
    assert len(PLACES) == 34
    assert len({place.code for place in PLACES}) == 34
    assert len({place.letters for place in PLACES}) == 34
    assert len({(place.column, place.row) for place in PLACES}) == 34
    assert {place.column for place in PLACES} == set(range(1, 8))
    assert {place.row for place in PLACES} == set(range(1, 9))


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (None, "–", "–"),
        (0, "0", "0"),
        (9999, "9,999", "9,999"),
        (55_000, "55,000", "5.5 万"),
        (512_840, "512,840", "51.3 万"),
    ],
)
def test_headlines_count_in_ten_thousands_in_chinese_alone(value, english, chinese):
    with translation.override("en"):
        assert figures.headline(value) == english
    with translation.override("zh-hans"):
        assert figures.headline(value) == chinese


def test_null_is_not_zero():
    assert (figures.thousands(None), figures.thousands(0), figures.thousands(1234567)) == (
        "–",
        "0",
        "1,234,567",
    )
    assert (figures.percent(None), figures.percent(0.125)) == ("–", "13%")
    assert (figures.one_decimal(None), figures.one_decimal(3.25)) == ("–", "3.3")
    assert figures.day(None) == "–"


def test_a_difference_wears_its_sign():
    assert [figures.difference(value) for value in (1200, 0, -1200)] == ["+1,200", "0", "−1,200"]


def test_dates_are_chinas():
    moment = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    with translation.override("en"):
        assert figures.moment(moment) == "23 November 2026, 01:00:00"
        assert figures.day(date(2026, 11, 22)) == "22 November 2026"
        assert figures.short_day(date(2026, 11, 22)) == "22 Nov"
        assert figures.month(date(2031, 3, 1)) == "March 2031"


@pytest.mark.parametrize(("part", "whole", "width"), [(0, 0, 0), (1, 3, 33.33), (5, 4, 100)])
def test_bars_stay_within_their_frame(part, whole, width):
    assert figures.share(part, whole) == width


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "–"), (0.0, "<1%"), (0.004, "<1%"), (0.35, "35%"), (0.996, ">99%"), (1.0, ">99%")],
)
def test_no_forecast_is_certain(share, words):
    assert odds(share) == words


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_formula_is_written_as_text(text):
    assert cell(text) == f"'{text}"


def test_numbers_and_plain_text_stay():
    assert [cell(value) for value in (None, 0, -1, "浙江")] == [None, 0, -1, "浙江"]


def programme(first, last):
    return SimpleNamespace(first_day=first, last_day=last)


def test_the_burn_up_runs_by_quarter_and_parts_past_from_forecast():
    long = programme(date(2026, 1, 1), date(2028, 12, 31))
    coverage = SimpleNamespace(target=36)
    pace = SimpleNamespace(
        ended=False,
        curve=[
            (date(2026, 4, 1), 2.0, 2.0, 2.0),
            (date(2026, 10, 1), 4.0, 8.0, 12.0),
            (date(2029, 2, 1), 20.0, 30.0, 40.0),
        ],
    )
    rows = burn_up.table(
        long, coverage, [(date(2026, 2, 1), 1), (date(2026, 3, 1), 2)], pace, date(2026, 4, 1)
    )
    assert rows[:3] == [
        burn_up.BurnUpRow(day=date(2026, 3, 31), actual=2, plan=3, low=None, median=None, high=None),
        burn_up.BurnUpRow(day=date(2026, 6, 30), actual=None, plan=6, low=3, median=5, high=7),
        burn_up.BurnUpRow(day=date(2026, 9, 30), actual=None, plan=9, low=4, median=8, high=12),
    ]
    assert rows[-1] == burn_up.BurnUpRow(
        day=date(2029, 3, 31), actual=None, plan=None, low=None, median=None, high=None
    )


def test_a_short_programme_runs_by_month():
    short = programme(date(2020, 1, 1), date(2020, 12, 31))
    rows = burn_up.table(
        short, SimpleNamespace(target=None), [(date(2020, 12, 31), 3)], None, date(2026, 11, 23)
    )
    assert [(row.day.month, row.actual, row.plan) for row in rows] == [
        (month, 0, None) for month in range(1, 12)
    ] + [(12, 3, None)]
