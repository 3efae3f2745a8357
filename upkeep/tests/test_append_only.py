"""What was recorded is never changed and never deleted: the database itself refuses (rules 7, 20)."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from exhibitions.models import Chain, HistoryEntry
from tourexhibit.tests import factories
from visits.models import TallyRevision
from visits.recording.days import file_day
from visits.recording.tallies import record_tally
from visits.values import Value

pytestmark = pytest.mark.django_db

TABLES = {HistoryEntry: "exhibitions_historyentry", TallyRevision: "visits_tallyrevision"}


@pytest.fixture
def recorded():
    """Makes a stop, real or of a demonstration, with one filed day and one tally."""

    def make(*, demonstration: bool):
        today = timezone.localdate()
        stop = factories.stop(
            opens=today - timedelta(days=3),
            closes=today + timedelta(days=30),
            programme=factories.programme(demonstration=demonstration),
            library=factories.library(demonstration=demonstration),
        )
        librarian = factories.librarian(stop.library)
        values = [Value("exhibition_visit", "adult", 5, "counted", "manual_tally")]
        record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, values)
        file_day(librarian, stop.pk, today, revision=1, state="counted", values=values)
        return stop

    return make


def rows(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list())


def refused(sql: str, *parameters) -> bool:
    with (
        pytest.raises((IntegrityError, DatabaseError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    return True


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize("demonstration", [False, True])
def test_no_row_is_ever_changed(recorded, model, demonstration):
    stop = recorded(demonstration=demonstration)
    before = rows(model)
    assert len(before) == 1

    assert refused(f"UPDATE {TABLES[model]} SET body = 'x' WHERE stop_id = %s", stop.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(stop=stop).update(body="x")

    assert rows(model) == before


@pytest.mark.parametrize("model", TABLES)
def test_no_row_of_a_real_stop_is_ever_deleted(recorded, model):
    stop = recorded(demonstration=False)
    before = rows(model)

    assert refused(f"DELETE FROM {TABLES[model]} WHERE stop_id = %s", stop.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all().delete()

    assert rows(model) == before


@pytest.mark.parametrize("model", TABLES)
def test_rows_of_a_demonstration_go_and_real_ones_stay(recorded, model):
    demonstration, real = recorded(demonstration=True), recorded(demonstration=False)

    model.objects.filter(stop=demonstration).delete()

    assert list(model.objects.values_list("stop_id", flat=True)) == [real.pk]


def test_a_real_stop_with_history_is_not_deleted(recorded):
    stop = recorded(demonstration=False)

    with pytest.raises(DatabaseError), transaction.atomic():
        stop.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exhibitions_stop WHERE id = %s", [stop.pk])
        connection.check_constraints()

    assert Chain.objects.get(stop=stop).sequence == 1
