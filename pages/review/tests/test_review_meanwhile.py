"""What a reviewer looked at and what is there by now: two reviewers at once, later changes, and 200 libraries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exhibitions.models import Event, HistoryEntry, State, Stop
from reports.closing import recording as closing
from reports.closing.content import ClosingContent
from tourexhibit.tests import factories
from uploads.refusals import Conflict
from visits.models import DayReport, EventReport
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.recording.days import file_day, verify_day
from visits.recording.event_reports import file_event, verify_event
from visits.tests.values import adults
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db
LIBRARIES = 200


@pytest.fixture
def stop(today):
    return factories.stop(opens=today - timedelta(days=5), closes=today + timedelta(days=30))


def file(user, stop, day, number=100, revision=1, reason=""):
    file_day(
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


def decide(client, user, stop, day, decision, **fields):
    client.force_login(User.objects.get(pk=user.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = reverse(f"review:{decision}", kwargs={"stop_id": stop.pk, "day": day.isoformat()})
    return client.post(address, {"revision": "1", **fields})


# ---------------------------------------------------------------- two at once


def test_of_two_reviewers_at_once_the_second_is_shown_what_the_first_decided(client, stop, librarian, today):
    file(librarian, stop, today)
    first, second = factories.staff(), factories.staff("LSC")
    decide(client, first, stop, today, "verify", seen="filed")

    answer = decide(client, second, stop, today, "return", seen="filed", reason="which hall")

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody decided in the meantime: the report is verified. Look at it again." in html
    assert "which hall" in html
    assert DayReport.objects.get().review == "verified"
    # Whoever has seen that it is verified may still return it.
    assert decide(client, second, stop, today, "return", seen="verified", reason="x").status_code == 302


def test_the_reason_of_a_return_is_not_overwritten_by_another(client, stop, librarian, today):
    file(librarian, stop, today)
    for user, reason in ((factories.coordinator("33"), "which hall"), (factories.staff(), "who counted")):
        decide(client, user, stop, today, "return", seen="filed", reason=reason)

    assert DayReport.objects.get().return_reason == "which hall"
    assert HistoryEntry.objects.filter(action="return").count() == 1


def test_an_endorsement_in_between_does_not_stop_the_verification(client, stop, librarian, staff, today):
    file(librarian, stop, today)
    decide(client, factories.coordinator("33"), stop, today, "endorse", seen="filed")

    assert decide(client, staff, stop, today, "verify", seen="filed").status_code == 302
    assert DayReport.objects.get().review == "verified"


def test_a_word_that_is_no_review_is_refused(client, stop, librarian, staff, today):
    file(librarian, stop, today)

    assert decide(client, staff, stop, today, "return", seen="liked", reason="x").status_code == 400


def test_the_keyboard_goes_on_at_the_next_day(client, stop, librarian, staff, today):
    file(librarian, stop, today)

    assert decide(client, staff, stop, today, "verify")["Location"].endswith("#day")


# ---------------------------------------------------------------- what was looked at is what is approved


def digests(action: str) -> list[str]:
    return [entry.body for entry in HistoryEntry.objects.filter(action=action)]


def test_the_verification_of_a_day_is_of_the_content_looked_at(stop, librarian, staff, today):
    file(librarian, stop, today)
    looked_at = DayReport.objects.get().digest
    file(librarian, stop, today, 120, revision=2, reason="found a sheet")

    with pytest.raises(Conflict):
        verify_day(staff, stop.pk, today, revision=1)
    verify_day(staff, stop.pk, today, revision=2)

    report = DayReport.objects.get()
    assert report.verified_digest == report.digest != looked_at
    assert report.digest in digests("verify")[0]


def test_the_verification_of_an_event_is_of_the_content_looked_at(stop, librarian, staff, today):
    event = Event.objects.create(stop=stop, day=today, title="讲座", kind=Event.Kind.LECTURE)

    def attend(number, revision, reason=""):
        values = [Value("event_attendance", "adult", number, "counted", "manual_tally")]
        file_event(librarian, event.pk, revision=revision, state="counted", values=values, reason=reason)

    attend(40, 1)
    attend(44, 2, "four more on the list")
    with pytest.raises(Conflict):
        verify_event(staff, event.pk, revision=1)
    verify_event(staff, event.pk, revision=2)

    report = EventReport.objects.get()
    assert report.verified_digest == report.digest
    assert report.digest in digests("verify")[0]


def test_the_acceptance_of_a_closing_report_is_of_the_content_looked_at(stop, librarian, staff, today):
    Stop.objects.filter(pk=stop.pk).update(
        actual_close=today - timedelta(days=2), actual_removal_end=today, state=State.REPORT_DUE
    )

    def submit(revision, comments):
        content = ClosingContent(comments=comments)
        closing.save_closing_report(librarian, stop.pk, revision=revision, content=content, submit=True)

    submit(1, "no power for a week")
    submit(2, "no power for two weeks")
    with pytest.raises(Conflict):
        closing.accept_closing_report(staff, stop.pk, revision=1)
    closing.accept_closing_report(staff, stop.pk, revision=2)

    stop.refresh_from_db()
    assert stop.closing_report.submitted_digest in digests("accept")[0]


# ---------------------------------------------------------------- two hundred libraries


@pytest.fixture
def many(stop, librarian, today):
    """Fills `LIBRARIES` libraries of the province: each filed two days, one of them doubtful, and misses others."""

    def fill():
        days = []
        for number in range(LIBRARIES - 1):
            library = factories.library(f"33{number // 90 + 2:02d}{number % 90 + 1:02d}")
            own = factories.stop(
                library=library,
                programme=stop.programme,
                exhibition=stop.exhibition,
                opens=today - timedelta(days=4),
                closes=today + timedelta(days=30),
            )
            for age, visits in ((2, 100 + number), (1, 0)):
                days.append(
                    BulkDay(
                        own.pk,
                        today - timedelta(days=age),
                        "counted",
                        adults(visits),
                        filed_by_id=librarian.pk,
                        filed_at=timezone.now(),
                    )
                )
        file_days_in_bulk(days)
        drain_all()

    return fill


def test_the_worklist_of_200_libraries_costs_as_much_as_that_of_one(
    client, stop, librarian, staff, today, many
):
    for age in (1, 2):
        file(librarian, stop, today - timedelta(days=age))
    drain_all()
    readers = {"staff": staff, "coordinator": factories.coordinator("33")}

    def queries() -> dict[tuple[str, str], int]:
        counted = {}
        for name, reader in readers.items():
            client.force_login(User.objects.get(pk=reader.pk))
            client.get(reverse("review:worklist"))
            for kind in ("look", "together", "missing", "late"):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(reverse("review:worklist"), {"kind": kind}).status_code == 200
                counted[(name, kind)] = len(captured)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse("review:together")).status_code == 200
            counted[(name, "preview")] = len(captured)
        return counted

    file(librarian, stop, today, 0)  # a doubt, so that one day stands to be looked at
    drain_all()
    one = queries()
    many()
    assert queries() == one
    assert max(one.values()) <= 40
