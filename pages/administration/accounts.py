"""Accounts and memberships in the administration.

Tables of other packages (groups, e-mail addresses, secrets of second factors, permission rows) play no part in the
portal and are not shown.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.models import DeniedWrite, Membership, User
from accounts.scope import Scope, scope_of
from libraries.models import Level
from pages.administration.base import HistoricalAdmin, ReadOnlyAdmin, ScopedInline

for foreign in (Group, EmailAddress, Authenticator, UserSession):
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


class PasswordForm(AdminPasswordChangeForm):
    """Django glues an English sentence to this text while it is imported, so it had one language for all readers."""

    usable_password_help_text = _(
        "Whether the account signs in with a password. Without one, the password it has now is lost."
    )


class RemoveFactorForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=60,
        help_text=_(
            "How you made sure who asks. The account's sessions end, its owner is told by mail and sets the factor "
            "up anew at the next sign-in."
        ),
    )


@admin.register(User)
class AccountAdmin(HistoricalAdmin, UserAdmin):
    """Accounts: no password or its hash is ever shown, and rights come from memberships alone."""

    coordinators_read = False
    form = HistoricalAdmin.form
    add_form = AdminUserCreationForm
    change_password_form = PasswordForm
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
        fixed = ["last_login", "date_joined", "password_page", "factor_page", "has_second_factor"]
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

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, account: User) -> bool:
        return second_factor.has_one(account)

    @admin.display(description=_("second factor"))
    def factor_page(self, account: User) -> str:
        """For superusers, who alone may: the way to the page that removes a lost one."""
        if not second_factor.has_one(account):
            return pgettext("second factor", "none")
        address = reverse("admin:accounts_remove_factor", args=[account.pk])
        return format_html('<a href="{}">{}</a>', address, _("Remove a lost one"))

    def get_fieldsets(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            factor = "factor_page" if scope_of(request.user).is_superuser else "has_second_factor"
            fieldsets[0][1]["fields"].insert(4, factor)
        return fieldsets

    def get_urls(self) -> list[URLPattern]:
        remove = self.admin_site.admin_view(self.remove_factor_view)
        return [
            path("<int:account_id>/second-factor/", remove, name="accounts_remove_factor"),
            *super().get_urls(),
        ]

    def remove_factor_view(self, request: HttpRequest, account_id: int) -> HttpResponse:
        """The page that takes a lost second factor from an account: superusers alone, and never from their own."""
        if not scope_of(request.user).is_superuser or account_id == request.user.pk:
            raise PermissionDenied
        account = self.get_object(request, str(account_id))
        if account is None:
            raise Http404
        form = RemoveFactorForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            second_factor.remove(account, by=request.user, reason=reason)
            self.log_change(
                request, account, gettext("Second factor removed: {reason}").format(reason=reason)
            )
            self.message_user(
                request,
                gettext("The second factor of {account} is removed.").format(account=account.username),
            )
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[account.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Remove the second factor"),
            "original": account,
            "form": form,
        }
        return TemplateResponse(request, "admin/question.html", context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return "password" not in lookup and super().lookup_allowed(lookup, value, request)


@admin.register(DeniedWrite)
class DeniedWriteAdmin(ReadOnlyAdmin):
    """Writes that were refused: who tried what, to look at when something seems wrong."""

    coordinators_read = False
    list_display = ["at", "user", "method", "route", "object_id", "status"]
    list_filter = ["status", "method"]
    list_select_related = ["user"]
    search_fields = ["=user__username", "route", "=object_id"]
