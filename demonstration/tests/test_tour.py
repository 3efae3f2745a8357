"""What the demonstration tour shows: one tour of 60 libraries, made once and looked at from several sides."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from demonstration import tour as demonstration
from demonstration.tests.places import MONDAY, NOON, make_places
from exhibitions.models import HOLDING_STATES, State, Stop
from partnership.models import Programme
from upkeep.proof.reconcile import reconcile
from visits.models import DayReport, EventReport, EventValue, Total
from visits.recording.day_state import day_state
from visits.vocabulary import Measure

# In one process, so that the tour is made once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration_tour")]


@pytest.fixture(scope="module")
def tour(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    """What was made of what. Each test stands in a transaction of its own within this one, and all of it is undone."""
    with (
        time_machine.travel(NOON, tick=False),
        override_settings(EMBEDDED=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        make_places()
        yield demonstration.renew(libraries=60)
        transaction.set_rollback(True)


def test_the_librarian_has_something_to_count_today(tour):
    for username, province in (("librarian", "33"), ("librarian2", None)):
        stop = Stop.objects.open_on(MONDAY).get(library__memberships__user__username=username)
        assert stop.library.demonstration
        assert (stop.library.division.code[:2] == "33") == (province == "33")
    stop = Stop.objects.get(library__memberships__user__username="librarian", state=State.OPEN)
    assert stop.library.is_open_on(MONDAY)
    assert not stop.day_reports.filter(day=MONDAY).exists()
    assert not stop.tallies.filter(day=MONDAY).exists()
    assert stop.closes_on == max(each.closes_on for each in Stop.objects.open_on(MONDAY))


def test_the_tour_shows_every_side_of_the_work(tour):
    stops = Stop.objects.all()
    assert tour == {"libraries": 60, "stops": stops.count(), "days": DayReport.objects.count()}
    assert set(stops.values_list("state", flat=True)) >= {
        State.ARCHIVED,
        State.ACCEPTED,
        State.OPEN,
        State.SUSPENDED,
        State.CONFIRMED,
        State.PROPOSED,
        State.APPLIED,
        State.CANCELLED,
        State.POSTPONED,
    }
    assert stops.filter(state=State.CANCELLED).count() == stops.filter(state=State.POSTPONED).count() == 1
    reports = DayReport.objects.all()
    assert set(reports.values_list("review", flat=True)) == {"filed", "endorsed", "returned", "verified"}
    assert set(reports.values_list("state", flat=True)) == {"counted", "closed"}
    assert reports.filter(values__kind="filed", values__basis="estimated").exists()
    assert reports.filter(values__measure=Measure.LIBRARY_VISIT).exists()
    nation = Total.objects.get(level=0, grain="whole", measure="exhibition_visit", audience="")
    assert nation.visits_all > nation.visits_filed > nation.visits_verified > 0
    finished = DayReport.objects.filter(stop__state__in=[State.ACCEPTED, State.ARCHIVED])
    assert set(finished.values_list("review", flat=True)) == {"verified"}


def test_events_are_filed_and_reviewed_and_one_is_left_to_the_librarian(tour):
    assert {*EventReport.objects.values_list("review", flat=True)} >= {"filed", "verified"}
    assert {*EventReport.objects.values_list("state", flat=True)} >= {"counted"}
    measures = EventValue.objects.order_by().values_list("measure", flat=True).distinct()
    assert sorted(measures) == ["event_attendance", "online_visit"]
    stop = Stop.objects.open_on(MONDAY).get(library__memberships__user__username="librarian")
    past = stop.events.filter(day__lt=MONDAY)
    assert past.filter(report__isnull=True).count() == 1
    assert [entry.publication.isbn for entry in stop.exhibition.reading_list.all()] == ["", "", ""]


def test_the_tour_is_a_little_behind_an_even_pace_and_counts_no_library_twice(tour):
    programme = Programme.objects.get(slug="demonstration")
    opened = Stop.objects.opened_by(MONDAY)

    assert (programme.first_day, programme.last_day) == (date(2026, 1, 1), date(2030, 12, 31))
    assert (programme.library_target, programme.demonstration) == (200, True)
    even = 200 * 327 / 1826
    assert 0.8 * even < opened.values("library").distinct().count() < even
    assert opened.count() > opened.values("library").distinct().count()


def test_one_tally_differs_from_the_number_that_was_filed(tour):
    yesterday = MONDAY - timedelta(days=1)
    stop = Stop.objects.get(library__memberships__user__username="librarian", state=State.OPEN)

    def differences(day):
        return [row["difference"] for row in day_state(stop.pk, day)["differences"]]

    assert differences(yesterday) == [35]
    assert differences(yesterday - timedelta(days=1)) == []


def test_neither_a_kit_nor_a_hall_is_double_booked(tour):
    for stop in Stop.objects.filter(state__in=HOLDING_STATES):
        stop.full_clean()


def test_every_total_is_proved(tour):
    assert reconcile().mismatches == 0
