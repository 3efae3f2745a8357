"""The agreement, its institutions and the programmes in the administration."""

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from pages.administration.base import HistoricalAdmin, ScopedInline
from partnership.embedding import Embedding
from partnership.models import (
    Agreement,
    AgreementPart,
    CooperationArea,
    Organisation,
    Programme,
    Signature,
    Target,
)
from partnership.publications import Publication


@admin.register(Organisation)
class OrganisationAdmin(HistoricalAdmin):
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
class AgreementPartAdmin(HistoricalAdmin):
    inlines = [SignatureInline, CooperationAreaInline]
    list_display = ["agreement", "number", "title"]
    list_select_related = ["agreement"]


@admin.register(CooperationArea)
class CooperationAreaAdmin(HistoricalAdmin):
    """One area, as its page leads to it; the areas of a part stand with the part as well."""

    list_display = ["part", "number", "title", "title_en", "kind"]
    list_select_related = ["part"]


class TargetInline(ScopedInline):
    """What the programme is to reach. No row for the whole programme: the target is open."""

    model = Target


@admin.register(Programme)
class ProgrammeAdmin(HistoricalAdmin):
    fixed_fields = ("slug",)
    inlines = [TargetInline]
    list_display = ["name", "name_en", "first_day", "last_day", "target", "demonstration"]
    search_fields = ["name", "name_en", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("targets")

    @admin.display(description=_("target: libraries"))
    def target(self, programme: Programme) -> int | None:
        return programme.library_target


@admin.register(Publication)
class PublicationAdmin(HistoricalAdmin):
    """Books and the like that reading lists refer to; the lists stand with their exhibition or event."""

    list_display = ["title", "authors", "publisher", "year", "isbn", "demonstration"]
    list_filter = ["language"]
    search_fields = ["title", "authors", "=isbn"]


@admin.register(Embedding)
class EmbeddingAdmin(HistoricalAdmin):
    """Sites that may show parts of the portal. Switched off, not deleted, once they did."""

    coordinators_read = False
    list_display = ["site", "origin", "purpose", "owner", "active"]
    list_filter = ["active", "owner"]
    list_select_related = ["owner"]
    search_fields = ["site", "site_en", "origin"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was shown stays counted: only a site that never showed anything may go."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.uses.exists())
