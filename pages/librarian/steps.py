"""The page on which a host reports a step of its stop: the kit was received, installed, opened, handed on."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.scope import scope_of
from exhibitions.host_steps import StepChanged, report_step
from exhibitions.models import HostStep
from pages.forms.fields import RemarkField
from pages.frame.answers import private
from pages.librarian.stops import recordable_stop


class StepForm(forms.Form):
    """On which day, and what there is to say; `revision` is the one last read + 1."""

    use_required_attribute = False
    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2026-11-22.")},
    )
    note = RemarkField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example how many crates, their condition, what is missing."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, stop_id: int, kind: str) -> HttpResponse:
    """Report a step, or change what was reported. The same form twice is one report; 409 shows what stands."""
    if kind not in HostStep.Kind.values:
        raise Http404
    stop = recordable_stop(scope_of(request.user), stop_id)
    reported = HostStep.objects.select_related("recorded_by").filter(stop=stop, kind=kind).first()
    form, status = StepForm(initial=_initial(reported)), 200
    if request.method == "POST":
        form, status = StepForm(request.POST), 400
        if form.is_valid():
            content = form.cleaned_data
            try:
                report_step(
                    stop.pk,
                    kind,
                    content["day"],
                    content["note"],
                    revision=int(content["revision"]),
                    by=cast(User, request.user),
                )
                return redirect("librarian:step", stop_id=stop.pk, kind=kind)
            except ValidationError as refused:
                form.add_error(None, refused)
            except StepChanged as changed:
                reported, status = changed.step, 409
                form.data = {**dict(form.data.items()), "revision": str(_initial(reported)["revision"])}
    context = {
        "stop": stop,
        "word": HostStep.Kind(kind).label,
        "form": form,
        "reported": reported,
        "changed": status == 409,
        "on_behalf": stop.library_id not in scope_of(request.user).libraries,
    }
    return private(render(request, "librarian/step.html", context, status=status))


def _initial(reported: HostStep | None) -> dict:
    if reported is None:
        return {"revision": 1, "day": timezone.localdate()}
    return {"revision": reported.revision + 1, "day": reported.day, "note": reported.note}
