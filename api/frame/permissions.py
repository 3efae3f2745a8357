"""Who may call what. Closed by default: a view is public only where it says so."""

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.scope import scope_of
from api.frame.problems import Problem
from api.tokens.models import RIGHTS


class Public(BasePermission):
    """Anyone, also without sign-in (rule 16). What anyone may read, any token may read too (rule 15)."""

    def has_permission(self, request: Request, view) -> bool:
        return True


class HasAnyRole(BasePermission):
    """An account with a role; which right a token needs depends on what is asked for, and is asked there.

    An account without any role is answered like nobody: 401.
    """

    def has_permission(self, request: Request, view) -> bool:
        if not scope_of(request.user).has_any_role:
            raise NotAuthenticated
        return True


class HasRole(HasAnyRole):
    """An account with a role; a partner's token needs the right that the view names, or is told which it lacks."""

    message = _("No token opens this; it is for people who sign in.")

    def has_permission(self, request: Request, view) -> bool:
        super().has_permission(request, view)
        token = request.auth
        if token is None or token.has_right(view.right):
            return True
        if view.right not in RIGHTS:
            return False
        lacks = _("This token does not include the right “{right}”.").format(right=RIGHTS[view.right])
        raise Problem(403, "right_missing", lacks, right=view.right)


class SeesUnverified(HasRole):
    """People of the project. Drafts, filed values, tallies, notes and names are none of a partner's (rule 15)."""

    message = _("Partners read verified figures only.")

    def has_permission(self, request: Request, view) -> bool:
        super().has_permission(request, view)
        return request.auth is None and scope_of(request.user).may_see_unverified
