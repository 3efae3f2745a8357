"""Tables: the same rows as CSV, NDJSON and XLSX, whole, in flat memory, and harmless in a spreadsheet."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.tables import formats
from api.tests.tour import API, filing
from libraries.models import CountyLibrary
from tourexhibit.tests import factories
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db

LISTS = ["divisions", "libraries", "programmes", "exhibitions", "kits", "stops", "events", "seals"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def content(answer) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def csv_rows(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def xlsx_rows(body: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        rows.append(["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")])
        assert not list(row.iter(f"{SHEET}f"))  # no formula anywhere
    return rows


@pytest.fixture
def verified(callers, tour):
    for name, stop, number in (("librarian_a", tour.a, 12), ("librarian_b", tour.b, 30)):
        callers[name].put(tour.day(stop), filing(1, number))
        verify_day(factories.staff(), stop.pk, tour.today, revision=1)
    drain_all()
    return tour


@pytest.mark.parametrize("path", LISTS)
def test_every_list_in_every_format(callers, tour, path):
    factories.kit("7")
    staff = callers["staff"]
    rows = staff.get(f"{API}/{path}/?page_size=1000").json()["results"]
    lines = content(staff.get(f"{API}/{path}/?format=ndjson")).splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = csv_rows(content(staff.get(f"{API}/{path}/?format=csv")))
    assert len(table) == len(rows)
    sheet = xlsx_rows(content(staff.get(f"{API}/{path}/?format=xlsx")))
    assert len(sheet) == len(rows) + 1
    if table:
        assert list(table[0]) == sheet[0]
    labels = csv_rows(content(staff.get(f"{API}/{path}/?format=csv&headers=labels&lang=zh")))
    assert len(labels) == len(rows)


def test_the_header_accept_chooses_and_format_goes_before(callers, tour):
    anyone = APIClient()
    answer = anyone.get(f"{API}/libraries/", HTTP_ACCEPT="text/csv")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="libraries.csv"',
    )
    assert "Accept" in answer["Vary"]
    assert (
        anyone.get(f"{API}/libraries/?format=json", HTTP_ACCEPT="text/csv")["Content-Type"]
        == "application/json"
    )
    assert anyone.get(f"{API}/libraries/", HTTP_ACCEPT="image/png").status_code == 406
    assert anyone.get(f"{API}/libraries/?format=yaml").status_code == 400
    assert anyone.get(f"{API}/libraries/{tour.a.library_id}/?format=csv").status_code == 400


def test_columns_are_the_members_flat(callers, tour):
    (row, _other) = csv_rows(content(APIClient().get(f"{API}/libraries/?format=csv&fields=id,division")))
    assert row == {
        "id": str(tour.a.library_id),
        "division_code": "330521",
        "division_name": "区划330521",
        "division_name_en": "Division 330521",
    }
    headings = list(
        csv_rows(
            content(APIClient().get(f"{API}/libraries/?format=csv&fields=id,division&headers=labels&lang=zh"))
        )[0]
    )
    assert headings[1] == "行政区划 · 代码"
    assert all(text[0] < "a" or text[0] > "z" for text in headings)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "＝1+1"])
def test_text_does_not_become_a_formula(text):
    library = factories.library("330521")
    CountyLibrary.objects.filter(pk=library.pk).update(address=text)
    (row,) = csv_rows(content(APIClient().get(f"{API}/libraries/?format=csv")))
    assert row["address"] == f"'{text}"
    sheet = xlsx_rows(content(APIClient().get(f"{API}/libraries/?format=xlsx&fields=address")))
    assert sheet[1][0].strip() == text.strip()
    assert json.loads(content(APIClient().get(f"{API}/libraries/?format=ndjson")))["address"] == text


def test_a_long_list_is_read_in_parts(monkeypatch):
    monkeypatch.setattr("api.registry.views.LARGEST_PAGE", 2)
    made = [factories.library(f"3305{number}").pk for number in range(21, 26)]
    with CaptureQueriesContext(connection) as captured:
        answer = APIClient().get(f"{API}/libraries/?format=ndjson&fields=id")
        assert len(captured) <= 1
        rows = [json.loads(line)["id"] for line in content(answer).splitlines()]
    assert rows == made
    assert len([query for query in captured if "libraries_countylibrary" in query["sql"]]) == 3


def test_one_page_of_a_table_links_to_the_next():
    made = [factories.library(f"3305{number}").pk for number in range(21, 24)]
    first = APIClient().get(f"{API}/libraries/?format=csv&page_size=2&fields=id")
    assert [row["id"] for row in csv_rows(content(first))] == [str(number) for number in made[:2]]
    link = first["Link"].removeprefix("<").removesuffix('>; rel="next"')
    assert [row["id"] for row in csv_rows(content(APIClient().get(link)))] == [str(made[2])]


def test_a_sheet_that_would_be_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(formats, "MOST_SHEET_ROWS_AT_ONCE", 2)
    for number in range(21, 24):
        factories.library(f"3305{number}")
    answer = APIClient().get(f"{API}/libraries/?format=xlsx")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "too_many_rows")


def test_figures_as_tables(callers, verified):
    staff = callers["staff"]
    month = verified.today.isoformat()[:7]
    query = f"by=province,month&programme=tour&start={month}-01"
    rows = staff.get(f"{API}/statistics/visits/?{query}").json()["results"]
    table = csv_rows(content(staff.get(f"{API}/statistics/visits/?{query}&format=csv")))
    assert [row["visits"] for row in table] == [str(row["visits"] or "") for row in rows]
    assert (
        table[0]["measure_label"] and table[0]["status"] == "verified" and table[0]["unit"] == "person-times"
    )
    assert list(table[0])[:4] == ["province_code", "province_name", "province_name_en", "month"]
    coverage = csv_rows(content(staff.get(f"{API}/coverage/?programme=tour&format=csv")))
    whole = staff.get(f"{API}/coverage/?programme=tour").json()
    assert [row["covered"] for row in coverage] == [str(row["covered"]) for row in whole["results"]]
    assert coverage[0]["as_of"] == whole["as_of"]
    etag = staff.get(f"{API}/coverage/?programme=tour&format=csv")["ETag"]
    again = staff.get(f"{API}/coverage/?programme=tour&format=csv", HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 304


def test_statistics_in_another_order_with_fewer_numbers(callers, verified):
    answer = callers["staff"].get(
        f"{API}/statistics/visits/?by=division&level=county&ordering=-visits&fields=visits"
    )
    assert [(row["division"]["code"], row["visits"]) for row in answer.json()["results"]] == [
        ("360982", 30),
        ("330521", 12),
    ]
    for query in ("by=division,county", "level=county", "by=province&ordering=secret", "fields=secret"):
        assert callers["staff"].get(f"{API}/statistics/visits/?{query}").status_code == 400, query
