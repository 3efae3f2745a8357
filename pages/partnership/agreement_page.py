"""`/partnership/`: the agreement with its parties, its areas with what is done in them, targets, campaigns."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import Scope, scope_of
from pages.frame.answers import file_answer, private
from pages.frame.public_pages import public_page
from pages.partnership.area_figures import area_figures
from pages.partnership.kinds import kind_or_404
from pages.partnership.progress import libraries_covered
from pages.partnership.rights import may_keep
from partnership.models import (
    Agreement,
    AgreementDocument,
    BackgroundFact,
    Campaign,
    CooperationArea,
    Evidence,
    Initiative,
    Programme,
    Target,
    WorkPlan,
)
from uploads import files
from visits.models import PublishedFigure


@public_page
def partnership(request: HttpRequest) -> HttpResponse:
    """Public (rule 16). Staff also find here what they keep, private documents and the work plans."""
    scope, today = scope_of(request.user), timezone.localdate()
    agreements = _agreements(scope)
    areas = [area for agreement in agreements for part in agreement.parts.all() for area in part.areas.all()]
    initiatives = list(Initiative.objects.present().order_by("demonstration", "id"))
    of_area: dict[int, list[Initiative]] = defaultdict(list)
    for initiative in initiatives:
        of_area[initiative.area_id].append(initiative)
    figures = area_figures(areas, today)
    real = [initiative for initiative in initiatives if not initiative.demonstration]
    context = {
        "today": today,
        "agreements": agreements,
        "areas": [(area, of_area[area.pk], figures[area.pk]) for area in areas],
        "initiatives": len(real),
        "states": _states(real),
        "targets": _targets(),
        "covered": libraries_covered(today),
        "published_figures": list(
            PublishedFigure.objects.select_related("programme").prefetch_related(
                "libraries__division__parent__parent"
            )
        ),
        "campaigns": list(Campaign.objects.present()),
        "facts": list(BackgroundFact.objects.present()),
        "plans": list(WorkPlan.objects.present().select_related("agreement")) if scope.is_staff else [],
        "may_keep": scope.is_staff,
        "removed": removed_record(request, scope),
    }
    return render(request, "partnership/partnership.html", context)


@login_not_required
@require_safe
def document(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """The bytes of a document of the agreement or of evidence. A private one is not there for the public."""
    model = {"document": AgreementDocument, "evidence": Evidence}.get(kind)
    if model is None:
        raise Http404
    found: Any = model.objects.present().filter(pk=record_id).exclude(digest="").first()
    if found is None or not (found.public or scope_of(request.user).is_staff):
        raise Http404
    try:
        content = files.read(found.file)
    except FileNotFoundError as missing:
        raise Http404 from missing
    pdf = found.media == found.Media.PDF
    answer = file_answer(
        content,
        "application/pdf" if pdf else "image/jpeg",
        f"{kind}-{found.pk}.{found.media}",
        download=pdf,
    )
    return private(answer)


def removed_record(request: HttpRequest, scope: Scope) -> dict[str, Any] | None:
    """What was just taken away (`?removed=kind-number`), to be put back by those who keep it."""
    name, _dash, number = request.GET.get("removed", "").partition("-")
    if not scope.is_staff or not (number.isascii() and number.isdigit() and len(number) <= 15):
        return None
    kind = kind_or_404(name)
    record: Any = kind.model._default_manager.filter(pk=int(number), removed_at__isnull=False).first()
    if record is None or not may_keep(scope, record):
        return None
    return {"kind": kind, "record": record}


def _agreements(scope: Scope) -> list[Agreement]:
    documents = AgreementDocument.objects.present()
    if not scope.is_staff:
        documents = documents.filter(public=True)
    return list(
        Agreement.objects.order_by("-signed_on").prefetch_related(
            "parts__signatures__organisation",
            Prefetch("parts__areas", CooperationArea.objects.order_by("number")),
            Prefetch("documents", documents, to_attr="shown_documents"),
        )
    )


def _states(initiatives: list[Initiative]) -> list[tuple[str, int]]:
    """(word, number) of each state that occurs, in the order of an initiative's life."""
    return [
        (str(label), number)
        for state, label in Initiative.State.choices
        if (number := sum(initiative.state == state for initiative in initiatives))
    ]


def _targets() -> list[Programme]:
    """Real programmes, the earliest first, with their targets; one without shows that it is open."""
    targets = Prefetch("targets", Target.objects.order_by("year", "measure"))
    return list(Programme.objects.filter(demonstration=False).order_by("first_day").prefetch_related(targets))
