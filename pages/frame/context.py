"""What every page's frame needs: where the reader may go, the demonstration strip, the footer's lines."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope, scope_of
from partnership.models import Programme


class Place(NamedTuple):
    """A place of the portal: its word, the name of its route, and who is led there."""

    label: str | Promise
    route: str
    is_for: Callable[[Scope], bool]


# In the order of the masthead.
PLACES = [
    Place(_("Home"), "public:home", lambda scope: True),
    Place(_("My library"), "librarian:my", lambda scope: scope.is_librarian),
    Place(_("Dashboard"), "dashboard:dashboard", lambda scope: scope.is_staff or scope.is_coordinator),
    Place(_("Review"), "review:worklist", lambda scope: scope.is_staff or scope.is_coordinator),
    Place(_("Bulletins"), "bulletins:list", lambda scope: not scope.is_anonymous),
    Place(_("Exports"), "exports:exports", lambda scope: scope.has_any_role),
    Place(_("Partnership"), "partnership:agreement", lambda scope: not scope.is_anonymous),
    Place(_("Tokens"), "partners:tokens", lambda scope: scope.is_partner),
    Place(_("Webhooks"), "partners:webhooks", lambda scope: scope.is_partner),
    Place(_("Embeddings"), "public:embeddings", lambda scope: scope.is_staff),
    Place(_("Administration"), "admin:index", lambda scope: scope.is_staff),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Everything is lazy: a page that does not draw the frame (a partial, the admin) pays no query for it."""
    return {
        "navigation": SimpleLazyObject(lambda: places_for(request)),
        "demonstration_present": SimpleLazyObject(demonstration_present),
        "footer": {**settings.FOOTER, "police_url": filing_page(settings.FOOTER["police"])},
    }


def filing_page(number: str) -> str:
    """Where the public-security filing of this number can be looked up; the entrance where it holds no digits."""
    digits = "".join(character for character in number if character.isascii() and character.isdigit())
    entrance = "https://beian.mps.gov.cn/"
    return f"{entrance}#/query/webSearch?code={digits}" if digits else entrance


def places_for(request: HttpRequest) -> list[dict[str, Any]]:
    # An early refusal (a wrong host name) renders its page before anyone is signed in.
    scope = scope_of(getattr(request, "user", None))
    places = []
    for place in PLACES:
        if place.is_for(scope):
            url = reverse(place.route)
            places.append({"label": place.label, "url": url, "current": is_current(request.path, url)})
    return places


def is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def demonstration_present() -> bool:
    return Programme.objects.filter(demonstration=True).exists()
