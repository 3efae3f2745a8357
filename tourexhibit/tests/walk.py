"""A walk through every page of a running portal, generated from the resolver's routes: who goes where, what is seen.

A page is what answers a person's GET with HTML. Each is visited by every role that may read it, in Chinese on a phone
and in English on a desktop; what a test asks about (axe's findings, texts, requests) is noted on the way, once.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import get_resolver
from playwright.sync_api import Browser, ConsoleMessage, Page

from tourexhibit.tests.test_routes import routes

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WALKS = [("zh-hans", PHONE), ("en", DESKTOP)]
OWN_ROOMS = {"libraries", "partnership", "accounts", "exhibitions", "visits", "reports", "upkeep", "api"}
AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

# Of a long list the first rows are examined; the others are made by the same lines. Swagger's own interface is another
# project's: what it shows stands in the guides and in the document as well (decision 16).
PART = {"exclude": [["tbody tr:nth-child(n+6)"], [".work-rows > li:nth-child(n+6)"], ["#swagger-ui"]]}

# The elements of a page and their classes: what two roles see alike is examined once.
STRUCTURE = """() => Array.from(document.querySelectorAll('*'))
  .map(each => each.tagName + '.' + each.getAttribute('class')).join(' ')"""

# Every text that a reader meets: what is written, and what is said in its place. Left out: what says of itself that
# it is of another language, and names that are data (`translate=no`: account names, hashes, keys).
TEXTS = """language => {
  const found = [];
  const is_other = element => {
    for (let each = element; each; each = each.parentElement) {
      if (each.getAttribute('translate') === 'no') return true;
      if (each.lang) return each.lang.toLowerCase().slice(0, 2) !== language.slice(0, 2);
      if (['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'CODE'].includes(each.tagName)) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    if (text && walker.currentNode.parentElement && !is_other(walker.currentNode.parentElement)) found.push(text);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (is_other(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (element.getAttribute(name)) found.push(element.getAttribute(name).trim());
  }
  for (const element of document.querySelectorAll('input[type=submit], input[type=button]'))
    if (!is_other(element)) found.push(element.value);
  return found;
}"""


@dataclass(frozen=True)
class Visit:
    """One page as one role sees it."""

    role: str
    route: str
    address: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.address} ({self.role}, {self.language}, {self.width} px)"


@dataclass
class Notes:
    """What a walk saw."""

    answers: dict[str, set[str]] = field(default_factory=dict)  # route -> what it answered to anybody
    visits: list[Visit] = field(default_factory=list)
    findings: set[str] = field(default_factory=set)
    texts: dict[tuple[str, str], Visit] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    spoken_otherwise: set[str] = field(
        default_factory=set
    )  # routes whose pages say that they are in another language
    too_wide: set[str] = field(default_factory=set)
    # Pages that not even a superuser may open: facts are not added, changed or deleted in the administration.
    offered_to_nobody: set[str] = field(default_factory=set)
    looked_at: set[tuple[int, str]] = field(default_factory=set)  # what axe has seen: width, structure

    def unreached(self) -> set[str]:
        """Routes of which the walk saw nothing: neither a page nor that they are something else."""
        denied = {route for route, answers in self.answers.items() if answers == {"denied"}}
        return denied - self.offered_to_nobody


@dataclass
class Walker:
    """Walks through the portal at `address` as different people and keeps `notes`."""

    browser: Browser
    address: str
    notes: Notes
    hears: bool = True

    @contextmanager
    def person(
        self, storage: dict | None, language: str, viewport: dict[str, int], colours: str = "light"
    ) -> Iterator[Page]:
        """A page of somebody's device, signed in where `storage` says so; complaints and requests are noted."""
        context = self.browser.new_context(
            viewport=viewport,
            base_url=self.address,
            storage_state=storage,
            color_scheme=colours,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.notes.errors.add(f"{page.url}: {error}"))
        page.on("console", lambda message: self.hear(page, message))
        page.on("request", lambda request: self.watch(page, request.url))
        page.goto(f"/?lang={language}")
        yield page
        context.close()

    def hear(self, page: Page, message: ConsoleMessage) -> None:
        # A page that is an answer of 4xx says so in the console as well.
        if self.hears and message.type == "error" and "status of 4" not in message.text:
            self.notes.errors.add(f"{page.url}: {message.text}")

    def watch(self, page: Page, address: str) -> None:
        if not address.startswith((self.address, "data:", "blob:")):
            self.notes.outside.add(f"{page.url}: {address}")

    def walk(self, role: str, storage: dict | None, pages: list[tuple[str, str]]) -> None:
        """Visit, in both languages, those of the `pages` (route, address) that this role may read."""
        for language, viewport in WALKS:
            with self.person(storage, language, viewport) as page:
                pages = [each for each in pages if self.ask(page, *each) == "page"]
                for route, address in pages:
                    # The administration is for a desk.
                    page.set_viewport_size(DESKTOP if route.startswith("admin:") else viewport)
                    page.goto(address, wait_until="load")
                    width = page.viewport_size["width"]
                    self.look_at(page, Visit(role, route, address, language, width))

    def ask(self, page: Page, route: str, address: str) -> str:
        """Whether the answer at `address` is a "page", "other" (a file, a part that a script puts in, a form's target) or "denied"."""
        answer = page.request.get(address, max_redirects=0)
        kind = answer.headers.get("content-type", "")
        if answer.status == 200 and kind.startswith("text/html") and "<html" in answer.text():
            said = "page"
        elif answer.status in (401, 403, 404) or "/login/" in answer.headers.get("location", ""):
            said = "denied"
        else:
            said = "other"
        self.notes.answers.setdefault(route, set()).add(said)
        return said

    def look_at(self, page: Page, visit: Visit) -> None:
        """Note what there is to note of what `page` shows."""
        notes = self.notes
        notes.visits.append(visit)
        notes.answers.setdefault(visit.route, set()).add("page")
        for text in page.evaluate(TEXTS, visit.language):
            notes.texts.setdefault((visit.language, text), visit)
        if page.get_attribute("html", "lang").lower() != visit.language:
            notes.spoken_otherwise.add(visit.route)
        if page.evaluate("document.documentElement.scrollWidth") > visit.width:
            notes.too_wide.add(str(visit))
        structure = (visit.width, page.evaluate(STRUCTURE))
        if structure not in notes.looked_at:
            notes.looked_at.add(structure)
            self.examine(page, visit)

    def examine(self, page: Page, visit: Visit) -> None:
        """Note axe's findings. It puts styles of its own into the page, about which the page complains: unheard."""
        self.hears = False
        violations = AXE.run(page, context=PART, options=RULES).response["violations"]
        self.hears = True
        for violation in violations:
            if violation["impact"] in ("serious", "critical"):
                where = violation["nodes"][0]
                why = "; ".join(check["message"] for check in [*where["any"], *where["all"], *where["none"]])
                self.notes.findings.add(f"{visit}: {violation['id']}: {where['html'][:160]} [{why[:200]}]")


def pages_of(
    values: dict[str, str], first_rows: dict[str, str], old_versions: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """(name, address) of every route that may be a page.

    `first_rows` are keys of rows, `old_versions` numbers in their history, by "application/model" of the administration.
    """
    for route in sorted(set(routes(get_resolver(), values=values)), key=lambda each: each.path):
        if route.name.startswith("api:") and route.name != "api:docs":
            continue  # answers data, never a page
        if route.name.startswith("partnership:"):
            # There a kind is one of the partnership's records.
            route = replace(route, path=route.path.replace(f"/{values['kind']}/", "/initiative/"))
        if route.path.startswith("/bulletins/"):
            # There a number is a bulletin's.
            route = replace(
                route, path=route.path.replace(f"/{values['number']}/", f"/{values['bulletin']}/")
            )
        of_a_row = re.fullmatch(r"/admin/(\w+/\w+)/1/(\w+/)*", route.path)
        path = route.path
        if of_a_row:
            path = path.replace("/1/", f"/{first_rows.get(of_a_row[1], '1')}/", 1)
            path = path.replace("/history/1/", f"/history/{old_versions.get(of_a_row[1], '1')}/")
        yield route.name, path


def text_fields() -> Iterator[tuple[str, str, str]]:
    """(table, column, column of the English or empty) of every text that people write into the database."""
    for model in (each for each in apps.get_models() if each._meta.app_label in OWN_ROOMS):
        names = {each.name for each in model._meta.concrete_fields}
        for each in model._meta.concrete_fields:
            if (
                isinstance(each, (CharField, TextField))
                and not each.choices
                and not each.name.endswith("_en")
            ):
                english = f"{each.name}_en" if f"{each.name}_en" in names else ""
                yield model._meta.db_table, each.column, english
