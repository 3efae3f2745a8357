"""The agreement, its institutions and the programmes in the administration (why here: see `accounts.admin`)."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.admin_scope import HistoricalAdmin, ScopedAdmin, ScopedInline
from accounts.scope import scope_of
from partnership.models import (
    Agreement,
    AgreementPart,
    CooperationArea,
    Organisation,
    Programme,
    Signature,
    Target,
)


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """Institutions: the three partners, carriers, and each county's association for science and technology."""

    fixed_fields = ("code",)
    autocomplete_fields = ["division"]
    list_display = ["name", "name_en", "code", "kind", "division"]
    list_filter = ["kind"]
    list_select_related = ["division"]
    search_fields = ["name", "name_en", "=code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Coordinators see the national institutions and those of their own province."""
        rows = super().get_queryset(request)
        scope = scope_of(request.user)
        if scope.is_staff:
            return rows
        reach = Q(division__isnull=True)
        for prefix in scope.provinces:
            reach |= Q(division__code__startswith=prefix)
        return rows.filter(reach)


class AgreementPartInline(ScopedInline):
    model = AgreementPart
    show_change_link = True


@admin.register(Agreement)
class AgreementAdmin(HistoricalAdmin):
    fixed_fields = ("slug",)
    inlines = [AgreementPartInline]
    list_display = ["title", "title_en", "signed_on"]


class SignatureInline(ScopedInline):
    model = Signature


class CooperationAreaInline(ScopedInline):
    model = CooperationArea


@admin.register(AgreementPart)
class AgreementPartAdmin(ScopedAdmin):
    inlines = [SignatureInline, CooperationAreaInline]
    list_display = ["agreement", "number", "title"]
    list_select_related = ["agreement"]


class TargetInline(ScopedInline):
    """What the programme is to reach. No row for the whole programme: the target is open."""

    model = Target


@admin.register(Programme)
class ProgrammeAdmin(HistoricalAdmin):
    fixed_fields = ("slug",)
    inlines = [TargetInline]
    list_display = ["name", "name_en", "first_day", "last_day", "library_target", "demonstration"]
    search_fields = ["name", "name_en", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("targets")
