"""The list of reminders of the person who is signed in, and the reviewer's button that asks for missing days."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.scope import scope_of
from exhibitions.models import Stop
from visits.models import Reminder
from visits.reminders import chase, chase_all, choose_mails, sentence
from visits.review_choice import read_review_choice
from visits.review_worklist import Worklist
from visits.views import private

A_PAGE = 50
NAMED = 20  # libraries told by name
Kind = Reminder.Kind


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """What this account was reminded of, unread first marked, the newest first."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    made = Reminder.objects.filter(user_id=scope.account).with_settled()
    own = made.select_related("stop__library", "bulletin", "by")
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    rows = [{"reminder": row, "sentence": sentence(row), "url": _leads_to(row)} for row in page.object_list]
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "unread": own.unread().count(),
        "by_mail": settings.REMINDER_MAIL,
    }
    return private(render(request, "visits/reminders.html", context))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that was made until now."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    Reminder.objects.filter(user_id=scope.account, read_at__isnull=True).update(read_at=timezone.now())
    return redirect("visits:reminders")


@require_POST
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Whether this account wants its reminders by mail as well. What was not mailed until now stays in the list."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    wanted = request.POST.get("mail")
    if wanted not in ("yes", "no"):
        raise BadRequest("mail: yes or no")
    choose_mails(scope.account, wanted == "yes")
    return redirect("visits:reminders")


@require_POST
def remind(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Ask the librarians of a stop for its missing days (催报); a second time on one day is told and does nothing."""
    choice = read_review_choice(request)
    stop = (
        Stop.objects.live()
        .filter(choice.where())
        .select_related("library__division")
        .filter(pk=stop_id)
        .first()
    )
    if stop is None:
        raise Http404
    asked = chase(request.user, stop, timezone.localdate())
    library = stop.library.label
    if asked is None:
        messages.warning(request, _("{library} was reminded today already.").format(library=library))
    elif not asked:
        messages.warning(
            request,
            _("{library} has no active account of a librarian. Call the library.").format(library=library),
        )
    else:
        told = ngettext("{library}: {n} person reminded.", "{library}: {n} persons reminded.", asked)
        messages.success(request, told.format(library=library, n=asked))
    return redirect(f"{reverse('visits:review')}?{request.GET.urlencode() or 'kind=missing'}")


@require_POST
def remind_all(request: HttpRequest) -> HttpResponse:
    """Ask every library that misses days within what is chosen; who was asked today before is not asked again."""
    choice = read_review_choice(request)
    stops = [missing.stop for missing in Worklist(choice).missing]
    chased = chase_all(request.user, stops, timezone.localdate())
    if chased.asked:
        told = ngettext("{n} library reminded.", "{n} libraries reminded.", len(chased.asked))
        messages.success(request, told.format(n=f"{len(chased.asked):,}"))
    if chased.before:
        told = ngettext(
            "{n} library was reminded today already.",
            "{n} libraries were reminded today already.",
            len(chased.before),
        )
        messages.warning(request, told.format(n=f"{len(chased.before):,}"))
    if chased.nobody:
        names = ", ".join(stop.library.label for stop in chased.nobody[:NAMED])
        told = ngettext(
            "{n} library has no active account of a librarian. Call it: {names}",
            "{n} libraries have no active account of a librarian. Call them: {names}",
            len(chased.nobody),
        )
        messages.warning(request, told.format(n=f"{len(chased.nobody):,}", names=names))
    return redirect(f"{reverse('visits:review')}?{request.GET.urlencode() or 'kind=missing'}")


def _leads_to(reminder: Reminder) -> str:
    if reminder.bulletin_id:
        return reverse("visits:bulletin-draft", args=[reminder.bulletin_id])
    if reminder.day:
        return reverse("visits:day", kwargs={"stop_id": reminder.stop_id, "day": reminder.day.isoformat()})
    if reminder.kind == Kind.CLOSING:
        return reverse("visits:closing-report", args=[reminder.stop_id])
    return reverse("visits:my")
