"""The page of one day: its receipt, and the plain form that files or amends it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.scope import scope_of
from exhibitions.models import Stop
from pages.forms.unsent import keep_typed, typed_before
from pages.frame.addresses import REVISION, read_day
from pages.frame.answers import private
from pages.librarian.day.content import CLOSING_REASONS, Comparison, DayPage, changes
from pages.librarian.day.form import DayForm, initial_of
from pages.librarian.events.lists import events_of_day
from pages.librarian.stops import recordable_stop
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from uploads.remarks import read_remark
from visits.plausibility.rules import findings_of_day
from visits.recording.day_history import day_history
from visits.recording.day_state import day_state
from visits.recording.days import dismiss_evidence, file_day
from visits.recording.permission import refuse_day_outside


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
    return redirect("librarian:day", stop_id=stop.pk, day=on.isoformat())


# ---------------------------------------------------------------- one day


def _file(request: HttpRequest, stop: Stop, on: date) -> HttpResponse:
    form = DayForm(request.POST)
    findings = form.findings(stop.pk, on) if form.is_valid() and not _why_outside(stop, on) else []
    if findings:
        form.look_again(findings)
    elif form.is_valid():
        try:
            file_day(request.user, stop.pk, on, **form.content())
            return redirect("librarian:day", stop_id=stop.pk, day=on.isoformat())
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
        render(
            request, "librarian/day/day.html", context, status=404 if outside and status == 200 else status
        )
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
    return private(render(request, "librarian/day/conflict.html", context, status=409))


def _frame(request: HttpRequest, stop: Stop, on: date, state: dict[str, Any]) -> dict[str, Any]:
    scope = scope_of(request.user)
    today = timezone.localdate()
    own_library = stop.library_id in scope.libraries
    page = DayPage(state, is_staff=scope.is_staff, own_library=own_library, is_past=on < today)
    return {"stop": stop, "day": on, "page": page, "state": state, "today": today}


def _why_outside(stop: Stop, on: date) -> str:
    """Why this day cannot be filed, in words; empty when it can."""
    try:
        refuse_day_outside(stop, on)
    except Refused as refused:
        return refused.message
    return ""
