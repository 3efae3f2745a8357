"""A token opens what its rights name and nothing else, on every route there is; another province is not there."""

import pytest
from django.urls import URLPattern, reverse
from rest_framework.test import APIClient

from api import urls
from api.exports.models import Export
from api.figures.tests.test_bulletins import draft, publish
from api.frame.permissions import HasAnyRole, HasRole, Public, SeesUnverified
from api.tests.tour import API, filing, with_token
from api.tokens.models import RIGHTS
from exhibitions.models import Event, Stop
from partnership.models import Programme
from reports.tests.bulletin_tour import bulletin_tour
from tourexhibit.tests import factories
from tourexhibit.tests.test_routes import example
from visits.recording.days import verify_day
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db

WITHOUT_DATA = {"unknown", "schema", "docs"}
# What an answer needs beside its address.
QUERIES = {"coverage": "?programme=tour"}


def views() -> list[tuple[str, type, str]]:
    """Name, class and an example of the address of every view of the API that answers with data."""
    found = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view = getattr(pattern.callback, "cls", None) or pattern.callback.view_class
        if pattern.name not in WITHOUT_DATA:
            path = f"{API}/{example(pattern.pattern, {})}{QUERIES.get(pattern.name, '')}"
            found.append((pattern.name, view, path))
    return found


VIEWS = views()
METHODS = ("get", "post", "put", "patch", "delete")


def offered(view: type, pattern_name: str) -> list[str]:
    return [method for method in METHODS if hasattr(view, method)] or [
        "get"
    ]  # a view set is bound to reading


def ask(client: APIClient, method: str, path: str):
    return getattr(client, method)(path, **({} if method == "get" else {"data": {}}))


@pytest.mark.parametrize(("name", "view", "path"), VIEWS, ids=[view[0] for view in VIEWS])
def test_every_view_asks_for_its_right(tour, name, view, path):
    nothing = with_token(factories.partner(), **{f"may_read_{right}": False for right in RIGHTS})
    everything = with_token(factories.partner())
    for method in offered(view, name):
        refused = ask(nothing, method, path)
        if view.permission_classes == [Public]:
            assert refused.status_code not in (401, 403), method
            continue
        if view.permission_classes == [HasAnyRole]:
            # What it is asked for decides (the test of exports below).
            assert refused.status_code != 403, method
            continue
        assert refused.status_code == 403, method
        problem = refused.json()
        if view.permission_classes == [HasRole] and view.right:
            assert view.right in RIGHTS
            assert (problem["errors"][0]["code"], problem["right"]) == ("right_missing", view.right)
            assert str(RIGHTS[view.right]) in problem["detail"]
            assert ask(everything, method, path).status_code != 403
        else:
            # For people alone, whatever the token may read.
            assert ask(everything, method, path).status_code == 403


def test_an_export_needs_the_right_of_its_list(tour):
    order = {"resource": "statistics/visits", "query": {"programme": "tour"}}
    lacking = with_token(factories.partner(), may_read_statistics=False)
    refused = lacking.post(reverse("api:exports"), order, format="json")
    assert (refused.status_code, refused.json()["right"]) == (403, "statistics")
    assert not Export.objects.exists()
    assert (
        with_token(factories.partner()).post(reverse("api:exports"), order, format="json").status_code == 202
    )


@pytest.mark.parametrize("right", RIGHTS)
def test_one_right_opens_its_own_views_only(tour, right):
    client = with_token(factories.partner(), **{f"may_read_{other}": other == right for other in RIGHTS})
    opened = {
        name
        for name, view, path in VIEWS
        if view.permission_classes == [HasRole] and view.right and client.get(path).status_code != 403
    }
    closed = [(name, view) for name, view, _path in VIEWS if view.permission_classes == [HasRole]]
    assert opened == {name for name, view in closed if view.right == right} != set()


def test_a_view_of_unverified_things_is_for_no_right(tour):
    """Whoever adds a view decides: public, for a right, or for people."""
    assert {view.permission_classes[0] for _name, view, _path in VIEWS} <= {
        Public,
        HasAnyRole,
        HasRole,
        SeesUnverified,
    }
    assert [
        name for name, view, _path in VIEWS if view.permission_classes == [SeesUnverified] and view.right
    ] == []


# What a token of province 33 is answered at something of province 36, by the name of the route, for every route with
# something in its address. 200: anyone may read it (rule 16), or it belongs to no province; 403: no partner may, in its
# own province neither (rule 15); 404: a partner may, and this is not there for it.
FOREIGN = {
    "divisions-detail": 200,
    "libraries-detail": 200,
    "programmes-detail": 200,
    "exhibitions-detail": 200,
    "kits-detail": 200,
    "stops-detail": 200,
    "events-detail": 200,
    "bulletins-detail": 200,
    "tally": 403,
    "day": 403,
    "day-history": 403,
    "dismiss": 403,
    "return": 403,
    "endorse": 403,
    "verify": 403,
    "closing-report": 403,
    "event-of-stop": 403,
    "attendance": 403,
    "attendance-return": 403,
    "attendance-endorse": 403,
    "attendance-verify": 403,
    "export": 404,
    "export-file": 404,
}


@pytest.fixture
def of_province_36(tour, callers, settings, tmp_path) -> dict[str, dict[str, object]]:
    """The words of the addresses of province 36, by the name of the route where they differ."""
    settings.VAR_DIR = tmp_path
    kit = factories.kit(exhibition=tour.b.exhibition)
    Stop.objects.filter(pk=tour.b.pk).update(kit=kit)
    event = Event.objects.create(stop=tour.b, kind="lecture", title="身边的物理", day=tour.today)
    Programme.objects.filter(pk=tour.b.programme_id).update(
        slug="another"
    )  # a bulletin's tour is "tour", too
    published = bulletin_tour()
    bulletin = publish(published, draft(published))
    order = {"resource": "statistics/days", "query": {"division": "36"}}
    export = callers["partner_other"].post(reverse("api:exports"), order, format="json").json()
    of_stop = {"stop": tour.b.pk, "day": str(tour.today), "counter": str(event.key), "key": str(event.key)}
    words: dict[str, dict[str, object]] = {name: {**of_stop, "event": event.pk} for name in FOREIGN}
    return {
        **words,
        "divisions-detail": {"code": "360982"},
        "libraries-detail": {"pk": tour.b.library_id},
        "programmes-detail": {"slug": "another"},
        "exhibitions-detail": {"pk": tour.b.exhibition_id},
        "kits-detail": {"pk": kit.pk},
        "stops-detail": {"pk": tour.b.pk},
        "events-detail": {"pk": event.pk},
        "bulletins-detail": {"number": bulletin.number},
        "export": {"pk": export["id"]},
        "export-file": {"pk": export["id"]},
    }


def test_every_route_with_something_in_its_address_says_what_a_foreign_token_is_answered():
    assert set(FOREIGN) == {
        pattern.name for pattern in urls.urlpatterns if getattr(pattern.pattern, "converters", None)
    }


@pytest.fixture
def foreigners(callers) -> list[APIClient]:
    """A partner of province 33, and a partner of the nation with a token for it."""
    return [
        with_token(factories.partner("33")),
        with_token(factories.partner(), division=factories.division("330000")),
    ]


@pytest.mark.parametrize(("name", "status"), FOREIGN.items())
def test_a_token_of_one_province_at_each_address_of_another(of_province_36, foreigners, name, status):
    view = next(view for known, view, _path in VIEWS if known == name)
    words = {word: of_province_36[name][word] for word in parameters_of(name)}
    for client in foreigners:
        for method in offered(view, name):
            assert ask(client, method, reverse(f"api:{name}", kwargs=words)).status_code == status, method
    if status == 404:
        missing = {**words, "pk": "00000000-0000-4000-8000-000000000001"}
        there = foreigners[0].get(reverse(f"api:{name}", kwargs=words))
        assert there.content == foreigners[0].get(reverse(f"api:{name}", kwargs=missing)).content


def parameters_of(name: str) -> list[str]:
    [pattern] = [pattern for pattern in urls.urlpatterns if pattern.name == name]
    return [*pattern.pattern.converters]


def test_a_filter_that_names_another_province_is_404(tour, foreigners):
    """In figures, and in an order of them; what anyone may read stays readable."""
    places = [{"division": "36"}, {"division": "360982"}, {"stop": str(tour.b.pk)}]
    asked = [("statistics/days", query) for query in places]
    asked += [("statistics/visits", query) for query in [*places, {"library": str(tour.b.library_id)}]]
    for client in foreigners:
        for resource, query in asked:
            assert client.get(f"{API}/{resource}/", query).status_code == 404, (resource, query)
            order = {"resource": resource, "query": query}
            answer = client.post(reverse("api:exports"), order, format="json")
            assert answer.status_code == 404, (resource, query)
        missing = client.get(f"{API}/statistics/visits/?stop=987654")
        assert client.get(f"{API}/statistics/visits/?stop={tour.b.pk}").content == missing.content
        assert client.get(f"{API}/stops/?division=36").json()["results"][0]["id"] == tour.b.pk
    assert not Export.objects.exists()


def test_no_list_gives_figures_of_another_province(tour, callers, foreigners):
    callers["librarian_b"].put(tour.day(tour.b), filing(1, 4711))
    verify_day(factories.staff(), tour.b.pk, tour.today, revision=1)
    drain_all()
    given = set()
    for name, view, path in VIEWS:
        if name in FOREIGN or "get" not in offered(view, name):
            continue
        told = [client.get(path).content for client in (callers["partner_other"], *foreigners)]
        if b"4711" in told[0]:
            given.add(name)
        assert not any(b"4711" in each for each in told[1:]), name
    assert given == {"coverage", "statistics", "statistics-days", "changes"}


def test_a_token_for_elsewhere_than_its_partner_opens_nothing(tour):
    client = with_token(factories.partner("33"), division=factories.division("360000"))
    assert client.get(reverse("api:statistics")).status_code == 401
