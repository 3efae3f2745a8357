"""One campaign: its editions side by side, with what was done for each, year on year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scope import ANONYMOUS, scope_of
from exhibitions.models import LEFT_STATES, Event, Stop
from pages.frame.public_pages import public_page
from pages.partnership.agreement_page import removed_record
from partnership.models import (
    Activity,
    Campaign,
    CampaignEdition,
    DigitalResource,
    Exchange,
    JointExhibition,
    Product,
    Programme,
)
from visits.figures.statistics import Query, visits
from visits.vocabulary import Measure

MOST_COMPARED = 4  # editions side by side; older ones are listed below
MOST_RECORDS = 40


@dataclass(frozen=True)
class Row:
    """One line of the comparison: a number for each edition, the latest first, and the change to the one before."""

    label: str | Promise
    unit: str | Promise
    numbers: list[int | None]

    @property
    def changes(self) -> list[int | None]:
        """Difference to the edition before; None where one of the two is not known or there is none before."""
        differences = [
            None if new is None or old is None else new - old for new, old in pairwise(self.numbers)
        ]
        return [*differences, None]

    @property
    def cells(self) -> list[tuple[int | None, int | None]]:
        return list(zip(self.numbers, self.changes, strict=True))


@public_page
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """Public. Real records and examples stand in tables of their own; event attendance is for accounts with a role."""
    scope, today = scope_of(request.user), timezone.localdate()
    shown = Campaign.objects.present().filter(slug=slug).first()
    if shown is None:
        raise Http404
    editions = list(
        CampaignEdition.objects.present().filter(campaign=shown).order_by("-year", "demonstration")
    )
    compared = {
        example: [each for each in editions if each.demonstration == example][:MOST_COMPARED]
        for example in (False, True)
    }
    records = _records(shown)
    tables = [
        (example, columns, _comparison(records, columns, example, shows_visits=scope.has_any_role))
        for example, columns in compared.items()
        if columns
    ]
    activities = Activity.objects.present().filter(campaign=shown).select_related("owner")
    context = {
        "campaign": shown,
        "today": today,
        "editions": editions,
        "tables": tables,
        "activities": [
            (activity, activity.mark(today)) for activity in activities.order_by("-day", "-id")[:MOST_RECORDS]
        ],
        "may_keep": scope.is_staff,
        "removed": removed_record(request, scope),
    }
    return render(request, "partnership/campaign.html", context)


# (year, demonstration) -> the numbers of that year
Numbers = dict[tuple[int, bool], dict[str, int | None]]


def _records(shown: Campaign) -> Numbers:
    """What names the campaign, by the year of its day; a query for each kind of record."""
    found: Numbers = defaultdict(dict)
    activities = _by_year(
        Activity.objects.present().filter(campaign=shown, cancelled=False),
        "day",
        activities=Count("pk"),
        registered=Sum("registered"),
        attended=Sum("attended"),
    )
    kinds: list[tuple[str, Any, str]] = [
        ("exhibitions", JointExhibition, "first_day"),
        ("products", Product, "released_on"),
        ("exchanges", Exchange, "first_day"),
        ("resources", DigitalResource, "shared_on"),
    ]
    others = [
        _by_year(model.objects.present().filter(campaign=shown), column, **{name: Count("pk")})
        for name, model, column in kinds
    ]
    for rows in (activities, *others):
        for row in rows:
            found[row.pop("year"), row.pop("demonstration")].update(row)
    return found


def _by_year(rows: QuerySet, column: str, **numbers: Any) -> list[dict[str, Any]]:
    dated = rows.filter(**{f"{column}__isnull": False}).annotate(year=ExtractYear(column))
    return list(dated.order_by().values("year", "demonstration").annotate(**numbers))


def _comparison(
    records: Numbers, columns: list[CampaignEdition], example: bool, *, shows_visits: bool
) -> list[Row]:
    def numbers(name: str, missing: int | None = 0) -> list[int | None]:
        return [records.get((each.year, example), {}).get(name, missing) for each in columns]

    rows = [
        Row(_("Activities"), pgettext_lazy("unit", "activities"), numbers("activities")),
        Row(_("Registrations"), _("person-times"), numbers("registered", None)),
        Row(_("Attendance of activities"), _("person-times"), numbers("attended", None)),
        Row(_("Joint exhibitions"), "", numbers("exhibitions")),
        Row(_("Featured products"), "", numbers("products")),
        Row(_("Academic exchanges"), "", numbers("exchanges")),
        Row(_("Digital resources shared"), "", numbers("resources")),
        Row(_("Stops of the tour open in these days"), _("stops"), _stops_open(columns, example)),
        Row(_("Events at stops in these days"), _("events"), _events(columns, example)),
    ]
    if shows_visits:
        rows.append(
            Row(
                _("Verified attendance of events at stops"),
                _("person-times"),
                _attendance(columns, example),
            )
        )
    return rows


def _per_edition(rows: QuerySet, condition: Any, columns: list[CampaignEdition]) -> list[int | None]:
    """How many rows meet the condition of each edition; one query."""
    counted = rows.aggregate(
        **{f"n{each.pk}": Count("pk", filter=condition(each), distinct=True) for each in columns}
    )
    return [counted[f"n{each.pk}"] for each in columns]


def _stops_open(columns: list[CampaignEdition], example: bool) -> list[int | None]:
    def open_in(edition: CampaignEdition) -> Q:
        closed_after = Q(actual_close__gte=edition.first_day) | Q(
            actual_close__isnull=True, planned_close__gte=edition.first_day
        )
        return Q(actual_open__lte=edition.last_day) & closed_after

    stops = Stop.objects.public().exclude(state__in=LEFT_STATES).filter(programme__demonstration=example)
    return _per_edition(stops, open_in, columns)


def _events(columns: list[CampaignEdition], example: bool) -> list[int | None]:
    events = Event.objects.filter(
        stop__in=Stop.objects.public(), stop__programme__demonstration=example
    ).exclude(kind=Event.Kind.ONLINE_RESOURCE)
    return _per_edition(events, lambda each: Q(day__range=(each.first_day, each.last_day)), columns)


def _attendance(columns: list[CampaignEdition], example: bool) -> list[int | None]:
    """Verified event attendance within the days of each edition, from the daily totals of the nation."""
    first, last = min(each.first_day for each in columns), max(each.last_day for each in columns)
    # Verified figures do not depend on who asks; who may see them is decided by the caller.
    answer = visits(
        Query(by=("programme", "day"), measure=Measure.EVENT_ATTENDANCE, start=first, end=last), ANONYMOUS
    )
    slugs = set(Programme.objects.filter(demonstration=example).values_list("slug", flat=True))
    per_day: dict[date, int] = defaultdict(int)
    for row in answer.rows:
        if row["programme"]["slug"] in slugs:
            per_day[date.fromisoformat(row["day"])] += row["visits"] or 0
    return [
        sum(number for day, number in per_day.items() if each.first_day <= day <= each.last_day)
        for each in columns
    ]
