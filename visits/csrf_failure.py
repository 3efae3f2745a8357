"""Django's page for a form without a valid token (settings.CSRF_FAILURE_VIEW), but no typed number is lost."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

from accounts.scope import scope_of
from visits.event_views import as_typed
from visits.forms import DayForm
from visits.views import day_page, read_day, recordable_stop
from visits.week_views import week_page

EVENT_PAGES = ("visits:event", "visits:new-event", "visits:change-event")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is stored. The form of a day, a week or an event comes back as typed, with a fresh token, to be sent again."""
    match = request.resolver_match
    pages = ("visits:day", "visits:week", *EVENT_PAGES)
    if match is None or match.view_name not in pages or not request.user.is_authenticated:
        return plain_csrf_failure(request, reason=reason)
    kept = _(
        "The page was open too long, so nothing was stored. It is as you typed it; look at it and send it again."
    )
    if match.view_name in EVENT_PAGES:
        event_id = match.kwargs.get("event_id")
        report = match.view_name == "visits:event"
        return as_typed(request, match.kwargs["stop_id"], event_id, report=report, kept=kept)
    on = read_day(match.kwargs["day"])
    stop = recordable_stop(scope_of(request.user), match.kwargs["stop_id"])
    if match.view_name == "visits:week":
        return week_page(request, stop, on, typed=request.POST, kept=kept, status=403)
    return day_page(request, stop, on, form=DayForm(request.POST), kept=kept, status=403)
