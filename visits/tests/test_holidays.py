"""Public holidays: how a library keeps them, and that the calendar, the drain and the proof say the same."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from exhibitions.models import StaleDay
from libraries.models import Holiday, OpeningException, OpeningHours, PublicHolidays
from libraries.reference import load_holidays
from tourexhibit.tests import factories
from upkeep.proof.reconcile import reconcile
from visits.models import ANY, DayFigure, RollupState
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db
# A week of 2026: Monday off, and the Sunday before worked in exchange.
SUNDAY, MONDAY = date(2026, 9, 6), date(2026, 9, 7)
WEEK = [SUNDAY + timedelta(days=number) for number in range(7)]


@pytest.fixture
def arrangement():
    Holiday.objects.create(day=MONDAY, kind=Holiday.Kind.HOLIDAY, name="某节")
    Holiday.objects.create(day=SUNDAY, kind=Holiday.Kind.WORKING_DAY, name="某节")


def stop_at(public_holidays: str, weekdays: tuple[int, ...] = (2, 3, 4, 5, 6)):
    """A stop of that week at a library open from Tuesday to Saturday."""
    library = factories.library(public_holidays=public_holidays)
    for weekday in weekdays:
        OpeningHours.objects.create(library=library, weekday=weekday, opens_at="9:00", closes_at="17:00")
    return factories.stop(library=library, opens=WEEK[0], closes=WEEK[-1], actual_close=WEEK[-1])


def expected(stop) -> list[date]:
    rows = DayFigure.objects.filter(stop=stop, measure=ANY, audience=ANY, days_expected=1)
    return sorted(rows.values_list("day", flat=True))


@pytest.mark.parametrize(
    ("public_holidays", "opens"),
    [
        (PublicHolidays.FOLLOW, WEEK[2:]),
        (PublicHolidays.CLOSED, [SUNDAY, *WEEK[2:]]),
        (PublicHolidays.OPEN, [MONDAY, *WEEK[2:]]),
    ],
)
def test_calendar_drain_and_proof_expect_the_same_days(arrangement, public_holidays, opens):
    stop = stop_at(public_holidays)
    drain_all()

    calendar = stop.library.calendar()

    assert [day for day in WEEK if calendar.is_open_on(day)] == opens
    assert expected(stop) == opens
    assert (reconcile().mismatches, RollupState.objects.get().expected_through >= WEEK[-1]) == (0, True)


def test_a_library_closed_on_holidays_is_not_expected_on_a_weekday_off(arrangement):
    stop = stop_at(PublicHolidays.CLOSED, weekdays=(1, 2))
    drain_all()

    assert expected(stop) == [SUNDAY, WEEK[2]]
    assert reconcile().mismatches == 0


def test_the_librarys_own_exception_wins(arrangement):
    stop = stop_at(PublicHolidays.CLOSED)
    OpeningException.objects.create(library=stop.library, day=MONDAY, open=True, reason="节日开放")
    OpeningException.objects.create(library=stop.library, day=SUNDAY, open=False, reason="检修")
    drain_all()

    assert expected(stop) == [MONDAY, *WEEK[2:]]
    assert reconcile().mismatches == 0


def test_the_reference_file_holds_the_arrangements_and_never_overwrites(arrangement):
    first = load_holidays()
    Holiday.objects.filter(day=date(2025, 10, 1)).update(name="改过")
    Holiday.objects.filter(day=date(2025, 10, 2)).delete()

    again = load_holidays()

    assert first.made > 150
    assert again.made == 0
    assert Holiday.objects.get(day=date(2025, 10, 1)).name == "改过"
    assert not Holiday.objects.filter(day=date(2025, 10, 2)).exists()
    # A year that somebody began to enter is left to that person.
    assert Holiday.objects.filter(day__year=2026).count() == 2


def test_a_change_in_the_administration_derives_the_days_again(client, arrangement):
    keeping, following = stop_at(PublicHolidays.OPEN), stop_at(PublicHolidays.FOLLOW)
    drain_all()
    client.force_login(User.objects.get(pk=factories.staff().pk))
    holiday = Holiday.objects.get(day=MONDAY)
    address = reverse("admin:libraries_holiday_delete", args=[holiday.pk])

    assert client.post(address, {"post": "yes"}).status_code == 302

    assert set(StaleDay.objects.values_list("stop_id", flat=True)) == {keeping.pk}
    drain_all()
    assert (expected(keeping), expected(following)) == (WEEK[2:], WEEK[2:])
    assert reconcile().mismatches == 0


def test_the_administration_warns_while_the_coming_year_is_empty(client):
    client.force_login(User.objects.get(pk=factories.staff().pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    assert "are not entered yet" in client.get(reverse("admin:libraries_holiday_changelist")).content.decode()


def test_adding_a_holiday_in_the_administration(client):
    stop = stop_at(PublicHolidays.OPEN)
    drain_all()
    client.force_login(User.objects.get(pk=factories.staff().pk))

    answer = client.post(
        reverse("admin:libraries_holiday_add"),
        {"day": MONDAY.isoformat(), "kind": "holiday", "name": "某节", "name_en": ""},
    )

    assert answer.status_code == 302
    drain_all()
    assert expected(stop) == [MONDAY, *WEEK[2:]]
