"""Review: decisions one by one and in bulk, what a later change does, and the worklist that leads to them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from exhibitions.models import Event, HistoryEntry, StaleDay
from libraries.models import Hall
from tourexhibit.tests import factories
from upkeep.proof import chains
from upkeep.proof.digests import broken_evidence
from upkeep.proof.reconcile import reconcile
from uploads.refusals import NotAllowed, Refused
from visits.models import ANY, DayFigure, DayReport, EventReport
from visits.recording.bulk.review import Pick, review_days_in_bulk
from visits.recording.day_state import day_state
from visits.recording.days import file_day, keep_verified, return_day, verify_day, withdraw_verification
from visits.recording.event_reports import file_event
from visits.recording.tallies import record_tally
from visits.tests.values import adults
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db
PHONE = uuid.UUID("5f0f5a3e-6a53-4d63-9d1a-0b9e5f1b7a22")


def file(user, stop, day, number=100, revision=1, reason=""):
    return file_day(
        user,
        stop.pk,
        day,
        revision=revision,
        state="counted",
        values=adults(number),
        basis="counted",
        method="manual_tally",
        reason=reason,
    )


@pytest.fixture
def stop(today):
    return factories.stop(opens=today - timedelta(days=5), closes=today + timedelta(days=30))


@pytest.fixture
def coordinator(stop):
    return factories.coordinator("33")


def report_of(stop, day):
    return DayReport.objects.get(stop=stop, day=day)


def verified_total(stop, day) -> int:
    drain_all()
    leaf = DayFigure.objects.filter(stop=stop, day=day, measure="exhibition_visit", audience=ANY).first()
    return leaf.visits_verified if leaf else 0


def page(client, user, name="worklist", **query):
    client.force_login(User.objects.get(pk=user.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.get(reverse(f"review:{name}"), query)


def decide(client, user, stop, day, decision, revision=1, **fields):
    client.force_login(User.objects.get(pk=user.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = reverse(f"review:{decision}", kwargs={"stop_id": stop.pk, "day": day.isoformat()})
    return client.post(address, {"revision": str(revision), **fields})


def everything_agrees() -> bool:
    drain_all()
    proof = reconcile()
    return (
        not proof.mismatches
        and not proof.broken_chains
        and not broken_evidence()
        and not chains.broken_chains()
    )


# ---------------------------------------------------------------- withdrawing and keeping


def test_a_withdrawn_verification_leaves_the_verified_total(stop, librarian, staff, today):
    file(librarian, stop, today, 311)
    verify_day(staff, stop.pk, today, revision=1)
    before = verified_total(stop, today)

    withdraw_verification(staff, stop.pk, today, revision=1, reason="wrong hall")

    report = report_of(stop, today)
    assert (before, verified_total(stop, today)) == (311, 0)
    assert (report.review, report.verified_revision, report.verified_by) == ("filed", None, None)
    assert everything_agrees()
    again = withdraw_verification(staff, stop.pk, today, revision=1, reason="wrong hall")
    assert again.outcome == "same"


def test_only_staff_withdraw_and_only_with_a_reason(stop, librarian, staff, coordinator, today):
    file(librarian, stop, today)
    verify_day(staff, stop.pk, today, revision=1)

    with pytest.raises(NotAllowed):
        withdraw_verification(coordinator, stop.pk, today, revision=1, reason="x")
    with pytest.raises(Refused):
        withdraw_verification(staff, stop.pk, today, revision=1, reason=" ")


def test_an_edit_after_verification_leaves_the_total_until_it_is_verified_again(
    stop, librarian, staff, today
):
    file(librarian, stop, today, 311)
    verify_day(staff, stop.pk, today, revision=1)
    file(staff, stop, today, 346, revision=2, reason="side door")

    assert verified_total(stop, today) == 311

    verify_day(factories.staff("LSC"), stop.pk, today, revision=2)
    assert verified_total(stop, today) == 346


def test_keeping_the_verified_number_files_it_again(stop, librarian, staff, today):
    file(librarian, stop, today, 311)
    verify_day(staff, stop.pk, today, revision=1)
    file(staff, stop, today, 346, revision=2, reason="side door")

    keep_verified(staff, stop.pk, today, revision=2, reason="counted twice")

    report = report_of(stop, today)
    assert (report.review, report.revision, report.verified_revision) == ("verified", 3, 3)
    assert day_state(stop.pk, today)["filed"][0]["value"] == 311
    assert verified_total(stop, today) == 311
    assert everything_agrees()


# ---------------------------------------------------------------- in bulk


def test_bulk_verifies_what_was_shown_and_tells_the_rest_row_by_row(stop, librarian, staff, today):
    days = [today - timedelta(days=number) for number in range(5)]
    for day in days:
        file(librarian, stop, day, 100)
    picks = [Pick(stop.pk, day, 1) for day in days]
    file(librarian, stop, days[1], 120, revision=2, reason="found a sheet")  # changed meanwhile
    return_day(staff, stop.pk, days[2], revision=1, reason="which hall")
    verify_day(staff, stop.pk, days[3], revision=1)

    outcome = review_days_in_bulk(staff, "verify", picks)

    assert (outcome.done, outcome.same, outcome.left) == (2, 1, [])
    assert sorted(pick.day for pick, _why in outcome.refused) == sorted([days[1], days[2]])
    assert [report_of(stop, day).review for day in days] == [
        "verified",
        "filed",
        "returned",
        "verified",
        "verified",
    ]
    assert verified_total(stop, days[0]) == 100
    assert everything_agrees()


def test_bulk_again_changes_nothing(stop, librarian, staff, today):
    file(librarian, stop, today)
    review_days_in_bulk(staff, "verify", [Pick(stop.pk, today, 1)])
    drain_all()
    entries = HistoryEntry.objects.count()

    again = review_days_in_bulk(staff, "verify", [Pick(stop.pk, today, 1)])

    assert (again.done, again.same, again.refused) == (0, 1, [])
    assert (HistoryEntry.objects.count(), StaleDay.objects.count()) == (entries, 0)


def test_bulk_refuses_own_entries_late_evidence_and_reopened_days(stop, librarian, staff, today):
    own, evidence, reopened = (today - timedelta(days=number) for number in range(3))
    file(staff, stop, own)
    file(librarian, stop, evidence)
    record_tally(librarian, stop.pk, evidence, PHONE, revision=1, values=adults(135))
    file(librarian, stop, reopened)
    verify_day(staff, stop.pk, reopened, revision=1)
    other = factories.staff("LSC")
    file(other, stop, reopened, 90, revision=2, reason="recount")

    outcome = review_days_in_bulk(
        staff,
        "verify",
        [Pick(stop.pk, own, 1), Pick(stop.pk, evidence, 1), Pick(stop.pk, reopened, 2)],
    )

    assert (outcome.done, len(outcome.refused)) == (0, 3)
    assert len({why for _pick, why in outcome.refused}) == 3


def test_bulk_hands_back_what_takes_too_long(stop, librarian, staff, today):
    file(librarian, stop, today)
    pick = Pick(stop.pk, today, 1)

    assert review_days_in_bulk(staff, "verify", [pick], seconds=0).left == [pick]


def test_a_coordinator_endorses_in_bulk_in_the_own_province_only(stop, librarian, coordinator, today):
    elsewhere = factories.stop(
        library=factories.library("440100"), opens=today, closes=today + timedelta(days=3)
    )
    file(librarian, stop, today)
    file(factories.librarian(elsewhere.library), elsewhere, today)

    outcome = review_days_in_bulk(
        coordinator, "endorse", [Pick(stop.pk, today, 1), Pick(elsewhere.pk, today, 1)]
    )

    assert (outcome.done, [pick.stop_id for pick, _why in outcome.refused]) == (1, [elsewhere.pk])
    assert report_of(stop, today).review == "endorsed"
    with pytest.raises(NotAllowed):
        review_days_in_bulk(coordinator, "verify", [Pick(stop.pk, today, 1)])
    with pytest.raises(NotAllowed):
        review_days_in_bulk(librarian, "endorse", [Pick(stop.pk, today, 1)])


# ---------------------------------------------------------------- the worklist


def rows_of(answer) -> list:
    return [
        (row.report.stop_id, row.report.day, row.group)
        for group in answer.context["worklist"].groups
        for row in group["rows"]
    ]


def without_address(answer) -> str:
    """A page without what differs from one address and one answer to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|open=[\w-]+', "", answer.content.decode())


def test_the_worklist_parts_what_has_to_be_looked_at_from_what_goes_together(
    client, stop, librarian, staff, today
):
    plain, evidence, reopened, returned = (today - timedelta(days=number) for number in range(4))
    for day in (plain, evidence, reopened, returned):
        file(librarian, stop, day, 311)
    record_tally(librarian, stop.pk, evidence, PHONE, revision=1, values=adults(346))
    verify_day(staff, stop.pk, reopened, revision=1)
    file(factories.staff("LSC"), stop, reopened, 346, revision=2, reason="side door")
    return_day(staff, stop.pk, returned, revision=1, reason="which hall")
    drain_all()

    look = page(client, staff)

    assert rows_of(look) == [(stop.pk, evidence, "evidence"), (stop.pk, reopened, "reopened")]
    assert "Verified as 311, then changed to 346; the total stays 311" in look.content.decode()
    assert 'type="checkbox"' not in look.content.decode()
    assert rows_of(page(client, staff, kind="together")) == [(stop.pk, plain, "")]
    assert [row.report.day for row in page(client, staff, kind="returned").context["worklist"].page] == [
        returned
    ]


def test_missing_days_are_grouped_by_stop_with_the_most_days_first(client, stop, staff, librarian, today):
    other = factories.stop(
        library=factories.library("330522"),
        opens=today - timedelta(days=2),
        closes=today + timedelta(days=3),
    )
    file(librarian, stop, today - timedelta(days=1))
    drain_all()

    answer = page(client, staff, kind="missing")

    shown = [(row.stop.pk, row.days) for row in answer.context["worklist"].page]
    assert shown == [(stop.pk, 4), (other.pk, 2)]
    assert answer.context["worklist"].counts["missing"] == 6


def test_a_coordinator_sees_the_own_province_only(client, stop, librarian, coordinator, today):
    elsewhere = factories.stop(
        library=factories.library("440100"), opens=today, closes=today + timedelta(days=3)
    )
    file(factories.librarian(elsewhere.library), elsewhere, today)
    file(librarian, stop, today)

    assert rows_of(page(client, coordinator, kind="together")) == [(stop.pk, today, "")]
    foreign = page(client, coordinator, open=f"{elsewhere.pk}-{today}")
    missing = page(client, coordinator, open=f"{elsewhere.pk + 99}-{today}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_address(foreign) == without_address(missing)
    assert page(client, coordinator, province="440000").status_code == 404
    assert page(client, librarian).status_code == 403


@pytest.mark.parametrize(
    "query", [{"kind": "all"}, {"page": "0"}, {"page": "x" * 500}, {"open": "1"}, {"library": "１"}]
)
def test_a_choice_that_there_is_not_is_refused(client, staff, query):
    assert page(client, staff, **query).status_code == 400


@pytest.mark.parametrize("kind", ["look", "together", "events", "missing", "late", "returned", "verified"])
def test_an_empty_worklist_says_so(client, staff, kind):
    answer = page(client, staff, kind=kind)

    assert answer.status_code == 200
    assert "empty-state" in answer.content.decode()


@pytest.mark.parametrize("kind", ["look", "together", "events", "missing", "late", "returned", "verified"])
def test_the_number_of_queries_is_fixed(client, staff, stop, librarian, today, kind):
    def add(at, by, days):
        for number in range(days):
            day = today - timedelta(days=number)
            file(by, at, day)
            if number % 2:
                record_tally(by, at.pk, day, uuid.uuid4(), revision=1, values=adults(7))

    def queries():
        drain_all()
        page(client, staff)
        query = {"kind": kind, "open": f"{stop.pk}-{today}"}
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("review:worklist"), query).status_code == 200
        return len(captured)

    add(stop, librarian, 3)
    return_day(staff, stop.pk, today, revision=1, reason="x")
    verify_day(staff, stop.pk, today - timedelta(days=2), revision=1)
    one = queries()
    for number in range(3):
        other = factories.stop(
            library=factories.library(f"44010{number}"),
            opens=today - timedelta(days=8),
            closes=today + timedelta(days=3),
        )
        add(other, factories.librarian(other.library), 4)
        return_day(staff, other.pk, today, revision=1, reason="x")
        verify_day(staff, other.pk, today - timedelta(days=2), revision=1)
    assert queries() == one


# ---------------------------------------------------------------- decisions on the page


def test_a_return_without_a_reason_keeps_the_page_and_changes_nothing(client, stop, librarian, staff, today):
    file(librarian, stop, today)

    answer = decide(client, staff, stop, today, "return", reason="  ")

    assert answer.status_code == 400
    assert "Say what has to be mended." in answer.content.decode()
    assert report_of(stop, today).review == "filed"


def test_a_reason_that_is_too_long_comes_back_as_typed(client, stop, librarian, staff, today):
    file(librarian, stop, today)

    answer = decide(client, staff, stop, today, "return", reason="长" * 501)

    assert answer.status_code == 400
    assert "长" * 501 in answer.content.decode()


def test_a_decision_about_another_revision_is_refused_and_told(client, stop, librarian, staff, today):
    file(librarian, stop, today)
    file(librarian, stop, today, 120, revision=2, reason="found a sheet")

    answer = decide(client, staff, stop, today, "verify", revision=1)

    assert answer.status_code == 409
    assert "The report is not the one you looked at." in answer.content.decode()
    assert report_of(stop, today).review == "filed"


def test_a_second_tap_on_verify_has_no_second_effect(client, stop, librarian, staff, today):
    file(librarian, stop, today)

    answers = [decide(client, staff, stop, today, "verify").status_code for _tap in range(2)]

    assert answers == [302, 302]
    assert HistoryEntry.objects.filter(stop=stop, action="verify").count() == 1


def test_who_may_decide_what(client, stop, librarian, staff, coordinator, today):
    file(librarian, stop, today)
    elsewhere = factories.coordinator("44")

    assert decide(client, librarian, stop, today, "verify").status_code == 403
    assert decide(client, coordinator, stop, today, "verify").status_code == 403
    assert decide(client, coordinator, stop, today, "withdraw", reason="x").status_code == 403
    assert decide(client, elsewhere, stop, today, "endorse").status_code == 404
    assert report_of(stop, today).review == "filed"
    assert decide(client, coordinator, stop, today, "endorse").status_code == 302
    assert decide(client, staff, stop, today, "verify").status_code == 302
    assert decide(client, coordinator, stop, today, "return", reason="x").status_code == 403


def test_staff_do_not_verify_their_own_entry(client, stop, staff, today):
    file(staff, stop, today)

    answer = decide(client, staff, stop, today, "verify")

    assert answer.status_code == 403
    assert "Another person has to verify it." in answer.content.decode()


def test_the_preview_adds_up_and_says_what_is_left_out(client, stop, librarian, staff, today):
    days = [today - timedelta(days=number) for number in range(3)]
    for day in days:
        file(librarian, stop, day, 100)
    file(staff, stop, today - timedelta(days=3), 900)
    record_tally(librarian, stop.pk, days[0], PHONE, revision=1, values=adults(135))

    preview = page(client, staff, "together").context["preview"]

    assert (preview.whole.days, preview.whole.exhibition_visits) == (2, 200)
    assert (preview.left_out_to_look_at, preview.left_out_own) == (1, 1)
    ticked = page(client, staff, "together", day=report_of(stop, days[1]).pk).context["preview"]
    assert (ticked.whole.days, ticked.left_out_not_ticked) == (1, 1)


def test_the_preview_is_confirmed_and_names_what_changed_meanwhile(client, stop, librarian, staff, today):
    yesterday = today - timedelta(days=1)
    file(librarian, stop, today)
    file(librarian, stop, yesterday)
    picks = page(client, staff, "together").context["preview"].picks
    file(librarian, stop, yesterday, 120, revision=2, reason="found a sheet")

    answer = client.post(reverse("review:together"), {"picks": picks})

    assert "1 day verified." in answer.content.decode()
    assert stop.library.label in answer.content.decode()
    assert [report_of(stop, day).review for day in (today, yesterday)] == ["verified", "filed"]


@pytest.mark.parametrize("picks", ["", "x", "1/2026-02-30/1", "1/2026-11-01"])
def test_picks_that_no_preview_wrote_are_refused(client, staff, picks):
    page(client, staff)

    assert client.post(reverse("review:together"), {"picks": picks}).status_code == 400


# ---------------------------------------------------------------- doubtful numbers, events


def test_a_doubtful_day_is_looked_at_by_itself(client, stop, librarian, staff, today):
    stop.hall = Hall.objects.create(library=stop.library, name="展厅", capacity=10)
    stop.save()
    file(librarian, stop, today, 90_000)

    look = page(client, staff)

    assert rows_of(look) == [(stop.pk, today, "doubtful")]
    assert rows_of(page(client, staff, kind="together")) == []
    outcome = review_days_in_bulk(staff, "verify", [Pick(stop.pk, today, 1)])
    assert (outcome.done, len(outcome.refused)) == (0, 1)


def event_at(stop, librarian, day, number):
    event = Event.objects.create(stop=stop, kind=Event.Kind.LECTURE, title="一堂讲座", day=day)
    values = [Value("event_attendance", "adult", number, "counted", "manual_tally")]
    file_event(librarian, event.pk, revision=1, state="counted", values=values)
    return event


def test_the_report_of_an_event_is_verified_or_returned_from_the_list(client, stop, librarian, staff, today):
    one, other = (event_at(stop, librarian, today, number) for number in (40, 60))
    assert page(client, staff, kind="events").context["worklist"].counts["events"] == 2

    verified = client.post(reverse("review:event-verify", args=[one.pk]), {"revision": "1"})
    refused = client.post(
        reverse("review:event-return", args=[other.pk]) + "?kind=events",
        {"revision": "1", "reason": "长" * 501},
    )
    returned = client.post(
        reverse("review:event-return", args=[other.pk]), {"revision": "1", "reason": "which room"}
    )

    assert (verified.status_code, refused.status_code, returned.status_code) == (302, 400, 302)
    assert "长" * 501 in refused.content.decode()
    assert [EventReport.objects.get(event=event).review for event in (one, other)] == ["verified", "returned"]


def test_events_of_another_province_do_not_exist(client, stop, librarian, today):
    event = event_at(stop, librarian, today, 40)
    client.force_login(User.objects.get(pk=factories.coordinator("44").pk))

    answer = client.post(reverse("review:event-endorse", args=[event.pk]), {"revision": "1"})

    assert answer.status_code == 404
