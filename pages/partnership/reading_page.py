"""The list of recommended reading of an exhibition: staff add a book, take one off, put it back."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import scope_of
from exhibitions.models import Exhibition
from exhibitions.reading import recommend
from pages.forms.reading import PublicationForm
from pages.frame.addresses import REVISION
from pages.frame.answers import private
from partnership.publications import Publication


@require_http_methods(["GET", "HEAD", "POST"])
def exhibition_reading(request: HttpRequest, exhibition_id: int) -> HttpResponse:
    """A POST with `remove` (an entry) takes it off, one with `add` (a publication) puts it back, others read the form.

    All end in a redirect; adding what is on the list already changes nothing. Citations are written by GB/T 7714.
    """
    if not scope_of(request.user).is_staff:
        raise PermissionDenied
    exhibition = Exhibition.objects.filter(pk=exhibition_id).first()
    if exhibition is None:
        raise Http404
    address = reverse("partnership:exhibition_reading", args=[exhibition.pk])
    if request.method != "POST":
        return _page(request, exhibition, PublicationForm())
    if "remove" in request.POST:
        entry = exhibition.reading_list.filter(pk=_number(request, "remove")).first()
        if entry is None:
            return redirect(address)
        entry.delete()
        return redirect(f"{address}?removed={entry.publication_id}")
    form = None if "add" in request.POST else PublicationForm(request.POST)
    if form is not None and not form.is_valid():
        return _page(request, exhibition, form, status=400)
    with transaction.atomic():
        # A second tap waits here and finds what the first one wrote.
        Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        publication = (
            form.publication(demonstration=exhibition.demonstration)
            if form is not None
            else Publication.objects.filter(pk=_number(request, "add")).first()
        )
        if publication is None:
            raise Http404
        recommend(publication, exhibition)
    return redirect(address)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST[name]
    if not REVISION.fullmatch(text):
        raise BadRequest(f"{name} is not a number")
    return int(text)


def _page(
    request: HttpRequest, exhibition: Exhibition, form: PublicationForm, *, status: int = 200
) -> HttpResponse:
    entries = list(exhibition.reading_list.select_related("publication"))
    taken_off = request.GET.get("removed", "")
    removed = None
    if REVISION.fullmatch(taken_off) and int(taken_off) not in {entry.publication_id for entry in entries}:
        removed = Publication.objects.filter(pk=int(taken_off)).first()
    context = {"exhibition": exhibition, "entries": entries, "form": form, "removed": removed}
    return private(render(request, "partnership/exhibition_reading.html", context, status=status))
