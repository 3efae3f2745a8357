"""Facts in the administration: read, never written (their doors are in `visits.recording` and `reports`)."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from exhibitions.models import HistoryEntry
from pages.administration.base import HistoricalAdmin, ReadOnlyAdmin, ReadOnlyInline
from reports.models import ClosingReport, Seal
from visits.models import DayReport, EventReport, EventValue, PublishedFigure, ReportValue


class ReportValueInline(ReadOnlyInline):
    model = ReportValue


@admin.register(DayReport)
class DayReportAdmin(ReadOnlyAdmin):
    province_lookup = "stop__library__division__code"
    inlines = [ReportValueInline]
    list_display = ["stop", "day", "state", "review", "revision", "filed_by", "filed_at", "on_behalf"]
    list_filter = ["state", "review"]
    list_select_related = ["stop__library", "filed_by"]
    search_fields = ["stop__library__name", "=stop__library__division__code"]
    ordering = ["-id"]


class EventValueInline(ReadOnlyInline):
    model = EventValue


@admin.register(EventReport)
class EventReportAdmin(ReadOnlyAdmin):
    province_lookup = "stop__library__division__code"
    inlines = [EventValueInline]
    list_display = ["event", "stop", "day", "state", "review", "revision", "filed_by", "filed_at"]
    list_filter = ["state", "review"]
    list_select_related = ["event", "stop__library", "filed_by"]
    search_fields = ["event__title", "stop__library__name", "=stop__library__division__code"]
    ordering = ["-id"]


@admin.register(ClosingReport)
class ClosingReportAdmin(ReadOnlyAdmin):
    province_lookup = "stop__library__division__code"
    list_display = ["stop", "review", "revision", "submitted_by", "submitted_at", "reviewed_by"]
    list_filter = ["review"]
    list_select_related = ["stop__library", "submitted_by", "reviewed_by"]
    search_fields = ["stop__library__name", "=stop__library__division__code"]
    ordering = ["-stop_id"]


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnlyAdmin):
    province_lookup = "stop__library__division__code"
    list_display = ["stop", "sequence", "day", "action", "at", "by", "hash"]
    list_filter = ["action"]
    list_select_related = ["stop__library", "by"]
    search_fields = ["stop__library__name", "=stop__library__division__code", "=hash"]
    ordering = ["-id"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["day", "sealed_at", "chains", "entries", "root"]


@admin.register(PublishedFigure)
class PublishedFigureAdmin(HistoricalAdmin):
    autocomplete_fields = ["libraries"]
    list_display = ["programme", "measure", "value", "lower_bound", "source"]
    list_select_related = ["programme"]

    def get_deleted_objects(self, objs: QuerySet, request: HttpRequest) -> tuple:
        """Without the rows that tie a figure to its libraries: they have no name of their own, and go with it."""
        _trees, counts, missing, protected = super().get_deleted_objects(objs, request)
        ties = PublishedFigure.libraries.through._meta.verbose_name_plural
        counts = {name: number for name, number in counts.items() if name != ties}
        return [str(figure) for figure in objs], counts, missing, protected
