"""An event and its report: entered, filed, reviewed, moved; attendance beside the counts of the door."""

import uuid
from datetime import date, time, timedelta

import pytest

from exhibitions.models import Event, HistoryEntry, StaleDay
from pages.librarian.events.lists import attendance_of_day, events_of_day, events_of_stop
from tourexhibit.tests import factories
from upkeep.proof.reconcile import reconcile
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.models import DayFigure, EventReport, EventValue, FeedEntry, Total
from visits.recording.days import file_day
from visits.recording.event_reports import endorse_event, file_event, return_event, verify_event
from visits.recording.events import EventContent, delete_event, put_event
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("9b3c5a5e-0f3d-4a52-8a3e-1f0e8f7c2021")


def came(adult: int, minor: int | None = None, measure: str = "event_attendance", basis: str = "counted"):
    values = [Value(measure, "adult", adult, basis, "manual_tally")]
    return values if minor is None else [*values, Value(measure, "minor", minor, basis, "manual_tally")]


def content(day: date, **fields) -> EventContent:
    return EventContent(**{"kind": "lecture", "title": "身边的物理", "day": day, **fields})


@pytest.fixture
def event(stop, today):
    return Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=today)


def nation(stop, measure="event_attendance"):
    total = Total.objects.filter(
        level=0, grain="whole", measure=measure, audience="", programme=stop.programme
    ).first()
    return (total.visits_all, total.visits_filed, total.visits_verified) if total else (0, 0, 0)


def leaf(stop, day, measure="event_attendance"):
    return {
        row.audience: (row.visits_all, row.visits_filed, row.visits_verified)
        for row in DayFigure.objects.filter(stop=stop, day=day, measure=measure)
    }


def proved():
    drain_all()
    proof = reconcile()
    assert (proof.mismatches, proof.broken_chains, proof.pending) == (0, [], 0), proof


# ---------------------------------------------------------------- the report


def test_attendance_walks_the_way_of_a_count(stop, librarian, event, today):
    filed = file_event(librarian, event.pk, revision=1, state="counted", values=came(30, 12))
    assert (filed.outcome, filed.state["revision"], filed.state["review"]) == ("created", 1, "filed")
    proved()
    assert nation(stop) == (42, 42, 0)
    assert leaf(stop, today) == {"": (42, 42, 0), "adult": (30, 30, 0), "minor": (12, 12, 0)}

    staff = factories.staff()
    endorse_event(factories.coordinator(), event.pk, revision=1)
    verified = verify_event(staff, event.pk, revision=1)
    assert (verified.state["review"], verified.state["verified_day"]) == ("verified", today)
    proved()
    assert nation(stop) == (42, 42, 42)

    file_event(staff, event.pk, revision=2, state="counted", values=came(31), reason="名册复核")
    proved()
    assert nation(stop) == (31, 31, 42)

    return_event(staff, event.pk, revision=2, reason="与名册不符")
    proved()
    assert nation(stop) == (31, 0, 42)
    actions = HistoryEntry.objects.filter(event=event).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["file", "endorse", "verify", "amend", "return"]


def test_attendance_leaves_the_days_of_the_door_alone(stop, librarian, event, today):
    yesterday = today - timedelta(days=1)
    drain_all()
    expected = DayFigure.objects.filter(stop=stop, days_expected=1).count()
    earlier = Event.objects.create(stop=stop, kind="workshop", title="小讲解员", day=yesterday)
    file_day(librarian, stop.pk, yesterday, revision=1, state="closed", values=[], reason="停电")
    file_event(librarian, earlier.pk, revision=1, state="counted", values=came(9))
    file_event(librarian, event.pk, revision=1, state="counted", values=came(8))
    proved()
    assert DayFigure.objects.filter(stop=stop, days_expected=1).count() == expected - 1
    assert nation(stop, "exhibition_visit") == (0, 0, 0)
    assert leaf(stop, yesterday)[""] == (9, 9, 0)
    assert leaf(stop, today)[""] == (8, 8, 0)


def test_two_events_of_a_day_add_up(stop, librarian, event, today):
    other = Event.objects.create(stop=stop, kind="film", title="科普电影", day=today)
    file_event(librarian, event.pk, revision=1, state="counted", values=came(10, basis="estimated"))
    file_event(librarian, other.pk, revision=1, state="counted", values=came(5))
    proved()
    row = DayFigure.objects.get(stop=stop, day=today, measure="event_attendance", audience="")
    assert (row.visits_filed, row.estimated_filed, row.days_filed) == (15, 10, 1)
    assert attendance_of_day(stop.pk, today) == 15


def test_an_online_resource_counts_uses_and_nothing_else(stop, librarian, today):
    resource = Event.objects.create(
        stop=stop, kind="online_resource", title="线上展厅", day=today, address="https://example.org/hall"
    )
    with pytest.raises(Refused):
        file_event(librarian, resource.pk, revision=1, state="counted", values=came(5))
    uses = [Value("online_visit", "unspecified", 80, "counted", "gate_auto")]
    file_event(librarian, resource.pk, revision=1, state="counted", values=uses)
    proved()
    assert (nation(stop, "online_visit"), nation(stop)) == ((80, 80, 0), (0, 0, 0))
    assert attendance_of_day(stop.pk, today) is None


@pytest.mark.parametrize("measure", ["exhibition_visit", "library_visit", "online_visit"])
def test_a_lecture_takes_attendance_alone(librarian, event, measure):
    with pytest.raises(Refused):
        file_event(librarian, event.pk, revision=1, state="counted", values=came(5, measure=measure))
    assert not EventReport.objects.exists()


@pytest.mark.parametrize("measure", ["event_attendance", "online_visit"])
def test_a_day_takes_no_attendance(stop, librarian, today, measure):
    with pytest.raises(Refused):
        file_day(librarian, stop.pk, today, revision=1, state="counted", values=came(5, measure=measure))


def test_an_event_that_did_not_take_place_has_a_reason_and_no_number(stop, librarian, event):
    for values, reason, code in [([], "", "reason_required"), (came(3), "下雨", "cancelled_with_values")]:
        with pytest.raises(Refused) as refused:
            file_event(librarian, event.pk, revision=1, state="cancelled", values=values, reason=reason)
        assert refused.value.code == code
    filed = file_event(librarian, event.pk, revision=1, state="cancelled", values=[], reason="主讲人生病")
    assert (filed.state["state"], filed.state["filed"]) == ("cancelled", [])
    verify_event(factories.staff(), event.pk, revision=1)
    proved()
    assert nation(stop) == (0, 0, 0)


def test_the_same_report_again_changes_nothing_and_another_is_a_conflict(librarian, event):
    arguments = {"revision": 1, "state": "counted", "values": came(30)}
    file_event(librarian, event.pk, **arguments)
    marks = StaleDay.objects.count()
    assert file_event(librarian, event.pk, **arguments).outcome == "same"
    with pytest.raises(Conflict) as conflict:
        file_event(librarian, event.pk, revision=1, state="counted", values=came(31))
    assert conflict.value.current["last_filed"][0]["value"] == 30
    assert conflict.value.sent["values"][0]["value"] == 31
    assert (HistoryEntry.objects.count(), StaleDay.objects.count()) == (1, marks)


def test_who_may(stop, librarian, event):
    other = factories.librarian(factories.library("330522"))
    coordinator, elsewhere = factories.coordinator(), factories.coordinator("62")
    staff = factories.staff()
    file = {"revision": 1, "state": "counted", "values": came(30)}
    for user, refusal in [(other, NotFound), (coordinator, NotAllowed), (factories.partner(), NotAllowed)]:
        with pytest.raises(refusal):
            file_event(user, event.pk, **file)
    assert file_event(staff, event.pk, **file).state["on_behalf"]
    with pytest.raises(NotAllowed):
        verify_event(staff, event.pk, revision=1)
    for user, refusal in [(librarian, NotAllowed), (elsewhere, NotFound)]:
        with pytest.raises(refusal):
            endorse_event(user, event.pk, revision=1)
        with pytest.raises(refusal):
            return_event(user, event.pk, revision=1, reason="看错行")
    with pytest.raises(NotAllowed):
        verify_event(coordinator, event.pk, revision=1)
    verify_event(factories.staff("LSC"), event.pk, revision=1)
    with pytest.raises(Conflict) as conflict:
        file_event(librarian, event.pk, revision=2, state="counted", values=came(31), reason="名册复核")
    assert conflict.value.code == "verified"


def test_reports_are_seen_within_reach_and_wait_for_review(librarian, event):
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    seen = [
        EventReport.objects.visible_to(user).waiting_for_review().count()
        for user in (
            librarian,
            factories.librarian(factories.library("330522")),
            factories.coordinator(),
            factories.coordinator("62"),
            factories.staff(),
            factories.partner(),
        )
    ]
    assert seen == [1, 0, 1, 0, 1, 0]
    verify_event(factories.staff(), event.pk, revision=1)
    assert not EventReport.objects.waiting_for_review().exists()


def test_nothing_is_filed_before_the_day(stop, librarian, today):
    coming = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=today + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        file_event(librarian, coming.pk, revision=1, state="counted", values=came(3))
    assert refused.value.code == "future_day"


def test_the_feed_tells_of_verified_attendance_and_of_its_move(stop, librarian, event, today):
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    proved()
    assert not FeedEntry.objects.filter(type="event_attendance").exists()
    verify_event(factories.staff(), event.pk, revision=1)
    proved()
    proved()
    entry = FeedEntry.objects.get(type="event_attendance")
    assert (entry.object_id, entry.operation) == (str(event.pk), "upsert")
    assert '"value":30' in entry.data


def test_a_number_changed_by_hand_is_named(librarian, event):
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    drain_all()
    EventValue.objects.update(value=31)
    proof = reconcile()
    assert proof.mismatches > 0
    assert any(f"event {event.pk}" in each for each in proof.broken_chains)


def test_an_event_moved_by_hand_past_its_report_is_named(librarian, event, today):
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    drain_all()
    Event.objects.update(day=today - timedelta(days=1))
    assert any("moved past its report" in each for each in reconcile().broken_chains)


# ---------------------------------------------------------------- the event itself


def test_a_double_tap_makes_one_event(stop, librarian, today):
    told = content(today, starts_at=time(14, 30), ends_at=time(16), place="一楼报告厅", speaker="县科协")
    first = put_event(librarian, stop.pk, KEY, revision=1, content=told)
    again = put_event(librarian, stop.pk, KEY, revision=1, content=told)
    assert (first.outcome, again.outcome, again.event.pk) == ("created", "same", first.event.pk)
    with pytest.raises(Conflict) as conflict:
        put_event(librarian, stop.pk, KEY, revision=1, content=content(today, title="另一场"))
    assert (conflict.value.current["title"], conflict.value.sent["title"]) == ("身边的物理", "另一场")
    assert Event.objects.count() == 1


def test_changing_an_event_builds_on_what_was_read(stop, librarian, today):
    put_event(librarian, stop.pk, KEY, revision=1, content=content(today))
    changed = put_event(librarian, stop.pk, KEY, revision=2, content=content(today, title="身边的化学"))
    assert (changed.outcome, changed.event.revision, changed.event.title) == ("stored", 2, "身边的化学")
    with pytest.raises(Conflict):
        put_event(librarian, stop.pk, KEY, revision=2, content=content(today, title="身边的生物"))
    assert Event.objects.get().history.count() == 2


@pytest.mark.parametrize(
    "fields, code",
    [
        ({"title": " "}, "title_required"),
        ({"kind": "party"}, "kind_unknown"),
        ({"kind": "online_resource"}, "address_required"),
        ({"starts_at": time(16), "ends_at": time(14)}, "time_order"),
        ({"day": date(2020, 1, 1)}, "outside_stop"),
    ],
)
def test_what_cannot_be_an_event(stop, librarian, today, fields, code):
    with pytest.raises(Refused) as refused:
        put_event(librarian, stop.pk, KEY, revision=1, content=content(**{"day": today, **fields}))
    assert refused.value.code == code
    assert not Event.objects.exists()


def test_an_event_before_the_opening_is_within_the_held_days(librarian, stop, today):
    stop.planned_install_start = today - timedelta(days=8)
    stop.save()
    made = put_event(librarian, stop.pk, KEY, revision=1, content=content(today - timedelta(days=7)))
    filed = file_event(librarian, made.event.pk, revision=1, state="counted", values=came(20))
    assert filed.outcome == "created"
    proved()
    assert nation(stop) == (20, 20, 0)


def test_moving_a_filed_event_amends_its_report_and_marks_both_days(stop, librarian, today):
    yesterday = today - timedelta(days=1)
    put_event(librarian, stop.pk, KEY, revision=1, content=content(today))
    event = Event.objects.get()
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    verify_event(factories.staff(), event.pk, revision=1)
    drain_all()
    moved = content(yesterday)
    with pytest.raises(Conflict):
        put_event(librarian, stop.pk, KEY, revision=2, content=moved, reason="改期")
    event.refresh_from_db()
    assert (event.day, event.revision) == (today, 1)

    staff = factories.staff("LSC")
    with pytest.raises(Refused):
        put_event(staff, stop.pk, KEY, revision=2, content=moved)
    put_event(staff, stop.pk, KEY, revision=2, content=moved, reason="改期")
    assert set(StaleDay.objects.values_list("day", flat=True)) == {today, yesterday}
    proved()
    # The verified figure stands on the day it was verified for, until it is verified again.
    assert (leaf(stop, today)[""], leaf(stop, yesterday)[""]) == ((0, 0, 30), (30, 30, 0))
    verify_event(factories.staff(), event.pk, revision=2)
    proved()
    assert (leaf(stop, today), leaf(stop, yesterday)[""]) == ({}, (30, 30, 30))


def test_moving_a_returned_event_that_did_not_take_place_keeps_its_reason(stop, librarian, today):
    put_event(librarian, stop.pk, KEY, revision=1, content=content(today))
    event = Event.objects.get()
    file_event(librarian, event.pk, revision=1, state="cancelled", values=[], reason="停电")
    return_event(factories.staff(), event.pk, revision=1, reason="日期有误")
    put_event(librarian, stop.pk, KEY, revision=2, content=content(today - timedelta(days=1)))
    assert EventReport.objects.get().reason == "停电"
    proved()


def test_a_filed_lecture_does_not_become_an_online_resource(stop, librarian, event):
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    resource = content(event.day, kind="online_resource", address="https://example.org/")
    with pytest.raises(Refused) as refused:
        put_event(librarian, stop.pk, event.key, revision=2, content=resource)
    assert refused.value.code == "kind_counted"


def test_an_event_goes_only_while_nothing_was_filed(stop, librarian, event, today):
    with pytest.raises(NotFound):
        delete_event(factories.librarian(factories.library("330522")), stop.pk, event.key, revision=1)
    with pytest.raises(Conflict):
        delete_event(librarian, stop.pk, event.key, revision=2)
    file_event(librarian, event.pk, revision=1, state="counted", values=came(30))
    with pytest.raises(Refused) as refused:
        delete_event(librarian, stop.pk, event.key, revision=1)
    assert refused.value.code == "event_filed"

    put_event(librarian, stop.pk, KEY, revision=1, content=content(today))
    delete_event(librarian, stop.pk, KEY, revision=1)
    with pytest.raises(NotFound):
        delete_event(librarian, stop.pk, KEY, revision=1)
    with pytest.raises(Refused) as refused:
        put_event(librarian, stop.pk, KEY, revision=1, content=content(today))
    assert refused.value.code == "event_deleted"
    assert list(Event.objects.values_list("pk", flat=True)) == [event.pk]


# ---------------------------------------------------------------- lists


def test_the_list_says_what_is_due_and_what_was_filed(
    stop, librarian, event, today, django_assert_num_queries
):
    for offset, title in [(-1, "昨天"), (-2, "前天"), (3, "以后")]:
        Event.objects.create(stop=stop, kind="lecture", title=title, day=today + timedelta(days=offset))
    with django_assert_num_queries(2):
        assert [(each.event.title, each.mark) for each in events_of_stop(stop.pk, today)] == [
            ("以后", "due"),
            ("身边的物理", "due"),
            ("昨天", "missing"),
            ("前天", "missing"),
        ]
    for title, state, values, reason in [("昨天", "counted", came(0), ""), ("前天", "cancelled", [], "停电")]:
        pk = Event.objects.get(title=title).pk
        file_event(librarian, pk, revision=1, state=state, values=values, reason=reason)
    with django_assert_num_queries(3):
        assert [(each.mark, each.number) for each in events_of_stop(stop.pk, today)] == [
            ("due", None),
            ("due", None),
            ("filed", 0),
            ("closed", None),
        ]
    assert [each.event for each in events_of_day(stop.pk, today, today)] == [event]
