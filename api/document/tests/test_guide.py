"""The partner's guide: the same examples in both languages, run as they stand."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from api.tokens.models import PartnerToken
from tourexhibit.tests import factories, processes
from tourexhibit.tests.portals import free_port
from visits.recording.days import file_day, verify_day
from visits.totals.drain import drain_all
from visits.values import Value
from visits.vocabulary import Basis, Method

DOCS = settings.BASE_DIR / "docs" / "api"


def blocks(language: str, name: str = "en") -> list[str]:
    text = (DOCS / f"guide.{name}.md").read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_both_languages_have_the_same_examples():
    for language in ("bash", "python", "r", "text"):
        assert blocks(language, "zh") == blocks(language, "en") != []


def file_and_verify(stop, day: date, number: int) -> None:
    staff, librarian = factories.staff(), factories.librarian(stop.library)
    values = [Value("exhibition_visit", "adult", number, Basis.COUNTED, Method.MANUAL_TALLY)]
    file_day(
        librarian, stop.pk, day, revision=1, state="counted", values=values,
        basis=Basis.COUNTED, method=Method.MANUAL_TALLY, note="", reason="",
    )  # fmt: skip
    verify_day(staff, stop.pk, day, revision=1)


@pytest.fixture
def environment(transactional_db, tmp_path):
    """Where the examples find the portal: a server of its own with one verified day."""
    with processes.others(tmp_path) as others:
        programme = factories.programme("15th-five-year-plan")
        today = timezone.localdate()
        dates = {"opens": today - timedelta(days=9), "closes": today + timedelta(days=9)}
        file_and_verify(factories.stop(programme=programme, **dates), today - timedelta(days=3), 321)
        drain_all()
        _token, text = PartnerToken.objects.create(user=factories.partner())
        others.give()
        port = free_port()
        others.start(
            "-m", "gunicorn", "tourexhibit.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4",
            "--no-control-socket", ALLOWED_HOSTS="127.0.0.1",
        )  # fmt: skip
        processes.wait_until(lambda: answers_at(port), "the server answers")
        copy = str(tmp_path / "copy.sqlite3")
        yield {**os.environ, "PORTAL": f"http://127.0.0.1:{port}", "TOKEN": text, "COPY": copy}


def answers_at(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


def run(command: list[str], environment: dict[str, str], directory) -> str:
    done = subprocess.run(
        command, env=environment, cwd=directory, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_examples_for_curl(environment, tmp_path):
    coverage, table, days = (
        run(["bash", "-euo", "pipefail", "-c", block], environment, tmp_path) for block in blocks("bash")
    )
    assert '"covered":1' in coverage
    assert "省级行政区" in table or "省（区、市）" in table
    assert ",321," in table
    assert ",321," in (tmp_path / "days.csv").read_text() and days == ""


def test_the_examples_for_python(environment, tmp_path):
    table, copied = (run([sys.executable, "-c", block], environment, tmp_path) for block in blocks("python"))
    assert "321" in table and "figures are final" in table
    assert copied == "1 objects\n"


def has_r() -> bool:
    """Whether R is there with the packages of the example."""
    if not shutil.which("Rscript"):
        return False
    asked = [shutil.which("Rscript"), "-e", "library(httr2); library(readr)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_the_example_for_r(environment, tmp_path):
    if not has_r():
        pytest.skip("needs Rscript with httr2 and readr")
    (block,) = blocks("r")
    told = run(["Rscript", "-e", block], environment, tmp_path)
    row = told.splitlines()[-1].split()
    assert row[1:] == ["330000", str((timezone.localdate() - timedelta(days=3)).year), "321"]


def request_of_power_query() -> tuple[str, dict[str, str]]:
    """The path and the parameters of the request that the example in M describes."""
    (block,) = blocks("text")
    (path,) = re.findall(r'RelativePath = "([^"]+)"', block)
    (query,) = re.findall(r"Query = \[(.*?)\]", block, re.DOTALL)
    return f"/{path}", dict(re.findall(r'(\w+) = "([^"]*)"', query))


def test_the_request_of_power_query_is_one_of_the_openapi_document():
    path, query = request_of_power_query()
    document = json.loads((settings.BASE_DIR / "api" / "document" / "openapi.json").read_text())
    known = {each["name"]: each["schema"] for each in document["paths"][path]["get"]["parameters"]}
    for name, value in query.items():
        words = known[name].get("enum") or known[name]["items"]["enum"]
        given = value.split(",") if known[name]["type"] == "array" else [value]
        assert set(given) <= set(words), name


@pytest.mark.django_db
def test_the_request_of_power_query_gives_the_table_that_it_reads():
    day = timezone.localdate() - timedelta(days=3)
    file_and_verify(factories.stop(opens=day, closes=day), day, 321)
    drain_all()
    _token, text = PartnerToken.objects.create(user=factories.partner())
    (block,) = blocks("text")
    assert '[Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]' in block  # 65001 is UTF-8
    assert 'Headers = [Authorization = "Token " & TokenParameter]' in block
    path, query = request_of_power_query()
    answer = APIClient().get(path, query, HTTP_AUTHORIZATION=f"Token {text}")
    assert answer.status_code == 200
    headings, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert headings[0].startswith("省") and len(headings) == len(row)
    assert ("321" in row, f"{day:%Y-%m}" in row) == (True, True)
