"""The list of reminders of the person who is signed in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.scope import scope_of
from pages.frame.answers import private
from reports.models import Reminder
from reports.reminders import choose_mails, sentence

A_PAGE = 50
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
    return private(render(request, "librarian/reminders.html", context))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that was made until now."""
    scope = scope_of(request.user)
    if not (scope.is_librarian or scope.is_staff):
        raise PermissionDenied
    Reminder.objects.filter(user_id=scope.account, read_at__isnull=True).update(read_at=timezone.now())
    return redirect("librarian:reminders")


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
    return redirect("librarian:reminders")


def _leads_to(reminder: Reminder) -> str:
    if reminder.bulletin_id:
        return reverse("bulletins:draft", args=[reminder.bulletin_id])
    if reminder.day:
        return reverse("librarian:day", kwargs={"stop_id": reminder.stop_id, "day": reminder.day.isoformat()})
    if reminder.kind == Kind.CLOSING:
        return reverse("librarian:closing-report", args=[reminder.stop_id])
    return reverse("librarian:my")
