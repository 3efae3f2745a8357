"""Taking the demonstration tour away: every row of it, and no other.

The append-only tables let go of demonstration stops alone, whole (`visits/migrations/0002_append_only.py`).
"""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from accounts.demonstration import take_roles_away
from exhibitions.models import Event, Exhibit, Exhibition, Kit, StaleDay, Stop, StopTransition, TourPlan
from libraries.models import CountyLibrary, Hall
from partnership.models import Organisation, Programme, Target
from visits.models import (
    CarriedStop,
    Chain,
    Counter,
    DayFigure,
    DayReport,
    FeedEntry,
    HistoryEntry,
    PublishedFigure,
    ReportValue,
    RollupState,
    Tally,
    TallyRevision,
    TallyValue,
    Total,
)
from visits.totals import take_drain_lock

# What hangs on stops, in an order in which it can go.
OF_STOPS: list[type[Any]] = [
    TallyValue,
    TallyRevision,
    Tally,
    HistoryEntry,
    Chain,
    StaleDay,
    CarriedStop,
    DayFigure,
    StopTransition,
]


def remove_tour() -> None:
    """Remove every demonstration programme with all that belongs to it, except the accounts. Call in a transaction.

    A drain at work is waited for, and readers that keep answers by the version of the totals see a new one.
    """
    if not Programme.objects.filter(demonstration=True).exists():
        return
    take_drain_lock()
    _remove_facts()
    _remove_feed()
    Total.objects.filter(programme__demonstration=True).delete()
    PublishedFigure.objects.filter(programme__demonstration=True).delete()
    take_roles_away()
    for rows in (
        Event.objects.filter(stop__programme__demonstration=True),
        Stop.objects.filter(programme__demonstration=True),
        TourPlan.objects.filter(programme__demonstration=True),
        Exhibit.objects.filter(kit__demonstration=True),
        Kit.objects.filter(demonstration=True),
        Exhibition.objects.filter(demonstration=True),
        Target.objects.filter(programme__demonstration=True),
        Programme.objects.filter(demonstration=True),
        Hall.objects.filter(library__demonstration=True),
        Organisation.objects.filter(demonstration=True),
        CountyLibrary.objects.filter(demonstration=True),
    ):
        _remove(rows)
    state, _created = RollupState.objects.get_or_create(pk=1)
    state.version += 1
    state.save()


def _remove_facts() -> None:
    stops = Stop.objects.filter(programme__demonstration=True)
    counters = list(Tally.objects.filter(stop__in=stops).values_list("counter_id", flat=True).distinct())
    ReportValue.objects.filter(report__stop__in=stops).delete()
    DayReport.objects.filter(stop__in=stops).delete()
    for model in OF_STOPS:
        model.objects.filter(stop__in=stops).delete()
    # A counter that also counted for a real stop stays.
    Counter.objects.filter(pk__in=counters, tallies__isnull=True).delete()


def _remove_feed() -> None:
    """Entries about demonstration objects, the deletions among them too."""
    objects = FeedEntry.objects.filter(data__contains='"demonstration":true')
    for type_ in FeedEntry.objects.values_list("type", flat=True).order_by("type").distinct():
        ids = objects.filter(type=type_).values("object_id")
        FeedEntry.objects.filter(type=type_, object_id__in=ids).delete()


def _remove(rows: QuerySet) -> None:
    """Delete `rows`, their change history, and what the administration logged about them."""
    model = rows.model
    numbers = rows.values("pk")
    content_type = ContentType.objects.get_for_model(model)
    logged = [str(number) for number in numbers.values_list("pk", flat=True)]
    LogEntry.objects.filter(content_type=content_type, object_id__in=logged).delete()
    if hasattr(model, "history"):
        identifiers = [int(number) for number in logged]
        rows.delete()
        for start in range(0, len(identifiers), 500):
            model.history.filter(id__in=identifiers[start : start + 500]).delete()
    else:
        rows.delete()
