"""The demonstration tour: what it shows, that it repeats itself, and that it goes without a trace."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.demonstration import ACCOUNTS, SILENT_ACCOUNTS, demonstration_password, password_file
from accounts.models import Membership, User
from accounts.scope import Scope
from exhibitions.models import HOLDING_STATES, State, Stop
from libraries.models import CountyLibrary
from partnership.models import Programme
from tourexhibit.tests import factories
from visits import demonstration, totals
from visits.coverage import coverage
from visits.day import day_state
from visits.models import DayReport, Measure, RollupState, Tally, Total
from visits.reconcile import reconcile
from visits.recording import Value, file_day, verify_day

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # of Asia/Shanghai
PROVINCES = ["33", "36", "51", "62", "15"]


@pytest.fixture(autouse=True)
def noon_of_a_monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def embedded(settings):
    """On every engine the accounts are those of `make run`."""
    settings.EMBEDDED = True


@pytest.fixture
def places(db):
    """The librarian's county and 64 others in five provinces; the three institutions."""
    factories.division("330521", name="德清县")
    for province in PROVINCES:
        for number in range(1, 14):
            factories.division(f"{province}05{number + 30}")
    for code in ("NLC", "LSC", "CSTM"):
        factories.organisation(code)


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
        "tallies": sorted(Tally.objects.values_list("stop__library__name", "day", "digest", "counter_id")),
    }


def every_row() -> dict[str, list[tuple]]:
    """Every table of the portal, to the last column, but for the version that makes readers look again."""
    return {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_models()
        if model is not RollupState
    }


def test_the_same_seed_and_day_make_the_same_tour(places):
    demonstration.renew(libraries=20, seed=1)
    first = told()
    demonstration.renew(libraries=20, seed=1)
    again = told()
    demonstration.renew(libraries=20, seed=2)

    assert again == first
    assert told() != first


def test_the_librarian_has_something_to_count_today(places):
    demonstration.renew(libraries=60)

    for username, province in (("librarian", "33"), ("librarian2", None)):
        stop = Stop.objects.open_on(MONDAY).get(library__memberships__user__username=username)
        assert stop.library.demonstration
        assert (stop.library.division.code[:2] == "33") == (province == "33")
    stop = Stop.objects.get(library__memberships__user__username="librarian", state=State.OPEN)
    assert stop.library.is_open_on(MONDAY)
    assert not stop.day_reports.filter(day=MONDAY).exists()
    assert not stop.tallies.filter(day=MONDAY).exists()
    assert stop.closes_on == max(each.closes_on for each in Stop.objects.open_on(MONDAY))


def test_the_tour_shows_every_side_of_the_work(places):
    made = demonstration.renew(libraries=60)

    stops = Stop.objects.all()
    assert made == {"libraries": 60, "stops": stops.count(), "days": DayReport.objects.count()}
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


def test_the_tour_is_a_little_behind_an_even_pace_and_counts_no_library_twice(places):
    demonstration.renew(libraries=60)
    programme = Programme.objects.get(slug="demonstration")
    opened = Stop.objects.opened_by(MONDAY)

    assert (programme.first_day, programme.last_day) == (date(2026, 1, 1), date(2030, 12, 31))
    assert (programme.library_target, programme.demonstration) == (200, True)
    even = 200 * 327 / 1826
    assert 0.8 * even < opened.values("library").distinct().count() < even
    assert opened.count() > opened.values("library").distinct().count()


def test_one_tally_differs_from_the_number_that_was_filed(places):
    demonstration.renew(libraries=20)
    yesterday = MONDAY - timedelta(days=1)
    stop = Stop.objects.get(library__memberships__user__username="librarian", state=State.OPEN)

    def differences(day):
        return [row["difference"] for row in day_state(stop.pk, day)["differences"]]

    assert differences(yesterday) == [35]
    assert differences(yesterday - timedelta(days=1)) == []


def test_neither_a_kit_nor_a_hall_is_double_booked(places):
    demonstration.renew(libraries=60)

    for stop in Stop.objects.filter(state__in=HOLDING_STATES):
        stop.full_clean()


def test_every_total_is_proved(places):
    demonstration.renew(libraries=20)

    assert reconcile().mismatches == 0


@pytest.mark.parametrize("libraries", [1, 2, 3])
def test_the_smallest_tours(places, libraries):
    demonstration.renew(libraries=libraries)

    assert CountyLibrary.objects.count() == libraries
    assert demonstration.is_open(MONDAY)


def test_a_tour_of_another_day_stands_as_of_that_day(places):
    as_of = date(2026, 2, 3)

    demonstration.renew(libraries=20, as_of=as_of)

    programme = Programme.objects.get()
    assert (programme.first_day.year, programme.last_day.year) == (2025, 2029)
    assert max(DayReport.objects.values_list("day", flat=True)) == as_of - timedelta(days=1)


# ---------------------------------------------------------------- accounts


def test_the_accounts(places):
    demonstration.renew(libraries=10)

    assert set(User.objects.values_list("username", flat=True)) == {*ACCOUNTS, *SILENT_ACCOUNTS}
    assert set(User.objects.values_list("demonstration", flat=True)) == {True}
    roles = {
        user.username: [
            (m.role, str(m.library or m.division or m.organisation.code)) for m in user.memberships.all()
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
        "admin": [],
    }
    assert other.division.code[:2] != "33"
    password = demonstration_password()
    assert {
        name for name in [*ACCOUNTS, *SILENT_ACCOUNTS] if authenticate(username=name, password=password)
    } == set(ACCOUNTS)
    assert password_file().stat().st_mode & 0o777 == 0o600


def test_a_new_tour_keeps_accounts_and_password(places):
    demonstration.renew(libraries=10)
    before = (demonstration_password(), dict(User.objects.values_list("username", "pk")))

    demonstration.renew(libraries=12)

    assert (demonstration_password(), dict(User.objects.values_list("username", "pk"))) == before


def test_a_lost_password_is_replaced(places):
    demonstration.renew(libraries=3)
    before = demonstration_password()
    password_file().unlink()

    after = demonstration_password()

    assert after != before
    assert authenticate(username="staff", password=after)
    assert not authenticate(username="staff", password=before)


def test_a_real_account_of_the_same_name_is_left_alone(places):
    real = factories.user("Admin")

    demonstration.renew(libraries=3)

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
        return {name for name in everybody if authenticate(username=name, password=password)}

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
    assert all(authenticate(username=name, password=password) for name in ACCOUNTS)


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
    totals.drain_all()
    return stop


def test_the_removal_leaves_no_row_and_moves_no_real_one(places):
    real_life()
    before = every_row()

    demonstration.renew(libraries=20)
    during = every_row()
    kept = demonstration.remove()

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
    demonstration.renew(libraries=20)
    during = figures()
    demonstration.remove()

    assert before == during == figures()


def test_who_recorded_real_counts_stays_without_password(places):
    stop = real_life()
    demonstration.renew(libraries=3)
    verify_day(User.objects.get(username="staff"), stop.pk, date(2026, 11, 21), revision=1)

    kept = demonstration.remove()

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
    assert not demonstration.exists()


def test_more_libraries_than_counties_are_refused(places):
    with pytest.raises(CommandError, match="There are 66 county-level divisions; 67 libraries"):
        call_command("demo", libraries=67)

    assert not CountyLibrary.objects.exists()
