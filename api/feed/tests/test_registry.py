"""The registry in the feed: whoever pulls increments alone has the rows of the lists, whatever became of them."""

import csv
import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.http import http_date
from rest_framework.test import APIClient

from api.feed.models import RegistryMark
from api.feed.registry import SOURCES, prove, tell_changes, without_labels
from api.feed.triggers import put_in_place
from api.tests.tour import API, with_token
from exhibitions.models import Event, Stop
from libraries.models import CountyLibrary, Division, DivisionSuccession
from partnership.models import Programme, Target
from reports import seals
from tourexhibit.tests import factories
from upkeep.relocation import relocate
from visits.models import FeedEntry

pytestmark = pytest.mark.django_db

LISTS = {
    "division": "divisions/?include=ended",
    "library": "libraries/?",
    "programme": "programmes/?",
    "exhibition": "exhibitions/?",
    "kit": "kits/?",
    "stop": "stops/?",
    "event": "events/?",
    "seal": "seals/?",
}


class Copy:
    """What a partner keeps who reads `changes/` from where he stopped, a few at a time."""

    def __init__(self, client: APIClient) -> None:
        self.client, self.after = client, 0
        self.objects: dict[tuple[str, str], dict[str, Any]] = {}

    def pull(self) -> int:
        """Read what is new; returns how many changes that was."""
        more, number = True, 0
        while more:
            answer = self.client.get(f"{API}/changes/", {"after": self.after, "limit": 7}).json()
            for change in answer["results"]:
                number += 1
                self.objects.pop((change["type"], change["id"]), None)
                if change["op"] == "upsert":
                    self.objects[change["type"], change["id"]] = change["data"]
            self.after, more = answer["next_after"], answer["more"]
        return number

    def rows(self, type_: str) -> list[dict[str, Any]]:
        return in_order([data for (kind, _id), data in self.objects.items() if kind == type_])

    def listed(self, type_: str) -> list[dict[str, Any]]:
        answer = self.client.get(f"{API}/{LISTS[type_]}&page_size=1000")
        assert answer.status_code == 200
        return in_order([without_labels(row) for row in answer.json()["results"]])


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=partial(json.dumps, sort_keys=True))


@pytest.fixture
def registry(tour):
    tour.a.kit = factories.kit(exhibition=tour.a.exhibition)
    tour.a.cohost = factories.organisation("CAST")
    tour.a.save()
    for stop in (tour.a, tour.b):
        Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=tour.today, starts_at="14:30")
    seals.seal(tour.today - timedelta(days=1))
    return tour


@pytest.fixture
def copies(registry, callers) -> list[Copy]:
    """Of partners of the nation and of a province, of staff; all have what was there at the beginning."""
    copies = [Copy(callers[name]) for name in ("partner", "partner_province", "partner_other", "staff")]
    check(copies)
    return copies


def check(copies: list[Copy]) -> None:
    tell_changes()
    for copy in copies:
        copy.pull()
    for copy in copies[:-1]:  # staff also see stops in the lists that are not public
        for type_ in LISTS:
            assert copy.rows(type_) == copy.listed(type_) != [], type_
    assert copies[-1].rows("stop") == copies[0].rows("stop")


def test_every_type_is_compared_with_its_list():
    assert set(LISTS) == set(SOURCES)


def test_a_copy_follows_creations_edits_and_deletions(copies, registry):
    library = factories.library("330522")
    new = factories.stop(library=library, programme=registry.a.programme, kit=factories.kit())
    event = Event.objects.create(stop=new, kind="film", title="星空", day=new.actual_open)
    check(copies)
    CountyLibrary.objects.filter(pk=library.pk).update(phone="0572-1")
    Programme.objects.update(name_en="Tour of the sciences")
    Target.objects.filter(measure="libraries").update(value=201)
    Division.objects.filter(code="330000").update(name_en="Zhejiang")
    registry.a.exhibition.name = "流动科技馆"
    registry.a.exhibition.save()
    registry.a.cohost.name = "县科协"
    registry.a.cohost.save()
    seals.seal(registry.today)
    check(copies)
    event.delete()
    check(copies)
    with connection.cursor() as cursor:  # whoever writes, and however
        cursor.execute("DELETE FROM exhibitions_staleday")
        cursor.execute("DELETE FROM exhibitions_stop WHERE id = %s", [new.pk])
        cursor.execute("DELETE FROM libraries_countylibrary WHERE id = %s", [library.pk])
    check(copies)
    assert ("library", str(library.pk)) not in copies[0].objects


def test_a_stop_that_is_public_no_longer_is_a_deletion(copies, registry):
    Stop.objects.filter(pk=registry.b.pk).update(confirmed_on=None, state="proposed", actual_open=None)
    check(copies)
    assert ("stop", str(registry.b.pk)) not in copies[0].objects
    Stop.objects.filter(pk=registry.b.pk).update(confirmed_on=registry.today)
    check(copies)
    assert ("stop", str(registry.b.pk)) in copies[0].objects


@pytest.mark.parametrize("code", ["330502", "360983"])
def test_a_copy_follows_a_merger_of_counties(copies, registry, code):
    old, new = registry.a.library.division, factories.division(code, "合并区")
    relocate(registry.a.library_id, new, effective_on=registry.today, by=None, reason="区划合并")
    Division.objects.filter(pk=old.pk).update(current=False, valid_until=registry.today.year)
    DivisionSuccession.objects.create(predecessor=old, successor=new, kind="merged", source="民政部")
    check(copies)
    ended = copies[1].objects["division", str(old.pk)]
    assert (ended["code"], ended["current"]) == (old.code, False)
    assert copies[1].objects["stop", str(registry.a.pk)]["library"]["division"]["code"] == code


def test_what_did_not_change_is_not_told_again(copies, registry):
    registry.a.library.save()
    registry.a.save()
    assert (tell_changes(), RegistryMark.objects.count()) == (0, 0)
    assert [copy.pull() for copy in copies] == [0, 0, 0, 0]
    assert prove() == 0


def test_the_daily_proof_tells_what_no_trigger_saw(copies, registry):
    CountyLibrary.objects.filter(pk=registry.a.library_id).update(phone="0572-1")
    registry.a.events.all().delete()
    RegistryMark.objects.all().delete()
    assert prove() == 2
    check(copies)


def test_a_trigger_that_is_gone_is_made_again_and_its_rows_are_marked(copies, registry):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER libraries_countylibrary_marked ON libraries_countylibrary")
        else:
            cursor.execute("DROP TRIGGER libraries_countylibrary_marked_update")
    CountyLibrary.objects.filter(pk=registry.a.library_id).update(phone="0572-1")
    assert not RegistryMark.objects.exists()
    put_in_place(using="default")
    assert set(RegistryMark.objects.values_list("type", "object_id")) == {
        ("library", str(pk)) for pk in CountyLibrary.objects.values_list("pk", flat=True)
    }
    check(copies)
    CountyLibrary.objects.filter(pk=registry.a.library_id).update(phone="0572-2")
    assert RegistryMark.objects.count() == 1
    put_in_place(using="default")
    assert RegistryMark.objects.count() == 1


def test_kits_are_told_to_those_who_may_read_kits(copies, registry):
    client = with_token(factories.partner(), may_read_registry=False)
    copy = Copy(client)
    copy.pull()
    assert copy.rows("kit") == []
    assert copy.rows("stop") == copy.listed("stop")
    assert {row["kit"] for row in copy.rows("stop")} == {None}
    assert copies[0].objects["stop", str(registry.a.pk)]["kit"] is not None


def test_some_types_only(copies):
    answer = copies[0].client.get(f"{API}/changes/?type=library,seal").json()
    assert {row["type"] for row in answer["results"]} == {"library", "seal"}
    assert answer["next_after"] == FeedEntry.objects.latest("sequence").sequence
    assert copies[0].client.get(f"{API}/changes/?type=tally").status_code == 400


# ---------------------------------------------------------------- Last-Modified


def test_a_list_tells_since_when_it_is_as_it_is(copies, registry, callers):
    caller = callers["partner"]
    FeedEntry.objects.update(at=timezone.now() + timedelta(hours=1))
    assert "Last-Modified" not in caller.get(f"{API}/libraries/")  # an entry that is not two seconds old
    long_ago = timezone.now() - timedelta(hours=1)
    FeedEntry.objects.update(at=long_ago)
    for path in LISTS.values():
        answer = caller.get(f"{API}/{path}")
        assert answer["Last-Modified"] == http_date(long_ago.timestamp()), path
        since = {"HTTP_IF_MODIFIED_SINCE": answer["Last-Modified"]}
        assert caller.get(f"{API}/{path}", **since).status_code == 304, path
    CountyLibrary.objects.filter(pk=registry.a.library_id).update(phone="0572-1")
    assert "Last-Modified" not in caller.get(f"{API}/libraries/")
    assert caller.get(f"{API}/libraries/", **since).status_code == 200
    tell_changes()
    FeedEntry.objects.filter(at__gt=long_ago).update(at=long_ago + timedelta(minutes=9))
    assert caller.get(f"{API}/libraries/", **since).status_code == 200
    assert caller.get(f"{API}/libraries/?format=csv", **since).status_code == 200
    assert caller.get(f"{API}/programmes/?format=csv", **since).status_code == 304


def test_what_differs_by_caller_or_year_tells_no_time(copies, registry, callers):
    FeedEntry.objects.update(at=timezone.now() - timedelta(hours=1))
    for name in ("staff", "coordinator", "librarian_a", "superuser"):
        assert "Last-Modified" not in callers[name].get(f"{API}/stops/")
        assert "Last-Modified" not in callers[name].get(f"{API}/events/")
    for name in ("anonymous", "no_role", "partner_province"):
        assert "Last-Modified" in callers[name].get(f"{API}/stops/")
    assert "Last-Modified" not in callers["partner"].get(f"{API}/divisions/?as_of={registry.today}")


# ---------------------------------------------------------------- as a table


def test_changes_come_as_csv_and_ndjson_whole_or_in_parts(copies):
    partner, page = copies[0].client, copies[0].client.get(f"{API}/changes/?limit=1000").json()
    whole = partner.get(f"{API}/changes/?format=ndjson")
    assert whole["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in whole.getvalue().splitlines()] == page["results"]
    assert (int(whole["Next-After"]), "Link" in whole) == (page["next_after"], False)
    by_header = partner.get(f"{API}/changes/", HTTP_ACCEPT="text/csv")
    rows = list(csv.DictReader(by_header.getvalue().decode("utf-8-sig").splitlines()))
    assert by_header["Content-Type"] == "text/csv; charset=utf-8"
    assert [*rows[0]] == ["seq", "at", "type", "id", "op", "data"]
    assert [(int(row["seq"]), json.loads(row["data"] or "null")) for row in rows] == [
        (change["seq"], change["data"]) for change in page["results"]
    ]
    address, seen = f"{API}/changes/?format=ndjson&limit=5", []
    while address:
        part = partner.get(address)
        seen += [json.loads(line)["seq"] for line in part.getvalue().splitlines()]
        link = part.get("Link", "")
        address = link[1 : link.index(">")] if link else ""
    assert seen == [change["seq"] for change in page["results"]]
    assert int(part["Next-After"]) == page["next_after"]
    assert partner.get(f"{API}/changes/?format=pdf").status_code == 400


def test_no_changes_are_an_empty_table_that_says_where_to_go_on(callers):
    answer = callers["partner"].get(f"{API}/changes/?after=12&format=ndjson")
    assert (answer.getvalue(), answer["Next-After"]) == (b"", "12")
