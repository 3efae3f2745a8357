"""The history of a day: from the chain, on its page and in the API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework.test import APIClient

from accounts.models import User
from exhibitions.models import Event, HistoryEntry
from tourexhibit.tests import factories
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.recording.day_history import day_history
from visits.recording.days import file_day, return_day, verify_day
from visits.recording.event_reports import file_event
from visits.tests.values import adults
from visits.values import Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, username="li")


@pytest.fixture
def reviewed(librarian, stop, today):
    """A day filed, returned, filed again as closed and verified; another day beside it."""
    staff = factories.staff(username="wang")
    for day in (today, today - timedelta(days=1)):
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=adults(345), note="团体两个")
    return_day(staff, stop.pk, today, revision=1, reason="再核对")
    file_day(librarian, stop.pk, today, revision=2, state="closed", values=[], reason="停电")
    verify_day(staff, stop.pk, today, revision=2)


def counted(number: int) -> dict:
    return {"state": "counted", "values": [value._asdict() for value in adults(number)]}


CLOSED = {"state": "closed", "values": []}


def test_each_step_tells_who_what_when_and_why(reviewed, stop, today):
    steps = day_history(stop.pk, today)

    assert [
        (step.sequence, step.by, step.action, step.revision, step.before, step.after, step.reason, step.note)
        for step in steps
    ] == [
        (1, "li", "file", 1, None, counted(345), "", "团体两个"),
        (3, "wang", "return", 1, None, None, "再核对", ""),
        (4, "li", "amend", 2, counted(345), CLOSED, "停电", ""),
        (5, "wang", "verify", 2, None, None, "", ""),
    ]
    entries = HistoryEntry.objects.filter(stop=stop, day=today).order_by("sequence")
    assert [(step.previous, step.hash, step.at) for step in steps] == [
        (entry.previous, entry.hash, entry.at) for entry in entries
    ]


def test_the_page_of_the_day_shows_it(client, librarian, reviewed, stop, today):
    client.force_login(User.objects.get(pk=librarian.pk))
    address = reverse("librarian:day", kwargs={"stop_id": stop.pk, "day": today.isoformat()})
    answer = client.get(address, headers={"accept-language": "en"})

    page = answer.content.decode()
    assert "History of this day: 4 entries" in page
    for words in ["345", "再核对", "停电", *(step.hash[:12] for step in day_history(stop.pk, today))]:
        assert words in page
    translation.activate("en")
    shown = [
        [(str(change.word), change.before, str(change.after)) for change in changes]
        for _step, changes in answer.context["history"]
    ]
    assert shown == [
        [("Exhibition visits", None, "345")],
        [],
        [("Exhibition visits", "345", "closed")],
        [],
    ]


def test_a_day_without_a_filing_has_no_history(client, librarian, stop, today):
    client.force_login(User.objects.get(pk=librarian.pk))
    address = reverse("librarian:day", kwargs={"stop_id": stop.pk, "day": today.isoformat()})

    assert client.get(address).context["history"] == []
    assert "day-history" not in client.get(address).content.decode()


def test_the_api_tells_the_same(librarian, reviewed, stop, today):
    client = APIClient()
    client.force_login(User.objects.get(pk=librarian.pk))
    answer = client.get(f"/api/v1/stops/{stop.pk}/days/{today}/history/").json()

    third = day_history(stop.pk, today)[2]
    assert (answer["stop"], answer["day"], len(answer["results"])) == (stop.pk, today.isoformat(), 4)
    assert answer["results"][2] == {
        "sequence": 4,
        "at": timezone.localtime(third.at).isoformat(),
        "by": "li",
        "action": "amend",
        "revision": 2,
        "before": counted(345),
        "after": CLOSED,
        "reason": "停电",
        "note": "",
        "days": 1,
        "previous": third.previous,
        "hash": third.hash,
    }


def test_an_event_of_that_day_has_a_history_of_its_own(librarian, stop, today):
    event = Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=today)
    came = [Value("event_attendance", "adult", 80, "counted", "register")]
    file_event(librarian, event.pk, revision=1, state="counted", values=came)

    assert day_history(stop.pk, today) == []


def test_days_filed_together_are_in_each_days_history(librarian, stop, today):
    days = [
        BulkDay(
            stop_id=stop.pk, day=today - timedelta(days=ago), filed_by_id=librarian.pk, filed_at=timezone.now(), state="counted",
            values=adults(12),
        )
        for ago in (1, 2)
    ]  # fmt: skip
    file_days_in_bulk(days)

    [step] = day_history(stop.pk, today - timedelta(days=1))
    assert (step.action, step.revision, step.days, step.after) == ("file", 1, 2, None)
    assert day_history(stop.pk, today) == []
