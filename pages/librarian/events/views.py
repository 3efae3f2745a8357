"""The pages of a stop's events: the list, an event with its report, and the forms that enter and change it.

Every POST ends in a redirect, so that a reload or a second tap sends nothing; what is sent again all the same has the
same key and revision and no second effect. 400 shows what cannot be right at its field, 409 both contents; either
keeps every typed value.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import scope_of
from exhibitions.models import Event, Stop
from pages.forms.unsent import keeps_typed, signed_out, typed_before
from pages.frame.addresses import REVISION, read_day
from pages.frame.answers import private
from pages.librarian.day.content import Comparison
from pages.librarian.events.content import EventPage, differing
from pages.librarian.events.forms import (
    EventForm,
    EventReportForm,
    RevisedForm,
    initial_of_event,
    initial_of_new,
    initial_of_report,
)
from pages.librarian.events.lists import events_of_stop
from pages.librarian.stops import recordable_stop
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.models import EventReport
from visits.recording.event_reports import event_state, file_event
from visits.recording.events import delete_event, put_event
from visits.recording.permission import days_for_events


@require_safe
def events(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The events of a stop with what was filed of them, the latest day first."""
    stop = recordable_stop(scope_of(request.user), stop_id)
    today = timezone.localdate()
    listed = events_of_stop(stop.pk, today)
    context = {
        **_frame(request, stop),
        "coming": [each for each in reversed(listed) if each.event.day > today],
        "past": [each for each in listed if each.event.day <= today],
    }
    return private(render(request, "librarian/events/events.html", context))


@keeps_typed(EventReportForm)
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, stop_id: int, event_id: int) -> HttpResponse:
    """An event: what was filed of it, and the form that files or amends its report."""
    stop, shown = _event_of(request, stop_id, event_id)
    if request.method != "POST":
        typed = typed_before(request)
        form = EventReportForm(initial=typed, event=shown) if typed else None
        return _event_page(request, stop, shown, form=form, kept=signed_out() if typed else "")
    form = EventReportForm(request.POST, event=shown)
    if form.is_valid():
        try:
            file_event(request.user, shown.pk, **form.content())
            return redirect("librarian:event", stop_id=stop.pk, event_id=shown.pk)
        except Refused as refused:
            form.refuse(refused)
        except Conflict as conflict:
            return _report_conflict(request, stop, shown, form, conflict)
        except (NotFound, NotAllowed) as refused:
            raise _as_answer(refused) from refused
    return _event_page(request, stop, shown, form=form, status=400)


@keeps_typed(EventForm)
@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Enter an event; `?day=` fills the day in."""
    stop = recordable_stop(scope_of(request.user), stop_id)
    if request.method == "POST":
        return _put(request, stop, None)
    if typed := typed_before(request):
        return _form_page(request, stop, None, initial=typed, kept=signed_out())
    day = request.GET.get("day")
    return _form_page(request, stop, None, initial=initial_of_new(read_day(day) if day else None))


@keeps_typed(EventForm)
@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: HttpRequest, stop_id: int, event_id: int) -> HttpResponse:
    """Change what is told of an event; moving one that was filed amends its report."""
    stop, shown = _event_of(request, stop_id, event_id)
    if request.method == "POST":
        return _put(request, stop, shown)
    if typed := typed_before(request):
        return _form_page(request, stop, shown, initial=typed, kept=signed_out())
    return _form_page(request, stop, shown, initial=initial_of_event(shown))


@require_POST
def delete(request: HttpRequest, stop_id: int, event_id: int) -> HttpResponse:
    """Take away an event of which nothing was filed; a refusal is told on its page."""
    stop, shown = _event_of(request, stop_id, event_id)
    revision = request.POST.get("revision", "")
    if not REVISION.fullmatch(revision):
        raise BadRequest("the revision is not a number")
    try:
        delete_event(request.user, stop.pk, shown.key, revision=int(revision))
    except (Refused, Conflict) as refused:
        messages.error(request, refused.message)
        return redirect("librarian:event", stop_id=stop.pk, event_id=shown.pk)
    except (NotFound, NotAllowed) as refused:
        raise _as_answer(refused) from refused
    messages.success(request, _("“{title}” was deleted.").format(title=shown.label))
    return redirect("librarian:events", stop_id=stop.pk)


def as_typed(
    request: HttpRequest, stop_id: int, event_id: int | None, *, report: bool, kept: str
) -> HttpResponse:
    """The page of a refused form (403) with what was typed; `report` for that of the numbers, `kept` says why."""
    if event_id is None:
        stop, shown = recordable_stop(scope_of(request.user), stop_id), None
    else:
        stop, shown = _event_of(request, stop_id, event_id)
    if shown and report:
        form = EventReportForm(request.POST, event=shown)
        return _event_page(request, stop, shown, form=form, kept=kept, status=403)
    frame = _frame(request, stop)
    told = EventForm(request.POST, first=frame["first"], last=frame["last"])
    return _form_page(request, stop, shown, form=told, kept=kept, status=403)


# ---------------------------------------------------------------- what the pages share


def _event_of(request: HttpRequest, stop_id: int, event_id: int) -> tuple[Stop, Event]:
    """The stop and its event, for those who record at it; an event of another stop is none."""
    stop = recordable_stop(scope_of(request.user), stop_id)
    shown = Event.objects.filter(stop=stop, pk=event_id).first()
    if shown is None:
        raise Http404
    return stop, shown


def _frame(request: HttpRequest, stop: Stop) -> dict[str, Any]:
    """What every page of the events says: whose they are, from when to when they can be, and why not."""
    first: date | None
    last: date | None
    try:
        first, last = days_for_events(stop)
        closed = ""
    except Refused as refused:
        first, last, closed = None, None, refused.message
    return {
        "stop": stop,
        "today": timezone.localdate(),
        "on_behalf": stop.library_id not in scope_of(request.user).libraries,
        "first": first,
        "last": last,
        "closed": closed,
    }


def _as_answer(refused: NotFound | NotAllowed) -> Exception:
    """The refusals that are pages of their own: 404, as for what is not there, and 403."""
    return Http404() if isinstance(refused, NotFound) else PermissionDenied()


# ---------------------------------------------------------------- an event and its report


def _event_page(
    request: HttpRequest,
    stop: Stop,
    shown: Event,
    *,
    form: EventReportForm | None = None,
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    state = event_state(shown)
    frame = _frame(request, stop)
    context = {
        **frame,
        "event": shown,
        "page": EventPage(
            shown, state, is_staff=scope_of(request.user).is_staff, is_past=shown.day < frame["today"]
        ),
        "state": state,
        "form": form or EventReportForm(initial=initial_of_report(state, shown), event=shown),
        "form_open": form is not None,
        "kept": kept,
        "reading_list": list(shown.reading_list.select_related("publication")),
    }
    return private(render(request, "librarian/events/event.html", context, status=status))


def _report_conflict(
    request: HttpRequest, stop: Stop, shown: Event, form: EventReportForm, conflict: Conflict
) -> HttpResponse:
    """Both reports side by side; sent again with the revision that stands + 1, the typed one goes in its place."""
    frame = _frame(request, stop)
    context = {
        **frame,
        "event": shown,
        "page": EventPage(
            shown,
            conflict.current,
            is_staff=scope_of(request.user).is_staff,
            is_past=shown.day < frame["today"],
        ),
        "state": conflict.current,
        "conflict": conflict,
        "comparison": Comparison(conflict.current, conflict.sent),
        "typed": _typed(request, form),
        "next_revision": conflict.current["revision"] + 1,
        "reason": form.cleaned_data["reason"],
    }
    return private(render(request, "librarian/events/conflict.html", context, status=409))


def _typed(request: HttpRequest, form: RevisedForm) -> list[tuple[str, Any]]:
    """The raw values, so that sending them again is the same as typing them again."""
    return [
        (name, value)
        for name, value in request.POST.items()
        if name in form.fields and name not in ("revision", "reason")
    ]


# ---------------------------------------------------------------- entering and changing


def _put(request: HttpRequest, stop: Stop, shown: Event | None) -> HttpResponse:
    frame = _frame(request, stop)
    form = EventForm(request.POST, first=frame["first"], last=frame["last"])
    conflict = None
    if form.is_valid():
        typed = form.cleaned_data
        if shown and typed["key"] != shown.key:
            raise BadRequest("the key is that of another event")
        try:
            put = put_event(
                request.user,
                stop.pk,
                typed["key"],
                revision=int(typed["revision"]),
                content=form.content(),
                reason=typed["reason"],
            )
            return redirect("librarian:event", stop_id=stop.pk, event_id=put.event.pk)
        except Refused as refused:
            form.refuse(refused)
        except Conflict as caught:
            conflict = caught
        except (NotFound, NotAllowed) as refused:
            raise _as_answer(refused) from refused
    return _form_page(request, stop, shown, form=form, conflict=conflict, status=409 if conflict else 400)


def _form_page(
    request: HttpRequest,
    stop: Stop,
    shown: Event | None,
    *,
    initial: dict[str, Any] | None = None,
    form: EventForm | None = None,
    conflict: Conflict | None = None,
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form of an event; after a conflict what stands is told beside it, and sending it again replaces that."""
    frame = _frame(request, stop)
    form = form or EventForm(initial=initial, first=frame["first"], last=frame["last"])
    report = EventReport.objects.filter(event=shown).first() if shown else None
    verified = conflict is not None and conflict.code == "verified"
    context = {
        **frame,
        "event": shown,
        "form": form,
        "report": report,
        "kept": kept,
        "conflict": conflict,
        "differing": differing(conflict) if conflict and not verified else [],
        "revision": conflict.current["revision"] + 1
        if conflict and not verified
        else form["revision"].value(),
    }
    return private(render(request, "librarian/events/form.html", context, status=status))
