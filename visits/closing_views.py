"""The pages of the closing report: the host's form, the printed sheet, scans, review."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import Scope, scope_of
from exhibitions.models import CLOSED_STATES, Stop
from visits import closing, files
from visits.closing_content import ClosingContent
from visits.closing_forms import LONG, PARTS, ClosingForm
from visits.closing_page import differing_rows, moved_rows, sheet_of
from visits.closing_state import closing_state, due_on, identity_of
from visits.models import ClosingReport, ClosingScan
from visits.pictures import MOST_BYTES
from visits.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.views import REVISION, private, recordable_stop

Review = ClosingReport.Review


@require_http_methods(["GET", "HEAD", "POST"])
def closing_report(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The closing report of a stop: figures, the host's part, review. A POST saves or submits, and ends in a redirect.

    The same form sent again is the same revision with the same content and has no second effect. 400 shows what
    cannot be right at its field, 409 both contents; either keeps every typed value.
    """
    if request.method != "POST":
        return _page(request, stop_within_reach(scope_of(request.user), stop_id))
    stop = recordable_stop(scope_of(request.user), stop_id)
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            closing.save_closing_report(
                request.user,
                stop.pk,
                revision=int(form.cleaned_data["revision"]),
                content=form.content(),
                submit=request.POST.get("act") == "submit",
                figures_digest=form.cleaned_data["figures_digest"],
            )
            return redirect("visits:closing-report", stop_id=stop.pk)
        except Refused as refused:
            form.refuse(refused)
        except Conflict as conflict:
            return _conflict_page(request, stop, form, conflict)
        except NotFound as missing:
            raise Http404 from missing
        except NotAllowed as refused:
            raise PermissionDenied from refused
    return _page(request, stop, form=form, status=400)


@require_safe
def printed(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The report as one sheet of A4, to be signed and stamped; a draft says that it is one."""
    stop = stop_within_reach(scope_of(request.user), stop_id)
    state = closing_state(stop)
    sheet = sheet_of(state, identity_of(stop))
    handed_in = state["review"] in (Review.SUBMITTED, Review.ACCEPTED)
    context = {
        "stop": stop,
        "state": state,
        "sheet": sheet,
        "handed_in": handed_in,
        "today": timezone.localdate(),
    }
    return private(render(request, "visits/closing_print.html", context))


@require_POST
def send_back(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Return the report with a reason; ends at its page."""

    def act(revision: int) -> None:
        closing.return_closing_report(
            request.user, stop_id, revision=revision, reason=request.POST.get("reason", "")
        )

    return _review(request, stop_id, act)


@require_POST
def accept(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Accept the report; ends at its page. For staff alone."""
    if not scope_of(request.user).is_staff:
        raise PermissionDenied

    def act(revision: int) -> None:
        closing.accept_closing_report(request.user, stop_id, revision=revision)

    return _review(request, stop_id, act)


def _review(request: HttpRequest, stop_id: int, act) -> HttpResponse:
    scope = scope_of(request.user)
    if not (scope.is_staff or scope.is_coordinator):
        raise PermissionDenied
    stop = stop_within_reach(scope, stop_id)
    revision = request.POST.get("revision", "")
    if not REVISION.fullmatch(revision):
        return _page(request, stop, refused=_("This form is damaged. Open the report anew."), status=400)
    try:
        act(int(revision))
    except NotAllowed as refused:
        if refused.code == "role":
            raise PermissionDenied from refused
        return _page(request, stop, refused=refused.message, status=403)
    except NotFound as missing:
        raise Http404 from missing
    except Refused as refused:
        return _page(
            request, stop, refused=refused.message, reason=request.POST.get("reason", ""), status=400
        )
    except Conflict as conflict:
        return _page(
            request, stop, refused=conflict.message, reason=request.POST.get("reason", ""), status=409
        )
    return redirect("visits:closing-report", stop_id=stop.pk)


# ---------------------------------------------------------------- scans


@require_POST
def attach_scan(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Keep a scan of the stamped copy; ends at the report's page. The same file again has no second effect."""
    stop = recordable_stop(scope_of(request.user), stop_id)
    sent = request.FILES.get("scan")
    if getattr(request, "upload_too_large", False) or (sent and (sent.size or 0) > MOST_BYTES):
        return _page(
            request, stop, scan_error=_("The file is larger than 10 MB. Send it smaller."), status=400
        )
    if sent is None:
        return _page(request, stop, scan_error=_("Choose a file first."), status=400)
    try:
        closing.attach_scan(request.user, stop.pk, sent.read(), sent.name or "")
    except Refused as refused:
        return _page(request, stop, scan_error=refused.message, status=400)
    except NotFound as missing:
        raise Http404 from missing
    messages.success(request, _("The scan is kept."))
    return redirect("visits:closing-report", stop_id=stop.pk)


@require_safe
def scan(request: HttpRequest, stop_id: int, scan_id: int) -> HttpResponse:
    """Download a scan; never shown inside a page, whatever it is."""
    stop = stop_within_reach(scope_of(request.user), stop_id)
    found = ClosingScan.objects.filter(pk=scan_id, report_id=stop.pk).first()
    if found is None:
        raise Http404
    try:
        content = files.read(found.file)
    except FileNotFoundError as missing:
        raise Http404 from missing
    pdf = found.kind == ClosingScan.Kind.PDF
    return file_answer(
        content,
        "application/pdf" if pdf else "image/jpeg",
        f"closing-report-{stop.pk}-{found.pk}.{'pdf' if pdf else 'jpg'}",
        download=True,
    )


def file_answer(content: bytes, content_type: str, name: str, *, download: bool) -> HttpResponse:
    """A private file: typed by us, named by us, sniffed by nobody, kept by no shared cache, run by no browser."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return private(answer)


# ---------------------------------------------------------------- the page of one report


def stop_within_reach(scope: Scope, stop_id: int) -> Stop:
    """The stop, for those who may see what is not public of it; others see no stop, partners never may (rule 15)."""
    if not scope.may_see_unverified:
        raise PermissionDenied
    stop = Stop.objects.live().within_reach(scope).with_place().filter(pk=stop_id).first()
    if stop is None:
        raise Http404
    return stop


def _page(
    request: HttpRequest,
    stop: Stop,
    *,
    form: ClosingForm | None = None,
    refused: str = "",
    reason: str = "",
    scan_error: str = "",
    status: int = 200,
) -> HttpResponse:
    scope = scope_of(request.user)
    state = closing_state(stop)
    form = form or ClosingForm(initial=_initial(state))
    records = scope.is_staff or stop.library_id in scope.libraries
    submitted = state["review"] == Review.SUBMITTED
    context = {
        **_frame(stop, scope, state),
        "form": form,
        "parts": [(title, [form[name] for name in names]) for title, names in PARTS],
        "long": LONG,
        "may_write": records and state["review"] != Review.ACCEPTED and stop.actual_open is not None,
        "may_submit": stop.state in CLOSED_STATES,
        "form_open": form.is_bound or not submitted,
        "may_attach": records and bool(state["submitted_digest"]),
        "may_return": submitted and (scope.is_staff or scope.is_coordinator),
        "may_accept": submitted and scope.is_staff,
        "refused": refused,
        "reason": reason,
        "scan_error": scan_error,
    }
    return private(render(request, "visits/closing_report.html", context, status=status))


def _frame(stop: Stop, scope: Scope, state: dict[str, Any]) -> dict[str, Any]:
    today, due = timezone.localdate(), due_on(stop)
    waits = state["review"] in (Review.DRAFT, Review.RETURNED)
    return {
        "stop": stop,
        "state": state,
        "sheet": sheet_of(state, identity_of(stop)),
        "moved": moved_rows(state),
        "due": due,
        "overdue": bool(waits and due and due < today and stop.actual_close),
        "on_behalf": stop.library_id not in scope.libraries,
        "own": stop.library_id in scope.libraries,
    }


def _initial(state: dict[str, Any]) -> dict[str, Any]:
    return {
        **state["content"],
        "revision": state["revision"] + 1,
        "figures_digest": state["figures_digest"],
    }


def _conflict_page(request: HttpRequest, stop: Stop, form: ClosingForm, conflict: Conflict) -> HttpResponse:
    """Both contents side by side. Sent again with the revision that stands + 1, the typed one goes in its place."""
    current = conflict.current
    context = {
        **_frame(stop, scope_of(request.user), current),
        "conflict": conflict,
        "rows": differing_rows(current["content"], conflict.sent["content"]),
        # The raw values, so that sending them again is the same as typing them again.
        "typed": [
            (name, value)
            for name, value in request.POST.items()
            if name in ClosingContent.__dataclass_fields__
        ],
        "next_revision": current["revision"] + 1,
        "act": "submit" if request.POST.get("act") == "submit" else "save",
        "closed": current["review"] == Review.ACCEPTED,
    }
    return private(render(request, "visits/closing_conflict.html", context, status=409))
