"""Closed by default: every address that is not on the list of public ones turns an anonymous reader away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern, RoutePattern

from accounts.models import User

# What anyone may read (rule 16), by the name of the route. Everything else is closed.
PUBLIC = {
    "healthz",
    # The way in.
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    # They say that there is nothing here: nobody signs up, addresses are not confirmed by mail.
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    # Leads home.
    "account_logout",
    "admin:login",
    "admin:jsi18n",
    # Pages.
    "public:home",
    "public:suggestions",
    "public:division",
    "public:stop",
    "public:calendar",
    "public:division-calendar",
    "public:library-calendar",
    "public:stop-calendar",
    # What other sites show in a frame.
    "public:embed-coverage",
    "public:embed-stops",
    "public:embed-reading",
    "public:embed-script",
    "public:oembed",
    "public:base-map",
    "public:sitemap",
    "public:robots",
    # Published bulletins.
    "bulletins:list",
    "bulletins:bulletin",
    "bulletins:print",
    "bulletins:content",
    "bulletins:coverage",
    "bulletins:visits",
    "bulletins:pdf-zh",
    "bulletins:pdf-en",
    # What the institutions do together.
    "partnership:agreement",
    "partnership:area",
    "partnership:initiative",
    "partnership:campaign",
    "partnership:document",
    # Leads to a shared resource, counted.
    "partnership:open_resource",
    # A script without data, fetched by the browser on its own.
    "librarian:counting-worker",
    # The registry, and what describes the API.
    "api:schema",
    "api:docs",
    "api:guide-zh",
    "api:guide-en",
    "api:statistics-structure",
    "catalog",
    "api:divisions",
    "api:divisions-detail",
    "api:libraries",
    "api:libraries-detail",
    "api:programmes",
    "api:programmes-detail",
    "api:exhibitions",
    "api:exhibitions-detail",
    "api:stops",
    "api:stops-detail",
    "api:events",
    "api:events-detail",
    "api:bulletins",
    "api:bulletins-detail",
    "api:seals",
}
# Values for the variable parts of an address; the first that the converter takes is used.
SAMPLES = ["1", "330000", "2026-11-23", "00000000-0000-4000-8000-000000000001", "sample", "libraries"]


@dataclass(frozen=True)
class Route:
    name: str
    path: str


def routes(
    resolver: URLResolver,
    namespaces: tuple[str, ...] = (),
    before: str = "/",
    values: dict[str, str] | None = None,
) -> Iterator[Route]:
    """Every route below `resolver`, with an example of its address; `values` by the name of a variable part."""
    for each in resolver.url_patterns:
        path = before + example(each.pattern, values or {})
        if isinstance(each, URLResolver):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from routes(each, inner, path, values)
        elif isinstance(each, URLPattern):
            yield Route(":".join([*namespaces, each.name or each.lookup_str]), path)


def example(pattern: RoutePattern | RegexPattern, values: dict[str, str]) -> str:
    if isinstance(pattern, RoutePattern):
        text = str(pattern)
        for name, converter in pattern.converters.items():
            value = values.get(name) or sample_for(converter.regex)
            text = re.sub(rf"<(?:[^<>:]+:)?{name}>", value, text)
        return text
    text = re.sub(
        r"\((?:\?P<(\w+)>)?((?:[^()]|\([^()]*\))*)\)",
        lambda found: values.get(found[1]) or sample_for(found[2]),
        str(pattern),
    )
    return re.sub(r"[\^$]|\\Z", "", text)


def sample_for(regex: str) -> str:
    return next(sample for sample in SAMPLES if re.fullmatch(regex, sample))


ALL = sorted(set(routes(get_resolver())), key=lambda route: (route.name, route.path))
CLOSED = [route for route in ALL if route.name not in PUBLIC]


def test_the_list_of_public_routes_names_routes_that_there_are():
    assert PUBLIC - {route.name for route in ALL} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", CLOSED, ids=lambda route: f"{route.name} {route.path}")
def test_a_closed_route_turns_anonymous_readers_away(client, route, method):
    answer = getattr(client, method)(route.path)

    if answer.status_code == 302:
        assert answer.url.split("?")[0] in (reverse("account_login"), reverse("admin:login"))
    else:
        # A verb that is not offered is refused before anybody is asked for; reading never is.
        assert answer.status_code in ((401, 403, 404, 405) if method == "post" else (401, 403, 404))


@pytest.mark.django_db
def test_nobody_signs_up(client):
    password = "long-enough-4711"
    client.post(
        reverse("account_signup"), {"username": "stranger", "password1": password, "password2": password}
    )

    assert not User.objects.exists()


def test_examples_of_addresses():
    paths = {route.path for route in ALL}

    assert {"/healthz", "/accounts/login/", "/admin/exhibitions/stop/"} <= paths
    assert not any(re.search(r"[<>()^$]", path) for path in paths)


def test_every_route_named_in_a_template_is_there():
    """`{% url ... as name %}` gives an empty address for a wrong name, and says nothing."""
    known = {route.name for route in routes(get_resolver())}
    named = {
        (path.name, name)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"""{% url ['"]([\w:-]+)['"]""", path.read_text())
    }

    assert {(path, name) for path, name in named if name not in known} == set()
    assert ("masthead.html", "account") in named
