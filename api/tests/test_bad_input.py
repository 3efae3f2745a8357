"""Bad input: a clear 4xx as a problem, and nothing stored."""

import gzip
import json
import uuid

import pytest

from api.tests.tour import API, filing, one_value, tally
from exhibitions.models import HistoryEntry, StaleDay
from visits.models import Counter, DayReport, Tally, TallyRevision, TallyValue

pytestmark = pytest.mark.django_db


def rows() -> list[int]:
    return [
        model.objects.count()
        for model in (Counter, Tally, TallyValue, TallyRevision, DayReport, HistoryEntry, StaleDay)
    ]


def code_of(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert list(problem)[:5] == ["type", "title", "status", "detail", "errors"]
    assert problem["status"] == answer.status_code
    assert all(set(error) == {"code", "attr", "detail"} and error["detail"] for error in problem["errors"])
    return problem["errors"][0]["code"]


VALID = json.dumps(tally()).encode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 100_000 + b"]" * 100_000, 400, "too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "too_deep"),
        (b"[" * 30 + b"]" * 30, 400, "too_deep"),
        (VALID.replace(b": 12", b": NaN"), 400, "not_finite"),
        (VALID.replace(b": 12", b": -Infinity"), 400, "not_finite"),
        (VALID.replace(b": 12", b": 1e400"), 400, "not_finite"),
        (VALID.replace(b": 12", b": " + b"9" * 5000), 400, "not_json"),
        (VALID.replace(b'"revision": 1', b'"revision": 1, "revision": 2'), 400, "duplicate_key"),
        (VALID[:-5], 400, "not_json"),
        (b"", 400, "required"),
        (b"null", 400, "null"),
        (b"[]", 400, "invalid"),
        (b"7", 400, "invalid"),
        (b"\xef\xbb\xbf" + VALID, 400, "not_json"),
        (json.dumps(tally(device="德清"), ensure_ascii=False).encode("gb18030"), 400, "encoding"),
        (VALID.replace(b'"counted"', b'"\\ud800"'), 400, "text"),
        (VALID.replace(b'"counted"', b'"\\u0000"'), 400, "text"),
        (b'"' + b"a" * 3_000_000 + b'"', 413, "too_large"),
    ],
)
def test_a_body_that_is_no_clean_json(callers, tour, body, status, code):
    before = rows()
    answer = callers["librarian_a"].put(tour.counter(tour.a), body, content_type="application/json")
    assert (answer.status_code, code_of(answer), rows()) == (status, code, before)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content_type": "application/json; charset=gb18030"}, VALID),
        (
            {"content_type": "application/json", "HTTP_CONTENT_ENCODING": "gzip"},
            gzip.compress(b"0" * 10**7, mtime=0),  # the same for every worker that collects
        ),
        ({"content_type": "application/json", "HTTP_CONTENT_ENCODING": "gzip"}, VALID),
        ({"content_type": "text/plain"}, VALID),
        ({"content_type": "application/x-www-form-urlencoded"}, b"revision=1"),
        ({"content_type": "multipart/form-data; boundary=x"}, b"--x--"),
        ({"content_type": "application/jsonx"}, VALID),
        ({"content_type": "nonsense"}, VALID),
    ],
)
def test_a_body_of_another_kind_is_415(callers, tour, headers, body):
    before = rows()
    answer = callers["librarian_a"].put(tour.counter(tour.a), body, **headers)
    code_of(answer)
    assert (answer.status_code, rows()) == (415, before)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_may_be_said(callers, tour, charset):
    answer = callers["librarian_a"].put(
        tour.counter(tour.a), VALID, content_type=f"application/json; charset={charset}"
    )
    assert answer.status_code == 201


WRONG_TALLIES = [
    ("revision", {"revision": 0}, "min_value"),
    ("revision", {"revision": -1}, "min_value"),
    ("revision", {"revision": 2**53 + 1}, "max_value"),
    ("revision", {"revision": 10**30}, "max_value"),
    ("revision", {"revision": True}, "invalid"),
    ("revision", {"revision": "1"}, "invalid"),
    ("revision", {"revision": 1.0}, "invalid"),
    ("revision", {"revision": None}, "null"),
    ("values", {"values": []}, "empty"),
    ("values", {"values": None}, "null"),
    ("values", {"values": {}}, "not_a_list"),
    ("values.0", {"values": [5]}, "invalid"),
    ("values.0.value", {"values": [one_value(-1)]}, "min_value"),
    ("values.0.value", {"values": [one_value(1_000_001)]}, "max_value"),
    ("values.0.value", {"values": [one_value(True)]}, "invalid"),
    ("values.0.value", {"values": [one_value("1_000")]}, "invalid"),
    ("values.0.value", {"values": [one_value("１２")]}, "invalid"),
    ("values.0.value", {"values": [one_value("12")]}, "invalid"),
    ("values.0.value", {"values": [one_value(12.0)]}, "invalid"),
    ("values.0.value", {"values": [one_value(None)]}, "null"),
    ("values.0.value", {"values": [one_value([1])]}, "invalid"),
    ("values.0.measure", {"values": [{**one_value(), "measure": "event_attendance"}]}, "invalid_choice"),
    ("values.0.measure", {"values": [{**one_value(), "measure": ["exhibition_visit"]}]}, "invalid_choice"),
    ("values.0.audience", {"values": [{**one_value(), "audience": "child"}]}, "invalid_choice"),
    ("values.0.basis", {"values": [one_value(basis="guessed")]}, "invalid_choice"),
    ("values.0.visitors", {"values": [one_value(visitors=1)]}, "unknown_member"),
    ("values", {"values": [one_value(1), one_value(2)]}, "values_twice"),
    ("basis", {"basis": ""}, "invalid_choice"),
    ("basis", {"basis": None}, "null"),
    ("method", {"method": "telepathy"}, "invalid_choice"),
    ("method", {"method": 5}, "invalid_choice"),
    ("day", {"day": "2026-11-23"}, "unknown_member"),
    ("device", {"device": "x" * 121}, "max_length"),
    ("device", {"device": 7}, "invalid"),
    ("device", {"device": "13800138000"}, "personal_data"),
    ("client_time", {"client_time": "2026-03-31T23:59:60+08:00"}, "invalid"),
    ("client_time", {"client_time": "2026-03-31T24:00:00+08:00"}, "invalid"),
    ("client_time", {"client_time": "1991-04-14T00:30:00"}, "invalid"),
    ("client_time", {"client_time": "0001-01-01T00:00:00+14:00"}, "overflow"),
    ("client_time", {"client_time": "9999-12-31T23:59:59-12:00"}, "overflow"),
    ("client_time", {"client_time": "1999-12-31T00:00:00Z"}, "invalid"),
    ("client_time", {"client_time": "2026-W05-2T10:00:00Z"}, "invalid"),
    ("client_time", {"client_time": 1_780_000_000}, "invalid"),
]


@pytest.mark.parametrize(("attr", "fields", "code"), WRONG_TALLIES)
def test_a_tally_that_cannot_be_right(callers, tour, attr, fields, code):
    answer = callers["librarian_a"].put(tour.counter(tour.a), tally(**fields))
    assert (answer.status_code, code_of(answer), rows()) == (400, code, [0] * 7)
    assert answer.json()["errors"][0]["attr"] == attr


@pytest.mark.parametrize("member", ["revision", "values", "basis", "method"])
def test_a_tally_that_lacks_something(callers, tour, member):
    body = tally()
    del body[member]
    answer = callers["librarian_a"].put(tour.counter(tour.a), body)
    assert (answer.status_code, code_of(answer), rows()) == (400, "required", [0] * 7)
    assert answer.json()["errors"][0]["attr"] == member


@pytest.mark.parametrize(
    "counter",
    [
        uuid.UUID(int=0),
        "not-a-uuid",
        "null",
        "{11111111-1111-4111-8111-111111111111}",
        "1" * 32,
        "１" * 32,
        "%00",
    ],
)
def test_a_counter_that_is_no_uuid(callers, tour, counter):
    answer = callers["librarian_a"].put(tour.counter(tour.a, counter), tally())
    assert (answer.status_code, code_of(answer), rows()) == (400, "invalid_counter", [0] * 7)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-2-3",
        "2026-W05-2",
        "20260203",
        "0001-01-01",
        "2101-01-01",
        "２０２６-01-01",
        "today",
    ],
)
def test_a_day_that_is_none(callers, tour, day):
    for answer in (
        callers["librarian_a"].put(tour.counter(tour.a, day=day), tally()),
        callers["librarian_a"].put(tour.day(tour.a, day), filing()),
        callers["librarian_a"].get(tour.day(tour.a, day)),
    ):
        assert (answer.status_code, code_of(answer), rows()) == (400, "invalid_date", [0] * 7)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": "missing"}, "invalid_choice"),
        ({"state": None}, "null"),
        ({"values": []}, "values_required"),
        ({"state": "closed"}, "closed_with_values"),
        ({"state": "closed", "values": []}, "reason_required"),
        ({"note": "x" * 501}, "max_length"),
        ({"note": ["x"]}, "invalid"),
        ({"note": "张老师 138 0013 8000"}, "personal_data"),
        ({"note": "１３８００１３８０００"}, "personal_data"),
        ({"reason": "证号 11010519491231002X"}, "personal_data"),
        ({"revision": 0}, "min_value"),
        ({"review": "verified"}, "unknown_member"),
        ({"on_behalf": True}, "unknown_member"),
    ],
)
def test_a_report_that_cannot_be_right(callers, tour, fields, code):
    answer = callers["librarian_a"].put(tour.day(tour.a), filing(**fields))
    assert (answer.status_code, code_of(answer), rows()) == (400, code, [0] * 7)


def test_invisible_characters_leave_a_note(callers, tour):
    note = "\u202e团体\u200b参观\ufeff\u0007，13 班 2026-11-22 共 1,234 人次"
    answer = callers["librarian_a"].put(tour.day(tour.a), filing(note=note))
    assert (answer.status_code, answer.json()["note"]) == (201, "团体参观，13 班 2026-11-22 共 1,234 人次")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=99999999999999999999", "unknown_parameter"),
        ("offset=10000000", "unknown_parameter"),
        ("page_size=999999", "invalid_number"),
        ("page_size=0", "invalid_number"),
        ("page_size=-1", "invalid_number"),
        ("page_size=1_0", "invalid_number"),
        ("page_size=%EF%BC%91", "invalid_number"),
        ("page=99999999999999999999", "invalid_number"),
        ("page=10001", "invalid_number"),
        ("unknown=1", "unknown_parameter"),
        ("State=open", "unknown_parameter"),
        ("state=opened", "invalid_choice"),
        ("state=open,open", "repeated"),
        ("library=1&library=2", "repeated"),
        ("library=0", "invalid_number"),
        ("library=9223372036854775808", "invalid_number"),
        ("open_on=2026-02-30", "invalid_date"),
        ("open_on=2026-W05-2", "invalid_date"),
        ("open_on=20260203", "invalid_date"),
        ("open_on=0001-01-01", "invalid_date"),
        ("mine=yes", "invalid_choice"),
        ("division=%B8%CA%CB%E0", "encoding"),
        ("division=%00", "encoding"),
        ("division=甘肃", "unknown_division"),
        ("division=99", "unknown_division"),
        ("division=3305211", "unknown_division"),
        ("programme=nowhere", "unknown_programme"),
        ("programme=%27--", "invalid_slug"),
        ("exhibition=nowhere", "unknown_exhibition"),
        ("library__memberships__user__password__startswith=p", "unknown_parameter"),
        ("ordering=library__memberships__user__password", "invalid_choice"),
        ("search=(a%2B)%2B%24", "unknown_parameter"),
        ("fields=id,verified_by.email", "invalid_choice"),
        ("lang=fr", "invalid_choice"),
        ("format=api", "invalid_choice"),
    ],
)
def test_a_query_that_cannot_be_meant(callers, query, code):
    answer = callers["anonymous"].get(f"{API}/stops/?{query}")
    assert (answer.status_code, code_of(answer)) == (400, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("start=2026-12-01&end=2026-11-01", "range"),
        ("by=week", "invalid_choice"),
        ("by=month,month", "repeated"),
        ("by=", "invalid_choice"),
        ("status=draft", "invalid_choice"),
        ("measure=visits", "invalid_choice"),
        ("division=99", "unknown_division"),
        ("programme=nowhere", "unknown_programme"),
        ("format=pdf", "invalid_choice"),
        ("by=library,day", "too_wide"),
    ],
)
def test_statistics_that_cannot_be_meant(callers, query, code):
    answer = callers["staff"].get(f"{API}/statistics/visits/?{query}")
    assert (answer.status_code, code_of(answer)) == (400, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [("programme=x", "unknown_programme"), ("programme=tour&by=week", "invalid_choice")],
)
def test_coverage_that_cannot_be_meant(callers, query, code):
    answer = callers["staff"].get(f"{API}/coverage/?{query}")
    assert (answer.status_code, code_of(answer)) == (400, code)


@pytest.mark.parametrize(
    "path",
    [
        "stops/99999999999999999999/",
        "stops/9223372036854775807/",
        "stops/%00/",
        "stops/1%0a/",
        "stops/%D9%A1/",
        "stops/../admin/",
        "stops/-1/",
        "divisions/33/",
        "divisions/999999/",
        "programmes/nowhere/",
        "libraries/x/",
        "nowhere/",
        "stops",
        "",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_none(callers, path, method):
    answer = getattr(callers["anonymous"], method)(f"{API}/{path}")
    if method == "get" or answer.status_code == 404:
        assert (answer.status_code, code_of(answer)) == (404, "not_found")
    else:
        assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token ",
        "Token a b",
        "Bearer " + "a" * 64,
        "Basic dTpw",
        "Token " + "a" * 10_240,
        "Token 密钥".encode().decode("latin-1"),
        "Token " + "g" * 64,
        "Token " + "a" * 64,
        "token " + "0" * 64,
    ],
)
def test_a_header_that_is_no_token(callers, header):
    for name, path in (("anonymous", "coverage/?programme=tour"), ("staff", "stops/")):
        answer = callers[name].get(f"{API}/{path}", HTTP_AUTHORIZATION=header)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")
        assert code_of(answer) in ("token_malformed", "token_unknown")


def test_problems_speak_the_readers_language(callers):
    def titles(**headers):
        answer = callers["anonymous"].get(f"{API}/nowhere/", **headers)
        return answer.json()["title"], answer["Content-Language"]

    assert titles(HTTP_ACCEPT_LANGUAGE="en")[0] == "Not found"
    assert titles(HTTP_ACCEPT_LANGUAGE="en")[1] == "en"
    assert titles()[1] == "zh-hans"
