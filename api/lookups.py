"""From the words of a query to the objects they name; an unknown word is an error, never an empty answer."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from api.parameters import wrong
from exhibitions.models import Exhibition
from libraries.models import Division, DivisionSuccession, code_prefix
from partnership.models import Programme


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
