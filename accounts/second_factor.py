"""The second factor of staff: without one an account reaches the pages that set it up, and nothing else."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from simple_history.utils import update_change_reason

from accounts.models import User
from accounts.scope import scope_of

logger = logging.getLogger(__name__)

# Where an account without its factor may go: setting one up, proving who it is, leaving.
OPEN = {
    "healthz",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
}


def is_required_of(user: User | AnonymousUser) -> bool:
    """Staff and superusers, outside the embedded mode; demonstration accounts are exempt (rule 17)."""
    return (
        settings.SECOND_FACTOR
        and user.is_authenticated
        and not user.demonstration
        and scope_of(user).is_staff
    )


def is_missing(user: User | AnonymousUser) -> bool:
    """Whether the account needs a second factor and has none."""
    return is_required_of(user) and not has_one(user)


def has_one(user: User | AnonymousUser) -> bool:
    return (
        user.is_authenticated
        and Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
    )


def remove(account: User, *, by: User, reason: str) -> None:
    """Take a lost second factor from an account, end its sessions, keep it in the account's history and mail its owner.

    The factor is set up anew at the next sign-in. Without one already, only the sessions end.

    Raises PermissionDenied for the own account and for anybody but a superuser: whoever could take a colleague's
    factor and set a password would act in the colleague's name.
    """
    if not scope_of(by).is_superuser or account.pk == by.pk:
        raise PermissionDenied
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        account.save()
        update_change_reason(account, f"second factor removed: {reason}"[:100])
        for session in UserSession.objects.filter(user=account):
            session.end()
    if account.email:
        try:
            send_mail(
                _("The second factor of your account was removed"),
                _(
                    "{who} removed the second factor of your account {account}. At your next sign-in you set it up anew. "
                    "If you did not ask for this, tell the project office at once."
                ).format(who=by, account=account.username),
                None,
                [account.email],
            )
        except OSError:
            # The factor is gone all the same, as its owner will notice at the next sign-in.
            logger.exception("The mail about a removed second factor to account %s was refused", account.pk)


class SecondFactorMiddleware:
    """Leads staff without a second factor to the page that sets one up; the API answers 403 until they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: tuple, keywords: dict[str, Any]
    ) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in OPEN or not is_missing(request.user):
            return None
        if route.startswith("api:"):
            return JsonResponse(
                {
                    "type": "about:blank",
                    "title": _("Not allowed"),
                    "status": 403,
                    "detail": _("Set up the second factor of your account first."),
                    "errors": [],
                },
                status=403,
                content_type="application/problem+json",
            )
        return redirect("mfa_activate_totp")
