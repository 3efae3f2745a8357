"""From the words of a query to the objects they name; an unknown word is an error, never an empty answer."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from accounts.scope import Scope, scope_of
from api.frame.parameters import wrong
from exhibitions.models import Exhibition, Stop
from libraries.models import CountyLibrary, Division, DivisionSuccession, code_prefix
from partnership.models import Programme
from visits.vocabulary import Status


def division_prefix(text: str | None, *, ended: bool = False) -> str:
    """The leading digits of a division filter; empty for none. Raises ValidationError (400, unknown_division).

    Today's tree is meant; a code that ended is named with its successors. With `ended` it is taken as well, for
    figures by the tree as it was.
    """
    if not text:
        return ""
    prefix = code_prefix(text)
    known = Division.objects.filter(code__startswith=prefix)
    if (known if ended else known.current()).exists():
        return prefix
    successors = DivisionSuccession.objects.filter(predecessor__code=text).order_by("successor__code")
    codes = sorted(set(successors.values_list("successor__code", flat=True)))
    if codes:
        message = _("The division {code} has ended. Look for: {successors}.")
        raise wrong("division", "division_ended", message.format(code=text, successors=", ".join(codes)))
    raise wrong("division", "unknown_division", _("No division of today has a code that begins so."))


def own_province(prefix: str, scope: Scope) -> str:
    """What a partner of one province may ask: without a division its own, another one is 404 (rule 15)."""
    prefix = prefix or scope.partner_prefix
    if not prefix.startswith(scope.partner_prefix):
        raise NotFound
    return prefix


def refuse_foreign_stop(number: int, status: str, user: Any) -> None:
    """Raises NotFound (404) for a stop that is none, or none whose figures in this status the caller may read.

    Verified figures are those of every stop that the caller sees, of the own province for a partner of one; others only
    of what is within the caller's reach.
    """
    scope = scope_of(user)
    stops = Stop.objects.visible_to(user)
    if status != Status.VERIFIED:
        stops = stops.within_reach(scope)
    if not stops.filter(pk=number, library__division__code__startswith=scope.partner_prefix).exists():
        raise NotFound


def refuse_foreign_library(number: int, status: str, user: Any) -> None:
    """The same for a library."""
    scope = scope_of(user)
    libraries = CountyLibrary.objects.filter(pk=number, division__code__startswith=scope.partner_prefix)
    if status != Status.VERIFIED and not scope.is_staff:
        own = Q(pk__in=scope.libraries)
        for province in scope.provinces:
            own |= Q(division__code__startswith=province)
        libraries = libraries.filter(own)
    if not libraries.exists():
        raise NotFound


def programme(slug: str) -> Programme:
    """The programme with its targets. Raises ValidationError (400, unknown_programme)."""
    found = Programme.objects.prefetch_related("targets").filter(slug=slug).first()
    if found is None:
        raise wrong("programme", "unknown_programme", _("There is no programme of this short name."))
    return found


def default_programme() -> str:
    """The short name of the programme that the dashboard shows first; empty on a portal without any."""
    found = Programme.objects.default_for_dashboard(timezone.localdate())
    return found.slug if found else ""


def exhibition(slug: str) -> Exhibition:
    """The exhibition of a short name or a number. Raises ValidationError (400, unknown_exhibition)."""
    found = Exhibition.objects.filter(slug=slug).first()
    if found is None and slug.isdecimal() and len(slug) < 19:
        found = Exhibition.objects.filter(pk=int(slug)).first()
    if found is None:
        raise wrong("exhibition", "unknown_exhibition", _("There is no exhibition of this short name."))
    return found


def refuse_reversed(start: date | None, end: date | None) -> None:
    """Raises ValidationError (400, range) when the first day comes after the last."""
    if start and end and start > end:
        raise wrong("start", "range", _("The first day comes after the last."))
