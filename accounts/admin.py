"""Accounts and memberships in the administration; also registers the pages of libraries and partnership.

Those two rooms stand below this one and cannot ask who is looking (the import law), so their pages are here, in
`admin_libraries` and `admin_partnership`: scope is known from this room upwards, and a page that is not scoped does
not exist. Tables of other packages (groups, e-mail addresses, permission rows) play no part in the portal and are
not shown.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts import admin_libraries, admin_partnership  # noqa: F401 - registers their pages
from accounts.admin_scope import HistoricalAdmin, ScopedInline
from accounts.models import Membership, User
from accounts.scope import Scope, scope_of
from libraries.models import Level

for foreign in (Group, EmailAddress):
    if admin.site.is_registered(foreign):
        admin.site.unregister(foreign)


def may_manage(scope: Scope, account: User) -> bool:
    """Whether an account may be changed by another.

    A superuser changes any; staff those that are neither superusers nor their own nor staff of an institution that
    is not theirs. So nobody raises the own rights, and no institution acts in another's name.
    """
    if scope.is_superuser:
        return True
    if not scope.is_staff or account.is_superuser or account.pk == scope.user_id:
        return False
    institutions = account.memberships.filter(role=Membership.Role.STAFF)
    return set(institutions.values_list("organisation__code", flat=True)) <= scope.organisations


class MembershipForm(forms.ModelForm):
    """Says in words what the constraint of the table would refuse, and what the account may not give away."""

    OBJECTS = {
        Membership.Role.LIBRARIAN: "library",
        Membership.Role.COORDINATOR: "division",
        Membership.Role.STAFF: "organisation",
        Membership.Role.PARTNER: "division",
    }
    scope: Scope  # of the person at the form; set by the inline

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        role = cleaned.get("role")
        if not role:
            return cleaned
        own = self.OBJECTS[role]
        if not cleaned.get(own) and role != Membership.Role.PARTNER:
            self.add_error(own, _("This role needs its object here."))
        for name in {*self.OBJECTS.values()} - {own}:
            if cleaned.get(name):
                self.add_error(name, _("This role has no such object; leave it empty."))
        division = cleaned.get("division")
        if division and division.level != Level.PROVINCE:
            self.add_error("division", _("Choose a province, autonomous region or municipality."))
        organisation = cleaned.get("organisation")
        if role == Membership.Role.STAFF and organisation:
            self._refuse_foreign(organisation.code)
        return cleaned

    def _refuse_foreign(self, code: str) -> None:
        if code not in ("NLC", "LSC", "CSTM"):
            self.add_error("organisation", _("Staff belong to one of the three partner institutions."))
        elif not self.scope.is_superuser and code not in self.scope.organisations:
            self.add_error("organisation", _("You can make staff of your own institution only."))


class MembershipInline(ScopedInline):
    model = Membership
    form = MembershipForm
    autocomplete_fields = ["library", "division", "organisation"]
    coordinators_read = False

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any):
        form = type("MembershipFormOfRequest", (MembershipForm,), {"scope": scope_of(request.user)})
        return super().get_formset(request, obj, **{**kwargs, "form": form})

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None or may_manage(scope_of(request.user), obj)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


@admin.register(User)
class AccountAdmin(HistoricalAdmin, UserAdmin):
    """Accounts: no password or its hash is ever shown, and rights come from memberships alone."""

    coordinators_read = False
    form = HistoricalAdmin.form
    add_form = AdminUserCreationForm
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "password_page"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2"]})]
    filter_horizontal = []
    list_display = ["username", "display_name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "memberships__role"]
    search_fields = ["username", "display_name", "email"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        fixed = ["last_login", "date_joined", "password_page"]
        return fixed if scope_of(request.user).is_superuser else [*fixed, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(scope_of(request.user), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An account that was ever used is switched off, never deleted: records name it."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (
            obj is None or (obj.last_login is None and may_manage(scope_of(request.user), obj))
        )

    @admin.display(description=_("password"))
    def password_page(self, account: User) -> str:
        """The way to the page that sets a password; Django's own field would show parts of the hash."""
        address = reverse("admin:auth_user_password_change", args=[account.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a password"))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return "password" not in lookup and super().lookup_allowed(lookup, value, request)
