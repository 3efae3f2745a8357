"""The yearly work plan with its review, on a page and on a sheet of A4; for the staff of the institutions."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from pages.frame.answers import private
from pages.partnership.agreement_page import removed_record
from pages.partnership.area_page import kept
from pages.partnership.progress import Progress, progress_of
from partnership.models import CooperationArea, Indicator, Organisation, WorkPlan, WorkPlanItem

Outcome = WorkPlanItem.Outcome


@require_safe
def work_plan(request: HttpRequest, plan_id: int, printed: bool = False) -> HttpResponse:
    """The items by area with the derived progress of their initiatives. `printed` is the same as a sheet to sign."""
    scope, today = scope_of(request.user), timezone.localdate()
    if not scope.is_staff:
        raise PermissionDenied
    plan = WorkPlan.objects.present().select_related("agreement").filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    items = list(
        WorkPlanItem.objects.present()
        .filter(plan=plan)
        .select_related("area", "initiative", "responsible")
        .order_by("area__number", "due_on", "id")
    )
    indicators = Indicator.objects.present().filter(
        initiative__in={item.initiative_id for item in items if item.initiative_id}
    )
    progress: dict[int, list[Progress]] = defaultdict(list)
    for each in progress_of(indicators.select_related("programme"), scope, today).values():
        progress[each.indicator.initiative_id].append(each)
    areas: dict[CooperationArea, list[Any]] = defaultdict(list)
    for item, keeps in kept(items, scope):
        areas[item.area].append((item, keeps, _mark(item, today), progress[item.initiative_id]))
    context = {
        "plan": plan,
        "today": today,
        "areas": list(areas.items()),
        "outcomes": [
            (str(label), sum(item.outcome == outcome for item in items)) for outcome, label in Outcome.choices
        ],
        "number": len(items),
        "signers": Organisation.objects.filter(signatures__part__agreement=plan.agreement).distinct(),
        "removed": removed_record(request, scope),
    }
    template = "work_plan_print" if printed else "work_plan"
    return private(render(request, f"partnership/{template}.html", context))


def _mark(item: WorkPlanItem, today: Any) -> str:
    """The state mark of an item: its outcome, and before the review whether its day has passed."""
    if item.outcome:
        return {"done": "verified", "partly": "filed", "not_done": "returned"}[item.outcome]
    return "late" if item.due_on < today else "due"
