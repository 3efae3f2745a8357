"""Facts in the administration: read, never written (their doors are `visits.recording` and `visits.review`)."""

from django.contrib import admin

from accounts.admin_scope import ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin
from visits.models import DayReport, HistoryEntry, PublishedFigure, ReportValue, Seal


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
class PublishedFigureAdmin(ScopedAdmin):
    autocomplete_fields = ["libraries"]
    list_display = ["programme", "measure", "value", "lower_bound", "source"]
    list_select_related = ["programme"]
