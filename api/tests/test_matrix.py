"""Who may do what: role x route x verb x own, foreign and missing (reliability.md's table)."""

import pytest

from api.tests.conftest import API, filing, tally
from exhibitions.models import Stop
from visits.models import HistoryEntry, Tally

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "anonymous",
    "librarian_a",
    "librarian_b",
    "coordinator",
    "coordinator_b",
    "staff",
    "superuser",
    "partner",
    "partner_province",
    "partner_other",
    "no_role",
    "revoked",
]
NOBODY = {"anonymous": 401, "no_role": 401, "revoked": 401}
PARTNERS_MAY_NOT = {"partner": 403, "partner_province": 403, "partner_other": 403}


def expected(**statuses: int) -> list[int]:
    return [statuses.get(name, statuses["others"]) for name in EVERYBODY]


def statuses(callers, method: str, path: str, body: dict | None = None) -> list[int]:
    return [
        getattr(callers[name], method)(path, *([body] if body is not None else [])).status_code
        for name in EVERYBODY
    ]


@pytest.mark.parametrize(
    "path",
    ["divisions", "libraries", "programmes", "exhibitions", "stops", "events", "seals", "schema", "docs"],
)
def test_the_registry_is_public_but_not_for_a_revoked_token(callers, path):
    assert statuses(callers, "get", f"{API}/{path}/") == expected(others=200, revoked=401)


def test_kits_are_for_people_of_the_project_and_partners(callers):
    assert statuses(callers, "get", f"{API}/kits/") == expected(others=200, **NOBODY)


@pytest.mark.parametrize("path", ["coverage/?programme=tour", "statistics/visits/"])
def test_figures_need_a_role(callers, path):
    assert statuses(callers, "get", f"{API}/{path}") == expected(others=200, **NOBODY)


@pytest.mark.parametrize("status", ["filed", "all"])
def test_partners_read_verified_figures_only(callers, status):
    found = statuses(callers, "get", f"{API}/statistics/visits/?status={status}")
    assert found == expected(others=200, **NOBODY, **PARTNERS_MAY_NOT)


def test_a_partner_of_a_province_asks_for_its_own(callers, tour):
    for path, outside in [
        ("division=36", "partner_province"),
        (f"library={tour.b.library_id}", "partner_province"),
        (f"stop={tour.b.pk}", "partner_province"),
        ("division=330521", "partner_other"),
    ]:
        found = statuses(callers, "get", f"{API}/statistics/visits/?{path}")
        assert found == expected(others=200, **NOBODY, **{outside: 404}), path


def test_a_stop_not_confirmed_exists_only_within_reach(callers, tour):
    within = {"librarian_a": 200, "coordinator": 200, "staff": 200, "superuser": 200, "revoked": 401}
    assert statuses(callers, "get", f"{API}/stops/{tour.draft.pk}/") == expected(others=404, **within)


def test_reading_a_day(callers, tour):
    own = {"librarian_a": 200, "coordinator": 200, "staff": 200, "superuser": 200}
    found = statuses(callers, "get", tour.day(tour.a))
    assert found == expected(others=404, **own, **NOBODY, **PARTNERS_MAY_NOT)
    missing = statuses(callers, "get", tour.day(987654))
    assert missing == expected(others=404, **NOBODY, **PARTNERS_MAY_NOT)


def never_records(**others: int) -> list[int]:
    return expected(coordinator=403, coordinator_b=403, **NOBODY, **PARTNERS_MAY_NOT, **others)


def test_recording_a_tally(callers, tour):
    found = statuses(callers, "put", tour.counter(tour.a, "11111111-1111-4111-8111-111111111111"), tally())
    # The counter is the librarian's from its first send on: staff may record, with a counter of their own.
    assert found == never_records(librarian_a=201, librarian_b=404, staff=409, superuser=409, others=0)
    assert callers["staff"].put(tour.counter(tour.a), tally()).status_code == 201
    assert statuses(callers, "put", tour.counter(987654), tally()) == never_records(others=404)


def test_filing_a_day(callers, tour):
    found = statuses(callers, "put", tour.day(tour.a), filing())
    assert found == never_records(librarian_a=201, librarian_b=404, staff=200, superuser=200, others=0)
    assert statuses(callers, "put", tour.day(987654), filing()) == never_records(others=404)


def test_reviewing_a_day(callers, tour):
    callers["librarian_a"].put(tour.day(tour.a), filing())
    never = {"librarian_a": 403, "librarian_b": 403, **NOBODY, **PARTNERS_MAY_NOT}
    for verb, body in [("endorse", {"revision": 1}), ("return", {"revision": 1, "reason": "看错行"})]:
        found = statuses(callers, "post", tour.day(tour.a, rest=f"{verb}/"), body)
        assert found == expected(others=200, coordinator_b=404, **never), verb
        missing = statuses(callers, "post", tour.day(987654, rest=f"{verb}/"), body)
        assert missing == expected(others=404, **never), verb


def test_verifying_a_day(callers, tour):
    callers["librarian_a"].put(tour.day(tour.a), filing())
    never = dict.fromkeys(("librarian_a", "librarian_b", "coordinator", "coordinator_b"), 403)
    found = statuses(callers, "post", tour.day(tour.a, rest="verify/"), {"revision": 1})
    assert found == expected(others=200, **never, **NOBODY, **PARTNERS_MAY_NOT)
    missing = statuses(callers, "post", tour.day(987654, rest="verify/"), {"revision": 1})
    assert missing == expected(others=404, **never, **NOBODY, **PARTNERS_MAY_NOT)


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
