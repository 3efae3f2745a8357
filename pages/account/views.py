"""Pages of one's own account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import second_factor as factor
from accounts.invitations import invites
from accounts.scope import scope_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The own account: roles, password, second factor."""
    context = {
        "memberships": request.user.memberships.select_related("library", "division", "organisation"),
        "has_second_factor": factor.has_one(request.user),
        "is_partner": scope_of(request.user).is_partner,
        "is_staff": scope_of(request.user).is_staff,
        "invites": invites(scope_of(request.user)),
    }
    return render(request, "account/account.html", context)


def not_for_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Many people know the password of a demonstration account: nobody changes it, or adds a factor, for the rest."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.user.demonstration:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    """What protects the account beside its password; without a second factor the way to set one up."""
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if not factor.has_one(request.user):
        return redirect("mfa_activate_totp")
    context = {
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required": factor.is_required_of(request.user),
    }
    return render(request, "mfa/index.html", context)


@login_not_required
def not_offered(request: HttpRequest) -> HttpResponse:
    """A page of django-allauth that the portal does not have; its name must be known all the same."""
    raise Http404
