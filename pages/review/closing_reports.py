"""The reviewers' list of closing reports: those that wait, those decided, and those that never came."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.scope import Scope, scope_of
from exhibitions.models import Stop
from libraries.models import Division, Level
from pages.frame.answers import private
from reports.closing.state import due_on
from reports.models import ClosingReport, stops_with_report_overdue

Review = ClosingReport.Review
OVERDUE, ALL = "overdue", "all"
ROWS_A_PAGE = 50


@require_safe
def closing_reports(request: HttpRequest) -> HttpResponse:
    """Stops within the reviewer's reach by the state of their closing report; filters stand in the address.

    First what waits for a decision. "Overdue" lists stops that ended more than 30 days ago (Asia/Shanghai) without a
    report with the reviewers: never begun, still a draft, or returned.
    """
    scope = scope_of(request.user)
    if not (scope.is_staff or scope.is_coordinator):
        raise PermissionDenied
    review = request.GET.get("review", Review.SUBMITTED)
    province, words = request.GET.get("province", ""), request.GET.get("q", "").strip()[:40]
    if review not in {*Review.values, OVERDUE} - {Review.DRAFT}:
        review = ALL
    today = timezone.localdate()
    overdue = stops_with_report_overdue(today).within_reach(scope).filter(draft_plan__isnull=True)
    stops: QuerySet[Stop]
    if review == OVERDUE:
        stops = overdue
    else:
        handed_in = ClosingReport.objects.visible_to(request.user).handed_in()
        if review != ALL:
            handed_in = handed_in.filter(review=review)
        stops = Stop.objects.filter(closing_report__in=handed_in, draft_plan__isnull=True)
        stops = stops.order_by("closing_report__submitted_at", "pk")
    stops = _chosen(stops, province, words).select_related(
        "library__division__parent__parent", "exhibition", "closing_report__submitted_by"
    )
    page = Paginator(stops, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(stop, today) for stop in page.object_list],
        "overdue": overdue.count(),
        "review": review,
        "reviews": [
            *((value, label) for value, label in Review.choices if value != Review.DRAFT),
            (OVERDUE, _("overdue")),
            (ALL, _("all")),
        ],
        "province": province,
        "provinces": _provinces(scope),
        "words": words,
    }
    return private(render(request, "review/closing_reports.html", context))


def _chosen(stops: QuerySet[Stop], province: str, words: str) -> QuerySet[Stop]:
    if len(province) == 2 and province.isascii() and province.isdigit():
        stops = stops.filter(library__division__code__startswith=province)
    if words:
        stops = stops.filter(
            Q(library__name__icontains=words)
            | Q(library__name_en__icontains=words)
            | Q(library__division__name__icontains=words)
        )
    return stops


def _provinces(scope: Scope) -> list[Division]:
    provinces = Division.objects.current().filter(level=Level.PROVINCE).order_by("code")
    if not scope.is_staff:
        provinces = provinces.filter(code__in=[f"{prefix}0000" for prefix in scope.provinces])
    return list(provinces)


def _row(stop: Stop, today: date) -> dict[str, Any]:
    """A stop with its report, if it has one, and by how many days the report is late."""
    report, due = getattr(stop, "closing_report", None), due_on(stop)
    waits = report is None or report.review in (Review.DRAFT, Review.RETURNED)
    return {
        "stop": stop,
        "report": report,
        "due": due,
        "days_late": (today - due).days if waits and due and due < today else 0,
    }
