"""One initiative: who is responsible, how far its indicators and milestones are, what came of it and what shows it."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.scope import scope_of
from pages.frame.public_pages import public_page
from pages.partnership.agreement_page import removed_record
from pages.partnership.progress import progress_of
from pages.partnership.rights import may_keep
from partnership.models import (
    Activity,
    DigitalResource,
    Evidence,
    Exchange,
    Indicator,
    Initiative,
    JointExhibition,
    JointPublication,
    Output,
    Product,
    ResponsibleUnit,
    SharedHolding,
)

# What may name an initiative, in the order of the areas.
NAMING: list[Any] = [
    JointExhibition,
    Product,
    Activity,
    Exchange,
    SharedHolding,
    JointPublication,
    DigitalResource,
]
MOST_NAMED = 20


@public_page
def initiative(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Public; private evidence is listed for staff alone."""
    scope, today = scope_of(request.user), timezone.localdate()
    units = Prefetch("units", ResponsibleUnit.objects.present().select_related("organisation"))
    shown = (
        Initiative.objects.present()
        .select_related("area__part__agreement")
        .prefetch_related(units)
        .filter(pk=initiative_id)
        .first()
    )
    if shown is None:
        raise Http404
    indicators = list(Indicator.objects.present().filter(initiative=shown).select_related("programme"))
    progress = progress_of(indicators, scope, today)
    evidence = Evidence.objects.present().filter(initiative=shown)
    if not scope.is_staff:
        evidence = evidence.filter(public=True)
    outputs = Output.objects.present().filter(initiative=shown).select_related("indicator")
    context = {
        "initiative": shown,
        "today": today,
        "units": list(shown.units.all()),
        "progress": [(progress[each.pk], progress[each.pk].late(today)) for each in indicators],
        "milestones": [
            (milestone, milestone.mark(today)) for milestone in shown.milestones.filter(removed_at=None)
        ],
        "outputs": list(outputs.prefetch_related(Prefetch("evidence", evidence, to_attr="shown_evidence"))),
        "evidence": [each for each in evidence if each.output_id is None],
        "named": _named(shown),
        "may_keep": may_keep(scope, shown),
        "removed": removed_record(request, scope),
    }
    return render(request, "partnership/initiative.html", context)


def _named(shown: Initiative) -> list[tuple[str, list[Any], int]]:
    """The records of the area that name the initiative: (word of the kind, the newest, how many)."""
    found = []
    for model in NAMING:
        rows = model.objects.present().filter(initiative=shown)
        if number := rows.count():
            found.append((model._meta.verbose_name_plural, list(rows[:MOST_NAMED]), number))
    return found
