"""One count walks its way: tally, filing, review, drain, proof."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from exhibitions.models import Chain, HistoryEntry, StaleDay
from libraries.models import OpeningHours
from reports.models import Seal
from reports.seals import recomputed_root, seal
from tourexhibit.tests import factories
from upkeep.proof.reconcile import reconcile
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.models import CarriedStop, DayFigure, DayReport, FeedEntry, ReportValue, TallyValue, Total
from visits.recording.day_state import day_state
from visits.recording.days import endorse_day, file_day, return_day, verify_day
from visits.recording.tallies import record_tally
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db


def adults(number: int, basis: str = "counted") -> list[Value]:
    return [Value("exhibition_visit", "adult", number, basis, "manual_tally")]


def figures(stop, day):
    return {
        (row.measure, row.audience): (row.visits_all, row.visits_filed, row.visits_verified)
        for row in DayFigure.objects.filter(stop=stop, day=day).exclude(measure="")
    }


def nation(stop, measure="exhibition_visit"):
    total = Total.objects.filter(
        level=0, grain="whole", measure=measure, audience="", programme=stop.programme
    ).first()
    return (total.visits_all, total.visits_filed, total.visits_verified) if total else (0, 0, 0)


def proved():
    proof = reconcile()
    assert (proof.mismatches, proof.broken_chains, proof.pending) == (0, [], 0), proof
    return proof


def test_a_tally_raises_all_a_filing_filed_a_verification_verified(stop, librarian, today):
    counter = uuid.uuid4()
    outcome = record_tally(librarian, stop.pk, today, counter, 1, adults(5))
    assert outcome.outcome == "created"
    drain_all()
    assert nation(stop) == (5, 0, 0)
    filed = file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    assert (filed.outcome, filed.state["revision"], filed.state["review"]) == ("created", 1, "filed")
    drain_all()
    assert nation(stop) == (7, 7, 0)
    verified = verify_day(factories.staff(), stop.pk, today, revision=1)
    assert (verified.outcome, verified.state["review"]) == ("stored", "verified")
    drain_all()
    assert nation(stop) == (7, 7, 7)
    assert proved().compared > 10
    assert FeedEntry.objects.count() == 1


def test_the_same_send_again_has_no_effect(stop, librarian, today):
    counter = uuid.uuid4()
    record_tally(librarian, stop.pk, today, counter, 2, adults(5))
    drain_all()
    assert record_tally(librarian, stop.pk, today, counter, 2, adults(5)).outcome == "same"
    assert record_tally(librarian, stop.pk, today, counter, 1, adults(3)).outcome == "superseded"
    assert StaleDay.objects.count() == 0
    with pytest.raises(Conflict) as refusal:
        record_tally(librarian, stop.pk, today, counter, 2, adults(6))
    assert refusal.value.current["values"] == [adults(5)[0]._asdict()]
    assert record_tally(librarian, stop.pk, today, counter, 5, adults(9)).outcome == "stored"
    assert record_tally(librarian, stop.pk, today, counter, 2, adults(5)).outcome == "superseded"


def test_a_later_revision_replaces_the_whole_set(stop, librarian, today):
    counter = uuid.uuid4()
    both = [*adults(5), Value("exhibition_visit", "minor", 4, "estimated", "estimate")]
    record_tally(librarian, stop.pk, today, counter, 1, both)
    drain_all()
    assert figures(stop, today) == {
        ("exhibition_visit", "adult"): (5, 0, 0),
        ("exhibition_visit", "minor"): (4, 0, 0),
        ("exhibition_visit", ""): (9, 0, 0),
    }
    record_tally(librarian, stop.pk, today, counter, 2, adults(6))
    drain_all()
    assert figures(stop, today) == {
        ("exhibition_visit", "adult"): (6, 0, 0),
        ("exhibition_visit", ""): (6, 0, 0),
    }
    proved()


def test_doors_merge_by_sum_and_late_evidence_moves_no_filed_number(stop, librarian, today):
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(5))
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(6))
    drain_all()
    assert nation(stop) == (11, 0, 0)
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(11))
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(35))
    drain_all()
    assert nation(stop) == (11, 11, 0)
    assert day_state(stop.pk, today)["differences"] == [
        {"measure": "exhibition_visit", "audience": "adult", "tallied": 46, "filed": 11, "difference": 35}
    ]
    proved()


def test_a_counter_has_one_writer_for_ever(stop, librarian, today):
    counter = uuid.uuid4()
    record_tally(librarian, stop.pk, today, counter, 1, adults(5))
    colleague = factories.librarian(stop.library)
    with pytest.raises(Conflict) as refusal:
        record_tally(colleague, stop.pk, today, counter, 2, adults(6))
    assert (refusal.value.code, refusal.value.current) == ("counter_in_use", {})


def test_filing_is_optimistic(stop, librarian, today):
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    same = file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    assert same.outcome == "same"
    with pytest.raises(Conflict) as refusal:
        file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(8))
    assert refusal.value.current["filed"] == [adults(7)[0]._asdict()]
    assert refusal.value.sent["values"] == [adults(8)[0]._asdict()]
    with pytest.raises(Refused) as refusal:
        file_day(librarian, stop.pk, today, revision=2, state="counted", values=adults(8))
    assert refusal.value.code == "reason_required"
    amended = file_day(
        librarian, stop.pk, today, revision=2, state="counted", values=adults(8), reason="late group"
    )
    assert (amended.outcome, amended.state["revision"]) == ("stored", 2)
    proved()


def test_a_returned_day_has_no_filed_figure_and_keeps_the_verified_one(stop, librarian, today):
    staff = factories.staff()
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    verify_day(staff, stop.pk, today, revision=1)
    with pytest.raises(Conflict) as refusal:
        file_day(librarian, stop.pk, today, revision=2, state="counted", values=adults(9), reason="x")
    assert refusal.value.code == "verified"
    return_day(staff, stop.pk, today, revision=1, reason="count the school group")
    drain_all()
    assert nation(stop) == (7, 0, 7)
    file_day(librarian, stop.pk, today, revision=2, state="counted", values=adults(9))
    drain_all()
    assert nation(stop) == (9, 9, 7)
    verify_day(staff, stop.pk, today, revision=2)
    drain_all()
    assert nation(stop) == (9, 9, 9)
    proved()


def test_who_may(stop, librarian, today):
    province = stop.library.division.code[:2]
    coordinator = factories.coordinator(province)
    stranger = factories.librarian(factories.library("620982"))
    with pytest.raises(NotFound):
        record_tally(stranger, stop.pk, today, uuid.uuid4(), 1, adults(1))
    with pytest.raises(NotAllowed):
        record_tally(coordinator, stop.pk, today, uuid.uuid4(), 1, adults(1))
    with pytest.raises(NotAllowed):
        record_tally(factories.partner(), stop.pk, today, uuid.uuid4(), 1, adults(1))
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    with pytest.raises(NotAllowed):
        verify_day(coordinator, stop.pk, today, revision=1)
    with pytest.raises(NotAllowed):
        return_day(librarian, stop.pk, today, revision=1, reason="x")
    with pytest.raises(NotFound):
        endorse_day(factories.coordinator("62"), stop.pk, today, revision=1)
    assert endorse_day(coordinator, stop.pk, today, revision=1).state["review"] == "endorsed"
    staff = factories.staff()
    file_day(staff, stop.pk, today, revision=2, state="counted", values=adults(8), reason="by telephone")
    with pytest.raises(NotAllowed) as refusal:
        verify_day(staff, stop.pk, today, revision=2)
    assert refusal.value.code == "own_entry"
    assert verify_day(factories.staff("LSC"), stop.pk, today, revision=2).outcome == "stored"


def test_days_outside_the_stop_are_refused(stop, librarian, today):
    for day, code in ((today + timedelta(days=1), "future_day"), (today - timedelta(days=4), "outside_stop")):
        with pytest.raises(Refused) as refusal:
            record_tally(librarian, stop.pk, day, uuid.uuid4(), 1, adults(1))
        assert refusal.value.code == code


def test_expected_days_follow_the_calendar_and_what_was_filed(stop, librarian, today):
    drain_all()
    expected = Total.objects.get(level=0, grain="whole", measure="", audience="", programme=stop.programme)
    assert expected.days_expected == 3
    yesterday = today - timedelta(days=1)
    file_day(librarian, stop.pk, yesterday, revision=1, state="closed", values=[], reason="storm")
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(0))
    drain_all()
    expected.refresh_from_db()
    assert expected.days_expected == 3
    assert nation(stop) == (0, 0, 0)
    counted = Total.objects.get(
        level=0, grain="whole", measure="exhibition_visit", audience="", programme=stop.programme
    )
    assert (counted.days_all, counted.days_filed, counted.days_verified) == (1, 1, 0)
    OpeningHours.objects.create(
        library=stop.library,
        weekday=(today - timedelta(days=2)).isoweekday(),
        opens_at="09:00",
        closes_at="17:00",
    )
    stop.library.stops.mark_stale()
    drain_all()
    expected.refresh_from_db()
    assert expected.days_expected == 2
    proved()


def test_a_stop_that_changes_programme_takes_its_days_along(stop, librarian, today):
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    file_day(
        librarian,
        stop.pk,
        today - timedelta(days=1),
        revision=1,
        state="counted",
        values=adults(5, "estimated"),
    )
    drain_all()
    assert nation(stop) == (12, 12, 0)
    first = stop.programme
    stop.programme = factories.programme()
    stop.save()
    stop.library.division = factories.division("620982")
    stop.library.save()
    drain_all()
    assert nation(stop) == (12, 12, 0)
    assert not any(
        sum(getattr(total, name) for name in ("visits_all", "visits_filed", "days_all", "days_expected"))
        for total in Total.objects.filter(programme=first)
    )
    assert CarriedStop.objects.get(pk=stop.pk).province.code == "620000"
    proved()


def test_a_number_changed_by_hand_is_found_and_repaired(stop, librarian, today):
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    drain_all()
    Total.objects.filter(level=1, grain="month", measure="exhibition_visit", audience="").update(
        visits_filed=8
    )
    assert reconcile().mismatches == 1
    DayFigure.objects.filter(measure="exhibition_visit", audience="adult").update(visits_all=70)
    assert reconcile().mismatches == 2
    assert reconcile(repair=True).mismatches == 2
    proved()


def test_what_nobody_tallied_is_no_difference(stop, librarian, today):
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(5))
    library_visits = Value("library_visit", "unspecified", 90, "counted", "gate_reading")
    values = [*adults(5), library_visits]
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=values)
    assert day_state(stop.pk, today)["differences"] == []


def test_every_root_can_be_recomputed_from_the_stored_heads(stop, librarian, today):
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4)]
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(100_000))
    seals = [seal(days[0])]
    assert (seals[0].chains, seals[0].entries) == (1, 1)
    demonstration = factories.stop(
        opens=today, closes=today, programme=factories.programme(demonstration=True), library=stop.library
    )
    file_day(librarian, demonstration.pk, today, revision=1, state="counted", values=adults(1))
    seals.append(seal(days[1]))
    HistoryEntry.objects.filter(stop=demonstration).delete()
    Chain.objects.filter(stop=demonstration).delete()
    seals += [seal(days[2]), seal(days[3])]
    assert [recomputed_root(day) for day in days] == [seal.root for seal in seals]
    assert [seal.heads.count() for seal in seals] == [1, 1, 1, 0]
    assert (seals[0].root, seals[1].root) == (seals[2].root, seal(days[1]).root)


def test_numbers_changed_by_hand_are_named_even_where_the_totals_followed(stop, librarian, today):
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(3))
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    verify_day(factories.staff(), stop.pk, today, revision=1)
    proved()

    def broken_after(rows, **change):
        before = list(rows.values_list("pk", *change))
        rows.update(**change)
        StaleDay.objects.create(stop=stop, day=today)
        proof = reconcile()
        for pk, *values in before:
            rows.model.objects.filter(pk=pk).update(**dict(zip(change, values, strict=True)))
        StaleDay.objects.create(stop=stop, day=today)
        proved()
        return proof.mismatches, len(proof.broken_chains)

    assert broken_after(ReportValue.objects.filter(kind="filed"), value=8) == (0, 1)
    assert broken_after(ReportValue.objects.filter(kind="verified"), value=8) == (0, 1)
    assert broken_after(TallyValue.objects.all(), value=8) == (0, 1)
    assert broken_after(DayReport.objects.all(), digest="0" * 64) == (0, 1)
    seal(date(2026, 1, 1))
    assert broken_after(Seal.objects.all(), root="0" * 64) == (0, 1)


def test_a_place_changed_by_hand_is_found(stop, librarian, today):
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    drain_all()
    elsewhere = factories.division("620982")
    CarriedStop.objects.update(county=elsewhere)
    DayFigure.objects.filter(day=today, measure="").update(division=elsewhere)
    assert reconcile().mismatches == 2
    assert reconcile(repair=True).mismatches == 2
    proved()


def test_a_day_that_waits_is_left_out_of_the_proof(stop, librarian, today):
    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(7))
    drain_all()
    ReportValue.objects.update(value=9)
    StaleDay.objects.create(stop=stop, day=today, parked_at=timezone.now(), error="parked")
    proof = reconcile()
    assert (proof.mismatches, proof.pending) == (0, 1)
