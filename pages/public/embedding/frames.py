"""What other sites show in a frame: coverage, the next stops, a reading list. The only pages that may be framed.

They are the same for every reader, set no cookie and load nothing from outside. Which sites may frame them is data
(`partnership.embedding`).
"""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from csp.constants import SELF
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import BadRequest
from django.core.validators import slug_re
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from exhibitions.models import Exhibition, ReadingListEntry, Stop
from exhibitions.nearby import nearest_stops
from libraries.models import Division
from pages.frame.converters import DivisionCode
from pages.frame.public_pages import kept
from pages.public.home import coming_stops, public_progress
from partnership.embedding import Widget, allowed_origins, count_display, origin_of

STOPS_SHOWN = 5
BOOKS_SHOWN = 12
SECONDS_KEPT = 300
THEMES = ("auto", "light", "dark")


def embeddable(widget: Widget) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """A page that the sites of the allow-list, and the portal itself for a preview, may frame; each time is counted."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @login_not_required
        @require_safe
        @xframe_options_exempt
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            page = view(request, *args, **kwargs)
            patch_cache_control(page, public=True, max_age=SECONDS_KEPT)
            patch_vary_headers(page, ["Accept-Language"])
            response = kept(request, page)
            response._csp_replace = {"frame-ancestors": [SELF, *allowed_origins()]}  # type: ignore[attr-defined]
            if request.method == "GET":
                _count(request, widget)
            return response

        return answered

    return decorate


def _count(request: HttpRequest, widget: Widget) -> None:
    """Our snippet has the browser name the site (referrerpolicy=origin); whoever names none is not counted."""
    origin = origin_of(request.headers.get("Referer", ""))
    if origin and origin != origin_of(request.build_absolute_uri("/")):
        count_display(widget, origin, timezone.localdate())


@embeddable(Widget.COVERAGE)
def coverage(request: HttpRequest) -> HttpResponse:
    """How far the running programme is, by province."""
    context = {"progress": public_progress(timezone.localdate())}
    return _render(request, "embedding/coverage.html", _("Libraries covered by province"), context)


@embeddable(Widget.STOPS)
def stops(request: HttpRequest) -> HttpResponse:
    """The stops of a county or province (`?division=`) and those nearest to it; without one, the next to open."""
    today = timezone.localdate()
    code = request.GET.get("division", "")
    if code:
        if not re.fullmatch(DivisionCode.regex, code):
            raise Http404("no code of a division")
        place = get_object_or_404(Division.objects.current(), code=code)
        here = Stop.objects.public().in_division(code).still_to_see(today).with_place()
        rows = list(here.order_by("opens", "pk")[:STOPS_SHOWN])
        missing = STOPS_SHOWN - len(rows)
        nearby = nearest_stops([place], today, missing)[place.pk] if missing else []
        title = _("Science on Tour: {place}").format(place=place.label)
    else:
        place, nearby, title = None, [], _("Next to open")
        rows = list(coming_stops(today)[:STOPS_SHOWN])
    context = {"today": today, "place": place, "stops": rows, "nearby": nearby}
    return _render(request, "embedding/stops.html", title, context)


@embeddable(Widget.READING)
def reading(request: HttpRequest) -> HttpResponse:
    """What is recommended with an exhibition (`?exhibition=`, its short name); by default the one that comes next."""
    slug = request.GET.get("exhibition", "")
    exhibition: Exhibition | None
    if slug:
        if not slug_re.fullmatch(slug):
            raise Http404("no short name")
        exhibition = get_object_or_404(Exhibition, slug=slug)
    else:
        soon = Stop.objects.public().still_to_see(timezone.localdate()).select_related("exhibition")
        first = soon.order_by("opens", "pk").first()
        exhibition = first.exhibition if first else None
    entries = ReadingListEntry.objects.filter(exhibition=exhibition).select_related("publication")
    books = [entry.publication for entry in entries[:BOOKS_SHOWN]] if exhibition else []
    return _render(
        request, "embedding/reading.html", _("To read on"), {"exhibition": exhibition, "books": books}
    )


def _render(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    theme = request.GET.get("theme", "auto")
    if theme not in THEMES:
        raise BadRequest(f"theme: {theme[:20]!r} is none of {', '.join(THEMES)}")
    return render(request, template, {**context, "title": title, "theme": theme})


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> FileResponse:
    """The script of the one-line form, at an address that stays: it puts the frame where its element stands."""
    found = finders.find("embed/widget.js")
    return FileResponse(Path(str(found)).open("rb"), content_type="text/javascript; charset=utf-8")
