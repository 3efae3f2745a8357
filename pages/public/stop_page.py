"""The public page of a stop: when, where, what there is to see, to hear, to read, and what to do from afar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from exhibitions.models import Stop
from pages.frame.public_pages import public_page
from pages.public.stop_content import StopPage
from pages.public.structured_data import event_of_stop


@public_page
def stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """A stop that the reader may see: a public one, or one of the own library or province before it is public."""
    stops = Stop.objects.visible_to(request.user).with_place().select_related("hall")
    found = get_object_or_404(
        stops.prefetch_related("library__opening_hours", "library__opening_exceptions"), pk=stop_id
    )
    page = StopPage(found, timezone.localdate())
    context: dict[str, Any] = {
        "page": page,
        "stop": found,
        "today": page.today,
        "canonical": request.build_absolute_uri(request.path),
        "structured_data": event_of_stop(request, page) if page.has_days else None,
    }
    return render(request, "public/stop.html", context)
