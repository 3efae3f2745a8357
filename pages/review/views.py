"""The reviewer's pages: the worklist with the evidence of one day beside it, and decisions in bulk."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import Scope, scope_of
from exhibitions.models import HistoryEntry
from pages.frame.addresses import REVISION, read_day
from pages.frame.answers import private
from pages.review.bulk_preview import BulkPreview, picks_from_text
from pages.review.choice import KINDS, ReviewChoice, read_review_choice, review_reach
from pages.review.day import ReviewedDay
from pages.review.worklist import AT_MOST, Worklist
from uploads.refusals import Conflict, NotAllowed, NotFound, Refusal, Refused
from uploads.remarks import read_remark
from visits.models import DayReport, EventReport, Review
from visits.recording.bulk.review import review_days_in_bulk
from visits.recording.days import (
    dismiss_evidence,
    endorse_day,
    keep_verified,
    return_day,
    verify_day,
    withdraw_verification,
)
from visits.recording.event_reports import endorse_event, return_event, verify_event
from visits.recording.permission import refuse_role_that_never_records, refuse_role_that_never_verifies

OPENED = re.compile(r"([0-9]{1,9})-([0-9]{4}-[0-9]{2}-[0-9]{2})")
LONGEST_REASON = 500
# The decisions that need a reason, and those that need none.
WITH_REASON: dict[str, Callable[..., Any]] = {
    "return": return_day,
    "withdraw": withdraw_verification,
    "keep": keep_verified,
    "dismiss": dismiss_evidence,
}
OF_EVENTS: dict[str, Callable[..., Any]] = {
    "return": return_event,
    "endorse": endorse_event,
    "verify": verify_event,
}
WITHOUT_EVIDENCE = ("missing", "events")  # kinds whose rows are no day's report
# What a coordinator never decides, about any report: the answer is the same whether there is one.
NOT_FOR_EVERY_REVIEWER: dict[str, Callable[[Scope], None]] = {
    "verify": refuse_role_that_never_verifies,
    "keep": refuse_role_that_never_verifies,
    "withdraw": refuse_role_that_never_verifies,
    "dismiss": refuse_role_that_never_records,
}
STATUSES = {NotAllowed: 403, Refused: 400, Conflict: 409}
WITHOUT_REASON: dict[str, Callable[..., Any]] = {
    "endorse": endorse_day,
    "verify": verify_day,
}


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The worklist; `open` in the address shows one day's evidence beside it, on a phone in its place."""
    choice = read_review_choice(request)
    opened = _opened(request, choice)
    return _page(request, choice, opened)


@require_POST
def decide(request: HttpRequest, stop_id: int, day: str, decision: str) -> HttpResponse:
    """One decision about the revision that was looked at. A refusal is told beside the evidence, nothing typed is lost."""
    choice = read_review_choice(request)
    _refuse_role(choice.scope, decision)
    on = read_day(day)
    report = _report(choice, stop_id, on)
    revision = request.POST.get("revision", "")
    if not REVISION.fullmatch(revision):
        raise BadRequest("the revision is not a number")
    try:
        outcome = _decide(request, decision, stop_id, on, int(revision))
    except NotFound as missing:
        raise Http404 from missing
    except (NotAllowed, Refused, Conflict) as refused:
        if refused.code == "role":
            raise PermissionDenied from refused
        return _page(
            request,
            choice,
            _report(choice, stop_id, on),
            refusal=refused,
            refused_decision=decision,
            status=STATUSES[type(refused)],
        )
    messages.success(request, _told(decision, report, outcome.outcome))
    # The next day stands beside the list; with the anchor the Tab key goes on there, not at the top of the page.
    return redirect(f"{reverse('review:worklist')}?{_query(request)}#day")


@require_POST
def decide_event(request: HttpRequest, event_id: int, decision: str) -> HttpResponse:
    """One decision about the report of an event, at the revision that was looked at; a refusal is told on the list."""
    choice = read_review_choice(request)
    _refuse_role(choice.scope, decision)
    reports = EventReport.objects.filter(review_reach(choice.scope, "stop__"), event_id=event_id)
    report = reports.select_related("event", "stop__library").first()
    if report is None:
        raise Http404
    revision = request.POST.get("revision", "")
    if not REVISION.fullmatch(revision):
        raise BadRequest("the revision is not a number")
    try:
        words = {"reason": _reason(request), "seen_review": _seen(request)} if decision == "return" else {}
        OF_EVENTS[decision](request.user, event_id, revision=int(revision), **words)
    except NotFound as missing:
        raise Http404 from missing
    except (NotAllowed, Refused, Conflict) as refused:
        if refused.code == "role":
            raise PermissionDenied from refused
        return _page(
            request, choice, None, refusal=refused, refused_event=event_id, status=STATUSES[type(refused)]
        )
    told = {
        "return": _("{library}, {event}: returned."),
        "endorse": _("{library}, {event}: endorsed."),
        "verify": _("{library}, {event}: verified."),
    }[decision]
    messages.success(request, told.format(library=report.stop.library.label, event=report.event.title))
    return redirect(f"{reverse('review:worklist')}?{_query(request)}")


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Verify (staff) or endorse (coordinators) what waits without a doubt: first a preview, then the decision.

    The form carries every day with the revision that was shown, so that sending it twice has no second effect and
    a day that changed meanwhile is refused. What takes too long for one answer is handed back, to go on with.
    """
    choice = read_review_choice(request)
    action = HistoryEntry.Action.VERIFY if choice.scope.is_staff else HistoryEntry.Action.ENDORSE
    frame = {"choice": choice, "verifies": choice.scope.is_staff, "query": _query(request)}
    if request.method != "POST":
        preview = BulkPreview(Worklist(choice), _picked(request))
        return private(render(request, "review/together.html", {**frame, "preview": preview}))
    picks = picks_from_text(request.POST.get("picks", ""))
    if not picks or len(picks) > AT_MOST:
        raise BadRequest(f"between 1 and {AT_MOST} days are decided at once")
    outcome = review_days_in_bulk(request.user, action, picks)
    if not outcome.refused and not outcome.left:
        messages.success(request, _told_together(choice, outcome.done, outcome.same))
        return redirect(f"{reverse('review:worklist')}?{_query(request)}")
    context = {**frame, "outcome": outcome, "refused": _named(choice, outcome.refused)}
    return private(render(request, "review/outcome.html", context))


# ---------------------------------------------------------------- the page


def _page(
    request: HttpRequest,
    choice: ReviewChoice,
    opened: DayReport | None,
    *,
    refusal: Refusal | None = None,
    refused_decision: str = "",
    refused_event: int | None = None,
    status: int = 200,
) -> HttpResponse:
    worklist = Worklist(choice)
    # Beside the list there is always one day to look at; on a phone only the one that was chosen.
    shown = opened or _first(worklist)
    context = {
        "choice": choice,
        "worklist": worklist,
        "tabs": [(kind, word, worklist.counts[kind]) for kind, word in KINDS.items()],
        "with_evidence": choice.kind not in WITHOUT_EVIDENCE or opened is not None,
        "is_opened": opened is not None,
        "reviewed": ReviewedDay(shown, scope_of(request.user)) if shown else None,
        "query": _query(request),
        "refusal": refusal,
        "typed_reason": request.POST.get("reason", ""),
        "refused_decision": refused_decision,
        "refused_event": refused_event,
        "now": timezone.now(),
        "at_most": AT_MOST,
    }
    return private(render(request, "review/worklist.html", context, status=status))


def _first(worklist: Worklist) -> DayReport | None:
    if worklist.choice.kind in WITHOUT_EVIDENCE:
        return None
    return next((row.report for group in worklist.groups for row in group["rows"]), None)


def _opened(request: HttpRequest, choice: ReviewChoice) -> DayReport | None:
    text = request.GET.get("open", "")
    if not text:
        return None
    match = OPENED.fullmatch(text)
    if match is None:
        raise BadRequest(f"open: {text[:40]!r} is not written like 12-2026-11-22")
    return _report(choice, int(match[1]), read_day(match[2]))


def _report(choice: ReviewChoice, stop_id: int, on: date) -> DayReport:
    """The report, for those who review it; one that there is not and one of another province look the same."""
    reports = DayReport.objects.filter(review_reach(choice.scope, "stop__"), stop_id=stop_id, day=on)
    report = reports.select_related("stop__library__division", "stop__exhibition").first()
    if report is None:
        raise Http404
    return report


def _query(request: HttpRequest) -> str:
    """What the reader chose, without the day that is open: where a decision leads back to."""
    query = request.GET.copy()
    for name in ("open", "day", "lang"):
        query.pop(name, None)
    return query.urlencode()


# ---------------------------------------------------------------- decisions


def _refuse_role(scope: Scope, decision: str) -> None:
    try:
        NOT_FOR_EVERY_REVIEWER.get(decision, lambda scope: None)(scope)
    except NotAllowed as refused:
        raise PermissionDenied from refused


def _decide(request: HttpRequest, decision: str, stop_id: int, on: date, revision: int) -> Any:
    if decision == "dismiss":
        # About the tallies, whatever the review.
        return dismiss_evidence(request.user, stop_id, on, revision=revision, reason=_reason(request))
    if decision in WITHOUT_REASON:
        return WITHOUT_REASON[decision](request.user, stop_id, on, revision=revision)
    reason, seen = _reason(request), _seen(request)
    return WITH_REASON[decision](
        request.user, stop_id, on, revision=revision, reason=reason, seen_review=seen
    )


def _seen(request: HttpRequest) -> str:
    """The review that the reviewer was shown; of two who decide at once the second is told."""
    seen = request.POST.get("seen", "")
    if seen and seen not in Review.values:
        raise BadRequest("seen: no review that there is")
    return seen


def _reason(request: HttpRequest) -> str:
    """The reason as typed. Raises Refused for one that is too long or unfit to keep."""
    reason = read_remark(request.POST.get("reason", ""))
    if len(reason) > LONGEST_REASON:
        raise Refused("too_long", _("Say it in at most {n} characters.").format(n=LONGEST_REASON))
    return reason


def _told(decision: str, report: DayReport, outcome: str) -> str:
    library, day = report.stop.library.label, date_format(report.day)
    if outcome == "same":
        return _("{library}, {day}: nothing to change, it was decided before.").format(
            library=library, day=day
        )
    told = {
        "return": _("{library}, {day}: returned."),
        "endorse": _("{library}, {day}: endorsed."),
        "verify": _("{library}, {day}: verified."),
        "keep": _("{library}, {day}: the verified number stays."),
        "withdraw": _("{library}, {day}: the verification is withdrawn."),
        "dismiss": _("{library}, {day}: the filed number stays."),
    }
    return told[decision].format(library=library, day=day)


def _told_together(choice: ReviewChoice, done: int, same: int) -> str:
    if not done:
        return _("Nothing to change: all of these days were decided before.")
    if choice.scope.is_staff:
        told = ngettext("{n} day verified.", "{n} days verified.", done)
    else:
        told = ngettext("{n} day endorsed.", "{n} days endorsed.", done)
    return told.format(n=f"{done:,}")


def _picked(request: HttpRequest) -> set[int] | None:
    """The reports whose boxes were ticked; None for all."""
    ticked = request.GET.getlist("day")
    if not all(REVISION.fullmatch(number) for number in ticked):
        raise BadRequest("day: not a number")
    return {int(number) for number in ticked} or None


def _named(choice: ReviewChoice, refused: list) -> list[dict[str, Any]]:
    """Refused days with their library, where it is the reader's to see."""
    stops = {pick.stop_id for pick, _why in refused}
    labels = {
        report.stop_id: report.stop.library.label
        for report in DayReport.objects.filter(choice.where("stop__"), stop_id__in=stops).select_related(
            "stop__library"
        )
    }
    return [
        {"library": labels.get(pick.stop_id, ""), "stop_id": pick.stop_id, "day": pick.day, "why": why}
        for pick, why in refused
    ]
