"""Exhibitions, kits, draft plans, events and what waits to be derived, in the administration."""

from django.contrib import admin
from django.http import HttpRequest

from exhibitions.models import Event, Exhibit, Exhibition, Kit, ReadingListEntry, StaleDay, TourPlan
from pages.administration.base import HistoricalAdmin, ReadOnlyAdmin, ScopedAdmin, ScopedInline


class ReadingListInline(ScopedInline):
    """The reading list of what is shown; the publications have a page of their own."""

    model = ReadingListEntry
    fields = ["publication", "position"]
    autocomplete_fields = ["publication"]


@admin.register(Exhibition)
class ExhibitionAdmin(HistoricalAdmin):
    inlines = [ReadingListInline]
    fixed_fields = ("slug",)
    list_display = ["name", "name_en", "slug", "demonstration"]
    search_fields = ["name", "name_en", "=slug"]


class ExhibitInline(ScopedInline):
    model = Exhibit
    fields = ["code", "name", "name_en", "zone", "zone_en", "crate", "condition"]


@admin.register(Kit)
class KitAdmin(HistoricalAdmin):
    fixed_fields = ("exhibition",)
    inlines = [ExhibitInline]
    autocomplete_fields = ["owner"]
    list_display = ["serial_number", "exhibition", "owner", "condition", "demonstration"]
    list_filter = ["condition", "exhibition"]
    list_select_related = ["exhibition", "owner"]
    search_fields = ["serial_number", "exhibition__name", "exhibition__name_en"]


@admin.register(TourPlan)
class TourPlanAdmin(ScopedAdmin):
    """Drafts are the planners' business (rule 36)."""

    coordinators_read = False
    fields = ["programme", "name", "created_at", "created_by"]
    readonly_fields = ["created_at", "created_by"]
    fixed_fields = ("programme",)
    list_display = ["name", "programme", "created_at", "created_by"]
    list_select_related = ["programme", "created_by"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: TourPlan, form, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Event)
class EventAdmin(HistoricalAdmin):
    province_lookup = "stop__library__division__code"
    fixed_fields = ("stop",)
    autocomplete_fields = ["stop"]
    date_hierarchy = "day"
    list_display = ["title", "kind", "day", "stop"]
    list_filter = ["kind"]
    list_select_related = ["stop__library"]
    search_fields = ["title", "title_en", "stop__library__name"]
    inlines = [ReadingListInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None):
        """Once something was filed, the day and the kind change through the door alone (`visits.recording.events`)."""
        filed = ["day", "kind"] if obj is not None and hasattr(obj, "report") else []
        return [*super().get_readonly_fields(request, obj), *filed]

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (
            obj is not None and hasattr(obj, "report")
        )


@admin.register(StaleDay)
class StaleDayAdmin(ReadOnlyAdmin):
    """What the roll-up still has to derive; a parked row shows its error."""

    coordinators_read = False
    list_display = ["stop", "day", "marked_at", "parked_at", "error"]
    list_filter = [("parked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["stop__library"]
