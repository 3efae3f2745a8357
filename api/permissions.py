"""Who may call what. Closed by default: a view is public only where it says so."""

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.scope import scope_of


class Public(BasePermission):
    """Anyone, also without sign-in (rules 16). What anyone may read, any token may read too (rules 15)."""

    def has_permission(self, request: Request, view) -> bool:
        return True


class HasRole(BasePermission):
    """An account with a role; a partner's token needs the right that the view names.

    An account without any role is answered like nobody: 401.
    """

    message = _("This token does not include that right.")

    def has_permission(self, request: Request, view) -> bool:
        if not scope_of(request.user).has_any_role:
            raise NotAuthenticated
        token = request.auth
        return token is None or (bool(view.right) and getattr(token, f"may_read_{view.right}"))


class SeesUnverified(HasRole):
    """People of the project. Drafts, filed values, tallies, notes and names are none of a partner's (rules 15)."""

    message = _("Partners read verified figures only.")

    def has_permission(self, request: Request, view) -> bool:
        super().has_permission(request, view)
        return request.auth is None and scope_of(request.user).may_see_unverified
