"""A batch that is meant to hurt: numbers beyond every column, and two batches that cross each other."""

import threading
import uuid

import pytest
from django.db import connection, connections

from api.tests.tour import API, one_value, tally
from tourexhibit.tests import factories
from visits.models import Tally, TallyRevision

FIRST, SECOND = uuid.UUID(int=1 << 100), uuid.UUID(int=2 << 100)


@pytest.fixture
def librarian(callers):
    return callers["librarian_a"]


def item(tour, counter=None, **fields) -> dict:
    return {
        "stop": tour.a.pk,
        "day": tour.today.isoformat(),
        "counter": str(counter or uuid.uuid4()),
        **tally(),
        **fields,
    }


@pytest.mark.parametrize(
    ("name", "sent", "told"),
    [
        ("stop", 10**30, None),
        ("day", 10**25, None),
        ("counter", -(10**25), None),
        ("counter", {"a": [10**30]}, None),
        ("stop", True, None),
        ("stop", "1", None),
        ("day", 20260101, None),
        ("counter", 7, None),
        ("stop", 2**63 - 1, 2**63 - 1),
        ("counter", "x" * 50_000, "x" * 100),
    ],
)
def test_what_was_sent_is_told_back_as_far_as_it_can_be(librarian, tour, name, sent, told):
    answer = librarian.post(f"{API}/counts/batch/", {"tallies": [item(tour), {**item(tour), name: sent}]})

    assert answer.status_code == 200
    good, wrong = answer.json()["results"]
    assert (good["status"], wrong["status"], wrong[name]) == (201, 404 if told == 2**63 - 1 else 400, told)
    assert Tally.objects.count() == 1


def test_the_tallies_of_a_stop_are_stored_in_the_order_of_their_counters(librarian, tour):
    again = item(tour, counter=SECOND, revision=2, values=[one_value(9)])
    batch = [item(tour, counter=SECOND), again, item(tour, counter=FIRST)]

    results = librarian.post(f"{API}/counts/batch/", {"tallies": batch}).json()["results"]

    assert [(row["index"], row["status"]) for row in results] == [(0, 201), (1, 200), (2, 201)]
    stored = TallyRevision.objects.filter(stop=tour.a).order_by("recorded_at")
    told = list(stored.values_list("counter_id", flat=True))
    assert told == [FIRST, SECOND, SECOND]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, so no deadlock")
@pytest.mark.django_db(transaction=True)
def test_a_stop_that_lost_a_deadlock_is_sent_again(librarian, tour):
    owner = factories.user()
    waiting = threading.Event()

    def other_writer() -> None:
        """Takes the second counter, and wants the first as soon as the batch waits for the second."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET deadlock_timeout = '60s'")  # so that it is the batch that gives way
                cursor.execute("BEGIN")
                add = "INSERT INTO visits_counter (id, owner_id) VALUES (%s, %s)"
                cursor.execute(add, [str(SECOND), owner.pk])
                waiting.set()
                for _try in range(2000):
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break
                cursor.execute(add, [str(FIRST), owner.pk])
                cursor.execute("ROLLBACK")
        finally:
            connections.close_all()

    other = threading.Thread(target=other_writer)
    other.start()
    waiting.wait()
    batch = [item(tour, counter=FIRST), item(tour, counter=SECOND)]
    results = librarian.post(f"{API}/counts/batch/", {"tallies": batch}).json()["results"]
    other.join()

    assert [row["status"] for row in results] == [201, 201]
    assert set(Tally.objects.values_list("counter_id", flat=True)) == {FIRST, SECOND}
