"""The reading list of a stop or of one of its events: shown, added to, taken from, put back."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.scope import scope_of
from exhibitions.history import lock_stop
from exhibitions.models import Event, ReadingListEntry, Stop
from exhibitions.reading import recommend
from pages.forms.reading import PublicationForm
from pages.frame.answers import private
from pages.librarian.stops import recordable_stop
from partnership.publications import Publication


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, stop_id: int, event_id: int | None = None) -> HttpResponse:
    """The list and the form that adds to it.

    A POST with `remove` (the number of an entry) takes it away, one with `add` (the number of a publication) puts it
    back, any other reads the form. All end in a redirect; adding what is on the list already changes nothing.
    """
    stop = recordable_stop(scope_of(request.user), stop_id)
    owner = _owner(stop, event_id)
    if request.method != "POST":
        return _page(request, stop, owner)
    if "remove" in request.POST:
        return _remove(request, stop, owner)
    if "add" in request.POST:
        return _put_back(request, stop, owner)
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _page(request, stop, owner, form=form, status=400)
    with transaction.atomic():
        lock_stop(stop.pk)
        publication = form.publication(demonstration=stop.demonstration)
        added = recommend(publication, owner)
    if not added:
        messages.info(request, _("“{title}” is on the list already.").format(title=publication.title))
    return redirect(_address(stop, owner))


def _owner(stop: Stop, event_id: int | None) -> Stop | Event:
    """Whose list it is. Raises Http404 for an event of another stop."""
    if event_id is None:
        return stop
    event = Event.objects.filter(stop=stop, pk=event_id).first()
    if event is None:
        raise Http404
    return event


def _address(stop: Stop, owner: Stop | Event) -> str:
    if isinstance(owner, Event):
        return reverse("librarian:event-reading", kwargs={"stop_id": stop.pk, "event_id": owner.pk})
    return reverse("librarian:reading", kwargs={"stop_id": stop.pk})


def _remove(request: HttpRequest, stop: Stop, owner: Stop | Event) -> HttpResponse:
    """Take an entry from the list; gone already is gone. The page then offers to put it back."""
    entry = owner.reading_list.filter(pk=_number(request, "remove")).first()
    if entry is None:
        return redirect(_address(stop, owner))
    entry.delete()
    return redirect(f"{_address(stop, owner)}?removed={entry.publication_id}")


def _put_back(request: HttpRequest, stop: Stop, owner: Stop | Event) -> HttpResponse:
    with transaction.atomic():
        lock_stop(stop.pk)
        publication = Publication.objects.filter(pk=_number(request, "add")).first()
        if publication is None:
            raise Http404
        recommend(publication, owner)
    return redirect(_address(stop, owner))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadRequest(f"{name} is not a number")
    return int(text)


def _page(
    request: HttpRequest,
    stop: Stop,
    owner: Stop | Event,
    *,
    form: PublicationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    entries: Sequence[ReadingListEntry] = list(owner.reading_list.select_related("publication"))
    removed = request.GET.get("removed", "")
    context = {
        "stop": stop,
        "event": owner if isinstance(owner, Event) else None,
        "on_behalf": stop.library_id not in scope_of(request.user).libraries,
        "entries": entries,
        "of_exhibition": list(stop.exhibition.reading_list.select_related("publication")),
        "form": form or PublicationForm(),
        "removed": _removed(removed, entries),
        "address": _address(stop, owner),
    }
    return private(render(request, "librarian/reading.html", context, status=status))


def _removed(number: str, entries: Sequence[ReadingListEntry]) -> Publication | None:
    """What was just taken away, unless it is back on the list."""
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        return None
    if int(number) in {entry.publication_id for entry in entries}:
        return None
    return Publication.objects.filter(pk=int(number)).first()
