"""The page on which a librarian files the days of a week at once."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.scope import scope_of
from exhibitions.models import Stop
from pages.forms.unsent import keep_typed, typed_before
from pages.frame.addresses import read_day
from pages.frame.answers import private
from pages.librarian.day.content import CLOSING_REASONS
from pages.librarian.stops import recordable_stop
from pages.librarian.week.form import BasisForm, RowForm, week_names
from pages.librarian.week.state import DAYS, WeekDay, last_used, monday_of, week_of
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.plausibility.rules import findings_of, unanswered
from visits.recording.days import file_day

WEEK = timedelta(days=DAYS)


# Not closed by the middleware: it would throw away what a person typed before the session ended. Closed here.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, stop_id: int, day: str) -> HttpResponse:
    """The Monday-to-Sunday week of `day`. A POST files each row that differs from what was shown, by itself.

    When every row went through it ends in a redirect. Otherwise the rows that did are shown as saved and the others
    keep what was typed: 400 with what has to be mended, 409 where only another filing stands in the way.
    """
    if not request.user.is_authenticated:
        keep_typed(request, _names(day))
        return redirect_to_login(request.get_full_path())
    on = read_day(day)
    stop = recordable_stop(scope_of(request.user), stop_id)
    if request.method == "POST":
        return _file(request, stop, on)
    typed = typed_before(request)
    if typed:
        kept = _("You were signed out before this could be sent. It is as you typed it, and not filed yet.")
        return week_page(request, stop, on, typed=typed, kept=kept)
    return week_page(request, stop, on)


def _names(day: str) -> list[str]:
    """The fields of the grid at this address; none where there is no such week."""
    try:
        return week_names(monday_of(read_day(day)))
    except (BadRequest, OverflowError):
        return []


def week_page(
    request: HttpRequest,
    stop: Stop,
    on: date,
    *,
    typed: Mapping[str, str] | None = None,
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    """The grid as it stands, or with what was typed in it; `kept` says why it was not sent."""
    days = _days(request, stop, on)
    if typed is None:
        rows = {day.day: RowForm(day) for day in days if day.editable}
        basis = BasisForm(initial=last_used(stop))
    else:
        rows = {day.day: RowForm(day, typed) for day in days if _is_sent(day, typed)}
        basis = BasisForm(typed)
    return _render(request, stop, days, rows, basis, kept=kept, status=status)


def _file(request: HttpRequest, stop: Stop, on: date) -> HttpResponse:
    days = _days(request, stop, on)
    basis = BasisForm(request.POST)
    rows = {day.day: RowForm(day, request.POST) for day in days if _is_sent(day, request.POST)}
    changed = [row for row in rows.values() if not row.is_valid() or row.touched]
    if basis.is_valid():
        _file_rows(request, stop, [row for row in changed if row.is_valid()], **basis.cleaned_data)
    stored = [row for row in changed if row.stored]
    if basis.is_valid() and len(stored) == len(changed):
        messages.success(request, _told(len(stored)))
        return redirect("librarian:week", stop_id=stop.pk, day=on.isoformat())
    now = {day.day: day for day in _days(request, stop, on)}
    for row in rows.values():
        if row.conflict:
            row.meet(row.conflict, now[row.week_day.day])
        elif row.stored or row not in changed:
            rows[row.week_day.day] = fresh = RowForm(now[row.week_day.day])
            fresh.stored = row.stored
    wrong = not basis.is_valid() or any(row.errors for row in changed)
    return _render(
        request,
        stop,
        list(now.values()),
        rows,
        basis,
        stored=len(stored),
        unsent=len(changed) - len(stored),
        status=400 if wrong else 409,
    )


def _file_rows(request: HttpRequest, stop: Stop, rows: list[RowForm], basis: str, method: str) -> None:
    """Send each row through the door with its own revision; what came of it is kept in the row."""
    found = findings_of(row.judged(stop.pk, basis, method) for row in rows)
    for row in rows:
        content = row.content(basis, method)
        held_up = unanswered(
            found.get((stop.pk, row.week_day.day), []),
            row.cleaned_data["seen"].split(),
            content["note"] or content["reason"],
        )
        if held_up:
            row.look_again(held_up)
            continue
        try:
            row.stored = file_day(request.user, stop.pk, row.week_day.day, **content).outcome
        except Refused as refused:
            row.refuse(refused)
        except Conflict as conflict:
            row.conflict = conflict
        except NotFound as missing:
            raise Http404 from missing
        except NotAllowed as refused:
            raise PermissionDenied from refused


def _told(stored: int) -> str:
    if not stored:
        return _("No day was changed, so nothing was sent.")
    return ngettext(
        "{days} day is saved on the server.", "{days} days are saved on the server.", stored
    ).format(days=stored)


def _is_sent(day: WeekDay, typed: Mapping[str, str]) -> bool:
    return f"{day.day.isoformat()}-revision" in typed


def _days(request: HttpRequest, stop: Stop, on: date) -> list[WeekDay]:
    """The week, or 404 where none of its days is one of the stop: nothing can be filed or seen there."""
    opened = stop.actual_open
    last = min(stop.actual_close or date.max, timezone.localdate())
    if opened is None or not monday_of(opened) <= on <= last + WEEK:
        raise Http404
    days = week_of(stop, on, timezone.localdate(), is_staff=scope_of(request.user).is_staff)
    if all(day.outside for day in days):
        raise Http404
    return days


def _render(
    request: HttpRequest,
    stop: Stop,
    days: list[WeekDay],
    rows: dict[date, RowForm],
    basis: BasisForm,
    *,
    status: int,
    **told: Any,
) -> HttpResponse:
    first, last = days[0].day, days[-1].day
    context = {
        "stop": stop,
        "rows": [(day, rows.get(day.day)) for day in days],
        "basis": basis,
        "first": first,
        "last": last,
        "on_behalf": stop.library_id not in scope_of(request.user).libraries,
        "any_editable": any(row.week_day.editable for row in rows.values()),
        "week_before": None if days[0].outside else first - WEEK,
        "week_after": None if days[-1].outside else last + timedelta(days=1),
        "closing_reasons": CLOSING_REASONS,
        **told,
    }
    return private(render(request, "librarian/week/week.html", context, status=status))
