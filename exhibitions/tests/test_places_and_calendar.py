"""Divisions that move, and holidays that are entered: the stops they matter to are derived again."""

import re

import pytest

from exhibitions.models import StaleDay
from exhibitions.reference import load_calendar, load_places
from libraries.models import PublicHolidays
from libraries.reference import DATA, load_divisions
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def test_stops_below_a_division_that_moved_are_marked(tmp_path):
    """A county comes below another prefecture in the file; the figures of its stops are derived again."""
    load_divisions()
    stop = factories.stop(library=factories.library("330521"))
    factories.stop(library=factories.library("360982"))
    StaleDay.objects.all().delete()
    text = (DATA / "divisions.csv").read_text()
    moved = re.sub(r"^(330521,德清县,.*?),330500,", r"\1,330100,", text, count=1, flags=re.MULTILINE)
    (tmp_path / "divisions.csv").write_text(moved)

    assert load_places(tmp_path / "divisions.csv", DATA / "successions.csv").moved == ("330521",)
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]


def test_stops_with_public_holidays_are_marked_once_their_years_are_entered():
    keeping = factories.library("330521", public_holidays=PublicHolidays.CLOSED)
    stop = factories.stop(library=keeping)
    factories.stop(library=factories.library("360982"))
    StaleDay.objects.all().delete()

    assert load_calendar().made > 0
    assert load_calendar().made == 0
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]
