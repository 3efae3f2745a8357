"""Who may do what: every route x every kind of caller x every verb x own, foreign, missing and crossed objects.

Expected answers stand in one table (`who_may.table`, `who_may.table_of_admin`), the code of rules 14-17; a route
that the table does not name fails here. What is refused, and what is only read, changes no row of any table; refused
writes leave their trace; a foreign object is answered like a missing one; nothing private of others is told.
"""

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import DeniedWrite
from exhibitions.models import HostStep
from tourexhibit.tests.who_may import table, table_of_admin
from tourexhibit.tests.who_may.rules import DONE, HEARD, IN, REFUSALS, SEEN, Row, Write
from tourexhibit.tests.who_may.world import GROUPS, MISSING, SECRET, Side, World, make_world

TABLE = [*table.TABLE, *table_of_admin.TABLE]
OFFERED: dict[str, set[str]] = defaultdict(set)
VERBS = ("get", "post", "put", "patch", "delete")
WRITING = set(VERBS) - {"get"}
for each in TABLE:
    OFFERED[each.route] |= {verb for verb in VERBS if each.rule_of(verb)}
# Callers that stand for all the others where a verb is not offered at all.
SOME = ("anonymous", "no_role", "librarian", "coordinator", "staff_nlc", "partner")
SOME_OF_PLAIN = ("anonymous", "librarian")
ALIKE = {"inactive", "flag_only", "staff_lsc", "staff_cstm", "expired"}  # see `Row.by_all`
FEW = ("anonymous", "librarian", "staff_nlc")
# Left out where the table gives both the same answers.
TWINS = {"superuser": "staff_nlc", "partner_province": "partner", "revoked": "anonymous"}
# Who sees nothing of side B that is not public.
NOT_ALL_SEEING = set(GROUPS) - {"staff_nlc", "staff_lsc", "staff_cstm", "superuser"}
# Variable parts of an address that name no object.
FIXED = {
    "counter": "44444444-4444-4444-8444-444444444444",
    "initiative_kind": "initiative",
    "document_kind": "document",
    "no_document": "1",
    "step": HostStep.Kind.values[0],
    "uidb36": "1",
    "reset_key": "none-such",
    "app_label": "libraries",
}
NO_OBJECTS = {*FIXED, "day", "today", "verified", "amended", "key", "loose_key"}
MISSING_NAMES = {"export": "77777777-7777-4777-8777-777777777777", "programme": "none-such", "code": "999999"}
# Addresses without a name of their own, that lead on to others: the old form of an admin page's, and admin's 404.
UNNAMED = ("RedirectView", "AdminSite.catch_all_view")
# Rows that say who came when, whatever came of it.
TRACES = {
    "partnership.embeddinguse",
    "accounts.deniedwrite",
    "sessions.session",
    "axes.accesslog",
    "axes.accessattempt",
}
TRACES_IN_COLUMNS = {"api.partnertoken": {"last_used_at"}, "accounts.user": {"last_login", "language"}}


# ---------------------------------------------------------------- the routes there are


@dataclass(frozen=True)
class Route:
    name: str
    parts: tuple[str, ...]


def routes(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, (*namespaces, each.namespace) if each.namespace else namespaces)
        elif isinstance(each, URLPattern) and each.name:
            # Old addresses of packages number their parts.
            parts = tuple(each.pattern.regex.groupindex or map(str, range(each.pattern.regex.groups)))
            yield Route(":".join([*namespaces, each.name]), parts)
        else:
            assert each.lookup_str.endswith(UNNAMED), f"{each.pattern} has no name"


PARTS = {route.name: route.parts for route in routes(get_resolver())}


def test_every_route_stands_in_the_table():
    """A new route wants a row in `who_may/table.py`: who may read it, who may write, about which objects."""
    named = {row.route for row in TABLE}
    assert (set(PARTS) - named, named - set(PARTS)) == (set(), set())


def test_every_model_of_the_administration_stands_in_the_table():
    assert set(table_of_admin.MODELS) == {model._meta.label_lower for model in admin.site._registry}


# ---------------------------------------------------------------- the world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once; each test stands in a transaction of its own within this one, and all of it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def untouched(world) -> dict[str, str]:
    return content_of_tables()


@functools.cache
def reading_of_tables() -> dict[str, str]:
    """Table by table the statement that reads its rows, but for the traces of having come; compiled once."""
    statements = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if label in TRACES or not model._meta.managed:
            continue
        left_out = TRACES_IN_COLUMNS.get(label, set())
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
        statements[label] = str(model._base_manager.order_by("pk").values_list(*columns).query)
    return statements


def content_of_tables() -> dict[str, str]:
    """A digest of all rows of each table, but for the traces of having come."""
    contents = {}
    with connection.cursor() as cursor:
        for label, statement in reading_of_tables().items():
            cursor.execute(statement)
            contents[label] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return contents


# ---------------------------------------------------------------- asking


def address(row: Row, side: Side, other: Side | None = None, *, missing: bool = False) -> str:
    """The row's address for the objects of `side`; with `other` the first stays and those below it are the other's."""
    values: dict[str, Any] = {}
    for part in PARTS[row.route]:
        name = row.names.get(part, part.removesuffix("_id"))
        if names_no_object(name):
            values[part] = str(FIXED.get(name) or side.named[name])
        elif missing:
            values[part] = MISSING_NAMES.get(name, MISSING)
        else:
            values[part] = (other or side).named[name] if values else side.named[name]
    query = row.query if isinstance(row.query, str) else row.query(side)
    if missing and not isinstance(row.query, str):
        query = re.sub(r"=\d+", f"={MISSING}", query)
    numbered = "0" in values
    path = reverse(
        row.route, args=list(values.values()) if numbered else None, kwargs=None if numbered else values
    )
    return f"{path}?{query}" if query else path


def names_no_object(name: str) -> bool:
    return name in NO_OBJECTS or name.startswith("version of")


def objects(row: Row) -> list[str]:
    return [
        part
        for part in PARTS[row.route]
        if not names_no_object(row.names.get(part, part.removesuffix("_id")))
    ]


def kinds_of_objects(row: Row, world: World) -> list[str]:
    if not objects(row):
        # A code that no division has is 400 (rule 12): it was mistyped.
        missing = [] if row.names.get("query") == "division" else ["missing"]
        return ["own"] if isinstance(row.query, str) else ["own", "foreign", *missing]
    if address(row, world.a) == address(row, world.b):
        return ["own", "missing"]  # the nation's
    return ["own", "foreign", "missing", *(["crossed"] if len(objects(row)) > 1 else [])]


def answer_word(answer: HttpResponse) -> str:
    """401 for the way to the sign-in page, which from the administration goes by its own; otherwise the status."""
    ways = (reverse("account_login"), reverse("admin:login"))
    if answer.status_code == 302 and answer["Location"].split("?")[0] in ways:
        return "401"
    return str(answer.status_code)


def is_as_expected(found: str, expected: str) -> bool:
    if expected in (SEEN, DONE):
        return found[0] in "23" and found != "401"
    if expected == HEARD:
        return found not in REFUSALS and found != "405" and found[0] in "234"
    return found == expected


@dataclass
class Asker:
    """Sends the requests of one row, and keeps count of what has to have left a trace."""

    world: World
    row: Row
    refused_writes: int = 0

    def ask(self, caller: str, verb: str, path: str, body: dict[str, Any] | None) -> HttpResponse:
        client = self.world.client(caller, token=self.row.of_api)
        options = {"content_type": "application/json"} if self.row.of_api and verb != "get" else {}
        data = {} if body is None else body
        return getattr(client, verb)(path, *([data] if verb != "get" else []), **options)

    def expected(self, group: str, verb: str, whose: str) -> str:
        if not self.row.of_api and group == "revoked":
            group = "anonymous"  # a page does not look at tokens
        word = self.row.rule_of(verb).answer(group, "missing" if whose == "crossed" else whose)
        if word != IN:
            return word
        offered = getattr(self.row, verb)
        return SEEN if not isinstance(offered, Write) else DONE if offered.body else HEARD

    def path(self, whose: str) -> str:
        a, b = self.world.a, self.world.b
        if whose == "missing":
            return address(self.row, a, missing=True)
        return {"own": lambda: address(self.row, a), "foreign": lambda: address(self.row, b)}.get(
            whose, lambda: address(self.row, a, b)
        )()

    def body(self, verb: str, whose: str) -> dict[str, Any] | None:
        offered = getattr(self.row, verb)
        make: Callable | None = offered.body if isinstance(offered, Write) else None
        return make(self.world.b if whose == "foreign" else self.world.a) if make else None

    def check(self, caller: str, verb: str, whose: str) -> HttpResponse:
        """Ask as the table has it. What is let in to write is undone; everything else must not have changed anything."""
        cache.clear()  # the limits on guessing are not the question here
        expected, path = self.expected(GROUPS[caller], verb, whose), self.path(whose)
        with transaction.atomic():
            body = self.body(verb, whose)
            answer = self.ask(caller, verb, path, body)
            content = content_of(answer)
            found = answer_word(answer)
            told = f"{caller} {verb.upper()} {path}: {found}, not {expected}"
            assert is_as_expected(found, expected), told
            if caller in NOT_ALL_SEEING:
                assert SECRET not in content, f"{caller} {verb.upper()} {path} tells what is private"
            if expected in (DONE, HEARD):
                transaction.set_rollback(True)
            elif verb in WRITING:
                self.count_refusal(caller, found)
        return answer

    def count_refusal(self, caller: str, found: str) -> None:
        # Where there is no route, nobody looks at a token.
        by_token = (
            self.row.of_api and GROUPS[caller] in ("partner", "province") and self.row.route != "api:unknown"
        )
        by_session = (
            not (self.row.of_api and caller in self.world.tokens)
            and caller in self.world.sessions
            and caller != "inactive"
        )
        self.refused_writes += found in ("403", "404") and (by_session or by_token)


def content_of(answer: HttpResponse) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode(errors="replace")
    return answer.content.decode(errors="replace")


def comparable(content: str, path: str) -> str:
    """The body without what differs from one request to the next, whatever was asked: the address, the form's token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content.replace(path, ""))


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_who_may(world, untouched, row):
    before = DeniedWrite.objects.count()
    asker = Asker(world, row)
    for verb in VERBS:
        if row.rule_of(verb) is None:
            if verb not in OFFERED[row.route]:
                ask_for_a_verb_not_offered(asker, verb)
            continue
        for caller in callers(row, verb):
            answers = {whose: asker.check(caller, verb, whose) for whose in kinds_of_objects(row, world)}
            hidden = {
                comparable(content_of(answer), asker.path(whose))
                for whose, answer in answers.items()
                if answer_word(answer) == "404"
            }
            assert len(hidden) <= 1, f"{caller} can tell a foreign object from a missing one"
    assert content_of_tables() == untouched
    assert DeniedWrite.objects.count() - before == asker.refused_writes


def callers(row: Row, verb: str) -> list[str]:
    if row.by_all:
        return list(GROUPS)
    if row.slow:
        return list(FEW)
    cells = row.rule_of(verb).cells
    twins = {name for name, twin in TWINS.items() if cells[GROUPS[name]] == cells[GROUPS[twin]]}
    return [name for name in GROUPS if name not in ALIKE | twins]


def ask_for_a_verb_not_offered(asker: Asker, verb: str) -> None:
    """405, or the refusal that the caller would meet anyway. Pages of Django take some verbs for others they know."""
    for caller in SOME_OF_PLAIN if asker.row.plain else SOME:
        answer = asker.ask(caller, verb, asker.path("own"), None)
        found = answer_word(answer)
        known = asker.row.plain and found[0] in "23"
        assert known or found in ("405", *REFUSALS), f"{caller} {verb.upper()} {asker.path('own')}: {found}"
        if verb in WRITING:
            asker.count_refusal(caller, found)


def autocompletes() -> set[tuple[str, str, str]]:
    """Every choice of the administration that is searched: app, model, field."""
    models = [(page.model, page) for page in admin.site._registry.values()]
    models += [(inline.model, inline) for _model, page in models for inline in page.inlines]
    return {
        (model._meta.app_label, model._meta.model_name, field)
        for model, page in models
        for field in page.autocomplete_fields
    }


@pytest.mark.django_db
def test_no_choice_of_the_administration_names_what_is_others(world):
    coordinator, librarian = (world.client(name, token=False) for name in ("coordinator", "librarian"))
    staff, named_to_staff = world.client("staff_nlc", token=False), 0
    for app_label, model_name, field in autocompletes():
        for term in ("", SECRET, world.b.library.name):
            asked = {
                "app_label": app_label,
                "model_name": model_name,
                "field_name": field,
                "term": term,
            }
            found = coordinator.get(reverse("admin:autocomplete"), asked)
            assert found.status_code in (200, 403), asked
            assert SECRET not in found.content.decode("unicode-escape"), asked
            assert found.status_code == 403 or all(
                world.b.library.name not in choice["text"] for choice in found.json()["results"]
            ), asked
            assert librarian.get(reverse("admin:autocomplete"), asked).status_code == 403
            named_to_staff += world.b.library.name in staff.get(
                reverse("admin:autocomplete"), asked
            ).content.decode("unicode-escape")
    assert named_to_staff  # so the question was right
