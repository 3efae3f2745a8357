"""The drain: stale days -> leaves from the facts -> exactly new leaf - old leaf carried into every bucket above.

One at a time, under a lock, in one transaction: take marks away, read the facts, compare with the stored leaves,
write what differs. Nothing is ever added from a message, a request or a task; a second run carries zero.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from exhibitions.models import StaleDay, Stop
from visits.feed import Feed
from visits.models import (
    FIGURES,
    DayFigure,
    DayReport,
    EventReport,
    RollupState,
    Tally,
)
from visits.sql import MOST_ROWS, as_date, chunks, insert, read_date, values_list
from visits.totals.carry import Carry
from visits.totals.leaf import DayFacts, Leaf, is_expected, leaf_of
from visits.totals.stops_at_hand import StopAtHand, stops_at_hand

logger = logging.getLogger(__name__)

DRAIN_LOCK = 7_246_201  # the advisory lock of the one drain; any number, the same everywhere
MOST_MARKS = 2000  # marks taken in one transaction
MOST_WHOLE_STOPS = 40  # of which marks for all days of a stop

DayKey = tuple[int, date]


class Mark(NamedTuple):
    """A stale day as the drain takes it away."""

    id: int
    stop_id: int
    day: date | None


def drain_all() -> int:
    """Work off every stale day; returns how many marks were handled. Safe to run anywhere, at once, twice."""
    handled = 0
    while True:
        batch = drain_batch()
        handled += batch
        if batch == 0:
            return handled


def drain_batch() -> int:
    """One transaction of the drain; 0 when nothing was left.

    A mark that makes a batch fail is found by working the marks off one by one, parked with its error and shown;
    the others go on.
    """
    try:
        return _drain(None)
    except (OperationalError, InterfaceError):
        # The database itself is in trouble; no mark is to blame.
        raise
    except Exception:
        logger.exception("A batch of stale days failed; working them off one by one")
        return sum(_drain_or_park(mark) for mark in _next_marks())


def _drain_or_park(mark: Mark) -> int:
    try:
        return _drain([mark])
    except (OperationalError, InterfaceError):
        # The database itself is in trouble; no mark is to blame.
        raise
    except Exception as error:
        logger.exception("Stale day %s is parked", mark)
        StaleDay.objects.filter(pk=mark.id).update(parked_at=timezone.now(), error=repr(error)[:2000])
        return 1


def _drain(marks: list[Mark] | None) -> int:
    with transaction.atomic():
        take_drain_lock()
        state = RollupState.objects.filter(pk=1).first() or RollupState()
        yesterday = timezone.localdate() - timedelta(days=1)
        _expect_through(state, yesterday)
        marks = _next_marks() if marks is None else marks
        if not marks:
            return 0
        _take_away(marks)
        feed = Feed(state)
        fold(_Batch.of(marks, yesterday), feed)
        feed.close()
        state.version += 1
        state.drained_at = timezone.now()
        state.save()
        return len(marks)


def take_drain_lock() -> None:
    """One drain at a time, until the transaction ends; on SQLite the write transaction is that lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRAIN_LOCK])


def _next_marks() -> list[Mark]:
    """The oldest marks that are not parked, few enough for one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, stop_id, day FROM exhibitions_staleday WHERE parked_at IS NULL ORDER BY id LIMIT %s",
            [MOST_MARKS],
        )
        rows = cursor.fetchall()
    marks, whole_stops = [], 0
    for pk, stop_id, day in rows:
        whole_stops += day is None
        if whole_stops > MOST_WHOLE_STOPS:
            break
        marks.append(Mark(pk, stop_id, day and read_date(day)))
    return marks


def _take_away(marks: list[Mark]) -> None:
    """Delete exactly these marks: others with lower numbers may still be on their way to a commit."""
    with connection.cursor() as cursor:
        for some in chunks([mark.id for mark in marks], MOST_ROWS):
            numbers = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM exhibitions_staleday WHERE id IN ({numbers})", some)  # noqa: S608


def _expect_through(state: RollupState, yesterday: date) -> None:
    """Once a day: the days that have passed become expected of the stops open on them."""
    if state.expected_through and state.expected_through >= yesterday:
        return
    first = state.expected_through + timedelta(days=1) if state.expected_through else date.min
    stops = Stop.objects.live().filter(
        Q(actual_close__gte=first) | Q(actual_close__isnull=True, planned_close__gte=first),
        actual_open__lte=yesterday,
        date_precision=Stop.DatePrecision.DAY,
    )
    if state.expected_through is None:
        stops.mark_stale()
    else:
        StaleDay.objects.bulk_create(
            StaleDay(stop_id=stop.pk, day=day)
            for stop in stops
            for day in _days(max(first, stop.actual_open), min(stop.closes_on, yesterday))
        )
    state.expected_through = yesterday


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


# ---------------------------------------------------------------- what a batch needs to know


@dataclass
class _Batch:
    """The stop-days to derive again, with everything they rest on."""

    stops: dict[int, StopAtHand]
    facts: dict[DayKey, DayFacts]
    old: dict[DayKey, Leaf]
    yesterday: date

    @classmethod
    def of(cls, marks: list[Mark], yesterday: date) -> "_Batch":
        stops = stops_at_hand({mark.stop_id for mark in marks})
        # A stop that is gone (a demonstration, removed) has nothing to derive; its figures went with it.
        marks = [mark for mark in marks if mark.stop_id in stops]
        keys = {(mark.stop_id, mark.day) for mark in marks if mark.day}
        whole = {mark.stop_id for mark in marks if mark.day is None}
        # A stop whose buckets moved takes all its days along, whatever was marked.
        whole |= {stop.id for stop in stops.values() if stop.carried not in (None, stop.buckets)}
        for pk in whole:
            keys |= _all_days(stops[pk], yesterday)
        return cls(stops, _read_facts(keys), _read_leaves(keys), yesterday)

    def verified_days(self) -> set[DayKey]:
        """The days that have a verified content, or had one when they were last derived."""
        verified = {key for key, facts in self.facts.items() if facts.verified_state}
        position = FIGURES.index("days_verified")
        return verified | {
            key for key, leaf in self.old.items() if any(row[position] for row in leaf.values())
        }


def _all_days(stop: StopAtHand, yesterday: date) -> set[DayKey]:
    """Every day of a stop that has facts, has figures, or may be expected."""
    days: set[date] = set()
    for model in (DayFigure, DayReport, Tally):
        days.update(model.objects.filter(stop_id=stop.id).values_list("day", flat=True).distinct())
    for on in EventReport.objects.filter(stop_id=stop.id).values_list("day", "verified_day"):
        days.update(day for day in on if day)
    if stop.opened and stop.closes:
        days.update(_days(stop.opened, min(stop.closes, yesterday)))
    return {(stop.id, day) for day in days}


def _read_facts(keys: set[DayKey]) -> dict[DayKey, DayFacts]:
    facts: dict[DayKey, DayFacts] = {key: DayFacts() for key in keys}
    reports = """
        SELECT r.stop_id, r.day, r.state, r.review, r.verified_state, v.kind, v.measure, v.audience, v.value, v.basis
        FROM keys CROSS JOIN visits_dayreport r LEFT JOIN visits_reportvalue v ON v.report_id = r.id
        WHERE r.stop_id = keys.stop_id AND r.day = keys.day
    """
    for stop_id, day, state, review, verified_state, kind, *number in _rows_of(keys, reports):
        day_facts = facts[(stop_id, read_date(day))]
        day_facts.report_state, day_facts.review, day_facts.verified_state = state, review, verified_state
        if kind:
            day_facts.add(kind, *number)
    tallies = """
        SELECT t.stop_id, t.day, t.measure, t.audience, t.value, t.basis
        FROM keys CROSS JOIN visits_tallyvalue t
        WHERE t.stop_id = keys.stop_id AND t.day = keys.day
    """
    for stop_id, day, *number in _rows_of(keys, tallies):
        facts[(stop_id, read_date(day))].add("tally", *number)
    for stop_id, day, *number in _rows_of(keys, EVENTS):
        facts[(stop_id, read_date(day))].add_event(*number)
    return facts


# The numbers of events that took place: the filed ones on the event's day, the verified ones where they were verified.
EVENTS = """
    SELECT r.stop_id, r.day, v.kind, r.review, v.measure, v.audience, v.value, v.basis
    FROM keys CROSS JOIN visits_eventreport r CROSS JOIN visits_eventvalue v
    WHERE r.stop_id = keys.stop_id AND r.day = keys.day AND r.state = 'counted'
      AND v.report_id = r.id AND v.kind = 'filed'
    UNION ALL
    SELECT r.stop_id, r.verified_day, v.kind, r.review, v.measure, v.audience, v.value, v.basis
    FROM keys CROSS JOIN visits_eventreport r CROSS JOIN visits_eventvalue v
    WHERE r.stop_id = keys.stop_id AND r.verified_day = keys.day AND r.verified_state = 'counted'
      AND v.report_id = r.id AND v.kind = 'verified'
"""


def _read_leaves(keys: set[DayKey]) -> dict[DayKey, Leaf]:
    leaves: dict[DayKey, Leaf] = defaultdict(dict)
    sql = f"""
        SELECT f.stop_id, f.day, f.measure, f.audience, {", ".join(f"f.{name}" for name in FIGURES)}
        FROM keys CROSS JOIN visits_dayfigure f
        WHERE f.stop_id = keys.stop_id AND f.day = keys.day
    """  # noqa: S608 - column names of our own
    for stop_id, day, measure, audience, *vector in _rows_of(keys, sql):
        leaves[(stop_id, read_date(day))][(measure, audience)] = vector
    return leaves


def _rows_of(keys: set[DayKey], sql: str) -> Iterable[tuple]:
    """The rows that `sql` finds for `keys`, a table of (stop_id, day) that it may join.

    CROSS JOIN with WHERE: as a plain JOIN, SQLite chose a plan that took twenty times as long.
    """
    with connection.cursor() as cursor:
        for some in chunks(sorted(keys), MOST_ROWS):
            values, parameters = values_list([(stop, as_date(day)) for stop, day in some], ("bigint", "date"))
            cursor.execute(f"WITH keys (stop_id, day) AS ({values}) {sql}", parameters)
            yield from cursor.fetchall()


# ---------------------------------------------------------------- fold: compare, write leaves, carry differences


def fold(batch: _Batch, feed: Feed) -> None:
    """Derive the batch's leaves from the facts and carry what changed into the totals."""
    carry = Carry()
    written: list[tuple[DayKey, Leaf, Leaf]] = []
    for key, facts in sorted(batch.facts.items()):
        stop = batch.stops[key[0]]
        new = leaf_of(facts, expected=is_expected(stop, key[1], facts, batch.yesterday))
        old = batch.old.get(key, {})
        before = stop.carried or stop.buckets
        carry.move(key[1], old, before, new, stop.buckets)
        if new != old or before != stop.buckets:
            written.append((key, old, new))
    _write_leaves(written, batch)
    _write_carried(batch.stops.values())
    carry.write()
    feed.verified_days(batch.verified_days())
    feed.verified_events(set(batch.facts))


def _write_leaves(written: list[tuple[DayKey, Leaf, Leaf]], batch: _Batch) -> None:
    gone = [(key[0], as_date(key[1]), *pair) for key, old, new in written for pair in old.keys() - new.keys()]
    with connection.cursor() as cursor:
        for row in gone:
            cursor.execute(
                "DELETE FROM visits_dayfigure WHERE stop_id = %s AND day = %s AND measure = %s AND audience = %s",
                row,
            )
    rows = [
        (key[0], as_date(key[1]), *pair, batch.stops[key[0]].division_on(key[1]), *vector)
        for key, _old, new in written
        for pair, vector in sorted(new.items())
    ]
    names = ["division_id", *FIGURES]
    insert(
        "visits_dayfigure",
        f"stop_id, day, measure, audience, {', '.join(names)}",
        rows,
        f"(stop_id, day, measure, audience) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}",
    )


def _write_carried(stops: Iterable[StopAtHand]) -> None:
    columns = ["programme_id", "exhibition_id", "county_id", "prefecture_id", "province_id"]
    names = ["library_id", *columns]
    rows = [(stop.id, stop.library_id, *stop.buckets) for stop in stops if stop.carried != stop.buckets]
    insert(
        "visits_carriedstop",
        f"stop_id, {', '.join(names)}",
        sorted(rows),
        f"(stop_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}",
    )
