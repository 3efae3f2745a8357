"""Calendars to subscribe to (RFC 5545): the stops of the whole tour, of a division, of a library; one stop to keep.

A stop is one entry over all its days; a lecture is an entry at its hour. Their UIDs never change. SEQUENCE rises with
every change that is kept in the history, so a calendar program moves an entry instead of making a second one. What is
called off, and what is not public any more, stays as CANCELLED until it is long past.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exhibitions.models import Event, Exhibition, Stop, StopQuerySet
from libraries.models import CountyLibrary, Division, Level, code_prefix
from pages.frame.public_pages import public_page
from pages.public.calendars.entries import empty_calendar, entry_of_event, entry_of_stop
from pages.public.calendars.withdrawals import deleted_events, withdrawn_events, withdrawn_stops
from pages.templatetags.figures import day as day_in_words
from visits.models import EventReport

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Window:
    """Which stops a calendar holds: those that closed on `first` or later and open on `last` or earlier.

    Both are Mondays or Sundays, so that a calendar does not change from day to day.
    """

    first: date | None = None
    last: date | None = None

    @classmethod
    def around(cls, today: date, *, back: int, ahead: int | None = None) -> "Window":
        """From so many weeks ago until so many weeks ahead; without end where `ahead` is None."""
        monday = today - timedelta(days=today.weekday())
        last = None if ahead is None else monday + (ahead + 1) * WEEK - timedelta(days=1)
        return cls(monday - back * WEEK, last)

    def holds(self) -> Q:
        """The stops within, by their actual days where known; `opens` and `closes` stand at the stops."""
        held = Q()
        if self.first:
            held &= Q(closes__gte=self.first)
        if self.last:
            # What was told of once stays, however far it was put off: it did not cease to be.
            told = Stop.history.filter(
                planned_open__lte=self.last, planned_close__gte=self.first, confirmed_on__isnull=False
            )
            held &= Q(opens__lte=self.last) | Q(pk__in=told.values("id"))
        return held


# The whole tour is thousands of stops over years: its calendar holds those of a season, and says so. Those of a place hold all
# that is to come.
WEEKS_BACK = 26
TOUR_WEEKS_BACK, TOUR_WEEKS_AHEAD = 4, 13


@public_page
def of_the_tour(request: HttpRequest) -> HttpResponse:
    """The public stops of this season, lectures left out: there would be thousands."""
    window = Window.around(timezone.localdate(), back=TOUR_WEEKS_BACK, ahead=TOUR_WEEKS_AHEAD)
    return _answer(request, _("Science on Tour: all stops"), {}, window, with_events=False)


@public_page
def of_division(request: HttpRequest, code: str) -> HttpResponse:
    """The stops of a province, prefecture or county; those of a county with their lectures."""
    division = get_object_or_404(Division.objects.current(), code=code)
    name = _("Science on Tour: {place}").format(place=division.label)
    place = {"library__division__code__startswith": code_prefix(code)}
    with_events = division.level == Level.COUNTY
    return _answer(request, name, place, _of_a_place(), with_events=with_events)


@public_page
def of_library(request: HttpRequest, library_id: int) -> HttpResponse:
    """The stops of one library, with their lectures."""
    library = get_object_or_404(CountyLibrary, pk=library_id)
    name = _("Science on Tour: {place}").format(place=library.label)
    return _answer(request, name, {"library": library}, _of_a_place(), with_events=True)


@public_page
def of_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """One stop and its lectures, to be put into a calendar once."""
    stop = get_object_or_404(Stop.objects.public().with_place(), pk=stop_id)
    if stop.date_precision != Stop.DatePrecision.DAY:
        raise Http404("its days are not known")
    answer = _answer(request, str(stop.library.label), {"id": stop.pk}, Window(), with_events=True)
    answer["Content-Disposition"] = f'attachment; filename="stop-{stop.pk}.ics"'
    return answer


def _of_a_place() -> Window:
    return Window.around(timezone.localdate(), back=WEEKS_BACK)


def _answer(
    request: HttpRequest, name: str, place: dict[str, Any], window: Window, *, with_events: bool
) -> HttpResponse:
    """The calendar of the stops at `place` (lookups of a stop) within the window, or 304."""
    version = calendars_version(request, window)
    unchanged = get_conditional_response(request, etag=version)
    if unchanged is not None:
        return unchanged
    dated = _with_days(Stop.objects.public().filter(**place))
    kept = dated.filter(window.holds())
    calendar = empty_calendar(name, _what_is_left_out(window))
    stops = {stop.pk: stop for stop in with_changes(kept.with_place())}
    for stop in stops.values():
        calendar.add_component(entry_of_stop(request, stop, max(stop.changes - 1, 0)))
    withdrawn = withdrawn_stops(place, dated, window.first, window.last)
    for each in withdrawn:
        calendar.add_component(entry_of_stop(request, each.stop, each.changes - 1, withdrawn=True))
    if with_events:
        events = Event.objects.filter(stop__in=kept.values("pk")).exclude(kind=Event.Kind.ONLINE_RESOURCE)
        for event in with_changes(events.select_related("stop__library", "report"), "stop_id"):
            report = getattr(event, "report", None)
            calendar.add_component(entry_of_event(request, event, report, event.changes))
        for event in deleted_events(stops, events):
            changes = stops[event.stop_id].changes
            calendar.add_component(entry_of_event(request, event, None, changes, withdrawn=True))
        for event, report, changes in withdrawn_events(withdrawn):
            calendar.add_component(entry_of_event(request, event, report, changes, withdrawn=True))
    return HttpResponse(
        calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers={"ETag": version}
    )


def _what_is_left_out(window: Window) -> str:
    if window.last is None:
        return ""
    return _(
        "Stops that open by {day}; this moves on from week to week. Later ones stand in the calendars of each province, "
        "county and library."
    ).format(day=day_in_words(window.last))


def _with_days(stops: StopQuerySet) -> StopQuerySet:
    """Those whose days are known, with them: actual where known, else planned."""
    return stops.annotate(
        opens=Coalesce("actual_open", "planned_open"), closes=Coalesce("actual_close", "planned_close")
    ).filter(date_precision=Stop.DatePrecision.DAY, opens__isnull=False, closes__isnull=False)


def calendars_version(request: HttpRequest, window: Window) -> str:
    """Names everything a calendar is made of, for programs that ask every hour whether it changed: seven short reads.

    What changes is in a history, or is counted.
    """
    facts: list[object] = [
        request.build_absolute_uri(request.path),
        get_language(),
        window,
        Stop.objects.aggregate(Count("pk"), Max("pk")),
        *(
            model.history.aggregate(Max("history_id"))  # type: ignore[attr-defined]
            for model in (Stop, Event, CountyLibrary, Exhibition)
        ),
        Event.objects.aggregate(Count("pk"), Max("pk")),
        EventReport.objects.aggregate(Count("pk"), Sum("revision"), Max("filed_at")),
    ]
    return quote_etag(hashlib.sha256(repr(facts).encode()).hexdigest()[:32])


def with_changes(rows: QuerySet, stop: str = "pk") -> QuerySet:
    """The rows with the number of changes that the history of their stop keeps (`changes`), and when the last was."""
    kept = Stop.history.filter(id=OuterRef(stop)).order_by().values("id")
    return rows.annotate(
        changes=Coalesce(Subquery(kept.annotate(number=Count("pk")).values("number")), 0),
        changed_at=Subquery(kept.annotate(last=Max("history_date")).values("last")),
    ).order_by("pk")
