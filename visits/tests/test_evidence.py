"""Tallies that come after the filing: shown until a person takes them over or dismisses them, never added."""

import uuid
from datetime import timedelta

import pytest

from exhibitions import history
from exhibitions.models import HistoryEntry
from tourexhibit.tests import factories
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.models import DayReport
from visits.recording.day_state import day_state
from visits.recording.days import dismiss_evidence, file_day
from visits.recording.evidence import late_evidence
from visits.recording.tallies import record_tally
from visits.tests.values import adults
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db
PHONE = uuid.UUID("5f0f5a3e-6a53-4d63-9d1a-0b9e5f1b7a11")


def file(user, stop, day, number, revision=1, reason=""):
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


def moved():
    return [(report.stop_id, report.day) for report in DayReport.objects.with_moved_evidence()]


def is_late(stop, day):
    return day_state(stop.pk, day)["late_evidence"]


def test_a_tally_after_the_filing_is_late_evidence_until_dismissed(stop, librarian, today):
    record_tally(librarian, stop.pk, today, PHONE, 1, adults(310))
    file(librarian, stop, today, 311)
    assert (is_late(stop, today), moved()) == (False, [])

    record_tally(librarian, stop.pk, today, PHONE, 2, adults(346))
    assert (is_late(stop, today), moved()) == (True, [(stop.pk, today)])
    report = DayReport.objects.get()
    assert late_evidence([report]) == {
        report.pk: [
            {
                "measure": "exhibition_visit",
                "audience": "adult",
                "tallied": 346,
                "filed": 311,
                "difference": 35,
            }
        ]
    }

    outcome = dismiss_evidence(librarian, stop.pk, today, revision=1, reason="测试时误点")
    again = dismiss_evidence(librarian, stop.pk, today, revision=1, reason="测试时误点")
    assert (outcome.outcome, again.outcome) == ("stored", "same")
    assert (is_late(stop, today), moved()) == (False, [])
    entries = HistoryEntry.objects.filter(action="dismiss")
    assert [history.read_body(entry.body)["content"]["reason"] for entry in entries] == ["测试时误点"]
    drain_all()
    state = day_state(stop.pk, today)
    assert (state["filed"][0]["value"], state["revision"], state["review"]) == (311, 1, "filed")
    # The numbers still differ, and anybody can see it; what comes now is new evidence.
    assert state["differences"][0]["difference"] == 35
    record_tally(librarian, stop.pk, today, PHONE, 3, adults(350))
    assert is_late(stop, today)


def test_taking_the_tallies_over_settles_them(stop, librarian, today):
    file(librarian, stop, today, 311)
    record_tally(librarian, stop.pk, today, PHONE, 1, adults(346))
    assert is_late(stop, today)
    file(librarian, stop, today, 346, revision=2, reason="采用计数")
    assert (is_late(stop, today), moved()) == (False, [])


def test_a_late_tally_of_the_same_number_is_no_difference(stop, librarian, today):
    file(librarian, stop, today, 346)
    record_tally(librarian, stop.pk, today, PHONE, 1, adults(346))
    assert (is_late(stop, today), moved()) == (False, [(stop.pk, today)])
    assert late_evidence(DayReport.objects.with_moved_evidence()) == {}


def test_who_may_dismiss_and_what_is_refused(stop, librarian, today):
    file(librarian, stop, today, 311)
    record_tally(librarian, stop.pk, today, PHONE, 1, adults(346))

    def dismiss(user, revision=1, reason="计数有误"):
        dismiss_evidence(user, stop.pk, today, revision=revision, reason=reason)

    with pytest.raises(NotFound):
        dismiss(factories.librarian(factories.library("330522")))
    with pytest.raises(NotAllowed):
        dismiss(factories.coordinator("33"))
    with pytest.raises(Refused):
        dismiss(librarian, reason=" ")
    with pytest.raises(Conflict):
        dismiss(librarian, revision=2)
    assert is_late(stop, today)
    dismiss(factories.staff())
    assert not is_late(stop, today)


def test_late_evidence_is_two_queries_however_many(stop, librarian, today, django_assert_num_queries):
    for back in range(3):
        day = today - timedelta(days=back)
        file(librarian, stop, day, 10)
        record_tally(librarian, stop.pk, day, PHONE, 1, adults(12 + back))
    reports = list(DayReport.objects.with_moved_evidence())
    with django_assert_num_queries(2):
        found = late_evidence(reports)
    assert sorted(rows[0]["difference"] for rows in found.values()) == [2, 3, 4]
    with django_assert_num_queries(2):
        late_evidence(reports[:1])
