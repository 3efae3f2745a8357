"""One area: its initiatives with their progress, and the area's own records."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, OuterRef, Prefetch, Q, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.scope import Scope, scope_of
from exhibitions.models import Event, Exhibition, Stop
from pages.frame.public_pages import public_page
from pages.partnership.agreement_page import removed_record
from pages.partnership.progress import libraries_covered, progress_of, verified_visits
from pages.partnership.rights import may_keep, own_institutions
from partnership.models import (
    Activity,
    CooperationArea,
    DigitalResource,
    Exchange,
    Indicator,
    Initiative,
    JointExhibition,
    JointPublication,
    Product,
    Programme,
    ResourceOpening,
    ResponsibleUnit,
    SharedHolding,
)
from visits.vocabulary import Measure

Kind = CooperationArea.Kind
ROWS_A_PAGE = 50


@public_page
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Public. The records shown depend on the kind of the area; `?year=` and `?type=` choose among them."""
    scope, today = scope_of(request.user), timezone.localdate()
    shown = CooperationArea.objects.select_related("part__agreement").filter(pk=area_id).first()
    if shown is None:
        raise Http404
    build = RECORDS.get(shown.kind)
    context: dict[str, Any] = {
        "area": shown,
        "today": today,
        "initiatives": initiatives_of(shown, scope, today),
        "new_initiative": f"{reverse('partnership:new_record', args=['initiative'])}?of={shown.pk}",
        "records_template": f"partnership/area_{shown.kind}.html" if shown.kind != Kind.OTHER else "",
        "may_make": scope.is_superuser or (scope.is_staff and own_institutions(scope).exists()),
        "removed": removed_record(request, scope),
        **(build(shown, request, scope, today) if build else {}),
    }
    return render(request, "partnership/area.html", context)


def initiatives_of(shown: CooperationArea, scope: Scope, today: date) -> list[tuple[Initiative, list[Any]]]:
    """The initiatives with their units at hand and the progress of their indicators; real ones first."""
    units = Prefetch("units", ResponsibleUnit.objects.present().select_related("organisation"))
    rows = list(
        Initiative.objects.present()
        .filter(area=shown)
        .order_by("demonstration", "id")
        .prefetch_related(units)
    )
    indicators = Indicator.objects.present().filter(initiative__in=rows).select_related("programme")
    progress = progress_of(indicators, scope, today)
    of_initiative: dict[int, list[Any]] = defaultdict(list)
    for each in progress.values():
        of_initiative[each.indicator.initiative_id].append(each)
    return [(initiative, of_initiative[initiative.pk]) for initiative in rows]


def kept(rows: Any, scope: Scope) -> list[tuple[Any, bool]]:
    """Each record with whether this account keeps it; its owner has to be at hand."""
    return [(row, may_keep(scope, row)) for row in rows]


def _own(model: Any, shown: CooperationArea) -> Any:
    """The records of an area with their owner at hand, real ones first."""
    rows = model.objects.present().filter(area=shown).select_related("owner", "initiative")
    return rows.order_by("demonstration", *model._meta.ordering)


# ---------------------------------------------------------------- the areas' own records


def _exhibitions(shown: CooperationArea, request: HttpRequest, scope: Scope, today: date) -> dict[str, Any]:
    covered = libraries_covered(today)
    visits = verified_visits(Measure.EXHIBITION_VISIT) if scope.has_any_role else {}
    stops = dict(Stop.objects.opened_by(today).order_by().values_list("programme_id").annotate(Count("pk")))
    return {
        "tours": [
            (each, covered.get(each.pk, 0), stops.get(each.pk, 0), visits.get(each.pk))
            for each in Programme.objects.order_by("demonstration", "first_day")
        ],
        "shows_visits": scope.has_any_role,
        "exhibitions": kept(_own(JointExhibition, shown), scope),
        "products": kept(_own(Product, shown), scope),
    }


def _activities(shown: CooperationArea, request: HttpRequest, scope: Scope, today: date) -> dict[str, Any]:
    """The calendar of a year, by month; sums of real activities and of examples stand apart."""
    rows = Activity.objects.present().filter(area=shown)
    years = sorted({today.year, *(day.year for day in rows.dates("day", "year"))}, reverse=True)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), today.year)
    of_year = rows.filter(day__year=year)
    held = of_year.filter(day__lte=today, cancelled=False)
    sums = (
        held.order_by()
        .values("demonstration")
        .annotate(
            held=Count("pk"),
            known=Count("attended"),
            estimated=Sum("attended", filter=Q(basis="estimated")),
            # The last two: from here on their names stand for the sums.
            registered=Sum("registered"),
            attended=Sum("attended"),
        )
    )
    months: dict[int, list[Any]] = defaultdict(list)
    ordered = of_year.select_related("owner", "campaign").order_by("day", "id")
    for activity in ordered:
        months[activity.day.month].append((activity, activity.mark(today), may_keep(scope, activity)))
    events = Event.objects.filter(day__year=year, day__lte=today, stop__in=Stop.objects.public()).exclude(
        kind=Event.Kind.ONLINE_RESOURCE
    )
    of_tour = dict(events.order_by().values_list("stop__programme__demonstration").annotate(Count("pk")))
    return {
        "year": year,
        "years": years,
        "sums": sorted(sums, key=lambda row: row["demonstration"]),
        "months": [(date(year, month, 1), months[month]) for month in sorted(months)],
        "events": of_tour.get(False, 0),
        "example_events": of_tour.get(True, 0),
    }


def _exchange(shown: CooperationArea, request: HttpRequest, scope: Scope, today: date) -> dict[str, Any]:
    return {"exchanges": kept(_own(Exchange, shown), scope)}


def _literature(shown: CooperationArea, request: HttpRequest, scope: Scope, today: date) -> dict[str, Any]:
    publications = (
        JointPublication.objects.present()
        .filter(area=shown)
        .select_related("owner", "publication", "initiative")
        .order_by("demonstration", "-publication__year", "id")
    )
    lists = (
        Exhibition.objects.annotate(
            stop_lists=Count("stops", filter=Q(stops__reading_list__isnull=False), distinct=True)
        )
        .prefetch_related("reading_list__publication")
        .order_by("demonstration", "id")
    )
    return {
        "holdings": kept(_own(SharedHolding, shown), scope),
        "publications": kept(publications, scope),
        "reading_lists": list(lists),
        "may_recommend": scope.is_staff,
    }


def _digital(shown: CooperationArea, request: HttpRequest, scope: Scope, today: date) -> dict[str, Any]:
    """The catalogue; one type, where it is asked for."""
    type_ = request.GET.get("type", "")
    # In a query of its own: joined to the uses, each opening would count once for every month.
    opened = ResourceOpening.objects.filter(resource=OuterRef("pk")).order_by().values("resource")
    rows = _own(DigitalResource, shown).select_related("health").annotate(
        used=Sum("uses__number", filter=Q(uses__removed_at__isnull=True)),
        used_until=Max("uses__month", filter=Q(uses__removed_at__isnull=True)),
        opened=Subquery(opened.annotate(sum=Sum("number")).values("sum")),
    )  # fmt: skip
    if type_ in DigitalResource.Kind.values:
        rows = rows.filter(kind=type_)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "type": type_ if type_ in DigitalResource.Kind.values else "",
        "types": DigitalResource.Kind.choices,
        "page": page,
        "resources": [(row, may_keep(scope, row), _health(row)) for row in page.object_list],
        "is_staff": scope.is_staff,
    }


def _health(resource: DigitalResource) -> Any:
    """What is known of the address that stands there now; None where nobody looked yet."""
    health = getattr(resource, "health", None)
    return health if health and health.address == resource.address else None


RECORDS: dict[str, Callable[..., dict[str, Any]]] = {
    Kind.EXHIBITIONS: _exhibitions,
    Kind.ACTIVITIES: _activities,
    Kind.EXCHANGE: _exchange,
    Kind.LITERATURE: _literature,
    Kind.DIGITAL: _digital,
}
