"""Lists: parts by a cursor that nothing shakes, chosen members, order, and answers that are known already."""

import base64
import json
from datetime import date

import pytest
from rest_framework.test import APIClient

from api.tests.tour import API
from libraries.models import CountyLibrary
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def read(path: str, client: APIClient | None = None) -> dict:
    answer = (client or APIClient()).get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(answer: dict) -> list[int]:
    return [row["id"] for row in answer["results"]]


@pytest.fixture
def libraries(db) -> list[CountyLibrary]:
    return [factories.library(f"3305{number}") for number in range(21, 29)]


def test_a_cursor_neither_skips_nor_repeats_while_others_write(libraries):
    first = read(f"{API}/libraries/?page_size=3")
    assert (ids(first), first["previous"]) == ([library.pk for library in libraries[:3]], None)
    libraries[1].delete()
    new = factories.library("330502")  # comes in before what was read
    second = read(first["next"])
    assert ids(second) == [library.pk for library in libraries[3:6]]
    third = read(second["next"])
    assert (ids(third), third["next"]) == ([library.pk for library in libraries[6:]], None)
    back = read(third["previous"])
    assert ids(back) == [library.pk for library in libraries[3:6]]
    assert ids(read(back["previous"])) == [new.pk, libraries[0].pk, libraries[2].pk]


@pytest.mark.parametrize("word", ["actual_open", "-actual_open", "id", "-planned_open"])
def test_every_order_leads_through_all_rows_both_ways(callers, tour, word):
    for day in (date(2026, 1, 5), None, None, date(2026, 1, 5)):
        factories.stop(library=tour.a.library, actual_open=day, state="open" if day else "confirmed")
    whole = ids(read(f"{API}/stops/?ordering={word}"))
    forward, path, last = [], f"{API}/stops/?ordering={word}&page_size=2", ""
    while path:
        answer = read(path)
        forward += ids(answer)
        path, last = answer["next"], path
    backward, path = [], read(last)["previous"]
    while path:
        answer = read(path)
        backward = ids(answer) + backward
        path = answer["previous"]
    assert (len(whole), forward) == (6, whole)
    assert backward == whole[: len(backward)] and len(backward) == 4


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "W10",
        "eyJhIjoxfQ",
        "W1tbXV1d",
        "WyJpZCIsMCwiYSJd",
        "WyJpZCIsMCxudWxsLDFd",
        "A" * 401,
        "===",
    ],
)
def test_a_cursor_that_was_not_given_out_is_refused(libraries, cursor):
    answer = APIClient().get(f"{API}/libraries/?ordering=id&cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] in ("cursor", "query")


def forged(*content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("path", "cursor"),
    [
        ("libraries/?ordering=division", forged("division", 0, "3\ud800", 1)),
        ("libraries/?ordering=division", forged("division", 0, 330521, 1)),
        ("libraries/?ordering=id", forged("id", 0, "1")),
        ("libraries/?ordering=id", forged("id", 0, 2**63)),
        ("libraries/?ordering=id", forged("id", 0, True)),
        ("bulletins/?ordering=-published_at", forged("-published_at", 1, 5, 1)),
        ("bulletins/?ordering=-published_at", forged("-published_at", 0, "0001-01-01T00:00:00+23:59", 1)),
        ("bulletins/?ordering=-published_at", forged("-published_at", 0, "9999-12-31T23:59:59-23:59", 1)),
        ("statistics/days/?ordering=stop", forged("stop", 0, 1, 20261301, "x")),
        ("statistics/days/?ordering=stop", forged("stop", 0, 1, "2026-13-01", "x")),
    ],
)
def test_a_cursor_with_what_no_row_has_is_refused(callers, path, cursor):
    answer = callers["partner"].get(f"{API}/{path}&cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_cursor")


def test_a_cursor_belongs_to_its_order_and_goes_without_a_page(libraries):
    cursor = read(f"{API}/libraries/?page_size=2")["next"].split("cursor=")[1].split("&")[0]
    for query in (f"ordering=name&cursor={cursor}", f"cursor={cursor}&page=2"):
        answer = APIClient().get(f"{API}/libraries/?{query}")
        assert answer.status_code == 400, query


@pytest.mark.parametrize(
    ("path", "members"),
    [
        ("libraries/", "id,name_en"),
        ("divisions/", "code,parent"),
        ("stops/", "id,state,state_labels"),
        ("programmes/", "slug"),
        ("exhibitions/", "slug,name"),
        ("kits/", "id"),
        ("events/", "id,kind"),
        ("seals/", "day,root"),
    ],
)
def test_only_the_members_that_are_asked_for(callers, tour, path, members):
    for row in read(f"{API}/{path}?fields={members}", callers["staff"])["results"]:
        assert ",".join(row) == members
    answer = callers["staff"].get(f"{API}/{path}?fields=id,secret&lang=en")
    assert answer.status_code == 400
    assert members.split(",")[0] in answer.json()["errors"][0]["detail"]


def test_members_of_one_row(callers, tour):
    assert read(f"{API}/stops/{tour.a.pk}/?fields=id,state") == {"id": tour.a.pk, "state": "open"}


def test_an_unknown_parameter_names_those_that_there_are(db):
    error = APIClient().get(f"{API}/libraries/?Division=33&lang=en").json()["errors"][0]
    assert (error["attr"], error["code"]) == ("Division", "unknown_parameter")
    for name in ("division", "q", "fields", "ordering", "format", "cursor", "page_size"):
        assert name in error["detail"]


@pytest.mark.parametrize("path", ["libraries/", "divisions/", "stops/", "seals/", "changes/"])
def test_what_did_not_change_is_304(callers, tour, path):
    client = callers["staff"]
    etag = client.get(f"{API}/{path}")["ETag"]
    again = client.get(f"{API}/{path}", HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")
    factories.stop(library=factories.library("330522"))
    if path in ("libraries/", "divisions/", "stops/"):
        assert client.get(f"{API}/{path}", HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_codes_have_their_labels_in_both_languages(callers, tour):
    for language in ("zh", "en"):
        (row, *_others) = read(f"{API}/stops/?lang={language}")["results"]
        assert row["state_labels"] == {"zh": "展出中", "en": "open"}
        assert row["state_label"] == row["state_labels"][language]
