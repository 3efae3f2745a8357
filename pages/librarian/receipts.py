"""The list of what a library filed, to be printed or kept: number, time, digest."""

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from libraries.models import CountyLibrary
from pages.frame.answers import private
from visits.models import DayReport, ReportValue
from visits.vocabulary import Measure

MOST_RECEIPTS = 100


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """The last filings of the own libraries, the newest first. Four queries, however many there are."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    reports = list(
        DayReport.objects.filter(stop__library_id__in=scope.libraries)
        .select_related("stop__library", "stop__exhibition", "stop__programme", "filed_by")
        .order_by("-filed_at", "-day", "pk")[:MOST_RECEIPTS]
    )
    visits = dict(
        ReportValue.objects.filter(
            report__in=reports, kind=ReportValue.Kind.FILED, measure=Measure.EXHIBITION_VISIT
        )
        .order_by()
        .values_list("report_id")
        .annotate(Sum("value"))
    )
    context = {
        "receipts": [(report, visits.get(report.pk)) for report in reports],
        "libraries": list(CountyLibrary.objects.filter(pk__in=scope.libraries)),
        "demonstration": any(report.stop.demonstration for report in reports),
        "most": MOST_RECEIPTS,
        "now": timezone.now(),
    }
    return private(render(request, "librarian/receipts.html", context))
