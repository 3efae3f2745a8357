"""The worklist's query string, read as a form: what is shown stands in the address."""

from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope, scope_of
from libraries.models import CountyLibrary, Division
from partnership.models import Programme

# In the order of the tabs; the first is the default.
KINDS = {
    "look": _("To look at"),
    "together": _("Can be verified together"),
    "events": _("Events"),
    "missing": _("Missing"),
    "late": _("Filed late"),
    "returned": _("Returned"),
    "verified": _("Verified"),
}
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class ReviewChoice:
    """What a reviewer chose to see, within what the account reviews."""

    scope: Scope
    kind: str
    page: int
    province: Division | None
    provinces: list[Division]
    programme: Programme | None
    programmes: list[Programme]
    library: CountyLibrary | None

    def where(self, path: str = "") -> Q:
        """The choice as a condition, over `path` to a stop ("", "stop__")."""
        condition = review_reach(self.scope, path)
        if self.province:
            condition &= Q(**{f"{path}library__division__code__startswith": self.province.prefix})
        if self.programme:
            condition &= Q(**{f"{path}programme": self.programme})
        if self.library:
            condition &= Q(**{f"{path}library": self.library})
        return condition


def review_reach(scope: Scope, path: str = "") -> Q:
    """What an account reviews: staff everything, a coordinator the own provinces, never only the own library."""
    return replace(scope, libraries=frozenset()).reach(path)


def read_review_choice(request: HttpRequest) -> ReviewChoice:
    """Raises PermissionDenied for roles that never review, BadRequest and Http404 for what cannot be chosen."""
    scope = scope_of(request.user)
    if not (scope.is_staff or scope.is_coordinator):
        raise PermissionDenied
    provinces = [
        province
        for province in Division.objects.provinces().current().order_by("code")
        if scope.is_staff or province.prefix in scope.provinces
    ]
    programmes = list(Programme.objects.all())
    asked = request.GET
    return ReviewChoice(
        scope=scope,
        kind=_kind(asked.get("kind")),
        page=_number(asked.get("page"), "page") or 1,
        province=_one(provinces, "code", asked.get("province")),
        provinces=provinces,
        programme=_one(programmes, "slug", asked.get("programme")),
        programmes=programmes,
        library=_library(scope, _number(asked.get("library"), "library")),
    )


def _kind(value: str | None) -> str:
    if value and value not in KINDS:
        raise BadRequest(f"kind: {value[:40]!r} is none of {', '.join(KINDS)}")
    return value or next(iter(KINDS))


def _number(value: str | None, name: str) -> int | None:
    if not value:
        return None
    if len(value) > LONGEST_NUMBER or not (value.isascii() and value.isdigit()) or int(value) < 1:
        raise BadRequest(f"{name}: {value[:40]!r} is not a number from 1")
    return int(value)


def _one(choices, attribute: str, value: str | None):
    """The one that is named. One that there is not and one that is somebody else's look the same."""
    if not value:
        return None
    for choice in choices:
        if getattr(choice, attribute) == value:
            return choice
    raise Http404


def _library(scope: Scope, number: int | None) -> CountyLibrary | None:
    if number is None:
        return None
    reach = Q()
    if not scope.is_staff:
        reach = Q(pk__in=[])
        for prefix in scope.provinces:
            reach |= Q(division__code__startswith=prefix)
    library = CountyLibrary.objects.filter(reach, pk=number).first()
    if library is None:
        raise Http404
    return library
