"""The life of a stop: every pair of states, the dates each move sets, its record, and every refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exhibitions.life import MOVES, NEED_A_REASON, correct, move
from exhibitions.models import CLOSED_STATES, OPENED_STATES, StaleDay, State, Stop, TourPlan
from libraries.models import Hall
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

ALLOWED = """
proposed: applied cancelled postponed
applied: confirmed cancelled postponed
confirmed: in_transit installing open cancelled postponed
in_transit: installing open cancelled postponed
installing: open cancelled postponed
open: suspended de_installing
suspended: open de_installing
de_installing: handed_over
handed_over: report_due
report_due: submitted
submitted: returned accepted
returned: submitted
accepted: archived
archived:
cancelled:
postponed: proposed confirmed cancelled
"""
TABLE = {line.split(":")[0]: set(line.split(":")[1].split()) for line in ALLOWED.split("\n") if line}

TODAY = timezone.localdate()
OPENED, CLOSED = TODAY - timedelta(days=20), TODAY - timedelta(days=5)


def stop_in(state, **fields):
    """A stop as it is in `state`, planned for a month around today."""
    dates = {
        "confirmed_on": None if state in (State.PROPOSED, State.APPLIED) else OPENED - timedelta(days=30),
        "planned_open": OPENED,
        "planned_close": TODAY + timedelta(days=10),
        "actual_open": OPENED if state in OPENED_STATES else None,
        "actual_close": CLOSED if state in CLOSED_STATES else None,
    }
    stop = factories.stop(state=state, **{**dates, **fields})
    StaleDay.objects.all().delete()
    return stop


def words_of(refusal):
    return refusal.value.messages


@pytest.mark.parametrize("to_state", State.values)
@pytest.mark.parametrize("from_state", State.values)
def test_every_pair_of_states(from_state, to_state):
    stop, by = stop_in(from_state), factories.user()
    if to_state == from_state:
        assert move(stop.pk, to_state, by=by) == stop
        assert (stop.transitions.count(), StaleDay.objects.count()) == (0, 0)
    elif to_state in TABLE[from_state]:
        moved = move(stop.pk, to_state, by=by, reason="原因")
        assert Stop.objects.get(pk=stop.pk).state == moved.state == to_state
        assert list(
            stop.transitions.values_list("from_state", "to_state", "on", "reason", "recorded_by")
        ) == [(from_state, to_state, TODAY, "原因", by.pk)]
        assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]
        assert stop.history.first().history_user == by
    else:
        with pytest.raises(ValidationError) as refusal:
            move(stop.pk, to_state, by=by, reason="原因")
        assert len(words_of(refusal)) == 1
        assert Stop.objects.get(pk=stop.pk).state == from_state
        assert (stop.transitions.count(), StaleDay.objects.count()) == (0, 0)


def test_the_table_of_moves_is_the_one_of_the_domain():
    assert {state: set(moves) for state, moves in MOVES.items()} == TABLE


def test_a_whole_life_sets_its_dates_and_leaves_its_record():
    stop, by = stop_in(State.PROPOSED), factories.user()
    day = {name: TODAY - timedelta(days=number) for number, name in enumerate("lkjihgfedcba")}
    steps = [
        (State.APPLIED, day["a"], ""),
        (State.CONFIRMED, day["b"], ""),
        (State.IN_TRANSIT, day["c"], ""),
        (State.INSTALLING, day["d"], ""),
        (State.OPEN, day["e"], ""),
        (State.SUSPENDED, day["f"], "停电"),
        (State.OPEN, day["g"], ""),
        (State.DE_INSTALLING, day["h"], ""),
        (State.HANDED_OVER, day["i"], ""),
        (State.REPORT_DUE, day["i"], ""),
        (State.SUBMITTED, day["j"], ""),
        (State.RETURNED, day["k"], "缺少附件"),
        (State.SUBMITTED, day["k"], ""),
        (State.ACCEPTED, day["l"], ""),
        (State.ARCHIVED, day["l"], ""),
    ]
    for state, on, reason in steps:
        move(stop.pk, state, by=by, on=on, reason=reason)
    stop = Stop.objects.get(pk=stop.pk)
    assert (
        stop.confirmed_on,
        stop.actual_install_start,
        stop.actual_open,
        stop.actual_close,
        stop.actual_removal_end,
    ) == (day["b"], day["d"], day["e"], day["h"], day["i"])
    assert list(stop.transitions.values_list("to_state", "on", "reason")) == steps


@pytest.mark.parametrize("to_state", sorted(NEED_A_REASON))
@pytest.mark.parametrize("reason", ["", "  "])
def test_leaving_and_sending_back_take_a_reason(to_state, reason):
    from_state = {State.SUSPENDED: State.OPEN, State.RETURNED: State.SUBMITTED}.get(to_state, State.APPLIED)
    stop = stop_in(from_state)
    with pytest.raises(ValidationError) as refusal:
        move(stop.pk, to_state, by=None, reason=reason)
    assert list(refusal.value.message_dict) == ["reason"]
    assert {"cancelled", "postponed", "suspended", "returned"} == NEED_A_REASON


def test_a_reason_too_long_is_refused_and_the_longest_is_stored():
    stop = stop_in(State.APPLIED)
    with pytest.raises(ValidationError):
        move(stop.pk, State.CANCELLED, by=None, reason="因" * 301)
    move(stop.pk, State.CANCELLED, by=None, reason="因" * 300)
    assert stop.transitions.get().reason == "因" * 300


@pytest.mark.parametrize(
    ("state", "to_state", "on"),
    [
        (State.APPLIED, State.CONFIRMED, TODAY + timedelta(days=1)),
        (State.CONFIRMED, State.OPEN, OPENED - timedelta(days=31)),
        (State.OPEN, State.DE_INSTALLING, OPENED - timedelta(days=1)),
        (State.DE_INSTALLING, State.HANDED_OVER, CLOSED - timedelta(days=1)),
        (State.OPEN, State.DE_INSTALLING, TODAY + timedelta(days=1)),
    ],
)
def test_days_in_the_future_or_out_of_order(state, to_state, on):
    stop = stop_in(state)
    with pytest.raises(ValidationError) as refusal:
        move(stop.pk, to_state, by=None, on=on)
    assert list(refusal.value.message_dict) == ["on"]


def test_a_move_is_not_before_the_one_before_it():
    stop = stop_in(State.OPEN)
    move(stop.pk, State.SUSPENDED, by=None, on=TODAY - timedelta(days=3), reason="停电")
    with pytest.raises(ValidationError):
        move(stop.pk, State.OPEN, by=None, on=TODAY - timedelta(days=4))
    move(stop.pk, State.OPEN, by=None, on=TODAY - timedelta(days=2))
    with pytest.raises(ValidationError):
        move(stop.pk, State.DE_INSTALLING, by=None, on=TODAY - timedelta(days=3))


def test_no_opening_after_the_planned_closing():
    stop = stop_in(State.CONFIRMED, planned_close=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        move(stop.pk, State.OPEN, by=None)
    correct(stop.pk, by=None, reason="顺延", planned_close=TODAY + timedelta(days=30))
    assert move(stop.pk, State.OPEN, by=None).actual_open == TODAY


@pytest.mark.parametrize("missing", ["planned_open", "planned_close"])
def test_a_stop_is_confirmed_with_planned_dates_only(missing):
    stop = stop_in(State.APPLIED, **{"planned_open": OPENED, "planned_close": None, missing: None})
    with pytest.raises(ValidationError) as refusal:
        move(stop.pk, State.CONFIRMED, by=None)
    assert missing in refusal.value.message_dict


def test_a_stop_of_a_draft_plan_does_not_move():
    programme = factories.programme()
    stop = stop_in(
        State.PROPOSED,
        programme=programme,
        draft_plan=TourPlan.objects.create(programme=programme, name="草案"),
    )
    with pytest.raises(ValidationError):
        move(stop.pk, State.APPLIED, by=None)


def test_an_unknown_state_and_an_unknown_stop():
    with pytest.raises(ValidationError):
        move(stop_in(State.PROPOSED).pk, "flying", by=None)
    with pytest.raises(Stop.DoesNotExist):
        move(999_999, State.APPLIED, by=None)


def test_a_postponed_stop_begins_anew():
    kit = factories.kit()
    stop = stop_in(State.CONFIRMED, kit=kit, exhibition=kit.exhibition)
    move(stop.pk, State.INSTALLING, by=None, on=TODAY - timedelta(days=4))
    assert move(stop.pk, State.POSTPONED, by=None, reason="洪水").actual_install_start is None
    assert move(stop.pk, State.CONFIRMED, by=None).confirmed_on == TODAY
    move(stop.pk, State.POSTPONED, by=None, reason="洪水")
    assert move(stop.pk, State.PROPOSED, by=None).confirmed_on is None


# ---------------------------------------------------------------- corrections


def test_a_correction_is_recorded_with_its_reason():
    stop, by = stop_in(State.OPEN), factories.user()
    earlier = OPENED - timedelta(days=2)
    corrected = correct(stop.pk, by=by, reason="开展日期填错", actual_open=earlier)
    assert Stop.objects.get(pk=stop.pk).actual_open == corrected.actual_open == earlier
    assert list(stop.transitions.values_list("from_state", "to_state", "on", "reason", "recorded_by")) == [
        ("open", "open", TODAY, "开展日期填错", by.pk)
    ]
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]


def test_what_a_correction_can_change():
    kit, library, programme = factories.kit(), factories.library("360982"), factories.programme()
    hall = Hall.objects.create(library=library, name="一楼")
    stop = stop_in(State.OPEN)
    changed = {
        "kit": kit,
        "exhibition": kit.exhibition,
        "library": library,
        "hall": hall,
        "programme": programme,
    }
    correct(stop.pk, by=None, reason="登记有误", **changed)
    stop = Stop.objects.get(pk=stop.pk)
    assert {name: getattr(stop, name) for name in changed} == changed
    with pytest.raises(TypeError):
        correct(stop.pk, by=None, reason="登记有误", state=State.ARCHIVED)


def test_a_correction_that_changes_nothing_has_no_effect():
    stop = stop_in(State.OPEN)
    correct(stop.pk, by=None, reason="", actual_open=stop.actual_open, kit=None)
    assert (stop.transitions.count(), StaleDay.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("state", "fields", "named"),
    [
        (State.OPEN, {"actual_open": TODAY + timedelta(days=1)}, "actual_open"),
        (State.OPEN, {"actual_open": None}, "actual_open"),
        (State.OPEN, {"actual_close": TODAY}, "actual_close"),
        (State.PROPOSED, {"actual_open": OPENED}, "actual_open"),
        (State.PROPOSED, {"confirmed_on": OPENED}, "confirmed_on"),
        (State.OPEN, {"confirmed_on": None}, "confirmed_on"),
        (State.ARCHIVED, {"actual_close": OPENED - timedelta(days=1)}, "actual_close"),
        (State.ARCHIVED, {"actual_close": None}, "actual_close"),
        (State.ARCHIVED, {"actual_removal_end": CLOSED - timedelta(days=1)}, "actual_removal_end"),
        (State.DE_INSTALLING, {"actual_removal_end": TODAY}, "actual_removal_end"),
        (State.OPEN, {"actual_install_start": OPENED + timedelta(days=1)}, "actual_open"),
        (State.OPEN, {"planned_close": OPENED - timedelta(days=1)}, "planned_close"),
        (State.OPEN, {"planned_open": None}, "planned_open"),
        (State.OPEN, {"planned_install_start": OPENED + timedelta(days=1)}, "planned_open"),
        (State.OPEN, {"planned_removal_end": TODAY}, "planned_removal_end"),
        (State.PROPOSED, {"planned_open": None}, "planned_open"),
    ],
)
def test_dates_that_cannot_be_are_refused_by_name(state, fields, named):
    stop = stop_in(state)
    with pytest.raises(ValidationError) as refusal:
        correct(stop.pk, by=None, reason="登记有误", **fields)
    assert list(refusal.value.message_dict) == [named]
    stored = Stop.objects.get(pk=stop.pk)
    assert {name: getattr(stored, name) for name in fields} == {name: getattr(stop, name) for name in fields}


def test_a_correction_takes_a_reason_and_objects_that_fit():
    stop, other = stop_in(State.OPEN), factories.library("360982")
    with pytest.raises(ValidationError):
        correct(stop.pk, by=None, reason=" ", library=other)
    with pytest.raises(ValidationError):
        correct(stop.pk, by=None, reason="有误", kit=factories.kit())
    with pytest.raises(ValidationError):
        correct(stop.pk, by=None, reason="有误", hall=Hall.objects.create(library=other, name="一楼"))
    with pytest.raises(ValidationError):
        correct(stop.pk, by=None, reason="有误", programme=factories.programme(demonstration=True))
    assert stop.transitions.count() == 0


def test_the_order_of_days_follows_a_correction():
    stop = stop_in(State.CONFIRMED)
    move(stop.pk, State.OPEN, by=None, on=TODAY - timedelta(days=2))
    correct(stop.pk, by=None, reason="有误", actual_open=OPENED)
    assert move(stop.pk, State.DE_INSTALLING, by=None, on=TODAY - timedelta(days=9)).actual_close == (
        TODAY - timedelta(days=9)
    )


def test_pilot_like_stops_need_no_kit():
    assert move(stop_in(State.APPLIED, kit=None).pk, State.CONFIRMED, by=None).kit is None


@pytest.mark.parametrize("into", [True, False])
def test_a_correction_does_not_carry_a_stop_between_demonstration_and_real_data(into):
    stop = stop_in(
        State.OPEN,
        programme=factories.programme(demonstration=not into),
        library=factories.library(demonstration=not into),
    )
    other = {
        "programme": factories.programme(demonstration=into),
        "library": factories.library("360982", demonstration=into),
    }
    with pytest.raises(ValidationError) as refusal:
        correct(stop.pk, by=None, reason="有误", **other)
    assert list(refusal.value.message_dict) == ["programme"]
    assert Stop.objects.get(pk=stop.pk).programme == stop.programme
    same = factories.programme(demonstration=not into)
    assert correct(stop.pk, by=None, reason="有误", programme=same).programme == same


@pytest.mark.parametrize("name", ["confirmed_on", "planned_open", "planned_install_start", "actual_open"])
def test_a_day_before_there_was_a_tour_is_refused(name):
    stop = stop_in(State.OPEN)
    with pytest.raises(ValidationError) as refusal:
        correct(stop.pk, by=None, reason="有误", **{name: date(26, 11, 20)})
    assert list(refusal.value.message_dict) == [name]
    assert correct(stop.pk, by=None, reason="有误", **{name: date(2000, 1, 1)}).pk == stop.pk


def test_a_move_before_there_was_a_tour_is_refused():
    stop = stop_in(State.PROPOSED)
    with pytest.raises(ValidationError) as refusal:
        move(stop.pk, State.APPLIED, by=None, on=date(1999, 12, 31))
    assert list(refusal.value.message_dict) == ["on"]
    assert move(stop.pk, State.APPLIED, by=None, on=date(2000, 1, 1)).state == State.APPLIED
