"""Opening hours as people read them, and the days that depart from them."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from libraries.distance import kilometres_between
from libraries.hours import departures, weekly_hours
from libraries.models import Holiday, OpeningException, OpeningHours
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


def open_on(library, *weekdays: int, spells=((9, 17),)) -> None:
    for weekday in weekdays:
        for start, end in spells:
            OpeningHours.objects.create(
                library=library, weekday=weekday, opens_at=time(start), closes_at=time(end)
            )


def told(library) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(each.days, each.times) for each in weekly_hours(library.opening_hours.all())]


def test_days_with_the_same_hours_are_told_together():
    library = factories.library()
    open_on(library, 3, 4, 5, 6, 7, spells=((14, 17), (9, 12)))

    assert told(library) == [
        ("Monday and Tuesday", ""),
        ("Wednesday to Sunday", "9:00–12:00, 14:00–17:00"),
    ]


def test_days_apart_stay_apart():
    library = factories.library()
    open_on(library, 1, 3)

    assert [days for days, _times in told(library)] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday to Sunday",
    ]


def test_no_hours_are_not_closed_days():
    assert told(factories.library()) == []


def test_departures_are_the_days_unlike_their_weekday():
    library = factories.library(public_holidays="closed")
    open_on(library, 2, 3, 4, 5, 6, 7)
    OpeningException.objects.create(library=library, day=MONDAY, open=True, reason="校庆")
    OpeningException.objects.create(
        library=library, day=MONDAY + timedelta(days=7), open=False, reason="照常"
    )
    holidays = [
        Holiday.objects.create(day=MONDAY + timedelta(days=2), kind="holiday", name="节日"),
        # Closed on Mondays anyhow: nothing to tell.
        Holiday.objects.create(day=MONDAY + timedelta(days=14), kind="holiday", name="节日"),
    ]

    found = departures(library, MONDAY, MONDAY + timedelta(days=30), holidays)
    assert [(each.day, each.open, each.reason) for each in found] == [
        (MONDAY, True, "校庆"),
        (MONDAY + timedelta(days=2), False, "节日"),
    ]


def test_distances():
    beijing, shanghai = (116.4074, 39.9042), (121.4737, 31.2304)
    assert 1060 < kilometres_between(*beijing, *shanghai) < 1075
    assert kilometres_between(*beijing, *beijing) == 0
