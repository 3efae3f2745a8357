"""What an account may see and do, derived once from its memberships.

Every `visible_to(user)` in the portal asks here, so pages, API and admin cannot disagree.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import Membership, User


@dataclass(frozen=True)
class Scope:
    """The reach of an account. Roles add up: a coordinator who also records for a library has both.

    `provinces` and `partner_prefix` are code prefixes of two digits ("33"); `partner_prefix` is empty for a
    partner with the whole nation.
    """

    user_id: int | None = None
    is_superuser: bool = False
    organisations: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    libraries: frozenset[int] = frozenset()
    is_partner: bool = False
    partner_prefix: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None

    @property
    def account(self) -> int:
        """The key of the account. Raises LookupError for those who are not signed in, who have none."""
        if self.user_id is None:
            raise LookupError("nobody is signed in")
        return self.user_id

    @property
    def is_staff(self) -> bool:
        """Staff of NLC, LSC or CSTM, or the superuser: sees everything."""
        return self.is_superuser or bool(self.organisations)

    @property
    def is_coordinator(self) -> bool:
        return bool(self.provinces)

    @property
    def is_librarian(self) -> bool:
        return bool(self.libraries)

    @cached_property
    def has_any_role(self) -> bool:
        """An account without any role sees what the public sees and no figures."""
        return self.is_staff or self.is_coordinator or self.is_librarian or self.is_partner

    def reach(self, path: str = "") -> Q:
        """What is within the own reach, over `path` to something with a library ("", "stop__"): all for staff,
        the own libraries, the own provinces, nothing for others.
        """
        if self.is_staff:
            return Q()
        reach = Q(**{f"{path}library_id__in": self.libraries})
        for prefix in self.provinces:
            reach |= Q(**{f"{path}library__division__code__startswith": prefix})
        return reach

    @property
    def may_see_unverified(self) -> bool:
        """Drafts, filed values and tallies are for people of the project, each within the own reach (rule 15)."""
        return self.is_staff or self.is_coordinator or self.is_librarian


ANONYMOUS = Scope()


def scope_of(user: User | AnonymousUser | None) -> Scope:
    """The scope of `user`, read once and kept on the instance for the length of the request.

    A partner's token narrows its partner: the API puts it on the user as `token`.
    """
    if user is None or not user.is_authenticated:
        return ANONYMOUS
    scope = user.__dict__.get("_scope")
    if scope is None:
        scope = user.__dict__["_scope"] = _read_scope(user)
    return scope


def _read_scope(user: User) -> Scope:
    organisations: set[str] = set()
    provinces: set[str] = set()
    libraries: set[int] = set()
    is_partner, partner_prefix = False, ""
    memberships = Membership.objects.filter(user_id=user.pk).select_related("division", "organisation")
    for membership in memberships:
        if membership.role == Membership.Role.STAFF:
            organisations.add(membership.organisation.code)
        elif membership.role == Membership.Role.COORDINATOR:
            provinces.add(membership.division.prefix)
        elif membership.library_id:
            libraries.add(membership.library_id)
        else:
            is_partner = True
            partner_prefix = membership.division.prefix if membership.division else ""
    scope = Scope(
        user_id=user.pk,
        is_superuser=user.is_superuser,
        organisations=frozenset(organisations),
        provinces=frozenset(provinces),
        libraries=frozenset(libraries),
        is_partner=is_partner,
        partner_prefix=partner_prefix,
    )
    token = getattr(user, "token", None)
    return scope if token is None else narrowed_by_token(scope, token)


def narrowed_by_token(scope: Scope, token: Any) -> Scope:
    """A token acts for the partner alone, whatever else the account may do, and narrows it; it never widens."""
    prefix = token.division.prefix if token.division_id else scope.partner_prefix
    if not scope.is_partner or not prefix.startswith(scope.partner_prefix):
        return Scope(user_id=scope.user_id)
    return Scope(user_id=scope.user_id, is_partner=True, partner_prefix=prefix)
