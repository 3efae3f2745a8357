"""Divisions and libraries in the administration."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Stop
from libraries.models import (
    CountyLibrary,
    Division,
    DivisionSuccession,
    Hall,
    Holiday,
    OpeningException,
    OpeningHours,
    Relocation,
)
from libraries.registering import LARGEST_FILE, Registration, decode, read
from pages.administration.base import HistoricalAdmin, ReadOnlyInline, ScopedAdmin, ScopedInline
from pages.administration.freshness import FreshForm
from upkeep.relocation import relocate


class SuccessionInline(ReadOnlyInline):
    model = DivisionSuccession
    fk_name = "predecessor"
    fields = ["successor", "year", "kind", "source"]


@admin.register(Division)
class DivisionAdmin(ScopedAdmin):
    """Reference data: the files under `libraries/data` say what a division is; a person may give its coordinates."""

    province_lookup = "code"
    inlines = [SuccessionInline]
    fields = [
        "code",
        "name",
        "short_name",
        "name_en",
        "pinyin",
        "level",
        "parent",
        "valid_from",
        "valid_until",
        "current",
        "county_level",
        "longitude",
        "latitude",
    ]
    readonly_fields = fields[:-2]
    list_display = ["code", "name", "name_en", "level", "parent", "valid_from", "valid_until", "current"]
    list_filter = ["current", "level"]
    list_select_related = ["parent"]
    search_fields = ["=code", "name", "name_en", "=initials"]
    # Choices of today's divisions come before those that ended.
    ordering = ["-current", "code", "id"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HallInline(ScopedInline):
    model = Hall
    show_change_link = True


class OpeningHoursInline(ScopedInline):
    model = OpeningHours


class OpeningExceptionInline(ScopedInline):
    model = OpeningException


class RelocationInline(ReadOnlyInline):
    model = Relocation
    fields = ["effective_on", "from_division", "to_division", "reason", "recorded_at", "recorded_by"]


class LibraryForm(FreshForm):
    def clean_division(self) -> Division:
        division = self.cleaned_data["division"]
        if not (division.current and division.county_level):
            raise ValidationError(
                _("%(division)s is not a county-level division of today."), params={"division": division}
            )
        return division


class RelocateForm(forms.Form):
    """Where a library belongs from a day on."""

    code = forms.CharField(label=_("division code"), max_length=6)
    effective_on = forms.DateField(
        label=_("effective on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("reason"), max_length=300)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not Division.objects.current().filter(code=code).exists():
            raise ValidationError(_("No division of today has the code %(code)s."), params={"code": code})
        return code


class RegisterForm(forms.Form):
    """Libraries as pasted lines or as a file; the lines win where both are given."""

    lines = forms.CharField(
        label=_("lines"),
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea({"rows": 12}),
    )
    file = forms.FileField(label=_("file"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("lines") or "").strip() and cleaned.get("file"):
            cleaned["lines"] = decode(cleaned["file"].read(LARGEST_FILE + 1))
        if not (cleaned.get("lines") or "").strip() and not self.errors:
            raise ValidationError(_("Paste lines or choose a file."))
        return cleaned


@admin.register(CountyLibrary)
class CountyLibraryAdmin(HistoricalAdmin):
    """Libraries, one by one or in bulk. Once registered, a library changes its division by a relocation only."""

    form = LibraryForm
    province_lookup = "division__code"
    fixed_fields = ("division",)
    inlines = [HallInline, OpeningHoursInline, OpeningExceptionInline, RelocationInline]
    autocomplete_fields = ["division"]
    list_display = ["name", "name_en", "division", "demonstration"]
    list_filter = ["demonstration"]
    list_select_related = ["division"]
    search_fields = ["name", "name_en", "=division__code", "division__name"]
    change_list_template = "admin/libraries/countylibrary/change_list.html"
    change_form_template = "admin/libraries/countylibrary/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("register/", view(self.register_view), name="libraries_register"),
            path("<int:library_id>/relocate/", view(self.relocate_view), name="libraries_relocate"),
            *super().get_urls(),
        ]

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """Hours, exceptions and holidays say which days are expected, so the stops' days are derived again (rule 8)."""
        super().save_related(request, form, formsets, change)
        if "public_holidays" in form.changed_data or any(
            formset.model in (OpeningHours, OpeningException) and formset.has_changed()
            for formset in formsets
        ):
            form.instance.stops.mark_stale()

    def relocate_view(self, request: HttpRequest, library_id: int) -> HttpResponse:
        """The page that puts a library into another division from a day on."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        library = self.get_object(request, str(library_id))
        if library is None:
            raise Http404
        form = RelocateForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            division = Division.objects.current().get(code=form.cleaned_data["code"])
            try:
                relocate(
                    library.pk,
                    division,
                    effective_on=form.cleaned_data["effective_on"],
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                )
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.log_change(
                    request, library, gettext("Relocated to {division}.").format(division=division)
                )
                self.message_user(
                    request,
                    gettext("{library} now belongs to {division}.").format(
                        library=library, division=division
                    ),
                )
                return HttpResponseRedirect(
                    reverse("admin:libraries_countylibrary_change", args=[library.pk])
                )
        return self._page(request, "admin/question.html", title=_("Relocate"), original=library, form=form)

    def register_view(self, request: HttpRequest) -> HttpResponse:
        """The page that registers many libraries at once: lines or a file, a preview, then all or nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.method == "POST"
        form, registration = RegisterForm(request.POST, request.FILES) if asked else RegisterForm(), None
        if asked and form.is_valid():
            try:
                registration = Registration(read(form.cleaned_data["lines"]))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if "confirmed" in request.POST and not registration.refused:
                    return self._register(request, registration)
                form = RegisterForm({"lines": form.cleaned_data["lines"]})
        template = "admin/libraries/countylibrary/register.html"
        return self._page(
            request, template, title=_("Register libraries in bulk"), form=form, registration=registration
        )

    def _register(self, request: HttpRequest, registration: Registration) -> HttpResponse:
        libraries = registration.store(by=request.user)
        LogEntry.objects.log_actions(request.user.pk, libraries, ADDITION, gettext("Registered in bulk."))
        self.message_user(
            request,
            gettext("Registered: {new}; registered before: {known}.").format(
                new=len(libraries), known=len(registration.rows) - len(libraries)
            ),
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:libraries_countylibrary_changelist"))

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, context)


@admin.register(Hall)
class HallAdmin(HistoricalAdmin):
    province_lookup = "library__division__code"
    fixed_fields = ("library",)
    autocomplete_fields = ["library"]
    list_display = ["library", "name", "name_en", "floor_area", "ceiling_height", "capacity"]
    list_select_related = ["library"]
    search_fields = ["name", "name_en", "library__name"]


@admin.register(Holiday)
class HolidayAdmin(HistoricalAdmin):
    """The national arrangement of holidays: entered for each year, corrected where it changes (rule 8)."""

    list_display = ["day", "kind", "name", "name_en"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    ordering = ["-day"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        coming = timezone.localdate().year + 1
        if not Holiday.objects.has_year(coming):
            self.message_user(
                request,
                gettext(
                    "The holidays of {year} are not entered yet. Enter them once the State Council has published "
                    "the arrangement; until then {year} is expected by weekly hours alone."
                ).format(year=coming),
                messages.WARNING,
            )
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: Holiday, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Stop.objects.with_public_holidays(since=min(obj.day, form.initial.get("day") or obj.day)).mark_stale()

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        super().delete_model(request, obj)
        Stop.objects.with_public_holidays(since=obj.day).mark_stale()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        days = list(queryset.values_list("day", flat=True))
        super().delete_queryset(request, queryset)
        if days:
            Stop.objects.with_public_holidays(since=min(days)).mark_stale()
