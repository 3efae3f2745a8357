"""Neither a kit nor a hall is held twice on one day, whatever the path and the engine (rule 22)."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.urls import reverse

from accounts.models import User
from exhibitions.life import correct, move
from exhibitions.models import HOLDING_STATES, Kit, State, Stop, TourPlan
from libraries.models import Hall
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
REFUSALS = (ValidationError, IntegrityError)


def held_by(thing):
    """A kit, or a hall with its library, as the fields of a stop that holds it."""
    if thing == "kit":
        kit = factories.kit()
        return {"kit": kit, "exhibition": kit.exhibition}
    library = factories.library()
    return {"hall": Hall.objects.create(library=library, name="一楼"), "library": library}


@pytest.fixture(params=["kit", "hall"])
def thing(request):
    return request.param


@pytest.mark.parametrize(
    ("opens", "closes", "overlaps"),
    [
        (OPENS, CLOSES, True),
        (CLOSES, CLOSES + timedelta(days=30), True),
        (OPENS - timedelta(days=30), OPENS, True),
        (OPENS + timedelta(days=3), OPENS + timedelta(days=3), True),
        (CLOSES + timedelta(days=1), CLOSES + timedelta(days=30), False),
        (OPENS - timedelta(days=30), OPENS - timedelta(days=1), False),
    ],
)
def test_days_that_touch(thing, opens, closes, overlaps):
    held = held_by(thing)
    factories.stop(OPENS, CLOSES, **held)
    if overlaps:
        with pytest.raises(REFUSALS), transaction.atomic():
            factories.stop(opens, closes, **held)
    else:
        factories.stop(opens, closes, **held)
    assert Stop.objects.count() == 2 - overlaps


@pytest.mark.parametrize("state", State.values)
def test_which_states_hold(thing, state):
    held = held_by(thing)
    factories.stop(OPENS, CLOSES, state=state, actual_close=CLOSES, **held)
    rival = factories.stop(OPENS, CLOSES, state=State.APPLIED, confirmed_on=None, actual_open=None, **held)
    if state in HOLDING_STATES:
        with pytest.raises(ValidationError) as refusal:
            move(rival.pk, State.CONFIRMED, by=None)
        assert list(refusal.value.message_dict) == [thing]
    else:
        assert move(rival.pk, State.CONFIRMED, by=None).state == State.CONFIRMED


def test_stops_of_a_draft_hold_nothing(thing):
    held, programme = held_by(thing), factories.programme()
    plan = TourPlan.objects.create(programme=programme, name="草案")
    factories.stop(OPENS, CLOSES, programme=programme, **held)
    factories.stop(OPENS, CLOSES, programme=programme, draft_plan=plan, **held)
    assert Stop.objects.count() == 2


def test_installation_and_removal_count(thing):
    held = held_by(thing)
    factories.stop(OPENS, CLOSES, planned_removal_end=CLOSES + timedelta(days=5), **held)
    with pytest.raises(REFUSALS), transaction.atomic():
        factories.stop(CLOSES + timedelta(days=5), CLOSES + timedelta(days=30), **held)
    with pytest.raises(REFUSALS), transaction.atomic():
        factories.stop(
            CLOSES + timedelta(days=8),
            CLOSES + timedelta(days=30),
            planned_install_start=CLOSES + timedelta(days=4),
            **held,
        )
    factories.stop(CLOSES + timedelta(days=6), CLOSES + timedelta(days=30), **held)


def test_a_correction_into_a_held_range_is_refused_in_words(thing):
    held = held_by(thing)
    first = factories.stop(OPENS, CLOSES, **held)
    second = factories.stop(CLOSES + timedelta(days=1), CLOSES + timedelta(days=30), **held)
    with pytest.raises(ValidationError) as refusal:
        correct(second.pk, by=None, reason="有误", planned_install_start=CLOSES)
    assert list(refusal.value.message_dict) == [thing]
    assert str(first) in refusal.value.messages[0]
    assert Stop.objects.get(pk=second.pk).planned_install_start is None


def test_the_days_held_are_the_same_in_python_and_in_the_database():
    spans = [None, date(2026, 2, 20), date(2026, 4, 10)]
    for install in spans[:2]:
        for removal in (None, spans[2]):
            stop = factories.stop(
                OPENS,
                CLOSES,
                planned_install_start=install,
                planned_removal_end=removal,
                actual_install_start=install,
                actual_open=OPENS - timedelta(days=2) if install else OPENS,
            )
            stored = Stop.objects.get(pk=stop.pk)
            assert (stored.held_from, stored.held_until) == stop.held_days()


# ---------------------------------------------------------------- two at once

two_at_once = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has one writer at a time, and its test database one connection",
)


def at_once(*actions):
    """Run the actions in threads that start together; what each raised, or None."""
    barrier, outcomes = threading.Barrier(len(actions)), [None] * len(actions)

    def run(number, action):
        try:
            barrier.wait(10)
            action()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, action)) for number, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_two_people_confirm_rivals_at_once(thing):
    for _ in range(5):
        held = held_by(thing)
        rivals = [
            factories.stop(OPENS, CLOSES, state=State.APPLIED, confirmed_on=None, actual_open=None, **held)
            for _ in range(2)
        ]
        outcomes = at_once(*(lambda pk=rival.pk: move(pk, State.CONFIRMED, by=None) for rival in rivals))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "ValidationError"]
        refused = next(outcome for outcome in outcomes if outcome)
        assert list(refused.message_dict) == [thing]
        assert sorted(
            Stop.objects.filter(pk__in=[rival.pk for rival in rivals]).values_list("state", flat=True)
        ) == [
            "applied",
            "confirmed",
        ]


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_two_rival_rows_written_at_once_without_any_check():
    """Straight into the table: the exclusion constraint refuses one, or finds a deadlock and ends one."""
    held = held_by("kit")
    first, second = (factories.library(), factories.library("360982"))
    programme = factories.programme()
    outcomes = at_once(
        *(
            lambda library=library: factories.stop(
                OPENS, CLOSES, library=library, programme=programme, **held
            )
            for library in (first, second)
        )
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert isinstance(next(filter(None, outcomes)), (*REFUSALS, OperationalError))
    assert Stop.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@two_at_once
def test_a_rival_that_commits_between_check_and_save_gives_the_same_words():
    held = held_by("kit")
    libraries = (factories.library(), factories.library("360982"))
    stop = factories.stop(
        OPENS, CLOSES, state=State.APPLIED, confirmed_on=None, actual_open=None, library=libraries[0], **held
    )
    written, checked = threading.Event(), threading.Event()

    def write_rival():
        with transaction.atomic():
            factories.stop(OPENS, CLOSES, library=libraries[1], **held)
            written.set()
            # The other meets this uncommitted row only in the constraint, and waits there.
            checked.wait(2)

    def confirm():
        written.wait(10)
        move(stop.pk, State.CONFIRMED, by=None)

    outcomes = at_once(write_rival, confirm)
    assert outcomes[0] is None
    assert isinstance(outcomes[1], ValidationError)
    assert list(outcomes[1].message_dict) == ["kit"]


@two_at_once
@pytest.mark.django_db(transaction=True)
def test_moves_in_bulk_queue_up_in_one_order(client):
    """Who waits for the first kit holds none of the others, so two bulk moves with crossed kits never deadlock."""
    client.force_login(User.objects.get(pk=factories.staff().pk))
    exhibition = factories.exhibition()
    first, second = (factories.kit(exhibition=exhibition) for _ in range(2))
    planned = {"state": State.APPLIED, "confirmed_on": None, "actual_open": None, "exhibition": exhibition}
    stops = [factories.stop(OPENS, CLOSES, kit=kit, **planned) for kit in (second, first)]
    address = f"{reverse('admin:exhibitions_stop_move')}?ids={stops[0].pk},{stops[1].pk}"
    sent = {"to_state": State.CONFIRMED, "on": date(2026, 3, 1), "reason": ""}
    held, waits = threading.Event(), threading.Event()

    def hold_the_first():
        with transaction.atomic():
            Kit.objects.select_for_update(no_key=True).get(pk=first.pk)
            held.set()
            assert waits.wait(10)
            # Not held: it would raise, and in life it would be the deadlock.
            Kit.objects.select_for_update(no_key=True, nowait=True).get(pk=second.pk)

    def move_both():
        assert held.wait(10)
        assert client.post(address, sent).status_code == 302

    def watch():
        assert held.wait(10)
        with connection.cursor() as cursor:
            for _ in range(100):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.05)
        waits.set()

    assert at_once(hold_the_first, move_both, watch) == [None, None, None]
    assert set(Stop.objects.values_list("state", flat=True)) == {"confirmed"}
