"""The demonstration tour: that it repeats itself, whose accounts it makes, and that it goes without a trace."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import RequestFactory

from accounts.models import Membership, User
from accounts.scope import Scope
from demonstration import tour
from demonstration.accounts import ACCOUNTS, SILENT_ACCOUNTS, demonstration_password, password_file
from demonstration.tests.places import MONDAY, NOON, make_places
from exhibitions.models import Stop
from libraries.models import CountyLibrary
from partnership.models import Programme
from tourexhibit.tests import factories
from visits.figures.coverage import coverage
from visits.models import DayReport, EventReport, FeedEntry, RollupState, Tally
from visits.recording.days import file_day, verify_day
from visits.totals import drain
from visits.values import Value


@pytest.fixture(autouse=True)
def noon_of_a_monday():
    with time_machine.travel(NOON, tick=False):
        yield


def signs_in(username: str, password: str) -> bool:
    request = RequestFactory().post("/accounts/login/")
    return authenticate(request, username=username, password=password) is not None


@pytest.fixture(autouse=True)
def embedded(settings):
    """On every engine the accounts are those of `make run`."""
    settings.EMBEDDED = True


@pytest.fixture(scope="module")
def places_of_all(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Made once; each test stands in a transaction of its own within this one, and all of it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_places()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def places(places_of_all, db):
    """What `make_places` makes."""


def told() -> dict:
    """The demonstration in words, without the numbers that databases give to rows."""
    stops = Stop.objects.filter(programme__demonstration=True).order_by(
        "library__division__code", "planned_open"
    )
    return {
        "stops": [
            (
                stop.library.name,
                stop.state,
                stop.confirmed_on,
                stop.held_from,
                stop.actual_open,
                stop.held_until,
            )
            for stop in stops
        ],
        "days": sorted(
            DayReport.objects.values_list(
                "stop__library__name", "day", "state", "review", "filed_at", "verified_at", "reason", "note"
            ),
            key=str,
        ),
        "numbers": sorted(
            DayReport.objects.values_list(
                "stop__library__name",
                "day",
                "values__kind",
                "values__audience",
                "values__value",
                "values__basis",
            ),
            key=str,
        ),
        "events": sorted(
            EventReport.objects.values_list(
                "event__key", "event__title", "day", "state", "review", "values__kind", "values__value"
            ),
            key=str,
        ),
        "tallies": sorted(Tally.objects.values_list("stop__library__name", "day", "digest", "counter_id")),
    }


def every_row() -> dict[str, list[tuple]]:
    """Every table of the portal, to the last column, but for the version that makes readers look again.

    Nor are those feed entries in it that say only that something is gone, nor what waits to be told in the feed.
    """
    rows = {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_models()
        if model not in (RollupState, FeedEntry) and model._meta.label != "api.RegistryMark"
    }
    rows["feed"] = sorted(FeedEntry.objects.exclude(data="").values_list())
    return rows


def test_readers_of_the_feed_hear_that_the_demonstration_is_gone(places):
    real_life()
    drain.drain_all()
    tour.renew(libraries=20)
    have = {(entry.type, entry.object_id) for entry in FeedEntry.objects.all() if entry.data}
    last = FeedEntry.objects.latest("sequence").sequence
    tour.remove()
    told = FeedEntry.objects.filter(sequence__gt=last).order_by("sequence")
    gone = {(entry.type, entry.object_id) for entry in told}
    left = {(entry.type, entry.object_id) for entry in FeedEntry.objects.exclude(data="")}
    assert {entry.operation for entry in told} == {"delete"}
    assert gone and gone | left == have and not gone & left
    assert [entry.sequence for entry in told] == list(range(last + 1, last + 1 + len(gone)))
    tour.remove()
    assert FeedEntry.objects.filter(sequence__gt=last).count() == len(gone)


def test_the_same_seed_and_day_make_the_same_tour(places):
    tour.renew(libraries=20, seed=1)
    first = told()
    tour.renew(libraries=20, seed=1)
    again = told()
    tour.renew(libraries=20, seed=2)

    assert again == first
    assert told() != first


@pytest.mark.parametrize("libraries", [1, 2, 3])
def test_the_smallest_tours(places, libraries):
    tour.renew(libraries=libraries)

    assert CountyLibrary.objects.count() == libraries
    assert tour.is_open(MONDAY)


def test_a_tour_of_another_day_stands_as_of_that_day(places):
    as_of = date(2026, 2, 3)

    tour.renew(libraries=20, as_of=as_of)

    programme = Programme.objects.get()
    assert (programme.first_day.year, programme.last_day.year) == (2025, 2029)
    assert max(DayReport.objects.values_list("day", flat=True)) == as_of - timedelta(days=1)


# ---------------------------------------------------------------- accounts


def test_the_accounts(places):
    tour.renew(libraries=10)

    assert set(User.objects.values_list("username", flat=True)) == {*ACCOUNTS, *SILENT_ACCOUNTS}
    assert set(User.objects.values_list("demonstration", flat=True)) == {True}
    roles = {
        user.username: [
            (m.role, str(m.library or m.division or (m.organisation.code if m.organisation else "")))
            for m in user.memberships.all()
        ]
        for user in User.objects.filter(username__in=ACCOUNTS)
    }
    other = CountyLibrary.objects.get(memberships__user__username="librarian2")
    assert roles == {
        "staff": [("staff", "NLC")],
        "staff_lsc": [("staff", "LSC")],
        "staff_cstm": [("staff", "CSTM")],
        "coordinator": [("coordinator", "区划330000 330000")],
        "librarian": [("librarian", "德清县示范馆")],
        "librarian2": [("librarian", other.name)],
        "partner": [("partner", "")],
        "admin": [],
    }
    assert other.division.code[:2] != "33"
    password = demonstration_password()
    assert {
        name for name in [*ACCOUNTS, *SILENT_ACCOUNTS] if signs_in(username=name, password=password)
    } == set(ACCOUNTS)
    assert password_file().stat().st_mode & 0o777 == 0o600


def test_a_new_tour_keeps_accounts_and_password(places):
    tour.renew(libraries=10)
    before = (demonstration_password(), dict(User.objects.values_list("username", "pk")))

    tour.renew(libraries=12)

    assert (demonstration_password(), dict(User.objects.values_list("username", "pk"))) == before


def test_a_lost_password_is_replaced(places):
    tour.renew(libraries=3)
    before = demonstration_password()
    password_file().unlink()

    after = demonstration_password()

    assert after != before
    assert signs_in(username="staff", password=after)
    assert not signs_in(username="staff", password=before)


def test_a_real_account_of_the_same_name_is_left_alone(places):
    real = factories.user("Admin")

    tour.renew(libraries=3)

    real.refresh_from_db()
    assert (real.demonstration, real.is_superuser, real.has_usable_password()) == (False, False, False)
    assert User.objects.filter(username__iexact="admin").count() == 1


def test_in_production_accounts_with_power_over_real_data_are_made_only_when_asked_for(places, settings):
    settings.EMBEDDED = False
    factories.staff()
    everybody = set(ACCOUNTS)
    harmless = {"librarian", "librarian2"}

    def open_accounts() -> set[str]:
        password = demonstration_password()
        return {name for name in everybody if signs_in(username=name, password=password)}

    call_command("demo", libraries=3)
    assert open_accounts() == harmless
    call_command("demo", libraries=3, with_accounts=True)
    assert open_accounts() == everybody
    call_command("demo", libraries=3)
    assert open_accounts() == harmless
    assert not User.objects.filter(is_superuser=True, is_active=True).exists()
    roles = Membership.objects.filter(user__demonstration=True)
    assert set(roles.values_list("user__username", flat=True)) == harmless


def test_a_trial_of_production_has_all_its_accounts(places, settings):
    settings.EMBEDDED = False
    call_command("demo", libraries=3)
    password = demonstration_password()
    assert all(signs_in(username=name, password=password) for name in ACCOUNTS)


# ---------------------------------------------------------------- removal


def real_life() -> Stop:
    """A real stop with a verified day, a filed day and totals."""
    stop = factories.stop(
        library=factories.library("360982", name="真实馆"), opens=date(2026, 11, 1), closes=date(2026, 12, 31)
    )
    librarian = factories.librarian(stop.library)
    for day, number in ((date(2026, 11, 20), 120), (date(2026, 11, 21), 340)):
        value = Value("exhibition_visit", "adult", number, "counted", "manual_tally")
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=[value])
    verify_day(factories.staff(), stop.pk, date(2026, 11, 20), revision=1)
    drain.drain_all()
    return stop


def test_the_removal_leaves_no_row_and_moves_no_real_one(places):
    real_life()
    before = every_row()

    tour.renew(libraries=20)
    during = every_row()
    kept = tour.remove()

    assert during != before
    assert every_row() == before
    assert kept == []
    assert not password_file().exists()


def test_real_figures_never_contain_the_demonstration(places):
    stop = real_life()

    def figures():
        found = coverage(stop.programme, as_of=MONDAY, scope=Scope(is_superuser=True))
        return found.covered, found.planned, found.reporting, found.visits

    before = figures()
    tour.renew(libraries=20)
    during = figures()
    tour.remove()

    assert before == during == figures()


def test_who_recorded_real_counts_stays_without_password(places):
    stop = real_life()
    tour.renew(libraries=3)
    verify_day(User.objects.get(username="staff"), stop.pk, date(2026, 11, 21), revision=1)

    kept = tour.remove()

    assert kept == ["staff"]
    left = User.objects.get(demonstration=True)
    assert (left.username, left.is_active, left.has_usable_password(), left.memberships.count()) == (
        "staff",
        False,
        False,
        0,
    )


# ---------------------------------------------------------------- the command


def test_the_command_makes_and_removes(places, capsys):
    call_command("demo", libraries=5, seed=3)
    call_command("demo", remove=True)

    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("5 libraries, ")
    assert printed[1].startswith("Demonstration password: ")
    assert printed[2:] == ["The demonstration is removed."]
    assert not tour.exists()


def test_more_libraries_than_counties_are_refused(places):
    with pytest.raises(CommandError, match="There are 66 county-level divisions; 67 libraries"):
        call_command("demo", libraries=67)

    assert not CountyLibrary.objects.exists()
