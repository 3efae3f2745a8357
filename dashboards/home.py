"""The public home: when does the exhibition come to my county; and the way in for those who signed in."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.scope import ANONYMOUS, scope_of
from dashboards.choices import STATUSES, Choice
from dashboards.progress import Progress
from exhibitions.models import LEFT_STATES, Stop
from libraries.models import Division, Level, code_prefix
from partnership.models import Programme

NEXT_STOPS = 6
PLACES_FOUND = 10
LONGEST_QUESTION = 40  # the longest name of a county has 17 characters; longer text finds nothing


@dataclass(frozen=True)
class Found:
    """A place that matches the question, and the stop there that is open or comes next, if there is one."""

    place: Division
    stop: Stop | None


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Coverage of the running programme, the next stops, and the search by county (`?q=`). Public (rules 16)."""
    today = timezone.localdate()
    question = read_question(request.GET.get("q", ""))
    places = find_places(question) if question else []
    context = {
        "today": today,
        "progress": public_progress(today),
        "open_today": Stop.objects.public().open_on(today).count(),
        "coming": list(coming_stops(today)[:NEXT_STOPS]),
        "question": question,
        "found": next_stop_of_each(places[:PLACES_FOUND], today) if places else [],
        "more_found": len(places) > PLACES_FOUND,
    }
    return render(request, "dashboards/home.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponseRedirect:
    """Where an account works, after signing in (settings.LOGIN_REDIRECT_URL)."""
    scope = scope_of(request.user)
    if scope.is_librarian:
        return redirect("visits:my")
    if scope.is_staff or scope.is_coordinator:
        return redirect("dashboards:dashboard")
    return redirect("dashboards:home")


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


def next_stop_of_each(places: list[Division], today: date) -> list[Found]:
    """For each place the stop in it that is open or comes next; one query for all of them."""
    within = Q()
    for place in places:
        within |= Q(library__division__code__startswith=code_prefix(place.code))
    stops = (
        Stop.objects.public()
        .filter(within)
        .exclude(state__in=LEFT_STATES)
        .annotate(
            opens=Coalesce("actual_open", "planned_open"), closes=Coalesce("actual_close", "planned_close")
        )
        .filter(closes__gte=today)
        .with_place()
        .order_by("opens", "pk")
    )
    found = list(stops)
    return [Found(place, _first_within(found, place)) for place in places]


def _first_within(stops: list[Stop], place: Division) -> Stop | None:
    prefix = code_prefix(place.code)
    return next((stop for stop in stops if stop.library.division.code.startswith(prefix)), None)


# ---------------------------------------------------------------- search


def read_question(text: str) -> str:
    """What was asked, in plain characters and at a length that a name can have."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST_QUESTION])
    seen = "".join(character for character in plain if character.isprintable())
    return " ".join(seen.split())[:LONGEST_QUESTION]


def find_places(question: str) -> list[Division]:
    """Divisions of today and places of libraries that the question names, the closest first; one query.

    Digits are the beginning of a code; Latin letters pinyin initials (qcx), pinyin with or without blanks, or the
    English name; anything else is part of the name of a division or of a library. The list is one longer than
    `PLACES_FOUND` where there are more.
    """
    divisions = Division.objects.current().select_related("parent__parent")
    if question.isascii() and question.isdigit():
        matches = Q(code=question) if len(question) == 6 else Q(code__startswith=question)
    elif question.isascii():
        # Pinyin stands with blanks between its syllables; people write it without.
        letters = question.lower()
        matches = Q(initials=letters) | Q(pinyin__startswith=letters) | Q(name_en__istartswith=question)
        divisions = divisions.alias(joined=_without_blanks("pinyin"))
        matches |= Q(joined__startswith=letters.replace(" ", ""))
    else:
        name = question.removesuffix("图书馆") or question
        matches = Q(name__contains=name) | Q(libraries__name__contains=question)
    found = divisions.filter(matches).distinct().order_by("code")[: 8 * PLACES_FOUND]
    return sorted(found, key=lambda division: _distance(division, question))[: PLACES_FOUND + 1]


def _without_blanks(name: str) -> Replace:
    return Replace(F(name), Value(" "), Value(""))


def _distance(division: Division, question: str) -> tuple[bool, bool, bool, str]:
    """Whole names before parts of names, counties before what contains them, then by code."""
    whole = question in (division.name, division.short_name, division.code, division.initials)
    begins = division.name.startswith(question) or division.name_en.lower().startswith(question.lower())
    return not whole, not begins, division.level != Level.COUNTY, division.code
