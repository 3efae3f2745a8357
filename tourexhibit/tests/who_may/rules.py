"""Who may do what, as rules of one verb of one route: for each kind of caller an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tourexhibit.tests.who_may.world import Side

# Let in to read: 2xx, 304, or a redirect that does not lead to signing in. Nothing may change.
SEEN = "seen"
# Let in to write, and the body is right: 2xx, or such a redirect.
DONE = "done"
# Let in to write; whether this body is right is not the question.
HEARD = "heard"
IN = "in"  # one of these three, by the verb
REFUSALS = ("401", "403", "404")
GROUPS = (
    "anonymous",
    "no_role",
    "librarian",
    "coordinator",
    "staff",
    "superuser",
    "partner",
    "province",
    "revoked",
)
TOGETHER = {
    "nobody": ("anonymous", "no_role", "revoked"),
    "partners": ("partner", "province"),
    "project": ("librarian", "coordinator", "staff", "superuser"),
}


@dataclass(frozen=True)
class Rule:
    """The answer about one's own object and about a foreign one, by the kind of caller.

    401 stands for "sign in first": on pages the redirect that leads there.
    """

    cells: dict[str, tuple[str, str]]

    def answer(self, group: str, whose: str) -> str:
        """`whose`: own, foreign, missing. What is not there is 404, unless the role never may."""
        own, foreign = self.cells[group]
        if whose == "own":
            return own
        if whose == "foreign":
            return foreign
        return own if own in ("401", "403") else "404"

    def but(self, **groups: str) -> "Rule":
        return Rule({**self.cells, **_cells(groups)})


def _cells(groups: dict[str, str]) -> dict[str, tuple[str, str]]:
    cells = {}
    for name, words in groups.items():
        own, *foreign = words.split()
        for group in TOGETHER.get(name, (name,)):
            cells[group] = (own, foreign[0] if foreign else own)
    return cells


def rule(others: str, **groups: str) -> Rule:
    """`others` for every group that is not named; two words are the own and the foreign object."""
    groups.setdefault("superuser", groups.get("staff", others))
    return Rule({**_cells(dict.fromkeys(GROUPS, others)), **_cells(groups)})


@dataclass(frozen=True)
class Write:
    """A verb that changes something, with a body; without `body` it is sent empty and need not be right."""

    rule: Rule
    body: Callable[[Side], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Row:
    """What one route answers to each verb that it offers.

    `names` says which of the world's objects the variable parts of the address stand for, where it is not the one
    of the same name; `query` is appended. `plain` rows answer a verb that they do not offer like one that they do
    (pages of Django and its packages).
    """

    route: str
    get: Rule | None = None
    post: Write | None = None
    put: Write | None = None
    patch: Write | None = None
    delete: Write | None = None
    names: dict[str, str] = field(default_factory=dict)
    query: Callable[[Side], str] | str = ""
    plain: bool = False
    # Asked for by every caller. The other rows leave out those who differ in nothing from one who is asked.
    by_all: bool = False
    # Asked for by one caller of each answer: making it takes seconds (a PDF).
    slow: bool = False

    @property
    def of_api(self) -> bool:
        return self.route.startswith("api:")

    def rule_of(self, verb: str) -> Rule | None:
        offered = getattr(self, verb)
        return offered.rule if isinstance(offered, Write) else offered

    def __str__(self) -> str:
        return self.route if isinstance(self.query, str) and not self.query else f"{self.route}?"
