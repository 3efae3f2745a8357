"""The librarian's pages: the own stops with what is due, and the plain form of one day."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import Scope, scope_of
from exhibitions.models import Stop
from libraries.models import CountyLibrary
from visits.checklist import checklists
from visits.comparison import comparisons
from visits.day import day_state
from visits.day_history import day_history
from visits.day_page import CLOSING_REASONS, Comparison, DayPage, changes
from visits.event_lists import events_of_day
from visits.forms import DayForm, initial_of
from visits.kept_forms import keep_typed, typed_before
from visits.models import Reminder
from visits.own_chart import chart_of
from visits.own_stops import own_stops
from visits.permission import refuse_day_outside
from visits.plausibility import findings_of_day
from visits.recording import dismiss_evidence, file_day
from visits.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.texts import read_remark

REVISION = re.compile(r"[0-9]{1,15}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    return private(render(request, "visits/my.html", context))


# Not closed by the middleware: it would throw away what a person typed before the session ended. Closed here.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, stop_id: int, day: str) -> HttpResponse:
    """The report of one day: its receipt, and the form that files or amends it.

    A POST ends in a redirect, so that a reload or a second tap sends nothing; the same form sent again is the same
    revision with the same content and has no second effect. 400 shows what cannot be right at its field, 409 both
    contents; either keeps every typed value.
    """
    if not request.user.is_authenticated:
        keep_typed(request, DayForm.base_fields)
        return redirect_to_login(request.get_full_path())
    on = read_day(day)
    stop = recordable_stop(scope_of(request.user), stop_id)
    if request.method == "POST":
        return _file(request, stop, on)
    typed = typed_before(request)
    if typed:
        kept = _("You were signed out before this could be sent. It is as you typed it, and not filed yet.")
        return day_page(request, stop, on, form=DayForm(initial=typed), kept=kept)
    return day_page(request, stop, on, tallied=request.GET.get("numbers") == "tallied")


@require_POST
def dismiss(request: HttpRequest, stop_id: int, day: str) -> HttpResponse:
    """Keep what was filed although tallies that came later differ; ends at the day's page, where a refusal is told."""
    on = read_day(day)
    stop = recordable_stop(scope_of(request.user), stop_id)
    revision, reason = request.POST.get("revision", ""), request.POST.get("reason", "")
    if not REVISION.fullmatch(revision):
        raise BadRequest("the revision is not a number")
    try:
        dismiss_evidence(request.user, stop.pk, on, revision=int(revision), reason=read_remark(reason))
    except (Refused, Conflict) as refused:
        messages.error(request, refused.message)
    except NotFound as missing:
        raise Http404 from missing
    return redirect("visits:day", stop_id=stop.pk, day=on.isoformat())


# ---------------------------------------------------------------- one day


def _file(request: HttpRequest, stop: Stop, on: date) -> HttpResponse:
    form = DayForm(request.POST)
    findings = form.findings(stop.pk, on) if form.is_valid() and not _why_outside(stop, on) else []
    if findings:
        form.look_again(findings)
    elif form.is_valid():
        try:
            file_day(request.user, stop.pk, on, **form.content())
            return redirect("visits:day", stop_id=stop.pk, day=on.isoformat())
        except Refused as refused:
            form.refuse(refused)
        except Conflict as conflict:
            return _conflict_page(request, stop, on, form, conflict)
        except NotFound as missing:
            raise Http404 from missing
        except NotAllowed as refused:
            raise PermissionDenied from refused
    return day_page(request, stop, on, form=form, status=400)


def day_page(
    request: HttpRequest,
    stop: Stop,
    on: date,
    *,
    form: DayForm | None = None,
    kept: str = "",
    tallied: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a day; `kept` says why the form holds what was typed and not what is stored."""
    state = day_state(stop.pk, on)
    outside = _why_outside(stop, on)
    context = {
        **_frame(request, stop, on, state),
        "form": form or DayForm(initial=initial_of(state, tallied=tallied)),
        "form_open": form is not None or tallied,
        "kept": kept,
        "outside": outside,
        "closing_reasons": CLOSING_REASONS,
        "events": events_of_day(stop.pk, on, timezone.localdate()),
        "findings": findings_of_day(state),
        "history": [(step, changes(step)) for step in day_history(stop.pk, on)],
    }
    # A day that cannot be filed is not there to be looked at; a form sent for it is refused.
    return private(
        render(request, "visits/day.html", context, status=404 if outside and status == 200 else status)
    )


def _conflict_page(
    request: HttpRequest, stop: Stop, on: date, form: DayForm, conflict: Conflict
) -> HttpResponse:
    """Both contents side by side. Sent again with the revision that stands + 1, the typed one goes in its place."""
    context = {
        **_frame(request, stop, on, conflict.current),
        "conflict": conflict,
        "comparison": Comparison(conflict.current, conflict.sent),
        # The raw values, so that sending them again is the same as typing them again.
        "typed": [
            (name, value)
            for name, value in request.POST.items()
            if name in form.fields and name not in ("revision", "reason")
        ],
        "next_revision": conflict.current["revision"] + 1,
        "reason": form.cleaned_data["reason"],
    }
    return private(render(request, "visits/conflict.html", context, status=409))


def _frame(request: HttpRequest, stop: Stop, on: date, state: dict[str, Any]) -> dict[str, Any]:
    scope = scope_of(request.user)
    today = timezone.localdate()
    own_library = stop.library_id in scope.libraries
    page = DayPage(state, is_staff=scope.is_staff, own_library=own_library, is_past=on < today)
    return {"stop": stop, "day": on, "page": page, "state": state, "today": today}


def read_day(text: str) -> date:
    """The day of the address, as 2026-11-22. Raises BadRequest for anything that is no day of the calendar."""
    if not DAY.fullmatch(text):
        raise BadRequest(f"{text[:40]!r} is not written like 2026-11-22")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(f"{text} is not a day of the calendar") from error


def recordable_stop(scope: Scope, stop_id: int) -> Stop:
    """The stop, for those who record at it; coordinators and partners never do (rule 14), others see no stop."""
    if not (scope.is_staff or scope.is_librarian):
        raise PermissionDenied
    stops = Stop.objects.live().with_place()
    if not scope.is_staff:
        stops = stops.filter(library_id__in=scope.libraries)
    stop = stops.filter(pk=stop_id).first()
    if stop is None:
        raise Http404
    return stop


def _why_outside(stop: Stop, on: date) -> str:
    """Why this day cannot be filed, in words; empty when it can."""
    try:
        refuse_day_outside(stop, on)
    except Refused as refused:
        return refused.message
    return ""


def private(response: HttpResponse) -> HttpResponse:
    """One library's page: no shared cache may keep it, and the browser asks each time."""
    patch_cache_control(response, private=True, no_cache=True)
    return response
