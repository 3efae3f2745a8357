"""The reviewers' buttons that ask libraries for missing days (催报)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from exhibitions.models import Stop
from pages.review.choice import read_review_choice
from pages.review.worklist import Worklist
from reports.reminders import chase, chase_all

NAMED = 20  # libraries told by name


@require_POST
def remind(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Ask the librarians of a stop for its missing days (催报); a second time on one day is told and does nothing."""
    choice = read_review_choice(request)
    stop = (
        Stop.objects.live()
        .filter(choice.where())
        .select_related("library__division")
        .filter(pk=stop_id)
        .first()
    )
    if stop is None:
        raise Http404
    asked = chase(request.user, stop, timezone.localdate())
    library = stop.library.label
    if asked is None:
        messages.warning(request, _("{library} was reminded today already.").format(library=library))
    elif not asked:
        messages.warning(
            request,
            _("{library} has no active account of a librarian. Call the library.").format(library=library),
        )
    else:
        told = ngettext("{library}: {n} person reminded.", "{library}: {n} persons reminded.", asked)
        messages.success(request, told.format(library=library, n=asked))
    return redirect(f"{reverse('review:worklist')}?{request.GET.urlencode() or 'kind=missing'}")


@require_POST
def remind_all(request: HttpRequest) -> HttpResponse:
    """Ask every library that misses days within what is chosen; who was asked today before is not asked again."""
    choice = read_review_choice(request)
    stops = [missing.stop for missing in Worklist(choice).missing]
    chased = chase_all(request.user, stops, timezone.localdate())
    if chased.asked:
        told = ngettext("{n} library reminded.", "{n} libraries reminded.", len(chased.asked))
        messages.success(request, told.format(n=f"{len(chased.asked):,}"))
    if chased.before:
        told = ngettext(
            "{n} library was reminded today already.",
            "{n} libraries were reminded today already.",
            len(chased.before),
        )
        messages.warning(request, told.format(n=f"{len(chased.before):,}"))
    if chased.nobody:
        names = ", ".join(stop.library.label for stop in chased.nobody[:NAMED])
        told = ngettext(
            "{n} library has no active account of a librarian. Call it: {names}",
            "{n} libraries have no active account of a librarian. Call them: {names}",
            len(chased.nobody),
        )
        messages.warning(request, told.format(n=f"{len(chased.nobody):,}", names=names))
    return redirect(f"{reverse('review:worklist')}?{request.GET.urlencode() or 'kind=missing'}")
