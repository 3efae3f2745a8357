"""A partner's nightly script over a simulated month, with the server and the script killed at random.

The script is the one of the guide. Each night follows a day of filing, verifying, correcting, withdrawing and, now and
then, a county that is merged into another; stops come and go. In the end each copy adds up to what the portal itself
says, and has its registry.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from api.document.tests.test_guide import blocks
from api.feed.registry import tell_changes, without_labels
from api.feed.tests.test_registry import LISTS, in_order
from api.tokens.models import PartnerToken
from exhibitions.models import StaleDay, Stop
from libraries.models import CountyLibrary
from tourexhibit.tests import factories, processes
from upkeep.proof.reconcile import reconcile
from upkeep.relocation import relocate
from visits.models import DayReport
from visits.recording.days import file_day, verify_day, withdraw_verification
from visits.totals.drain import drain_all
from visits.values import Value
from visits.vocabulary import Basis, Method

pytestmark = pytest.mark.django_db(transaction=True)

NIGHTS = 30
PORT = 8194
CODES = ["330521", "330522", "330523", "360982", "360981"]
MERGES = {9: (0, "330502"), 16: (1, "330502"), 23: (4, "330523")}  # night -> which library goes where
SCRIPT = next(text for text in blocks("python") if "nightly.py" in text)


class Month:
    """What people do in a month, day by day, from a fixed seed."""

    passing: Stop  # the one that comes and goes

    def __init__(self) -> None:
        self.chance = random.Random(20261126)
        self.today = timezone.localdate()
        programme = factories.programme("tour")
        opens = self.today - timedelta(days=NIGHTS)
        self.stops = [
            factories.stop(
                library=factories.library(code), programme=programme, opens=opens, closes=self.today
            )
            for code in CODES
        ]
        self.librarians = [factories.librarian(stop.library) for stop in self.stops]
        self.staff, self.verifier = factories.staff(), factories.staff("LSC")
        factories.division("330502")

    def live_through(self, night: int) -> None:
        day = self.today - timedelta(days=NIGHTS - night)
        for number, stop in enumerate(self.stops):
            if self.chance.random() < 0.9:
                self._file(self.librarians[number], stop, day, 1)
                if self.chance.random() < 0.85:
                    verify_day(self.verifier, stop.pk, day, revision=1)
        for report in self._some_verified(4):
            revision = report.revision + 1
            if self.chance.random() < 0.5:
                self._file(self.staff, report.stop, report.day, revision, reason="更正")
                if self.chance.random() < 0.8:
                    verify_day(self.verifier, report.stop_id, report.day, revision=revision)
            else:
                withdraw_verification(
                    self.verifier, report.stop_id, report.day, revision=report.revision, reason="待核"
                )
        if night in MERGES:
            number, code = MERGES[night]
            relocate(
                self.stops[number].library_id,
                factories.division(code),
                effective_on=day,
                by=None,
                reason="区划合并",
            )
        self._change_registry(night, programme=self.stops[0].programme)
        drain_all()
        tell_changes()

    def _change_registry(self, night: int, programme) -> None:
        """A stop comes, is moved to another kit, and is gone; a library has another name."""
        CountyLibrary.objects.filter(pk=self.chance.choice(self.stops).library_id).update(
            name_en=f"Library {night}"
        )
        if night % 5 == 1:
            self.passing = factories.stop(
                library=factories.library("360983"), programme=programme, state="confirmed", actual_open=None
            )
        elif night % 5 == 3:
            Stop.objects.filter(pk=self.passing.pk).update(kit=factories.kit())
        elif night % 5 == 0:
            StaleDay.objects.filter(stop=self.passing).delete()
            self.passing.delete()

    def _some_verified(self, most: int) -> list[DayReport]:
        reports = (
            DayReport.objects.filter(review="verified").select_related("stop").order_by("stop_id", "day")
        )
        return self.chance.sample(list(reports), min(most, len(reports)))

    def _file(self, who, stop, day: date, revision: int, **more) -> None:
        number = self.chance.randrange(0, 400)
        values = [Value("exhibition_visit", "adult", number, Basis.COUNTED, Method.MANUAL_TALLY)]
        file_day(who, stop.pk, day, revision=revision, state="counted", values=values,
                           basis=Basis.COUNTED, method=Method.MANUAL_TALLY, **more)  # fmt: skip


class Server:
    """The portal in a process of its own, that is killed and started again."""

    def __init__(self, others: processes.OtherProcesses) -> None:
        self.others = others
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = self.others.start(
            "-m", "gunicorn", "tourexhibit.wsgi", "--bind", f"127.0.0.1:{PORT}", "--worker-class", "gthread",
            "--workers", "1", "--threads", "4", "--no-control-socket", ALLOWED_HOSTS="127.0.0.1",
        )  # fmt: skip

    def kill(self) -> None:
        processes.kill(self.process)


def copy_of(path: Path) -> Counter:
    """division -> verified visits, as the partner's copy has them."""
    with sqlite3.connect(path) as copy:
        rows = [json.loads(data) for (data,) in copy.execute("SELECT data FROM objects WHERE type = 'day'")]
    copy.close()
    return Counter({code: number for code, number in _summed(rows).items() if number})


def _summed(rows: list[dict]) -> Counter:
    sums: Counter = Counter()
    for row in rows:
        sums[row["division"]["code"]] += sum(value["value"] for value in row["values"])
    return sums


def client_of(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client


def registry_of(path: Path, type_: str) -> list[dict]:
    with sqlite3.connect(path) as copy:
        rows = copy.execute("SELECT data FROM objects WHERE type = ?", [type_])
        found = [json.loads(data) for (data,) in rows]
    copy.close()
    return in_order(found)


def registry_told_by_the_portal(text: str, type_: str) -> list[dict]:
    rows = client_of(text).get(f"/api/v1/{LISTS[type_]}&page_size=1000").json()["results"]
    return in_order([without_labels(row) for row in rows])


def told_by_the_portal(text: str) -> Counter:
    client = client_of(text)
    answer = client.get("/api/v1/statistics/visits/?by=county").json()
    assert answer["pending"] == 0
    return Counter({row["county"]["code"]: row["visits"] for row in answer["results"] if row["visits"]})


def test_a_month_of_nights_ends_with_the_portals_own_totals(tmp_path):
    chance = random.Random(7)
    with processes.others(tmp_path) as others:
        month, server = Month(), Server(others)
        tokens = {
            name: PartnerToken.objects.create(user=factories.partner(province))[1]
            for name, province in (("nation", ""), ("zhejiang", "33"), ("jiangxi", "36"))
        }
        for night in range(1, NIGHTS + 1):
            month.live_through(night)
            others.give()
            if server.process is None:
                server.start()
            run_scripts(tokens, tmp_path, server, chance)
        server.kill()
        assert reconcile().mismatches == 0
        for name, text in tokens.items():
            assert copy_of(tmp_path / name) == told_by_the_portal(text) != {}, name
            for type_ in ("division", "library", "programme", "exhibition", "kit", "stop"):
                told = registry_told_by_the_portal(text, type_)
                assert registry_of(tmp_path / name, type_) == told != [], (name, type_)


def run_scripts(tokens: dict[str, str], directory: Path, server: Server, chance: random.Random) -> None:
    """All partners' scripts at once, until each ends well. One night in four the server dies under all of them, and
    one script in ten dies itself and is started again.
    """
    scripts = {name: start_script(name, text, directory) for name, text in tokens.items()}
    if chance.random() < 0.25:
        time.sleep(chance.random() * 0.5)  # where in the answers it hits is left to chance
        server.kill()
        server.start()
    for name, text in tokens.items():
        if chance.random() < 0.1:
            time.sleep(chance.random() * 0.5)
            scripts[name].kill()
            scripts[name].communicate()
            scripts[name] = start_script(name, text, directory)
    for script in scripts.values():
        output, _none = script.communicate(timeout=processes.PATIENCE)
        assert script.returncode == 0, output


def start_script(name: str, text: str, directory: Path) -> subprocess.Popen:
    environment = {
        **os.environ,
        "PORTAL": f"http://127.0.0.1:{PORT}",
        "TOKEN": text,
        "COPY": str(directory / name),
        "LIMIT": "3",
        "LONGEST_PAUSE": "0.3",
    }
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
