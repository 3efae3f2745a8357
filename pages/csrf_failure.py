"""Django's page for a form without a valid token (settings.CSRF_FAILURE_VIEW), but nothing typed is lost."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

from accounts.scope import scope_of
from pages.frame.addresses import read_day
from pages.librarian.day.form import DayForm
from pages.librarian.day.views import day_page
from pages.librarian.events.views import as_typed as event_as_typed
from pages.librarian.stops import recordable_stop
from pages.librarian.week.views import week_page
from pages.partnership.editing import as_typed as record_as_typed

RECORD_PAGES = ("partnership:new_record", "partnership:change_record")
EVENT_PAGES = ("librarian:event", "librarian:new-event", "librarian:change-event")
PAGES = ("librarian:day", "librarian:week", *EVENT_PAGES, *RECORD_PAGES)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is stored. The form of a day, a week, an event or a record comes back as typed, with a fresh token."""
    match = request.resolver_match
    if match is None or match.view_name not in PAGES or not request.user.is_authenticated:
        return plain_csrf_failure(request, reason=reason)
    if match.view_name in RECORD_PAGES:
        return record_as_typed(request, match.kwargs["kind"], match.kwargs.get("record_id"))
    kept = _(
        "The page was open too long, so nothing was stored. It is as you typed it; look at it and send it again."
    )
    if match.view_name in EVENT_PAGES:
        event_id = match.kwargs.get("event_id")
        report = match.view_name == "librarian:event"
        return event_as_typed(request, match.kwargs["stop_id"], event_id, report=report, kept=kept)
    on = read_day(match.kwargs["day"])
    stop = recordable_stop(scope_of(request.user), match.kwargs["stop_id"])
    if match.view_name == "librarian:week":
        return week_page(request, stop, on, typed=request.POST, kept=kept, status=403)
    return day_page(request, stop, on, form=DayForm(request.POST), kept=kept, status=403)
