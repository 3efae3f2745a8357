"""Django's page for a form without a valid token (settings.CSRF_FAILURE_VIEW): nothing typed is lost."""

from django.http import HttpRequest, HttpResponse

from dashboards.partnership.editing import as_typed
from visits.csrf_failure import csrf_failure as of_visits

RECORD_PAGES = ("dashboards:new_record", "dashboards:change_record")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is stored. The form of a record comes back as typed, with a fresh token; others as `visits` has it."""
    match = request.resolver_match
    if match is None or match.view_name not in RECORD_PAGES or not request.user.is_authenticated:
        return of_visits(request, reason=reason)
    return as_typed(request, match.kwargs["kind"], match.kwargs.get("record_id"))
