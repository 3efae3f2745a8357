"""The own sessions: where the account is signed in, and ending what is not wanted."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pages.account.devices import device_of
from pages.account.views import not_for_demonstration


@not_for_demonstration  # its password is shared: the list would show strangers to strangers
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Device, address, when it was last used; the latest first. What has ended since is cleared away."""
    open_ones = UserSession.objects.purge_and_list(request.user)
    open_ones.sort(key=lambda session: session.last_seen_at, reverse=True)
    rows = [(session, device_of(session.user_agent), session.is_current()) for session in open_ones]
    context = {"rows": rows, "others": any(not current for _session, _device, current in rows)}
    return render(request, "account/sessions.html", context)


@not_for_demonstration
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of the own sessions; this one is signed out."""
    session = UserSession.objects.filter(user=request.user.pk, pk=session_id).first()
    if session is None:
        raise Http404
    end_sessions(request, [session])
    messages.success(request, _("Signed out there."))
    return redirect("sessions" if request.user.is_authenticated else "account_login")


@not_for_demonstration
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of the own sessions but this one."""
    end_other_sessions(request, request.user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("sessions")
