"""The registry in the change feed: rows as their lists give them, with a deletion for each that is gone (rule 13).

The database marks what is written (`api.feed.triggers`). A mark is worked off under the lock of the drain: the row as it
stands is compared with what the feed said of it last, and what differs is appended in the one sequence. What other
rows show of a changed one (a stop its library, a library its province) is marked in turn, so that each transaction is
short however much hangs on a row.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from rest_framework import serializers

from api.feed.models import RegistryMark
from api.frame.renderers import compact_json
from api.recording.answers import SealRow
from api.registry import serializers as shown
from exhibitions.models import Event, Exhibition, Kit, Stop
from libraries.models import CountyLibrary, Division
from partnership.models import Programme
from reports.models import Seal
from visits.feed import Feed
from visits.models import FeedEntry, RollupState
from visits.totals.drain import take_drain_lock

MOST_MARKS = 200  # worked off in one transaction


class StopInFeed(shown.StopRow):
    """With its kit; whoever may not read kits is given null when the entry is read."""

    def get_kit(self, stop: Stop) -> dict[str, Any] | None:
        return dict(shown.KitName(stop.kit).data) if stop.kit else None


@dataclass(frozen=True)
class Source:
    """Where rows of a type come from: those that everybody may read, written as their list writes them."""

    rows: Callable[[], QuerySet]
    row: type[serializers.Serializer]
    division_code: Callable[[Any], str]
    of: Callable[[str], Any] = int  # an object's name in the feed as the primary key

    def contents(self, objects: Iterable[str]) -> dict[str, tuple[str, dict[str, Any]]]:
        """object -> code of its division and its content; without what is gone or not for everybody."""
        rows = list(self.rows().filter(pk__in=[self.of(each) for each in objects]))
        told = json.loads(compact_json(self.row(rows, many=True).data))
        return {
            str(row.pk): (self.division_code(row), without_labels(content))
            for row, content in zip(rows, told, strict=True)
        }


def without_labels(content: dict[str, Any]) -> dict[str, Any]:
    """A row of a list without what depends on the reader's language; both languages are beside it."""
    return {name: value for name, value in content.items() if not name.endswith("_label")}


def _nowhere(_row: Any) -> str:
    return ""


SOURCES: dict[str, Source] = {
    "division": Source(
        lambda: Division.objects.select_related("parent"), shown.DivisionRow, lambda division: division.code
    ),
    "library": Source(
        lambda: CountyLibrary.objects.select_related("division__parent__parent"),
        shown.LibraryRow,
        lambda library: library.division.code,
    ),
    "programme": Source(lambda: Programme.objects.prefetch_related("targets"), shown.ProgrammeRow, _nowhere),
    "exhibition": Source(Exhibition.objects.all, shown.ExhibitionRow, _nowhere),
    "kit": Source(lambda: Kit.objects.select_related("exhibition"), shown.KitRow, _nowhere),
    "stop": Source(
        lambda: Stop.objects.public().with_place(), StopInFeed, lambda stop: stop.library.division.code
    ),
    "event": Source(
        lambda: Event.objects.filter(stop__in=Stop.objects.public()).select_related(
            "stop__library__division", "stop__programme"
        ),
        shown.EventRow,
        lambda event: event.stop.library.division.code,
    ),
    "seal": Source(Seal.objects.all, SealRow, _nowhere, date.fromisoformat),
}

# Type -> what shows something of it: the type of that, and the rows for a set of primary keys.
SHOWN_BY: dict[str, list[tuple[str, Callable[[list[int]], QuerySet]]]] = {
    "division": [
        ("division", lambda keys: Division.objects.filter(parent__in=keys)),
        (
            "library",
            lambda keys: CountyLibrary.objects.filter(
                Q(division__in=keys) | Q(division__parent__in=keys) | Q(division__parent__parent__in=keys)
            ),
        ),
    ],
    "library": [("stop", lambda keys: Stop.objects.filter(library__in=keys))],
    "programme": [("stop", lambda keys: Stop.objects.filter(programme__in=keys))],
    "exhibition": [
        ("kit", lambda keys: Kit.objects.filter(exhibition__in=keys)),
        ("stop", lambda keys: Stop.objects.filter(exhibition__in=keys)),
    ],
    "kit": [("stop", lambda keys: Stop.objects.filter(kit__in=keys))],
    "organisation": [("stop", lambda keys: Stop.objects.filter(cohost__in=keys))],
    "stop": [("event", lambda keys: Event.objects.filter(stop__in=keys))],
}


def last_told(type_: str) -> datetime | None:
    """When the feed last told of a row of this type; None where that is not the whole truth just now.

    A row that was written and is not told of yet, or an entry of this very second, would let a later change of the
    same second pass for none.
    """
    if RegistryMark.objects.exists():
        return None
    last = FeedEntry.objects.filter(type=type_).aggregate(last=Max("at"))["last"]
    return last if last is not None and last < timezone.now() - timedelta(seconds=2) else None


def tell_changes() -> int:
    """Work off every mark; returns how many entries the feed got. Safe to run anywhere, at once, twice."""
    told = 0
    while RegistryMark.objects.exists():
        told += _work_off_some()
    return told


def _work_off_some() -> int:
    with transaction.atomic():
        # Before the rows are read: whoever held it before has committed what it appended.
        take_drain_lock()
        marks = list(RegistryMark.objects.order_by("id")[:MOST_MARKS])
        RegistryMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        by_type: dict[str, set[str]] = defaultdict(set)
        for mark in marks:
            by_type[mark.type].add(mark.object_id)
        state, _made = RollupState.objects.get_or_create(pk=1)
        feed = Feed(state)
        for type_, objects in by_type.items():
            changed = _append(feed, type_, sorted(objects)) if type_ in SOURCES else objects
            _mark_what_shows(type_, changed)
        feed.close()
        state.save(update_fields=["feed_sequence"])
        return len(feed.entries)


def _append(feed: Feed, type_: str, objects: list[str]) -> set[str]:
    contents = SOURCES[type_].contents(objects)
    return feed.append_changes(type_, [(each, *contents.get(each, ("", None))) for each in objects])


def _mark_what_shows(type_: str, objects: set[str]) -> None:
    if not objects or type_ not in SHOWN_BY:
        return
    keys = [int(each) for each in objects]
    for shows, rows in SHOWN_BY[type_]:
        mark(shows, rows(keys).values_list("pk", flat=True))


def mark(type_: str, objects: Iterable[Any]) -> None:
    """Have these objects compared with the feed."""
    marks = [RegistryMark(type=type_, object_id=str(each)) for each in sorted(objects, key=str)]
    RegistryMark.objects.bulk_create(marks, batch_size=500)


def prove() -> int:
    """Compare every row, and all that the feed ever told of, with the feed; returns how many entries that took.

    Once a day: what no trigger saw, or a new version of the portal writes otherwise, is told after all.
    """
    tell_changes()  # what was marked is no finding
    for type_, source in SOURCES.items():
        told = FeedEntry.objects.filter(type=type_).order_by().values_list("object_id", flat=True).distinct()
        there = map(str, source.rows().values_list("pk", flat=True))
        mark(type_, {*told, *there})
    return tell_changes()
