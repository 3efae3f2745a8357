"""Totals and feed of a tour: by the portal's own drain, or by sets where a drain would take hours."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from exhibitions.models import StaleDay, Stop
from upkeep.proof import reconcile
from visits.feed import Feed
from visits.models import FIGURES, CarriedStop, DayFigure, DayReport, RollupState, Total
from visits.sql import chunks
from visits.totals.drain import _write_carried, drain_batch, take_drain_lock
from visits.totals.stops_at_hand import stops_at_hand


def fill_by_drain() -> None:
    """Totals and feed as the portal itself makes them."""
    Stop.objects.all().mark_stale()
    RollupState.objects.update_or_create(
        pk=1, defaults={"expected_through": timezone.localdate() - timedelta(days=1)}
    )
    while drain_batch():
        pass


def fill_by_proof() -> None:
    """Totals by the SQL of `upkeep.proof.reconcile`: sets instead of days, for sizes that a drain needs hours for."""
    state, _created = RollupState.objects.get_or_create(pk=1)
    state.expected_through = timezone.localdate() - timedelta(days=1)
    state.version, state.drained_at = state.version + 1, timezone.now()
    state.save()
    figures = ", ".join(FIGURES)
    leaf_key, total_key = ", ".join(reconcile.LEAF_KEY), ", ".join(reconcile.TOTAL_KEY)
    with transaction.atomic(), connection.cursor() as cursor:
        take_drain_lock()
        with reconcile._working_tables(cursor):
            reconcile._fill_total(cursor)
            cursor.execute(
                f"INSERT INTO visits_dayfigure ({leaf_key}, {figures}, division_id) "
                f"SELECT {', '.join(f'f.{name}' for name in [*reconcile.LEAF_KEY, *FIGURES])}, l.division_id "
                "FROM proof_leaf f JOIN exhibitions_stop s ON s.id = f.stop_id "
                "JOIN libraries_countylibrary l ON l.id = s.library_id"
            )
            cursor.execute(
                f"INSERT INTO visits_total ({total_key}, {figures}) SELECT {total_key}, {figures} FROM proof_total"
            )
    for some in chunks(list(Stop.objects.order_by("pk").values_list("pk", flat=True)), 500):
        _write_carried(stops_at_hand(set(some)).values())


def fill_feed() -> None:
    state = RollupState.objects.get(pk=1)
    for stops in chunks(list(Stop.objects.order_by("pk").values_list("pk", flat=True)), 200):
        verified = DayReport.objects.filter(stop_id__in=stops, verified_revision__isnull=False)
        with transaction.atomic():
            feed = Feed(state)
            feed.verified_days(set(verified.values_list("stop_id", "day")))
            feed.close()
            state.save()


def same_either_way() -> tuple[int, int]:
    """Fill the totals of the facts there are both ways; returns how many rows there are and how many differ."""
    found = []
    for way in (fill_by_drain, fill_by_proof):
        for model in (DayFigure, Total, CarriedStop):
            model.objects.all().delete()
        StaleDay.objects.all().delete()
        way()
        found.append(
            {table: _rows_of(table) for table in ("visits_dayfigure", "visits_total", "visits_carriedstop")}
        )
    drained, proved = found
    rows = sum(len(some) for some in drained.values())
    return rows, sum(len(drained[table] ^ proved[table]) for table in drained)


def _rows_of(table: str) -> set[tuple]:
    """The rows of a table that hold anything; where a bucket went back to nothing, the drain leaves its zeros."""
    nothing = "" if table == "visits_carriedstop" else f" WHERE {reconcile.ANY_FIGURE}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}{nothing}")
        names = sorted(column.name if hasattr(column, "name") else column[0] for column in cursor.description)
        order = [[column[0] for column in cursor.description].index(name) for name in names]
        return {tuple(row[position] for position in order) for row in cursor.fetchall()}
