"""The public home: when does the exhibition come to my county; and the way in for those who signed in."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import ANONYMOUS, scope_of
from exhibitions.models import LEFT_STATES, Stop
from exhibitions.nearby import NearbyStop, nearest_stops
from libraries.models import Division, code_prefix
from libraries.search import Match, find_places, near_misses, read_question
from pages.dashboard.choices import STATUSES, Choice
from pages.dashboard.progress import Progress
from pages.frame.public_pages import public_page
from pages.public.base_map import review_number
from pages.templatetags.figures import path
from pages.templatetags.tour import when
from partnership.models import Programme

NEXT_STOPS = 6
PLACES_FOUND = 10
NEIGHBOURS = 3
PLACES_SUGGESTED = 7


@dataclass(frozen=True)
class Found:
    """A place that matches the question, the stop there that is open or comes next, else the nearest ones."""

    match: Match
    stop: Stop | None
    nearby: list[NearbyStop] = field(default_factory=list)

    @property
    def place(self) -> Division:
        return self.match.place


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Coverage of the running programme, the next stops, and the search by county (`?q=`). Public (rule 16)."""
    today = timezone.localdate()
    question = read_question(request.GET.get("q", ""))
    matches = find_places(question, PLACES_FOUND + 1) if question else []
    context = {
        "today": today,
        "progress": public_progress(today),
        "open_today": Stop.objects.public().open_on(today).count(),
        "coming": list(coming_stops(today)[:NEXT_STOPS]),
        "map_number": review_number(),
        "question": question,
        "found": found_places(matches[:PLACES_FOUND], today) if matches else [],
        "more_found": len(matches) > PLACES_FOUND,
        "may_be_meant": near_misses(question, PLACES_FOUND) if question and not matches else [],
    }
    return render(request, "public/home.html", context)


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Places for what stands in the search field so far, as JSON, for the script beside it (`?q=`)."""
    today = timezone.localdate()
    question = read_question(request.GET.get("q", ""))
    matches = find_places(question, PLACES_SUGGESTED) if question else []
    stops = next_stop_of_each([match.place for match in matches], today) if matches else []
    rows = [
        {
            "name": match.place.label,
            "path": path(match.place),
            "former": match.former.label if match.former else "",
            "when": when(stop, today) if stop else "",
            "url": reverse("public:division", kwargs={"code": match.place.code}),
        }
        for match, stop in zip(matches, stops, strict=True)
    ]
    return JsonResponse({"results": rows})


@require_safe
def start(request: HttpRequest) -> HttpResponseRedirect:
    """Where an account works, after signing in (settings.LOGIN_REDIRECT_URL)."""
    scope = scope_of(request.user)
    if scope.is_librarian:
        return redirect("librarian:my")
    if scope.is_staff or scope.is_coordinator:
        return redirect("dashboard:dashboard")
    if scope.is_partner:
        return redirect("partners:tokens")
    return redirect("public:home")


def public_progress(today: date) -> Progress | None:
    """Coverage as anyone may see it: of the same programme that the dashboard opens with, without visits."""
    programme = Programme.objects.prefetch_related("targets").default_for_dashboard(today)
    if programme is None:
        return None
    choice = Choice(
        programme=programme,
        programmes=[programme],
        status="verified",
        statuses=[("verified", str(STATUSES["verified"]))],
        every_province=False,
    )
    return Progress(choice, programme, ANONYMOUS, today)


# ---------------------------------------------------------------- stops


def coming_stops(today: date) -> QuerySet[Stop]:
    """Public stops that have not opened yet, the next first; one that is overdue is still to come."""
    return (
        Stop.objects.public()
        .filter(actual_open__isnull=True, planned_close__gte=today)
        .exclude(state__in=LEFT_STATES)
        .with_place()
        .order_by("planned_open", "pk")
    )


def found_places(matches: list[Match], today: date) -> list[Found]:
    """Each place with its stop, or with the nearest ones; a fixed number of queries."""
    stops = next_stop_of_each([match.place for match in matches], today)
    without = [match.place for match, stop in zip(matches, stops, strict=True) if stop is None]
    # Of a long list each place is only named.
    nearby = nearest_stops(without[:1], today, NEIGHBOURS) if without else {}
    return [
        Found(match, stop, nearby.get(match.place.pk, [])) for match, stop in zip(matches, stops, strict=True)
    ]


def next_stop_of_each(places: list[Division], today: date) -> list[Stop | None]:
    """For each place the stop in it that is open or comes next; one query for all of them."""
    within = Q()
    for place in places:
        within |= Q(library__division__code__startswith=code_prefix(place.code))
    stops = list(
        Stop.objects.public().filter(within).still_to_see(today).with_place().order_by("opens", "pk")
    )
    return [_first_within(stops, place) for place in places]


def _first_within(stops: list[Stop], place: Division) -> Stop | None:
    prefix = code_prefix(place.code)
    return next((stop for stop in stops if stop.library.division.code.startswith(prefix)), None)
