"""The recording routes of events: entered, changed, filed, reviewed; who may, and what is refused."""

import pytest

from api.tests.tour import API
from exhibitions.models import Event
from visits.models import EventReport, EventValue
from visits.recording.event_reports import event_state
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db

KEY = "11111111-1111-4111-8111-111111111111"


def came(revision: int = 1, number: int = 30, **fields) -> dict:
    return {
        "revision": revision,
        "state": "counted",
        "values": [{"measure": "event_attendance", "audience": "adult", "value": number}],
        "basis": "counted",
        "method": "register",
        **fields,
    }


def told(day, revision: int = 1, **fields) -> dict:
    return {"revision": revision, "kind": "lecture", "title": "身边的物理", "day": day.isoformat(), **fields}


@pytest.fixture
def event(tour):
    return Event.objects.create(stop=tour.a, kind="lecture", title="身边的物理", day=tour.today, key=KEY)


def attendance(event: Event | int, rest: str = "") -> str:
    return f"{API}/events/{event if isinstance(event, int) else event.pk}/attendance/{rest}"


def of_stop(stop, key: str = KEY) -> str:
    return f"{API}/stops/{stop if isinstance(stop, int) else stop.pk}/events/{key}/"


# ---------------------------------------------------------------- what is told of an event


def test_an_event_is_entered_changed_and_deleted(callers, tour):
    librarian, path = callers["librarian_a"], of_stop(tour.a)
    english = "County association for science and technology"
    body = told(tour.today, starts_at="14:30", place="一楼报告厅", speaker="县科协", speaker_en=english)
    first, again = librarian.put(path, body), librarian.put(path, body)
    made = Event.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert (
        first.json()
        == again.json()
        == {
            "id": made.pk,
            "stop": tour.a.pk,
            "key": KEY,
            "revision": 1,
            "kind": "lecture",
            "title": "身边的物理",
            "title_en": "",
            "day": tour.today.isoformat(),
            "starts_at": "14:30:00",
            "ends_at": None,
            "place": "一楼报告厅",
            "place_en": "",
            "speaker": "县科协",
            "speaker_en": english,
            "description": "",
            "description_en": "",
            "address": "",
        }
    )
    other = librarian.put(path, told(tour.today, title="身边的化学"))
    assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "revision")
    assert (other.json()["current"]["title"], other.json()["sent"]["title"]) == ("身边的物理", "身边的化学")
    assert librarian.put(path, told(tour.today, 2, title="身边的化学")).json()["revision"] == 2
    assert librarian.get(path).json()["title"] == "身边的化学"
    assert librarian.delete(f"{path}?revision=1").status_code == 409
    assert librarian.delete(f"{path}?revision=2").status_code == 204
    assert (librarian.get(path).status_code, Event.objects.count()) == (404, 0)


def test_an_event_stays_once_something_was_filed(callers, tour, event):
    callers["librarian_a"].put(attendance(event), came())
    answer = callers["librarian_a"].delete(f"{of_stop(tour.a)}?revision=1")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "event_filed")


@pytest.mark.parametrize(
    ("fields", "attr", "code"),
    [
        ({"title": ""}, None, "title_required"),
        ({"title": "x" * 121}, "title", "max_length"),
        ({"title": 7}, "title", "invalid"),
        ({"speaker": "13800138000"}, "speaker", "personal_data"),
        ({"day": "2026-W05-2"}, "day", "invalid_date"),
        ({"day": 20260101}, "day", "invalid_date"),
        ({"day": "2001-01-01"}, None, "outside_stop"),
        ({"starts_at": "24:00"}, "starts_at", "invalid"),
        ({"starts_at": "２:30"}, "starts_at", "invalid"),
        ({"starts_at": "16:00", "ends_at": "14:00"}, None, "time_order"),
        ({"kind": "party"}, "kind", "invalid_choice"),
        ({"kind": "online_resource"}, None, "address_required"),
        ({"address": "javascript:alert(1)"}, None, "address_invalid"),
        ({"visitors": []}, "visitors", "unknown_member"),
        ({"revision": "1"}, "revision", "invalid"),
    ],
)
def test_an_event_that_cannot_be_right(callers, tour, fields, attr, code):
    answer = callers["librarian_a"].put(of_stop(tour.a), {**told(tour.today), **fields})
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["code"], Event.objects.count()) == (400, code, 0)
    assert attr is None or error["attr"] == attr


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "x", "1" * 32])
def test_a_key_that_is_no_uuid(callers, tour, key):
    answer = callers["librarian_a"].put(of_stop(tour.a, key), told(tour.today))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_key")


def test_deleting_names_the_revision(callers, event, tour):
    answer = callers["librarian_a"].delete(of_stop(tour.a))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "required")
    assert callers["librarian_a"].delete(f"{of_stop(tour.a)}?revision=1").status_code == 204
    assert callers["librarian_a"].delete(f"{of_stop(tour.a)}?revision=1").status_code == 404


# ---------------------------------------------------------------- the report


def test_attendance_is_filed_and_read_in_the_statistics(callers, tour, event):
    librarian, path = callers["librarian_a"], attendance(event)
    untouched = librarian.get(path).json()
    assert (untouched["revision"], untouched["state"], untouched["measure"], untouched["key"]) == (
        0,
        "missing",
        "event_attendance",
        KEY,
    )
    first, again = librarian.put(path, came()), librarian.put(path, came())
    assert (first.status_code, again.status_code, again.json()["review"]) == (201, 200, "filed")
    conflict = librarian.put(path, came(number=31))
    assert (conflict.status_code, conflict.json()["current"]["last_filed"][0]["value"]) == (409, 30)
    verified = callers["staff"].post(attendance(event, "verify/"), {"revision": 1})
    assert (verified.status_code, verified.json()["verified_day"]) == (200, tour.today.isoformat())
    drain_all()
    path = f"{API}/statistics/visits/?measure=event_attendance&by=day"
    assert callers["partner"].get(path).json()["results"] == [
        {
            "day": tour.today.isoformat(),
            "visits": 30,
            "of_which_estimated": 0,
            "days_counted": 1,
            "days_expected": 0,
            "reporting_rate": None,
            "provisional": True,
        }
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": "closed"}, "invalid_choice"),
        ({"state": "cancelled", "values": []}, "reason_required"),
        ({"state": "cancelled", "reason": "停电"}, "cancelled_with_values"),
        ({"values": []}, "values_required"),
        ({"values": [{"measure": "exhibition_visit", "audience": "adult", "value": 3}]}, "invalid_choice"),
        ({"values": [{"measure": "online_visit", "audience": "adult", "value": 3}]}, "values_unknown"),
        ({"values": [{"measure": "event_attendance", "audience": "adult", "value": "3"}]}, "invalid"),
        ({"booked": 30}, "unknown_member"),
    ],
)
def test_a_report_that_cannot_be_right(callers, event, fields, code):
    answer = callers["librarian_a"].put(attendance(event), {**came(), **fields})
    assert (answer.status_code, EventReport.objects.count()) == (400, 0)
    assert answer.json()["errors"][0]["code"] == code


def test_after_verification_a_librarian_asks_for_its_return(callers, event):
    callers["librarian_a"].put(attendance(event), came())
    callers["staff"].post(attendance(event, "verify/"), {"revision": 1})
    answer = callers["librarian_a"].put(attendance(event), came(2, 31, reason="名册复核"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "verified")
    assert EventValue.objects.get(kind="filed").value == 30


def test_a_foreign_event_and_a_missing_one_are_the_same_bytes(callers, tour):
    foreign = Event.objects.create(stop=tour.b, kind="lecture", title="讲座", day=tour.today)
    for method, body in [("get", None), ("put", came())]:
        answers = [
            getattr(callers["librarian_a"], method)(attendance(number), body, format="json")
            for number in (foreign.pk, 987654)
        ]
        assert answers[0].content == answers[1].content
        assert [answer.status_code for answer in answers] == [404, 404]


def test_the_public_list_tells_nothing_of_reports(callers, event, tour):
    callers["librarian_a"].put(attendance(event), came())
    row = callers["anonymous"].get(f"{API}/events/{event.pk}/").json()
    assert set(row) == {
        "id",
        "stop",
        "library",
        "kind",
        "kind_label",
        "kind_labels",
        "title",
        "title_en",
        "day",
        "starts_at",
        "ends_at",
        "place",
        "place_en",
        "speaker",
        "speaker_en",
        "description",
        "description_en",
        "address",
        "demonstration",
    }
    assert event_state(event)["revision"] == 1
