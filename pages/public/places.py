"""The public page of a county, a prefecture or a province: what is there now, what comes, what was."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property

from exhibitions.models import Stop, StopQuerySet
from exhibitions.nearby import NearbyStop, nearest_stops
from libraries.hours import HoursOfDays, weekly_hours
from libraries.models import CountyLibrary, Division, Level
from libraries.search import succeeded_by
from pages.frame.public_pages import public_page
from pages.public.structured_data import page_of_place
from partnership.models import DigitalResource, Programme
from visits.figures.coverage import covered_within

NEIGHBOURS = 3
PAST_STOPS_NAMED = 20
STOPS_NAMED = 100
RESOURCES_NAMED = 6


@dataclass(frozen=True)
class PlacePage:
    """What a page tells of one division of today, `today` being a day of Asia/Shanghai."""

    division: Division
    today: date

    @property
    def is_county(self) -> bool:
        return self.division.level == Level.COUNTY

    def _stops(self) -> StopQuerySet:
        return Stop.objects.public().in_division(self.division.code).with_place()

    @cached_property
    def current(self) -> list[Stop]:
        """Open now, or to open; the first is the answer of the page."""
        return list(self._stops().still_to_see(self.today).order_by("opens", "pk")[:STOPS_NAMED])

    @cached_property
    def open_now(self) -> list[Stop]:
        return [stop for stop in self.current if stop.actual_open and stop.actual_open <= self.today]

    @cached_property
    def coming(self) -> list[Stop]:
        return [stop for stop in self.current if stop not in self.open_now]

    @cached_property
    def past(self) -> list[Stop]:
        """Those that are over, the latest first; with them those called off, which were announced once."""
        over = self._stops().exclude(pk__in=[stop.pk for stop in self.current])
        return list(over.order_by("-planned_open", "-actual_open", "-pk")[: PAST_STOPS_NAMED + 1])

    @property
    def past_named(self) -> list[Stop]:
        return self.past[:PAST_STOPS_NAMED]

    @property
    def more_past(self) -> bool:
        return len(self.past) > PAST_STOPS_NAMED

    @cached_property
    def nearby(self) -> list[NearbyStop]:
        """Where to go meanwhile: only asked for where nothing is on and nothing comes."""
        if self.current:
            return []
        return nearest_stops([self.division], self.today, NEIGHBOURS)[self.division.pk]

    @cached_property
    def resources(self) -> list[DigitalResource]:
        """What can be seen from afar where nothing is on and nothing comes; examples only where there is nothing real."""
        if self.current or not self.is_county:
            return []
        shared = DigitalResource.objects.select_related("owner")
        return list(shared.to_open(demonstration=False)[:RESOURCES_NAMED]) or list(
            shared.to_open(demonstration=True)[:RESOURCES_NAMED]
        )

    @cached_property
    def libraries(self) -> list[tuple[CountyLibrary, list[HoursOfDays]]]:
        """The county's public libraries with their weekly hours; a larger place has too many to name."""
        if not self.is_county:
            return []
        libraries = CountyLibrary.objects.in_division(self.division.code).prefetch_related("opening_hours")
        return [(library, weekly_hours(library.opening_hours.all())) for library in libraries]

    @cached_property
    def programme(self) -> Programme | None:
        return Programme.objects.default_for_dashboard(self.today)

    @cached_property
    def covered(self) -> int | None:
        """How many county libraries of the place the running programme has reached (rule 10)."""
        return covered_within(self.programme, self.division.code, self.today) if self.programme else None

    @cached_property
    def below(self) -> list[tuple[Division, list[Division]]]:
        """Prefectures with their counties, and counties without one under the place itself."""
        if self.is_county:
            return []
        rows = list(Division.objects.current().within(self.division.code).exclude(pk=self.division.pk))
        groups: dict[int, tuple[Division, list[Division]]] = {self.division.pk: (self.division, [])}
        groups |= {row.pk: (row, []) for row in rows if row.level == Level.PREFECTURE}
        for row in rows:
            if row.level == Level.COUNTY and row.parent_id in groups:
                groups[row.parent_id][1].append(row)
        return [group for group in groups.values() if group[1] or group[0].county_level]


@public_page
def division(request: HttpRequest, code: str) -> HttpResponse:
    """A division of today; one that ended leads to what became of it."""
    place = Division.objects.current().filter(code=code).select_related("parent__parent").first()
    if place is None:
        return _former(request, code)
    page = PlacePage(place, timezone.localdate())
    context: dict[str, Any] = {
        "page": page,
        "place": place,
        "today": page.today,
        "canonical": request.build_absolute_uri(request.path),
        "structured_data": page_of_place(request, place, page.current),
    }
    return render(request, "public/place.html", context)


def _former(request: HttpRequest, code: str) -> HttpResponse:
    """Where a code that is used no more leads: to its one successor, or to a page that names them."""
    former = Division.objects.filter(code=code, current=False).order_by("-valid_until", "-pk").first()
    if former is None:
        raise Http404(f"no division {code[:20]!r}")
    successors = succeeded_by(former)
    if len(successors) == 1:
        return redirect("public:division", code=successors[0].code)
    province = Division.objects.current().filter(code=f"{code[:2]}0000").first()
    context = {"former": former, "successors": successors, "province": province}
    return render(request, "public/former_place.html", context)
