"""The staff's dashboard: how far a programme is on its way to its target."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from exhibitions.models import StaleDay
from pages.dashboard.choices import Choice, read_choice
from pages.dashboard.progress import Progress
from pages.frame.csv_file import csv_file
from visits.figures.coverage import data_version as totals_version


def for_staff_and_coordinators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        scope = scope_of(request.user)
        if not (scope.is_staff or scope.is_coordinator):
            raise PermissionDenied
        return view(request)

    return require_safe(checked)


@for_staff_and_coordinators
def dashboard(request: HttpRequest) -> HttpResponse:
    """The whole page; the script then asks `figures` whether anything changed."""
    choice = read_choice(request)
    version = figures_version(request, choice)
    context = {"choice": choice, "progress": progress_of(request, choice), "version": version}
    return private(render(request, "dashboard/dashboard.html", context))


@for_staff_and_coordinators
def figures(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes, or 304: what the open page asks for every second."""
    choice = read_choice(request)
    version = figures_version(request, choice)
    if version in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = {"progress": progress_of(request, choice), "page_path": reverse("dashboard:dashboard")}
        response = render(request, "dashboard/figures.html", context)
    response["ETag"] = version
    return private(response)


@for_staff_and_coordinators
def table_csv(request: HttpRequest) -> HttpResponse:
    """Table 1 with every province, named or not on the page."""
    progress = progress_or_404(request)
    header = [
        _("Rank"),
        _("Division code"),
        _("Province"),
        _("Covered (libraries)"),
        _("Planned, covered included (libraries)"),
        _("Reporting (libraries)"),
        _("Visits (%(basis)s)") % {"basis": progress.status_word},
        _("Days counted"),
        _("Days expected"),
    ]
    rows = [
        [
            row.rank, row.code, row.label, row.covered, row.planned, row.reporting, row.visits,
            row.days_counted, row.days_expected,
        ]
        for row in progress.all_provinces
    ]  # fmt: skip
    whole = progress.whole
    total = [
        None, None, _("Whole country"), whole.covered, whole.planned, whole.reporting, whole.visits,
        whole.days_counted, whole.days_expected,
    ]  # fmt: skip
    name = f"coverage-{progress.programme.slug}-{progress.coverage.as_of}.csv"
    return private(csv_file(name, header, [*rows, total]))


@for_staff_and_coordinators
def burn_up_csv(request: HttpRequest) -> HttpResponse:
    """The data under figure 1."""
    progress = progress_or_404(request)
    header = [
        _("Day"),
        _("Actual"),
        _("Plan"),
        _("Cautious (10%)"),
        _("Median forecast"),
        _("Optimistic (90%)"),
    ]
    rows = [[row.day, row.actual, row.plan, row.low, row.median, row.high] for row in progress.chart_table]
    name = f"burn-up-{progress.programme.slug}-{progress.coverage.as_of}.csv"
    return private(csv_file(name, header, rows))


def figures_version(request: HttpRequest, choice: Choice) -> str:
    """Names everything the figures depend on; equal versions mean equal figures, at the price of two small queries.

    The roll-up's version covers counts and stops. Beside it stand what changes without a roll-up (marks still
    waiting, the target) and what makes two readers' pages differ (language, reach, day, the choices).
    """
    programme = choice.programme
    facts = [
        totals_version(),
        StaleDay.objects.count(),
        programme
        and (
            programme.pk,
            programme.label,
            programme.first_day,
            programme.last_day,
            programme.library_target,
        ),
        choice.status,
        choice.every_province,
        request.user.pk,
        scope_of(request.user).is_staff,
        get_language(),
        timezone.localdate(),
    ]
    return quote_etag(hashlib.sha256(repr(facts).encode()).hexdigest()[:32])


def progress_of(request: HttpRequest, choice: Choice) -> Progress | None:
    """None on a portal without any programme: the page says what to do."""
    if choice.programme is None:
        return None
    return Progress(choice, choice.programme, scope_of(request.user), timezone.localdate())


def progress_or_404(request: HttpRequest) -> Progress:
    progress = progress_of(request, read_choice(request))
    if progress is None:
        raise Http404("no programme")
    return progress


def private(response: HttpResponse) -> HttpResponse:
    """Figures of one reader: no shared cache may keep them, and the browser asks each time."""
    patch_cache_control(response, private=True, no_cache=True)
    return response
