"""The change feed: in order, replayable, to each within the own scope."""

import pytest
from rest_framework.test import APIClient

from api.tests.tour import API, filing, with_token
from libraries.models import CountyLibrary
from tourexhibit.tests import factories
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return factories.staff()


def verify(callers, tour, staff, stop, number=12, revision=1, **fields) -> None:
    caller = callers["librarian_a" if stop == tour.a else "librarian_b"]
    answer = caller.put(tour.day(stop), filing(revision, number, **fields))
    assert answer.status_code in (200, 201), answer.content
    verify_day(staff, stop.pk, tour.today, revision=revision)
    drain_all()


def changes(client: APIClient, **query) -> dict:
    answer = client.get(f"{API}/changes/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(answer: dict) -> list[tuple]:
    return [(row["seq"], row["op"], row["id"]) for row in answer["results"]]


def test_verified_changes_come_in_order_and_can_be_replayed(callers, tour, staff):
    partner = callers["partner"]
    assert changes(partner) == {"results": [], "next_after": 0, "more": False}
    verify(callers, tour, staff, tour.a)
    verify(callers, tour, staff, tour.b, 30)
    first = changes(partner, limit=1)
    a, b = (f"{stop.pk}/{tour.today}" for stop in (tour.a, tour.b))
    assert (told(first), first["next_after"], first["more"]) == ([(1, "upsert", a)], 1, True)
    second = changes(partner, after=first["next_after"])
    assert (told(second), second["next_after"], second["more"]) == ([(2, "upsert", b)], 2, False)
    assert second["results"][0]["data"]["values"][0]["value"] == 30
    assert second["results"][0]["data"]["division"]["code"] == "360982"
    # Nothing new is nothing, and from 0 it is all the same again.
    assert changes(partner, after=2) == {"results": [], "next_after": 2, "more": False}
    assert told(changes(partner)) == [(1, "upsert", a), (2, "upsert", b)]


def test_a_correction_is_another_entry_when_it_is_verified(callers, tour, staff):
    verify(callers, tour, staff, tour.a)
    amended = callers["staff"].put(tour.day(tour.a), filing(2, 40, reason="漏记"))
    assert amended.status_code == 200
    drain_all()
    assert len(changes(callers["partner"])["results"]) == 1
    verify_day(staff, tour.a.pk, tour.today, revision=2)
    drain_all()
    assert [row["data"]["values"][0]["value"] for row in changes(callers["partner"])["results"]] == [12, 40]


def test_a_province_gets_its_own_and_a_delete_for_what_leaves_it(callers, tour, staff):
    verify(callers, tour, staff, tour.a)
    verify(callers, tour, staff, tour.b)
    own, other = callers["partner_province"], callers["partner_other"]
    day = f"{tour.a.pk}/{tour.today}"
    assert told(changes(own)) == [(1, "upsert", day)]
    assert changes(own)["next_after"] == 2
    assert [row["seq"] for row in changes(other)["results"]] == [2]

    library = tour.a.library
    CountyLibrary.objects.filter(pk=library.pk).update(division=factories.division("360983"))
    library.stops.mark_stale()
    drain_all()

    left = changes(own, after=2)
    assert (told(left), left["results"][0]["data"]) == ([(3, "delete", day)], None)
    assert told(changes(other, after=2)) == [(4, "upsert", day)]


def test_who_may_read_the_feed(callers, tour):
    found = {name: client.get(f"{API}/changes/").status_code for name, client in callers.items()}
    nobody = {"anonymous": 401, "no_role": 401, "revoked": 401}
    assert found == {name: nobody.get(name, 200) for name in callers}
    without = with_token(factories.partner(), may_read_feed=False)
    assert without.get(f"{API}/changes/").status_code == 403


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=1001", "after=1&after=2", "before=3", "after=１"]
)
def test_what_cannot_be_meant_is_refused(callers, query):
    answer = callers["partner"].get(f"{API}/changes/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_feed_costs_the_same_however_long_it_is(callers, tour, staff, django_assert_num_queries):
    verify(callers, tour, staff, tour.a)
    partner = callers["partner"]
    changes(partner)
    with django_assert_num_queries(4):
        changes(partner)
    verify(callers, tour, staff, tour.b)
    with django_assert_num_queries(4):
        changes(partner)
