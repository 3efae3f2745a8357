"""The counting page: its frame, and the worker that lets it open without a network. The counting is in static/counting/."""

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from exhibitions.models import Stop
from pages.librarian.counting.texts import counting_texts
from pages.librarian.day.content import DayPage
from pages.librarian.day.form import DayForm, initial_of
from pages.librarian.stops import recordable_stop
from visits.recording.day_state import day_state


@require_safe
def count(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The page at the door. It counts for the day of Asia/Shanghai, whatever the phone's clock and zone say.

    Without JavaScript it holds the plain form of today.
    """
    stop = recordable_stop(scope_of(request.user), stop_id)
    today = timezone.localdate()
    get_token(request)  # sets the cookie that the sends carry, also where the form below is not shown
    state = day_state(stop.pk, today)
    own_library = stop.library_id in scope_of(request.user).libraries
    context = {
        "stop": stop,
        "day": today,
        "page": DayPage(state, is_staff=not own_library, own_library=own_library, is_past=False),
        "state": state,
        "form": DayForm(initial=initial_of(state)),
        "settings": _settings(request, stop),
        "texts": counting_texts(),
    }
    response = render(request, "librarian/count.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _settings(request: HttpRequest, stop: Stop) -> dict[str, Any]:
    """What the scripts need to know; the day is put into the addresses by them, since it changes at midnight."""
    day = "2000-01-01"

    def address(route: str, *more: str) -> str:
        return reverse(route, args=[stop.pk, day, *more]).replace(day, "{day}")

    return {
        "account": request.user.pk,
        "accountName": str(request.user),
        "stop": stop.pk,
        "tallyAddress": address("api:tally", "counter").replace("/counter/", "/{counter}/"),
        "dayAddress": address("api:day"),
        "dismissAddress": address("api:dismiss"),
        "formAddress": address("librarian:day"),
        "signInAddress": f"{reverse('account_login')}?next={request.path}",
        "worker": reverse("librarian:counting-worker"),
        "scope": reverse("librarian:my"),
    }


# Without any data, and fetched by the browser on its own, also after the session ended.
@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> FileResponse:
    """The service worker of the counting page, at an address whose scope holds the page."""
    found = finders.find("counting/worker.js")
    return FileResponse(Path(str(found)).open("rb"), content_type="text/javascript; charset=utf-8")
