"""The recording routes answer as rules 2 and 3 say: first, again, overtaken, in conflict."""

import uuid
from datetime import timedelta

import pytest

from api.tests.tour import API, filing, one_value, tally
from tourexhibit.tests import factories
from visits.models import Tally, TallyRevision, TallyValue

pytestmark = pytest.mark.django_db

COUNTER = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def librarian(callers):
    return callers["librarian_a"]


def test_a_tally_first_again_raised_overtaken_and_in_conflict(librarian, tour):
    path = tour.counter(tour.a, COUNTER)
    state = {
        "stop": tour.a.pk,
        "day": tour.today.isoformat(),
        "counter": COUNTER,
        "revision": 1,
        "values": [one_value(12, basis="counted", method="manual_tally")],
        "superseded": False,
    }
    first, again = (
        librarian.put(path, tally()),
        librarian.put(path, tally(client_time="2026-11-22T10:00:00+08:00")),
    )
    assert (first.status_code, first.json()) == (201, state)
    assert (again.status_code, again.json()) == (200, state)
    raised = librarian.put(path, tally(revision=5, number=40))
    assert (raised.status_code, raised.json()["values"][0]["value"]) == (200, 40)
    late = librarian.put(path, tally(revision=3, number=30))
    assert (late.status_code, late.json()["superseded"], late.json()["revision"]) == (200, True, 5)
    other = librarian.put(path, tally(revision=5, number=41))
    problem = other.json()
    assert (other.status_code, other["Content-Type"]) == (409, "application/problem+json")
    assert problem["errors"][0]["code"] == "revision"
    assert (problem["current"]["values"][0]["value"], problem["sent"]["values"][0]["value"]) == (40, 41)
    assert (Tally.objects.count(), TallyRevision.objects.count(), TallyValue.objects.get().value) == (
        1,
        2,
        40,
    )


def test_a_value_keeps_its_own_basis_and_method(librarian, tour):
    values = [
        one_value(5, basis="estimated", method="estimate"),
        {"measure": "library_visit", "audience": "unspecified", "value": 0},
    ]
    body = {"revision": 1, "values": values, "basis": "counted", "method": "gate_auto", "device": "手机 1"}
    found = librarian.put(tour.counter(tour.a), body).json()["values"]
    assert [(value["basis"], value["method"]) for value in found] == [
        ("estimated", "estimate"),
        ("counted", "gate_auto"),
    ]


def test_a_counter_of_another_account_is_in_use(callers, tour):
    callers["librarian_a"].put(tour.counter(tour.a, COUNTER), tally())
    answer = callers["librarian_b"].put(tour.counter(tour.b, COUNTER), tally(number=99))
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["code"], problem["current"]) == (
        409,
        "counter_in_use",
        {},
    )


@pytest.mark.parametrize(("shift", "code"), [(1, "future_day"), (-4, "outside_stop")])
def test_days_outside_the_stop(librarian, tour, shift, code):
    day = tour.today + timedelta(days=shift)
    for answer in (
        librarian.put(tour.counter(tour.a, day=day), tally()),
        librarian.put(tour.day(tour.a, day), filing()),
    ):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert Tally.objects.count() == 0


def test_a_day_is_read_filed_read_again_and_amended(librarian, tour):
    path = tour.day(tour.a)
    librarian.put(tour.counter(tour.a, COUNTER), tally())
    untouched = librarian.get(path).json()
    assert (untouched["revision"], untouched["state"], untouched["review"], untouched["filed"]) == (
        0,
        "missing",
        "draft",
        None,
    )
    assert [(row["value"], row["methods"]) for row in untouched["draft"]] == [(12, ["manual_tally"])]
    first, again = librarian.put(path, filing(number=15)), librarian.put(path, filing(number=15))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == librarian.get(path).json()
    assert first.json()["filed_at"].endswith("+08:00")
    assert [row["difference"] for row in first.json()["differences"]] == [-3]
    other = librarian.put(path, filing(number=16))
    assert (other.status_code, other.json()["current"]["filed"][0]["value"]) == (409, 15)
    assert other.json()["sent"]["values"][0]["value"] == 16
    unexplained = librarian.put(path, filing(revision=2, number=16))
    assert (unexplained.status_code, unexplained.json()["errors"][0]["code"]) == (400, "reason_required")
    amended = librarian.put(path, filing(revision=2, number=16, reason="漏记一班"))
    assert (amended.status_code, amended.json()["revision"]) == (200, 2)


def test_a_closed_day(librarian, tour):
    body = {"revision": 1, "state": "closed", "reason": "停电"}
    answer = librarian.put(tour.day(tour.a), body)
    assert (answer.status_code, answer.json()["state"], answer.json()["filed"]) == (201, "closed", [])


def test_review_by_the_api(callers, tour):
    librarian, coordinator, staff = callers["librarian_a"], callers["coordinator"], callers["staff"]
    librarian.put(tour.day(tour.a), filing())
    endorsed = coordinator.post(tour.day(tour.a, rest="endorse/"), {"revision": 1}).json()
    assert endorsed["review"] == "endorsed"
    stale = staff.post(tour.day(tour.a, rest="verify/"), {"revision": 2})
    assert (stale.status_code, stale.json()["current"]["revision"], stale.json()["sent"]) == (
        409,
        1,
        {"revision": 2},
    )
    verified = staff.post(tour.day(tour.a, rest="verify/"), {"revision": 1}).json()
    assert (verified["review"], verified["verified"][0]["value"]) == ("verified", 12)
    unexplained = staff.post(tour.day(tour.a, rest="return/"), {"revision": 1, "reason": " "})
    assert (unexplained.status_code, unexplained.json()["errors"][0]["code"]) == (400, "reason_required")
    returned = staff.post(tour.day(tour.a, rest="return/"), {"revision": 1, "reason": "看错行"}).json()
    assert (returned["review"], returned["filed"], returned["verified"][0]["value"]) == ("returned", None, 12)


def test_a_batch_gives_each_tally_its_status(callers, librarian, tour):
    def item(number: int = 1, stop=None, **fields) -> dict:
        day = tour.today.isoformat()
        return {
            "stop": stop or tour.a.pk,
            "day": day,
            "counter": str(uuid.uuid4()),
            **tally(number=number),
            **fields,
        }

    twice = item(1)
    batch = [
        item(1),
        item(2, stop=tour.b.pk),  # another library's
        item("3"),
        5,
        twice,
        {**twice, "values": [one_value(9)]},  # TS09
        item(4, counter=str(uuid.UUID(int=0))),
        item(5, day="2026-02-30"),
        item(6, stop=987654),
        item(7),
    ]
    answer = librarian.post(f"{API}/counts/batch/", {"tallies": batch})
    results = answer.json()["results"]
    assert answer.status_code == 200
    assert [row["status"] for row in results] == [201, 404, 400, 400, 201, 409, 400, 400, 404, 201]
    assert [row["index"] for row in results] == list(range(10))
    assert results[1]["problem"] == results[8]["problem"]
    assert (results[5]["counter"], results[5]["problem"]["current"]["values"][0]["value"]) == (
        twice["counter"],
        1,
    )
    before = list(Tally.objects.order_by("counter_id").values_list("counter_id", "revision", "digest"))
    again = librarian.post(f"{API}/counts/batch/", {"tallies": batch}).json()["results"]
    assert [row["status"] for row in again] == [200, 404, 400, 400, 200, 409, 400, 400, 404, 200]
    assert (
        list(Tally.objects.order_by("counter_id").values_list("counter_id", "revision", "digest")) == before
    )
    assert len(before) == 3


def test_a_batch_of_100_with_one_wrong(librarian, tour):
    batch = [
        {"stop": tour.a.pk, "day": tour.today.isoformat(), "counter": str(uuid.uuid4()), **tally()}
        for _number in range(100)
    ]
    batch[57]["values"] = []
    results = librarian.post(f"{API}/counts/batch/", {"tallies": batch}).json()["results"]
    assert [row["index"] for row in results if row["status"] != 201] == [57]
    assert results[57]["counter"] == batch[57]["counter"]
    assert Tally.objects.count() == 99


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"tallies": [{}] * 10_001}, "batch_too_large"),
        ({"tallies": []}, "empty"),
        ({}, "invalid"),
        ([], "invalid"),
    ],
)
def test_a_batch_that_is_none(callers, librarian, body, code):
    answer = librarian.post(f"{API}/counts/batch/", body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert callers["coordinator"].post(f"{API}/counts/batch/", body).status_code == 403
    assert callers["partner"].post(f"{API}/counts/batch/", body).status_code == 403


def test_a_day_of_a_stop_known_to_the_year_is_refused(callers, tour):
    stop = factories.stop(library=tour.a.library, programme=tour.a.programme, date_precision="year", kit=None)
    answer = callers["librarian_a"].put(tour.counter(stop), tally())
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "outside_stop")


def test_what_does_not_look_plausible_is_told_and_refuses_nothing(callers, tour):
    librarian = callers["librarian_a"]
    librarian.credentials(HTTP_ACCEPT_LANGUAGE="en")
    filed = librarian.put(tour.day(tour.a), filing(number=0))
    assert filed.status_code == 201
    assert filed.json()["findings"] == [
        {
            "code": "zero",
            "severity": "remark",
            "measure": "exhibition_visit",
            "value": 0,
            "compared_with": 0,
            "message": "0 visits on a day that was open.",
            "advice": "If it was not open, choose closed. If it was open and nobody came, 0 is right: send it again.",
        }
    ]
    assert librarian.get(tour.day(tour.a)).json() == filed.json()
    assert callers["staff"].get(tour.day(tour.b)).json()["findings"] == []
