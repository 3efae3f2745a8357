"""The pages of one's own exports: the same orders as the API's, with the filters in the address."""

import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from api.exports import writing
from api.exports.models import Export
from api.exports.orders import MOST_UNFINISHED, orders_of, place
from api.exports.sources import SOURCES
from api.exports.tests.test_exports import fetched, ordered
from api.tests.tour import API, filing, signed_in, with_token
from api.tokens.models import PartnerToken
from pages.partner.export_form import FIELDS, RESOURCES
from tourexhibit.tests import factories
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db
PAGE = "/exports/"


@pytest.fixture
def verified(callers, tour, settings, tmp_path):
    settings.VAR_DIR, settings.REDIS_URL = tmp_path, ""
    for name, stop, number in (("librarian_a", tour.a, 12), ("librarian_b", tour.b, 30)):
        callers[name].put(tour.day(stop), filing(1, number))
        verify_day(factories.staff(), stop.pk, tour.today, revision=1)
    drain_all()
    return tour


def sent(client, query: str = "", **fields):
    """Post the form as the page of this address shows it, with `fields` changed."""
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200, page.content
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, "")}
    return client.post(f"{PAGE}?{query}", {**data, **fields}, format=None)


@pytest.fixture
def staff(callers):
    callers["staff"].default_format = "multipart"
    return callers["staff"]


@pytest.fixture
def page_of(callers):
    """The client of a caller that sends forms."""

    def client(name: str):
        callers[name].default_format = "multipart"
        return callers[name]

    return client


def test_every_list_of_the_api_can_be_ordered_with_its_filters_as_fields(verified, page_of):
    assert set(RESOURCES) == set(SOURCES)
    client = page_of("staff")
    shown: set[str] = set()
    for resource in RESOURCES:
        shown |= set(client.get(f"{PAGE}?resource={quote(resource)}").context["form"].fields)
        assert sent(client, f"resource={quote(resource)}", format="csv")["Location"] == f"{PAGE}#exports"
        writing.work_off()
    assert {export.state for export in Export.objects.all()} == {"done"}
    assert {*FIELDS, "format", "key"} == shown


def test_the_address_fills_the_form_and_the_order_holds_exactly_that(verified, page_of):
    client = page_of("staff")
    query = (
        f"resource=statistics/days&programme=tour&division=3305&status=filed&stop={verified.a.pk}&format=csv"
    )
    page = client.get(f"{PAGE}?{query}")
    form = page.context["form"]
    assert [form[name].value() for name in ("programme", "division", "status", "format")] == [
        "tour",
        "3305",
        "filed",
        "csv",
    ]
    assert page.context["carried"] == [f"站: {verified.a.pk}"]
    sent(client, query)
    export = Export.objects.get()
    assert (export.resource, export.format, export.query) == (
        "statistics/days",
        "csv",
        {
            "programme": "tour",
            "division": "3305",
            "status": "filed",
            "stop": str(verified.a.pk),
            "headers": "labels",
        },
    )
    row = client.get(f"{API}/exports/").json()["results"][0]
    assert (row["id"], row["state"], row["rows_written"]) == (str(export.pk), "waiting", 0)
    writing.work_off()
    (shown,) = client.get(PAGE).context["rows"]
    assert shown["change"].startswith(f"{PAGE}?resource=statistics%2Fdays&format=csv&")
    told = client.get(PAGE).content.decode()
    assert all(word in told for word in ("1 行", "保留至", "下载", reverse("exports:file", args=[export.pk])))
    body = b"".join(client.get(reverse("exports:file", args=[export.pk])).streaming_content)
    assert body == fetched(client, row)


def test_the_same_form_twice_is_one_order_and_changed_another(verified, page_of):
    client = page_of("staff")
    key = str(uuid.uuid4())
    for _tap in range(2):
        sent(client, key=key)
    assert Export.objects.count() == 1
    writing.work_off()
    sent(client, key=key)  # a late second tap, when it is ready
    assert Export.objects.count() == 1
    sent(client, "programme=tour", key=key)  # a step back, another choice
    assert Export.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "fields", "status", "field"),
    [
        ("", {"start": "2026-13-01"}, 400, "start"),
        ("", {"start": "2026-11-02", "end": "2026-11-01"}, 400, "start"),
        ("division=99", {}, 400, "division"),
        ("", {"format": "pdf"}, 400, "format"),
        ("", {"key": "x"}, 400, "key"),
        ("", {"measure": "all of them"}, 400, "measure"),
        ("resource=statistics/visits&by=library,day", {}, 400, None),
        ("ordering=names", {}, 400, None),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_field_and_nothing_is_ordered(
    verified, page_of, query, fields, status, field
):
    answer = sent(page_of("staff"), query, **fields)
    assert answer.status_code == status
    assert list(answer.context["form"].errors) == [field or "__all__"]
    assert Export.objects.count() == 0


@pytest.mark.parametrize("query", ["resource=users", "secret=1", "resource=stops&by=month"])
def test_an_address_that_cannot_be_meant_is_refused(verified, page_of, query):
    assert page_of("staff").get(f"{PAGE}?{query}").status_code == 400


def test_too_many_at_once_are_told_in_words(verified, page_of):
    client = page_of("staff")
    for _each in range(MOST_UNFINISHED):
        sent(client)
    answer = sent(client)
    assert (answer.status_code, Export.objects.count()) == (429, MOST_UNFINISHED)
    assert "请等" in answer.content.decode()


def test_what_each_may_order(verified, page_of):
    def statuses(name: str) -> list[str]:
        field = page_of(name).get(PAGE).context["form"].fields["status"]
        return [code for code, _word in field.choices]

    assert (
        statuses("staff")
        == statuses("librarian_a")
        == statuses("coordinator")
        == ["verified", "filed", "all"]
    )
    assert (
        with_session_of_partner(verified).get(PAGE).context["form"].fields["status"].choices[0][0]
        == "verified"
    )
    sent(page_of("librarian_b"), "status=all", format="csv")
    writing.work_off()
    export = Export.objects.get()
    body = b"".join(page_of("librarian_b").get(f"{PAGE}{export.pk}/file/").streaming_content).decode()
    assert f"\n{verified.b.pk}," in body and f"\n{verified.a.pk}," not in body
    partner = with_session_of_partner(verified, "33")
    assert [code for code, _word in partner.get(PAGE).context["form"].fields["division"].choices] == [
        "",
        "330000",
    ]
    answer = sent(partner, "division=36")
    assert (answer.status_code, Export.objects.count()) == (404, 1)
    answer = sent(partner, "status=filed")
    assert (answer.status_code, Export.objects.count()) == (403, 1)


def with_session_of_partner(tour, province: str = ""):
    client = signed_in(factories.partner(province))
    client.default_format = "multipart"
    return client


def test_cancel_delete_and_order_again(verified, page_of):
    client = page_of("staff")
    sent(client, "programme=tour", format="csv")
    export = Export.objects.get()
    act = reverse("exports:export", args=[export.pk])
    for _tap in range(2):
        assert client.post(act, {"act": "withdraw"}).status_code == 302
    export.refresh_from_db()
    assert (export.state, export.error, writing.work_off()) == ("failed", "cancelled", 0)
    assert "已取消" in client.get(PAGE).content.decode()
    key = str(uuid.uuid4())
    for _tap in range(2):
        assert client.post(act, {"act": "again", "key": key}).status_code == 302
    again = Export.objects.exclude(pk=export.pk).get()
    assert (again.resource, again.format, again.query) == (export.resource, export.format, export.query)
    writing.work_off()
    again.refresh_from_db()
    assert again.path.exists()
    client.post(reverse("exports:export", args=[again.pk]), {"act": "withdraw"})
    again.refresh_from_db()
    assert (again.state, again.path.exists()) == ("expired", False)
    assert client.get(reverse("exports:file", args=[again.pk])).status_code == 404
    assert client.post(act, {"act": "burn"}).status_code == 400


def test_a_partner_sees_what_its_tokens_ordered_as_far_as_it_may_still_read(verified):
    owner = factories.partner()
    province = factories.division("330000")
    narrow, wide = with_token(owner, name="Zhejiang", division=province), with_token(owner, name="All")
    first, second = ordered(narrow, format="csv"), ordered(wide, format="csv")
    writing.work_off()
    client = signed_in(owner)
    told = client.get(PAGE).content.decode()
    assert "Zhejiang" in told and "All" in told
    assert {str(row["export"].pk) for row in client.get(PAGE).context["rows"]} == {first["id"], second["id"]}
    assert client.get(f"{PAGE}{first['id']}/file/").status_code == 200
    # Its other token does not read it, and another partner sees nothing.
    assert wide.get(f"{API}/exports/{first['id']}/").status_code == 404
    assert list(orders_of(factories.partner())) == []
    # Bound to a province from now on: what was of the nation is gone for it, what was of the province stays.
    owner.memberships.update(division=province)
    again = signed_in(owner)
    assert [str(row["export"].pk) for row in again.get(PAGE).context["rows"]] == [first["id"]]
    assert again.get(f"{PAGE}{second['id']}/file/").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_rows(verified, django_assert_max_num_queries):
    owner = factories.partner()
    for number in range(2):
        with_token(owner, name=str(number))

    def page(rows: int):
        tokens = [None, *PartnerToken.objects.filter(user=owner)]
        for number in range(rows):
            Export.objects.create(
                user=owner,
                token=tokens[number % 3],
                reach=place(owner, None, resource="stops", format="csv", query={}).reach,
                resource="statistics/visits",
                format="csv",
                query={"division": f"33052{number % 3 + 1}", "library": str(number + 1), "by": "month"},
                language="en",
                state="done",
                size=1,
                expires_at=timezone.now() + timedelta(days=1),
            )
        client = signed_in(owner)
        with django_assert_max_num_queries(40) as found:
            assert client.get(PAGE).status_code == 200
        return len(found.captured_queries)

    assert page(1) == page(20)


def test_the_script_gets_the_rows_alone(verified, page_of):
    client = page_of("staff")
    assert "data-unfinished" not in client.get(f"{PAGE}rows/").content.decode()
    sent(client)
    part = client.get(f"{PAGE}rows/?page=1").content.decode()
    assert "data-unfinished" in part and "<html" not in part
    assert f'href="{PAGE}?page=1"' in part  # "load again" leads to the page, not to the part
