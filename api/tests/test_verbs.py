"""Verbs and refusals of the API beside the table of who may do what (`tourexhibit/tests/test_who_may.py`)."""

import pytest

from api.tests.tour import API, filing, tally
from exhibitions.models import HistoryEntry, Stop
from visits.models import Tally

pytestmark = pytest.mark.django_db


def test_staff_do_not_verify_their_own_entry(callers, tour):
    callers["staff"].put(tour.day(tour.a), filing())
    answer = callers["staff"].post(tour.day(tour.a, rest="verify/"), {"revision": 1})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "own_entry")
    assert callers["superuser"].post(tour.day(tour.a, rest="verify/"), {"revision": 1}).status_code == 200


def test_amending_after_verification(callers, tour):
    callers["librarian_a"].put(tour.day(tour.a), filing())
    callers["staff"].post(tour.day(tour.a, rest="verify/"), {"revision": 1})
    amended = filing(revision=2, number=13, reason="复核")
    answer = callers["librarian_a"].put(tour.day(tour.a), amended)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "verified")
    answer = callers["staff"].put(tour.day(tour.a), amended)
    assert (answer.status_code, answer.json()["review"], answer.json()["verified"][0]["value"]) == (
        200,
        "filed",
        12,
    )


def test_a_foreign_stop_and_a_missing_one_are_the_same_bytes(callers, tour):
    hidden = Stop.objects.create(
        programme=tour.a.programme, exhibition=tour.a.exhibition, library=tour.b.library, state="proposed"
    )
    librarian = callers["librarian_a"]
    for method, path, body in [
        ("get", "{api}/stops/{stop}/", None),
        ("get", "{api}/stops/{stop}/days/{day}/", None),
        ("get", "{api}/stops/{stop}/days/{day}/history/", None),
        ("put", "{api}/stops/{stop}/days/{day}/", filing()),
        ("put", "{api}/stops/{stop}/days/{day}/counts/11111111-1111-4111-8111-111111111111/", tally()),
        ("put", "{api}/stops/{stop}/days/2030-13-01/", filing()),
    ]:
        answers = [
            getattr(librarian, method)(path.format(api=API, stop=number, day=tour.today), body, format="json")
            for number in (hidden.pk, 987654)
        ]
        assert answers[0].content == answers[1].content
        assert answers[0].headers.items() == answers[1].headers.items()
        assert answers[0].status_code == answers[1].status_code in (400, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_a_verb_not_offered_is_405_with_allow(callers, method):
    for name in ("staff", "partner"):
        answer = getattr(callers[name], method)(f"{API}/stops/")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer["Content-Type"] == "application/problem+json"
    answer = callers["staff"].put(f"{API}/stops/", HTTP_X_HTTP_METHOD_OVERRIDE="GET")
    assert answer.status_code == 405


def test_head_is_get_and_options_tells_nothing(callers, tour):
    staff = callers["staff"]
    read, head = staff.get(tour.day(tour.a)), staff.head(tour.day(tour.a))
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", read["Content-Type"])
    options = staff.options(tour.day(tour.a))
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, PUT, HEAD, OPTIONS")
    assert callers["anonymous"].options(tour.day(tour.a)).status_code == 401


def test_a_session_needs_the_csrf_token_to_write(tour, callers):
    librarian = callers["librarian_a"]
    librarian.handler.enforce_csrf_checks = True
    answer = librarian.put(tour.counter(tour.a), tally())
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert (Tally.objects.count(), HistoryEntry.objects.count()) == (0, 0)
