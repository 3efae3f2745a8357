"""Stops in the administration: planned in a form, moved and corrected on pages of their own."""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from exhibitions.life import CORRECTABLE, MOVES, correct, move, queue_for, refuse_crossing
from exhibitions.models import HostStep, State, Stop, StopTransition
from exhibitions.stop_dates import refuse_disorder
from pages.administration.base import HistoricalAdmin, ReadOnlyInline
from pages.administration.freshness import FreshForm

# What the form itself changes while nothing rests on the stop; afterwards it takes a correction with a reason.
PLAN_FIELDS = [
    "programme",
    "exhibition",
    "kit",
    "library",
    "hall",
    "draft_plan",
    "planned_install_start",
    "planned_open",
    "planned_close",
    "planned_removal_end",
]
LIFE_FIELDS = [
    "state",
    "confirmed_on",
    "actual_install_start",
    "actual_open",
    "actual_close",
    "actual_removal_end",
    "date_precision",
]
PLANNED_STATES = [State.PROPOSED, State.APPLIED]
CORRECTABLE_IN_ORDER = [name for name in [*PLAN_FIELDS, *LIFE_FIELDS] if name in CORRECTABLE]


class StopForm(FreshForm):
    def clean(self) -> dict[str, Any]:
        """The order of dates in words, at the field; the constraints of the table would only name themselves."""
        cleaned = super().clean()
        if self.stored is not None and self._plan_is_closed():
            return self._without_plan(cleaned)
        stop = copy(self.instance)
        for name in {*PLAN_FIELDS} & {*cleaned}:
            setattr(stop, name, cleaned[name])
        self._refuse(partial(refuse_disorder, stop))
        if self.stored is not None and cleaned.get("programme"):
            self._refuse(partial(refuse_crossing, self.stored.programme, cleaned["programme"]))
        return cleaned

    def _plan_is_closed(self) -> bool:
        """Whether the form offers the plan of a stop that a colleague has moved on meanwhile."""
        return self.stored.state not in PLANNED_STATES and bool({*PLAN_FIELDS} & {*self.fields})

    def _without_plan(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        self.add_error(None, gettext("This stop was moved while your form was open. Correct it instead."))
        # The page now shows the plan as it stands, and so must the stop behind it.
        self.instance.refresh_from_db()
        return {name: value for name, value in cleaned.items() if name not in PLAN_FIELDS}

    def _refuse(self, check: Callable[[], None]) -> None:
        try:
            check()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)


class MoveForm(forms.Form):
    """To which state, as of which day, and why; offers the moves that all of the stops can make."""

    to_state = forms.ChoiceField(label=_("to"))
    on = forms.DateField(
        label=_("on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For de-installing: the last day open to the public."),
    )
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=300,
        help_text=_("Needed to cancel, postpone, suspend and return."),
    )

    def __init__(self, stops: list[Stop], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        common = frozenset.intersection(*(MOVES[stop.state] for stop in stops)) if stops else frozenset()
        self.fields["to_state"].choices = [(state.value, state.label) for state in State if state in common]


class CorrectForm(forms.ModelForm):
    """The dates and objects of a stop as they should be, and why."""

    reason = forms.CharField(label=_("reason"), max_length=300)

    def _post_clean(self) -> None:
        """Nothing: `correct` judges under the lock, and the stop at hand must stay as it was read."""


class TransitionInline(ReadOnlyInline):
    model = StopTransition
    fields = ["from_state", "to_state", "on", "reason", "recorded_at", "recorded_by"]
    ordering = ["-id"]


class HostStepInline(ReadOnlyInline):
    """What the host reports; it moves nothing by itself."""

    model = HostStep
    fields = ["kind", "day", "note", "recorded_at", "recorded_by"]
    ordering = ["day", "id"]


@admin.register(Stop)
class StopAdmin(HistoricalAdmin):
    """The registry of stops. State and actual dates change by `exhibitions.life` alone."""

    form = StopForm
    province_lookup = "library__division__code"
    inlines = [TransitionInline, HostStepInline]
    actions = ["move_selected"]
    autocomplete_fields = ["programme", "exhibition", "kit", "library", "hall", "draft_plan", "cohost"]
    fieldsets = [
        (
            None,
            {"fields": ["programme", "exhibition", "kit", "library", "hall", "cohost", "draft_plan", "note"]},
        ),
        (
            _("Plan"),
            {"fields": ["planned_install_start", "planned_open", "planned_close", "planned_removal_end"]},
        ),
        (_("Life"), {"fields": LIFE_FIELDS}),
    ]
    list_display = [
        "library",
        "programme",
        "exhibition",
        "kit",
        "state",
        "first_day",
        "last_day",
        "draft_plan",
    ]
    list_filter = ["state", "programme"]
    list_select_related = ["library", "programme", "exhibition", "kit__exhibition", "draft_plan"]
    search_fields = [
        "library__name",
        "library__name_en",
        "=library__division__code",
        "library__division__name",
    ]
    change_form_template = "admin/exhibitions/stop/change_form.html"

    @admin.display(description=_("opens on"))
    def first_day(self, stop: Stop) -> date | None:
        return stop.opens_on

    @admin.display(description=_("closes on"))
    def last_day(self, stop: Stop) -> date | None:
        return stop.closes_on

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("move/", view(self.move_view), name="exhibitions_stop_move"),
            path("<int:stop_id>/correct/", view(self.correct_view), name="exhibitions_stop_correct"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Coordinators see their province's stops of the live plan; drafts are the planners' business."""
        stops = super().get_queryset(request)
        return stops if scope_of(request.user).is_staff else stops.live()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        planned = obj is None or obj.state in PLANNED_STATES
        return [*LIFE_FIELDS, *([] if planned else PLAN_FIELDS)]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A stop that ever moved stays; it can be cancelled."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.state == State.PROPOSED and not obj.transitions.exists()))

    @admin.action(description=_("Move the selected stops to another state"), permissions=["change"])
    def move_selected(self, request: HttpRequest, stops: QuerySet) -> HttpResponse:
        ids = ",".join(str(pk) for pk in stops.order_by("pk").values_list("pk", flat=True)[:100])
        return HttpResponseRedirect(f"{reverse('admin:exhibitions_stop_move')}?ids={ids}")

    def move_view(self, request: HttpRequest) -> HttpResponse:
        """The page that moves one stop or several, all or none."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        stops = self._named(request)
        if not stops:
            raise Http404
        form = MoveForm(stops, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._move(request, stops, form):
            self.message_user(
                request, ngettext("{n} stop moved.", "{n} stops moved.", len(stops)).format(n=len(stops))
            )
            return HttpResponseRedirect(self._after(stops))
        return self._page(request, title=_("Move to another state"), form=form, stops=stops)

    def correct_view(self, request: HttpRequest, stop_id: int) -> HttpResponse:
        """The page that puts a stop right, with a reason."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        stop = self.get_object(request, str(stop_id))
        if stop is None:
            raise Http404
        form_class = forms.modelform_factory(
            Stop,
            form=CorrectForm,
            fields=CORRECTABLE_IN_ORDER,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
        )
        form = form_class(request.POST if request.method == "POST" else None, instance=stop)
        if request.method == "POST" and form.is_valid():
            # Only what the person changed: what a colleague corrected meanwhile is not written over.
            fields = {name: form.cleaned_data[name] for name in form.changed_data if name != "reason"}
            reason = form.cleaned_data["reason"]
            if self._tried(form, lambda: correct(stop.pk, by=request.user, reason=reason, **fields)):
                self.log_change(request, stop, gettext("Corrected: {reason}").format(reason=reason))
                self.message_user(request, gettext("Corrected."))
                return HttpResponseRedirect(self._after([stop]))
        return self._page(request, title=_("Correct"), form=form, stops=[stop])

    def _move(self, request: HttpRequest, stops: list[Stop], form: MoveForm) -> bool:
        to_state, on, reason = (form.cleaned_data[name] for name in ("to_state", "on", "reason"))

        def move_all() -> None:
            with transaction.atomic():
                queue_for([stop.pk for stop in stops])
                for stop in stops:
                    try:
                        move(stop.pk, to_state, by=request.user, on=on, reason=reason)
                    except ValidationError as error:
                        raise ValidationError([f"{stop}: {message}" for message in error.messages]) from error
                    self.log_change(request, stop, f"→ {State(to_state).label}")

        return self._tried(form, move_all)

    def _named(self, request: HttpRequest) -> list[Stop]:
        named = request.GET.get("ids", "").split(",")[:100]
        ids = [pk for pk in named if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        return list(self.get_queryset(request).filter(pk__in=ids).select_related("library").order_by("pk"))

    def _tried(self, form: forms.BaseForm, action: Callable[[], object]) -> bool:
        try:
            action()
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        return True

    def _after(self, stops: list[Stop]) -> str:
        if len(stops) == 1:
            return reverse("admin:exhibitions_stop_change", args=[stops[0].pk])
        return reverse("admin:exhibitions_stop_changelist")

    def _page(self, request: HttpRequest, **context: Any) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, "admin/question.html", context)
