"""Every page, by every role, in both languages, on a phone and on a desktop: what axe, a translator and a header see.

One walk over a portal that `make run` started (see `walk.py`); each test asks its question about what the walk saw.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from pages.partnership.kinds import KINDS
from tourexhibit.tests.portals import Portal
from tourexhibit.tests.test_browser import FLAGS
from tourexhibit.tests.test_routes import PUBLIC
from tourexhibit.tests.walk import DESKTOP, WALKS, Notes, Visit, Walker, pages_of, text_fields
from uploads.tests.pictures import picture

pytestmark = pytest.mark.browser

PASSWORD = "only-for-this-walk-4711"
LAST_PHOTO = "SELECT max(id) FROM visits_photo"
ROWS = f"from tourexhibit.tests import walk_rows; walk_rows.make('{PASSWORD}')"
DEMONSTRATION = ["librarian", "coordinator", "staff"]
OWN = ["newcomer", "peer", "keeper"]

# What an account with a second factor has beside the others.
SECOND_FACTOR = [
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
]

# Routes that the walk does not look at, each with its reason.
NOT_VISITED: dict[str, str] = {
    "public:base-map": "a picture, where the operator has one with a review number",
    "partnership:document": "a file",
    "librarian:closing-scan": "a file",
    "exports:file": "a file",
    "public:oembed": "data for other sites",
    "admin:autocomplete": "data for the boxes of the administration",
    "admin:django.contrib.admin.sites.AdminSite.catch_all_view": "404 for whatever is no page",
    "account_signup": "404: accounts come by invitation",
    "account_email": "404: addresses are not confirmed by mail",
    "account_email_verification_sent": "404: addresses are not confirmed by mail",
    "account_set_password": "404: an invitation sets the first password",
    "admin:exhibitions_staleday_change": "rows that live for seconds: the worker takes them away",
    "admin:exhibitions_staleday_history": "rows that live for seconds: the worker takes them away",
}

# Latin words that Chinese keeps: names of formats and standards, and of what browsers run on.
THE_SAME = {
    "CSV",
    "PNG",
    "JPEG",
    "WebP",
    "PDF",
    "JSON",
    "NDJSON",
    "XLSX",
    "Excel",
    "UTF",
    "MB",
    "GB",
    "SHA",
    "ISBN",
    "IE",
    "LDAP",
    "http",
    "https",
    "HTTP",
    "POST",
    "TLS",
    "IP",
    "API",
    "oEmbed",
    "AR",
    "VR",
    "Chrome",
    "Linux",
}
# What stands in the Chinese heading of a file is named as it stands there.
HEADINGS = {"行政区划代码", "名称", "英文名称", "地址"}
# Digests and addresses are data wherever they stand.
DATA = re.compile(r"\b(msg_)?[0-9a-f]{8,64}\b|https?://[\w./%-]+")


class Rows:
    """The rows of the portal that runs, read from its file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def one(self, question: str, *parameters: Any) -> Any:
        row = self.connection.execute(question, parameters).fetchone()
        return row[0] if row else None

    def first_rows(self) -> dict[str, str]:
        """The key of a row by the part of the administration's address that names its model."""
        keys = {}
        for model in admin.site._registry:
            key = self.one(f"SELECT min({model._meta.pk.column}) FROM {model._meta.db_table}")
            if key is not None:
                keys[f"{model._meta.app_label}/{model._meta.model_name}"] = str(key)
        return keys

    def old_versions(self) -> dict[str, str]:
        """The number of a version in a row's history, as `first_rows` names the row."""
        versions = {}
        for model in admin.site._registry:
            if hasattr(model, "history"):
                table, column = model.history.model._meta.db_table, model._meta.pk.column
                oldest = self.one(
                    f"SELECT min(history_id) FROM {table} WHERE {column} = (SELECT min({column}) FROM {table})"
                )
                if oldest is not None:
                    versions[f"{model._meta.app_label}/{model._meta.model_name}"] = str(oldest)
        return versions

    def data(self, foreign: re.Pattern, *, both: bool) -> list[str]:
        """Foreign texts that people wrote and nobody translates, the longest first.

        A name that has an English one is not among them, unless `both` are shown beside each other.
        """
        found = set()
        for table, column, english in text_fields():
            found |= self.texts(
                f"SELECT {column} FROM {table}" + (f" WHERE {english} = ''" if english and not both else "")
            )
            if english and both:
                found |= self.texts(f"SELECT {english} FROM {table}")
        return sorted((each for each in found if foreign.search(each)), key=len, reverse=True)

    def texts(self, question: str) -> set[str]:
        return {str(value) for (value,) in self.connection.execute(question) if value}


@pytest.fixture(scope="module")
def rows(standing_portal: Portal) -> Rows:
    return Rows(standing_portal.tree / "var" / "db.sqlite3")


@pytest.fixture(scope="module")
def walked(standing_portal: Portal, rows: Rows) -> Notes:
    """What a walk of everybody through everything saw."""
    portal, notes = standing_portal, Notes()
    made = make_rows(portal)
    notes.offered_to_nobody = set(made["offered_to_nobody"].split())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        walker = Walker(browser, portal.address, notes)
        storages = {
            name: sign_in(walker, name, portal.password if name in DEMONSTRATION else PASSWORD)
            for name in DEMONSTRATION + OWN
        }
        walk_own_account(walker, storages["keeper"], made["reset"])
        values = values_of(rows)
        send_photo(walker, storages["librarian"], values["stop_id"])
        values.update(secret=made["secret"], number=made["webhook"], photo_id=str(rows.one(LAST_PHOTO)))
        pages = [each for each in addresses(rows, values, made) if each[0] not in NOT_VISITED]
        portal_pages = [each for each in pages if not each[0].startswith("admin:")]
        # What anyone may read looks alike to everyone who is signed in: one of them is enough.
        closed = [each for each in portal_pages if each[0] not in PUBLIC]
        for role in [None, "librarian"]:
            walker.walk(role or "anonymous", storages.get(role), portal_pages)
        for role in ["newcomer", "coordinator", "staff"]:
            walker.walk(role, storages[role], closed)
        walker.walk("peer", storages["peer"], [each for each in closed if each[0].startswith("partners:")])
        walk_by_night(walker, storages, values)
        registry = [each for each in pages if each[0].startswith(("admin:", "account", "mfa"))]
        walker.walk("keeper", storages["keeper"], [*registry, *record_pages(rows)])
        browser.close()
    return notes


def addresses(rows: Rows, values: dict[str, str], made: dict[str, str]) -> list[tuple[str, str]]:
    """(route, address) of what the walk asks for; where a route needs more than any value, it is told here."""
    particular = {
        "admin:accounts_user_delete": f"/admin/accounts/user/{made['unused']}/delete/",
        "admin:exhibitions_stop_delete": f"/admin/exhibitions/stop/{made['proposed']}/delete/",
        "admin:exhibitions_event_delete": f"/admin/exhibitions/event/{made['talk']}/delete/",
        "admin:partnership_embedding_delete": f"/admin/partnership/embedding/{made['embedding']}/delete/",
        "admin:exhibitions_stop_move": f"/admin/exhibitions/stop/move/?ids={values['stop_id']}",
    }
    found = []
    for route, address in pages_of(values, rows.first_rows(), rows.old_versions()):
        found.append((route, particular.get(route, address)))
    return found


def record_pages(rows: Rows) -> Iterator[tuple[str, str]]:
    """The forms of every kind of record of the partnership: a new one and, where there is one, a change."""
    for kind in KINDS.values():
        of = ""
        if kind.parent:
            question = f"SELECT min(id) FROM {kind.parent._meta.db_table}"
            of = f"?of={rows.one(question + ' WHERE kind = ?', kind.area) if kind.area else rows.one(question)}"
        yield "partnership:new_record", f"/partnership/records/{kind.name}/new/{of}"
        first = rows.one(f"SELECT min(id) FROM {kind.model._meta.db_table} WHERE removed_at IS NULL")
        for act in ("change", "history") if first else ():
            name = "partnership:change_record" if act == "change" else "partnership:record_history"
            yield name, f"/partnership/records/{kind.name}/{first}/{act}/"


def walk_by_night(walker: Walker, storages: dict[str, dict], values: dict[str, str]) -> None:
    """The main pages in the dark: other colours, so axe looks again."""
    stop = f"/my/stops/{values['stop_id']}"
    for role, address in [
        ("librarian", "/my/"),
        ("librarian", f"{stop}/days/{values['day']}/"),
        ("librarian", f"{stop}/count/"),
        ("librarian", f"{stop}/closing-report/"),
        ("staff", "/dashboard/"),
        ("staff", "/review/"),
        ("staff", "/partnership/"),
        ("keeper", "/admin/"),
        ("keeper", "/admin/exhibitions/stop/"),
    ]:
        with walker.person(storages[role], "zh-hans", DESKTOP, "dark") as page:
            page.goto(address)
            walker.examine(page, Visit(role, "by night", address, "zh-hans", DESKTOP["width"]))


def make_rows(portal: Portal) -> dict[str, str]:
    """See `walk_rows.make`."""
    output = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", ROWS],
        cwd=portal.tree,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return json.loads(output.splitlines()[-1])


def sign_in(walker: Walker, username: str, password: str) -> dict:
    """What the browser of somebody who signed in keeps."""
    with walker.person(None, "en", DESKTOP) as page:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "/accounts/login/" not in address)
        return page.context.storage_state()


def walk_own_account(walker: Walker, storage: dict, reset: str) -> None:
    """The pages that come in a row only: a new password by mail, a second factor set up, asked for and shown."""
    for language, viewport in WALKS:

        def visit(route: str, page: Page, language: str = language, width: int = viewport["width"]) -> None:
            walker.look_at(page, Visit("keeper", route, urlsplit(page.url).path, language, width))

        with walker.person(None, language, viewport) as page:
            page.goto(reset)
            visit("account_reset_password_from_key", page)
        with walker.person(storage, language, viewport) as page:
            page.goto("/accounts/2fa/totp/activate/")
            if "/reauthenticate/" in page.url:  # asked once, for a while
                page.fill("input[name=password]", PASSWORD)
                page.click("main button[type=submit]")
                page.wait_for_selector(".secret")
            visit("mfa_activate_totp", page)
            secret = page.inner_text(".secret")
            page.fill("input[name=code]", code_of(secret))
            page.click("main button[type=submit]")
            page.wait_for_url(lambda address: "/activate/" not in address)
            for route in SECOND_FACTOR:
                page.goto(reverse(route))
                visit(route, page)
            with walker.person(None, language, viewport) as other:
                other.goto("/accounts/login/")
                other.fill("input[name=login]", "keeper")
                other.fill("input[name=password]", PASSWORD)
                other.click("main button[type=submit]")
                other.wait_for_url("**/2fa/authenticate/**")
                visit("mfa_authenticate", other)
            page.goto("/accounts/2fa/totp/deactivate/")
            page.click("main button[type=submit]")
            page.wait_for_url(lambda address: "/deactivate/" not in address)


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def values_of(rows: Rows) -> dict[str, str]:
    """A value for each variable part of an address."""
    library = rows.one(
        "SELECT library_id FROM accounts_membership JOIN accounts_user u ON u.id = user_id WHERE username = 'librarian'"
    )
    stop = rows.one("SELECT id FROM exhibitions_stop WHERE library_id = ? AND state = 'open'", library)
    return {
        "stop_id": str(stop),
        "day": datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
        "event_id": str(rows.one("SELECT min(id) FROM exhibitions_event WHERE stop_id = ?", stop)),
        "kind": "opening",
        "code": "330521",
        "slug": str(rows.one("SELECT slug FROM partnership_campaign")),
        "bulletin": str(rows.one("SELECT number FROM reports_bulletin WHERE state = 'published'")),
    }


def send_photo(walker: Walker, storage: dict, stop: str) -> None:
    with walker.person(storage, "en", DESKTOP) as page:
        page.goto(f"/my/stops/{stop}/photos/")
        page.set_input_files("#photos", [{"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
        page.click("#photo-form button[type=submit]")
        page.wait_for_selector("main img")


def test_axe_finds_nothing_serious(walked):
    assert sorted(walked.findings) == []


def test_pages_are_in_the_language_asked_for(walked):
    assert walked.spoken_otherwise == set()


def test_chinese_pages_hold_no_english(walked, rows):
    assert foreign_texts(walked, rows, "zh-hans", re.compile(r"[A-Za-z]{2,}"), THE_SAME) == {}


def test_english_pages_hold_no_chinese(walked, rows):
    assert foreign_texts(walked, rows, "en", re.compile(r"[\u3400-\u9fff]+"), HEADINGS) == {}


def test_no_page_is_wider_than_its_screen(walked):
    assert sorted(walked.too_wide) == []


def test_pages_ask_nobody_else_and_complain_of_nothing(walked):
    assert (sorted(walked.outside), sorted(walked.errors)) == ([], [])


def test_every_route_that_is_a_page_was_visited(walked):
    assert walked.unreached() == set()


def foreign_texts(
    notes: Notes, rows: Rows, language: str, foreign: re.Pattern, the_same: set[str]
) -> dict[str, str]:
    """text -> where it was first seen: texts in which something foreign is left once data is taken out."""
    of_one, of_both = rows.data(foreign, both=False), rows.data(foreign, both=True)
    found = {}
    for (spoken, text), visit in notes.texts.items():
        left = DATA.sub(" ", text)
        # What a history entry sealed is JSON, word for word.
        if spoken != language or not foreign.search(left) or text.startswith('{"'):
            continue
        # The registry shows a row's Chinese and English names beside each other.
        for value in of_both if visit.route.startswith("admin:") else of_one:
            if value in left:
                left = left.replace(value, " ")
        if set(foreign.findall(left)) - the_same:
            found[text] = str(visit)
    return found
