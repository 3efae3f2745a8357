"""A librarian's home."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from libraries.models import CountyLibrary
from pages.frame.answers import private
from pages.librarian.home.chart import chart_of
from pages.librarian.home.checklist import checklists
from pages.librarian.home.stops import own_stops
from reports.models import Reminder
from visits.figures.comparison import comparisons


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """A librarian's home: what is due today, what is missing, the stop's checklist, the own days, comparable counties."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    today = timezone.localdate()
    libraries = CountyLibrary.objects.filter(pk__in=scope.libraries).select_related(
        "division__parent__parent"
    )
    own = own_stops(scope.libraries, today)
    lists, compared = checklists(own.stops, today), comparisons(own_stop.stop for own_stop in own.current)
    context = {
        "libraries": list(libraries),
        "own": own,
        "current": [
            (own_stop, chart_of(own_stop.days), lists[own_stop.stop.pk], compared[own_stop.stop.pk])
            for own_stop in own.current
        ],
        "next_list": lists[own.next.pk] if own.next else [],
        "ended": [
            (stop, lists[stop.pk])
            for stop in own.ended
            if any(item.state == "due" for item in lists[stop.pk])
        ],
        "demonstration": any(stop.demonstration for stop in own.stops),
        "unread_reminders": Reminder.objects.filter(user_id=scope.account).unread().count(),
        "today": today,
    }
    return private(render(request, "librarian/home/my.html", context))
