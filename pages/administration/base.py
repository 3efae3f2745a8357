"""What every admin class of the portal builds on: permissions by scope, never by Django's permission rows.

Staff and superusers work on the registry; coordinators read their own province; nobody else sees anything. Facts
are read by all of these and written by none: they have one door, and it is not here.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import Model, Q, QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from simple_history.admin import SimpleHistoryAdmin

from accounts.scope import scope_of
from pages.administration.freshness import FreshForm

LONGEST_SEARCH = 80  # characters of a search that are looked for
MOST_SEARCH_WORDS = 6  # each word costs a comparison of every row with every field
MOST_ROWS_LISTED = 10_000


class CappedPaginator(Paginator):
    """Counts no further than anybody turns pages: the tables of facts hold millions of rows."""

    @cached_property
    def count(self) -> int:
        return self.object_list[:MOST_ROWS_LISTED].count()


class ScopedPermissions:
    """Permissions of an admin class or an inline, by the scope of the account.

    `province_lookup` leads from the model to the code of the division it belongs to; empty for what is national
    and the same for every reader. `coordinators_read` is off for what concerns staff alone.
    """

    province_lookup = ""
    coordinators_read = True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        scope = scope_of(request.user)
        return scope.is_staff or (self.coordinators_read and scope.is_coordinator)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return scope_of(request.user).is_staff

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return scope_of(request.user).is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return scope_of(request.user).is_staff

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What the account may see; every page, autocomplete, history and deletion starts from here."""
        rows = super().get_queryset(request)
        scope = scope_of(request.user)
        if scope.is_staff:
            return rows
        if not (self.coordinators_read and scope.is_coordinator):
            return rows.none()
        if not self.province_lookup:
            return rows
        reach = Q(pk__in=[])
        for prefix in scope.provinces:
            reach |= Q(**{f"{self.province_lookup}__startswith": prefix})
        return rows.filter(reach)


class ScopedAdmin(ScopedPermissions, admin.ModelAdmin):
    """A page of the registry. Saving over somebody else's change is refused (see `FreshForm`)."""

    form = FreshForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    # Fields that stand in addresses or in reference data: given once.
    fixed_fields: tuple[str, ...] = ()

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """404, for what there is not and for what is not the account's to see; Django would lead to the index."""
        raise Http404

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ())]

    def get_fieldsets(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """The hidden mark of `FreshForm` belongs to forms that change something, and to no other."""
        fieldsets = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "opened_with"]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj and self.has_change_permission(request, obj):
            fieldsets[0][1]["fields"].append("opened_with")
        return fieldsets

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of what the account may see. Django would look for the object before it asks for the role."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        words = search_term[:LONGEST_SEARCH].replace("\x00", "").split()
        return super().get_search_results(request, queryset, " ".join(words[:MOST_SEARCH_WORDS]))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            raise SuspiciousOperation("a zero character in a filter")
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, DataError) as error:
            # A number beyond any column or calendar: Python and SQLite's driver raise the one, PostgreSQL the
            # other.
            raise SuspiciousOperation("a number in a filter or a choice that no column holds") from error


class HistoricalAdmin(ScopedAdmin, SimpleHistoryAdmin):
    """A page of the registry whose changes are kept; the history is read and never rolled back."""

    def has_change_history_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The package would show the history of any id that it is asked for."""
        if self.has_view_permission(request) and self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not version_id.isdecimal() or self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "GET":
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)


class ReadOnlyAdmin(ScopedAdmin):
    """Facts, totals and records: shown, never made, changed or deleted here."""

    paginator = CappedPaginator

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ScopedInline(ScopedPermissions, admin.TabularInline):
    """Rows that belong to the object of the page."""

    extra = 0


class ReadOnlyInline(ScopedInline):
    """Records that belong to the object of the page."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
