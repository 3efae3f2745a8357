"""Exports: ordered once, written part by part, private, and gone after a few days."""

import csv
import io
import json
import tracemalloc
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from api.exports import orders, writing
from api.exports.models import Export
from api.exports.orders import MOST_UNFINISHED, place
from api.tests.tour import API, filing, with_token
from api.tokens.models import PartnerToken
from tourexhibit.tests import factories
from visits.models import FIGURES, CarriedStop, DayFigure
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def verified(callers, tour, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    for name, stop, number in (("librarian_a", tour.a, 12), ("librarian_b", tour.b, 30)):
        callers[name].put(tour.day(stop), filing(1, number))
        verify_day(factories.staff(), stop.pk, tour.today, revision=1)
    drain_all()
    return tour


def order(client: APIClient, resource: str = "statistics/days", key: str = "", **more):
    headers = {name: more.pop(name) for name in [*more] if name.startswith("HTTP_")}
    headers |= {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post(f"{API}/exports/", {"resource": resource, **more}, **headers)


def ordered(client: APIClient, *arguments, **more) -> dict:
    answer = order(client, *arguments, **more)
    assert answer.status_code == 202, answer.content
    return answer.json()


def fetched(client: APIClient, export: dict) -> bytes:
    row = client.get(f"{API}/exports/{export['id']}/").json()
    assert (row["state"], row["progress"]) == ("done", 1.0), row
    answer = client.get(row["file"])
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_an_order_is_accepted_then_written_then_fetched(callers, verified):
    partner = callers["partner"]
    answer = order(partner, query={"programme": "tour"}, format="csv")
    row = answer.json()
    assert (answer.status_code, answer["Location"], row["state"]) == (
        202,
        f"http://testserver{API}/exports/{row['id']}/",
        "waiting",
    )
    assert partner.get(answer["Location"])["Retry-After"] == "2"
    assert writing.work_off() == 1
    body = fetched(partner, row)
    table = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(line["stop"], line["visits"], line["division_code"]) for line in table] == [
        (str(verified.a.pk), "12", "330521"),
        (str(verified.b.pk), "30", "360982"),
    ]
    stored = Export.objects.get()
    assert (stored.rows_expected, stored.rows_written, stored.size) == (2, 2, len(body))
    assert writing.work_off() == 0


@pytest.mark.parametrize("format_", ["csv", "ndjson", "xlsx"])
@pytest.mark.parametrize("resource", ["libraries", "stops", "statistics/visits", "statistics/days"])
def test_what_can_be_exported(callers, verified, resource, format_):
    row = ordered(
        callers["staff"], resource, format=format_, query={"headers": "labels"} if format_ != "ndjson" else {}
    )
    writing.work_off()
    assert len(fetched(callers["staff"], row)) > 20


def test_each_gets_what_it_may_see(callers, verified):
    row = ordered(callers["partner_province"], format="ndjson")
    writing.work_off()
    lines = [json.loads(line) for line in fetched(callers["partner_province"], row).splitlines()]
    assert [line["visits"] for line in lines] == [12]
    for name, client in callers.items():
        if name != "partner_province":
            nobody = name in ("anonymous", "no_role", "revoked")
            for path in ("", "file/"):
                answer = client.get(f"{API}/exports/{row['id']}/{path}")
                assert answer.status_code == (401 if nobody else 404), name
            assert order(client).status_code == (401 if nobody else 202), name


def test_what_a_partner_may_not_read_it_cannot_order(callers, verified):
    assert order(callers["partner"], query={"status": "all"}).status_code == 403
    assert order(callers["partner_province"], query={"division": "36"}).status_code == 404
    no_figures = with_token(factories.partner(), may_read_statistics=False)
    assert order(no_figures).status_code == 403
    assert order(no_figures, "libraries").status_code == 202
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"resource": "users"},
        {"resource": "libraries", "format": "sdmx-csv"},
        {"resource": "libraries", "query": {"secret": "1"}},
        {"resource": "libraries", "query": {"page_size": "5"}},
        {"resource": "libraries", "query": {"format": "csv"}},
        {"resource": "libraries", "query": {"division": "99"}},
        {"resource": "libraries", "query": ["division"]},
        {"resource": "libraries", "query": {"division": {"a": 1}}},
        {"resource": "libraries", "more": 1},
        {},
        [],
    ],
)
def test_an_order_that_cannot_be_meant_is_refused(callers, verified, body):
    answer = callers["partner"].post(f"{API}/exports/", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert Export.objects.count() == 0


def test_the_same_order_again_is_the_same_export(callers, verified):
    partner = callers["partner"]
    first = ordered(partner, key="k1")
    assert ordered(partner, key="k1")["id"] == first["id"]
    assert order(partner, "libraries", key="k1").status_code == 409
    writing.work_off()
    assert ordered(partner, key="k1")["state"] == "done"
    # Without a key: one at a time of the same.
    second = ordered(partner)
    assert (ordered(partner)["id"] == second["id"], second["id"] == first["id"]) == (True, False)
    assert order(partner, key="x" * 65).status_code == 400


def test_an_account_waits_when_too_much_is_unfinished(callers, verified):
    for number in range(MOST_UNFINISHED):
        ordered(callers["partner"], key=str(number))
    refused = order(callers["partner"], key="one more")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert order(callers["staff"]).status_code == 202


def test_a_killed_worker_is_made_up_for(callers, verified):
    row = ordered(callers["staff"])
    now = timezone.now()
    mine = Export.objects.filter(pk=row["id"])
    mine.update(state="running", alive_at=now, attempts=1)
    other = ordered(callers["coordinator"])
    assert writing.work_off() == 0  # it lives: another does not begin beside it
    mine.update(alive_at=now - timedelta(minutes=3))
    assert writing.work_off() == 2
    assert fetched(callers["staff"], row) and fetched(callers["coordinator"], other)
    mine.update(state="running", alive_at=now - timedelta(minutes=3), attempts=writing.MOST_ATTEMPTS)
    assert writing.work_off() == 0
    assert list(mine.values_list("state", "error")) == [("failed", "interrupted")]


def test_an_order_is_taken_back_once_and_again(callers, verified):
    staff = callers["staff"]
    row = ordered(staff)
    address = f"{API}/exports/{row['id']}/"
    for name in ("partner", "coordinator"):
        assert callers[name].delete(address).status_code == 404
    assert [staff.delete(address).status_code for _each in range(2)] == [204, 204]
    told = staff.get(address).json()
    assert (told["state"], told["error"], told["file"], writing.work_off()) == (
        "failed",
        "cancelled",
        None,
        0,
    )
    ready = ordered(staff)
    writing.work_off()
    path = Export.objects.get(pk=ready["id"]).path
    assert (path.exists(), staff.delete(f"{API}/exports/{ready['id']}/").status_code, path.exists()) == (
        True,
        204,
        False,
    )
    assert staff.get(f"{API}/exports/{ready['id']}/file/").status_code == 404


def test_a_worker_in_the_middle_of_a_withdrawn_order_leaves_nothing(callers, verified, monkeypatch):
    """Withdrawn before the first rows were read, and once more after the last: no file, and not done."""
    monkeypatch.setattr(writing, "SIGN_OF_LIFE", timedelta(0))
    for moment in ("_told", "_finish"):
        row = ordered(callers["staff"])
        real = getattr(writing, moment)

        def withdrawn_before(*arguments, real=real, row=row):
            assert callers["staff"].delete(f"{API}/exports/{row['id']}/").status_code == 204
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(writing, moment, withdrawn_before)
            writing.work_off()
        export = Export.objects.get(pk=row["id"])
        assert (export.state, export.error) == ("failed", "cancelled")
        assert list(export.path.parent.glob("*")) == []


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_export_shows_a_sign_of_life_also_while_its_file_is_packed(
    callers, verified, monkeypatch, format_
):
    monkeypatch.setattr(writing, "SIGN_OF_LIFE", timedelta(0))
    row = ordered(callers["staff"], format=format_)
    signs = []
    real = writing._Life.sign

    def sign(life):
        signs.append(life.export.rows_written)
        return real(life)

    monkeypatch.setattr(writing._Life, "sign", sign)
    writing.work_off()
    assert fetched(callers["staff"], row)
    assert signs.count(2) >= 2  # after the last of two rows, and while the rest is written


def test_what_killed_attempts_left_behind_goes_with_the_next(callers, verified):
    row = ordered(callers["staff"])
    export = Export.objects.get(pk=row["id"])
    export.path.parent.mkdir(parents=True)
    left = export.path.with_name(f"{export.path.name}.1")
    left.write_bytes(b"half")
    Export.objects.update(state="running", alive_at=timezone.now() - timedelta(minutes=3), attempts=1)
    assert writing.work_off() == 1
    assert list(export.path.parent.iterdir()) == [export.path]


def test_more_than_a_sheet_holds_is_refused_before_it_is_written(callers, verified, monkeypatch):
    monkeypatch.setattr(orders, "MOST_SHEET_ROWS", 1)
    refused = order(callers["staff"], format="xlsx", HTTP_ACCEPT_LANGUAGE="en")
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["code"], error["attr"]) == (400, "too_many_rows", "format")
    assert "choose CSV" in error["detail"]
    assert order(callers["staff"], format="csv").status_code == 202


@pytest.mark.parametrize(
    "query", [{"by": "library,day"}, {"start": "2026-02-02", "end": "2026-02-01"}, {"division": "99"}]
)
def test_statistics_that_would_be_refused_are_not_ordered(callers, verified, query):
    refused = order(callers["staff"], "statistics/visits", query=query)
    assert (refused.status_code, Export.objects.count()) == (400, 0)


def test_a_token_revoked_meanwhile_gets_nothing(callers, verified):
    row = ordered(callers["partner"])
    PartnerToken.objects.update(revoked_at=timezone.now())
    writing.work_off()
    assert list(Export.objects.filter(pk=row["id"]).values_list("state", "error")) == [
        ("failed", "not_allowed")
    ]
    assert callers["partner"].get(f"{API}/exports/{row['id']}/").status_code == 401


def test_a_file_is_kept_for_a_few_days_and_its_order_for_good(callers, verified):
    row = ordered(callers["staff"])
    writing.work_off()
    export = Export.objects.get()
    assert export.path.exists() and export.path.stat().st_mode & 0o077 == 0
    Export.objects.update(expires_at=timezone.now())
    assert callers["staff"].get(f"{API}/exports/{row['id']}/file/").status_code == 404
    writing.work_off()
    assert not export.path.exists()
    assert callers["staff"].get(f"{API}/exports/{row['id']}/").json()["state"] == "expired"
    (listed,) = callers["staff"].get(f"{API}/exports/").json()["results"]
    assert (listed["id"], listed["file"]) == (row["id"], None)


def test_without_a_queue_a_short_one_is_written_at_once(
    callers, verified, settings, django_capture_on_commit_callbacks
):
    settings.REDIS_URL = ""
    with django_capture_on_commit_callbacks(execute=True):
        row = ordered(callers["staff"])
    assert fetched(callers["staff"], row)


def test_days_as_a_list(callers, verified):
    partner = callers["partner"]
    path, found = f"{API}/statistics/days/?page_size=1&fields=stop,visits", []
    while path:
        answer = partner.get(path).json()
        found += [tuple(row.values()) for row in answer["results"]]
        path = answer["next"]
    assert found == [(verified.a.pk, 12), (verified.b.pk, 30)]
    assert [
        row["stop"]
        for row in partner.get(f"{API}/statistics/days/?ordering=-day&division=36").json()["results"]
    ] == [verified.b.pk]
    assert partner.get(f"{API}/statistics/days/?status=filed").status_code == 403
    assert callers["partner_province"].get(f"{API}/statistics/days/?division=36").status_code == 404
    own = callers["librarian_a"].get(f"{API}/statistics/days/?status=filed").json()["results"]
    assert [row["stop"] for row in own] == [verified.a.pk]


def test_memory_does_not_grow_with_the_rows(callers, verified):
    """Five parts take hardly more memory at once than one."""
    staff = factories.staff()

    def most_memory(days: int) -> int:
        first = verified.today - timedelta(days=6000)
        row = DayFigure.objects.filter(stop=verified.a, audience="").exclude(measure="").get()
        DayFigure.objects.filter(stop=verified.draft).delete()
        CarriedStop.objects.filter(stop=verified.draft).delete()
        carried = CarriedStop.objects.get(stop=verified.a)
        carried.pk = verified.draft.pk
        carried.save(force_insert=True)
        more = []
        for number in range(days):
            values = {name: getattr(row, name) for name in FIGURES}
            more.append(
                DayFigure(
                    stop=verified.draft,
                    day=first + timedelta(days=number),
                    measure=row.measure,
                    division_id=row.division_id,
                    **values,
                )
            )
        DayFigure.objects.bulk_create(more)
        del more
        place(staff, None, resource="statistics/days", format="csv", query={}, key=str(days))
        tracemalloc.start()
        writing.work_off()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert Export.objects.get(key=str(days)).rows_written == days + 2
        return most

    most_memory(10)  # what is made once
    one_part = most_memory(990)
    assert most_memory(4_900) < one_part * 1.5
