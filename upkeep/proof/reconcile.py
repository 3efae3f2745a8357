"""The proof: every stored total against the facts, in SQL that shares nothing with the roll-up.

Leaves are recomputed from the reports of days and events and from tallies, every bucket above from the leaves on the
registry's tree, and both are compared in both directions. Buckets of nothing but zeros count as absent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min
from django.utils import timezone

from exhibitions.models import StaleDay, Stop
from reports.bulletins.proof import broken_bulletins
from upkeep.proof import chains
from upkeep.proof.digests import broken_evidence
from visits.models import FIGURES, WHOLE_TIME, RollupState
from visits.sql import as_date, chunks, hold_one_moment, read_date, values_list
from visits.totals.drain import DRAIN_LOCK, drain_all
from visits.totals.stops_at_hand import stops_at_hand

MOST_NAMED = 20  # mismatches that are told by name


@dataclass
class Proof:
    """What was compared. `mismatches` counts buckets; `named` tells the first of them in words."""

    compared: int = 0
    mismatches: int = 0
    pending: int = 0
    broken_chains: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def add(self, what: str, columns: list[str], rows: list[tuple], compared: int) -> None:
        """Take over a comparison: each row holds the key of a bucket, and after it what should be stored."""
        self.compared += compared
        self.mismatches += len(rows)
        for row in rows[: max(0, MOST_NAMED - len(self.named))]:
            pairs = zip(columns, row, strict=False)
            told = ", ".join(f"{name}={value}" for name, value in pairs if value not in (0, None))
            missing = " should not be there" if len(row) > 1 and row[-1] is None else ""
            self.named.append(f"{what}: should be {told}" if not missing else f"{what}: {told}{missing}")


def reconcile(*, repair: bool = False) -> Proof:
    """Drain, then compare everything as one moment had it; with `repair` overwrite what differs.

    Leaves are compared with the facts, totals with the leaves, and the places that the leaves are carried to with the
    registry. A day whose mark arrives meanwhile is left out and counted as pending; drains wait until it is done.
    """
    with _alone():
        for _attempt in range(MOST_ATTEMPTS):
            drain_all()
            proof = _prove(repair)
            if proof is not None:
                break
        else:
            raise RuntimeError("stops keep moving; try again in a quieter moment")
    proof.broken_chains = chains.broken_chains() + broken_evidence() + broken_bulletins()
    return proof


def _prove(repair: bool) -> Proof | None:
    """The comparison in one transaction; None when a stop is about to move, for that moves its totals."""
    with transaction.atomic(), connection.cursor() as cursor:
        hold_one_moment()
        marks = StaleDay.objects.filter(parked_at__isnull=True)
        if marks.filter(day__isnull=True).exists():
            return None
        proof = Proof(pending=StaleDay.objects.count())
        with _working_tables(cursor):
            days, compared = _compare(cursor, "visits_dayfigure", LEAF_KEY, "SELECT * FROM proof_leaf")
            proof.add("day", [*LEAF_KEY, *FIGURES], days, compared)
            if repair:
                _overwrite(cursor, "visits_dayfigure", LEAF_KEY, days)
            _prove_places(cursor, proof, repair)
            _take_pending_as_stored(cursor)
            _fill_total(cursor)
            totals, compared = _compare(cursor, "visits_total", TOTAL_KEY, "SELECT * FROM proof_total")
            proof.add("total", [*TOTAL_KEY, *FIGURES], totals, compared)
            if repair:
                _overwrite(cursor, "visits_total", TOTAL_KEY, totals)
        if repair and proof.mismatches:
            _tell_readers()
    return proof


@contextmanager
def _alone() -> Iterator[None]:
    """No other drain until this is done: on PostgreSQL by the drain's lock, held by the session."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [DRAIN_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DRAIN_LOCK])


def _take_pending_as_stored(cursor) -> None:
    """Days that wait for the drain are in the totals as their leaves are stored, not as the facts are by now."""
    waits = "EXISTS (SELECT 1 FROM exhibitions_staleday m WHERE m.stop_id = f.stop_id AND m.day = f.day)"
    cursor.execute(f"DELETE FROM proof_leaf AS f WHERE {waits}")  # noqa: S608
    columns = ", ".join(["stop_id", "day", "measure", "audience", *FIGURES])
    cursor.execute(f"INSERT INTO proof_leaf SELECT {columns} FROM visits_dayfigure f WHERE {waits}")  # noqa: S608


def _prove_places(cursor, proof: Proof, repair: bool) -> None:
    """Where the days were carried, against the registry; and where each library stood on each day."""
    names = ["programme_id", "exhibition_id", "library_id", "county_id", "prefecture_id", "province_id"]
    differs = " OR ".join(f"c.{name} <> p.{name}" for name in names)
    cursor.execute(
        f"SELECT c.stop_id FROM visits_carriedstop c JOIN ({PLACES}) p ON p.stop_id = c.stop_id "  # noqa: S608
        f"WHERE {differs} ORDER BY c.stop_id"
    )
    moved = cursor.fetchall()
    cursor.execute("SELECT COUNT(*) FROM visits_carriedstop")
    proof.add("place where a stop is carried", ["stop_id"], moved, cursor.fetchone()[0])
    cursor.execute(
        f"SELECT f.stop_id, f.day FROM visits_dayfigure f {STOOD_ELSEWHERE} ORDER BY f.stop_id, f.day"  # noqa: S608
    )
    stood = cursor.fetchall()
    proof.add("division of a day", ["stop_id", "day"], stood, 0)
    if repair:
        _put_in_place(cursor, names, [stop for (stop,) in moved], stood)


def _put_in_place(cursor, names: list[str], moved: list[int], stood: list[tuple]) -> None:
    """Write the registry's places over the carried ones. The totals are compared with the registry afterwards."""
    stops = stops_at_hand({*moved, *(stop for stop, _day in stood)}) if moved or stood else {}
    columns = ", ".join(f"{name} = %s" for name in names)
    for pk in moved:
        programme, exhibition, *places = stops[pk].buckets
        values = [programme, exhibition, stops[pk].library_id, *places, pk]
        cursor.execute(f"UPDATE visits_carriedstop SET {columns} WHERE stop_id = %s", values)  # noqa: S608
    for pk, day in stood:
        cursor.execute(
            "UPDATE visits_dayfigure SET division_id = %s WHERE stop_id = %s AND day = %s",
            [stops[pk].division_on(read_date(day)), pk, day],
        )


def _tell_readers() -> None:
    """Readers that keep answers by the version of the totals see a new one."""
    RollupState.objects.filter(pk=1).update(version=F("version") + 1, drained_at=timezone.now())


MOST_ATTEMPTS = 5
LEAF_KEY = ["stop_id", "day", "measure", "audience"]
TOTAL_KEY = ["level", "grain", "measure", "audience", "period", "place", "programme_id", "exhibition_id"]
SUMS = ", ".join(f"SUM({name}) AS {name}" for name in FIGURES)
ANY_FIGURE = " OR ".join(f"{name} <> 0" for name in FIGURES)

# One row per number that stands for a status; rule 4.
STANDING = """
    SELECT r.stop_id, r.day, 'all' AS status, v.measure, v.audience, v.value, v.basis
    FROM visits_dayreport r, visits_reportvalue v
    WHERE v.report_id = r.id AND v.kind = 'filed' AND r.state = 'counted'
    UNION ALL
    SELECT r.stop_id, r.day, 'filed', v.measure, v.audience, v.value, v.basis
    FROM visits_dayreport r, visits_reportvalue v
    WHERE v.report_id = r.id AND v.kind = 'filed' AND r.state = 'counted' AND r.review <> 'returned'
    UNION ALL
    SELECT r.stop_id, r.day, 'verified', v.measure, v.audience, v.value, v.basis
    FROM visits_dayreport r, visits_reportvalue v
    WHERE v.report_id = r.id AND v.kind = 'verified' AND r.verified_state = 'counted'
    UNION ALL
    SELECT t.stop_id, t.day, 'all', t.measure, t.audience, t.value, t.basis
    FROM visits_tallyvalue t
    WHERE NOT EXISTS (SELECT 1 FROM visits_dayreport r WHERE r.stop_id = t.stop_id AND r.day = t.day)
    UNION ALL
    SELECT e.stop_id, e.day, 'all', v.measure, v.audience, v.value, v.basis
    FROM visits_eventreport e, visits_eventvalue v
    WHERE v.report_id = e.id AND v.kind = 'filed' AND e.state = 'counted'
    UNION ALL
    SELECT e.stop_id, e.day, 'filed', v.measure, v.audience, v.value, v.basis
    FROM visits_eventreport e, visits_eventvalue v
    WHERE v.report_id = e.id AND v.kind = 'filed' AND e.state = 'counted' AND e.review <> 'returned'
    UNION ALL
    SELECT e.stop_id, e.verified_day, 'verified', v.measure, v.audience, v.value, v.basis
    FROM visits_eventreport e, visits_eventvalue v
    WHERE v.report_id = e.id AND v.kind = 'verified' AND e.verified_state = 'counted'
"""

# A day that the calendar has open and nobody filed, or one that was filed counted; rule 8.
EXPECTED = """
    SELECT s.id AS stop_id, c.day
    FROM proof_calendar c, exhibitions_stop s JOIN libraries_countylibrary l ON l.id = s.library_id
    WHERE s.draft_plan_id IS NULL AND s.date_precision = 'day' AND s.actual_open IS NOT NULL
      AND c.day >= s.actual_open AND c.day <= COALESCE(s.actual_close, s.planned_close) AND c.day <= %s
      AND NOT EXISTS (SELECT 1 FROM visits_dayreport r WHERE r.stop_id = s.id AND r.day = c.day)
      AND CASE
            WHEN EXISTS (SELECT 1 FROM libraries_openingexception e WHERE e.library_id = s.library_id AND e.day = c.day)
            THEN EXISTS (SELECT 1 FROM libraries_openingexception e
                         WHERE e.library_id = s.library_id AND e.day = c.day AND e.open)
            WHEN l.public_holidays <> 'follow'
                 AND EXISTS (SELECT 1 FROM libraries_holiday p WHERE p.day = c.day AND p.kind = 'holiday')
            THEN l.public_holidays = 'open'
            WHEN l.public_holidays = 'closed'
                 AND EXISTS (SELECT 1 FROM libraries_holiday p WHERE p.day = c.day AND p.kind = 'working_day')
            THEN 1 = 1
            WHEN EXISTS (SELECT 1 FROM libraries_openinghours h WHERE h.library_id = s.library_id)
            THEN EXISTS (SELECT 1 FROM libraries_openinghours h
                         WHERE h.library_id = s.library_id AND h.weekday = c.weekday)
            ELSE 1 = 1
          END
    UNION ALL
    SELECT r.stop_id, r.day
    FROM visits_dayreport r, exhibitions_stop s
    WHERE s.id = r.stop_id AND r.state = 'counted' AND s.draft_plan_id IS NULL AND s.date_precision = 'day'
      AND s.actual_open IS NOT NULL
"""


def _of_status(column: str) -> str:
    return ", ".join(
        f"SUM(CASE WHEN status = '{status}' THEN {column} ELSE 0 END)"
        for status in ("all", "filed", "verified")
    )


def _leaf_sql() -> str:
    """The leaf from the facts: numbers, their sum over audiences with the counted days, and the expected days."""
    estimated = "CASE WHEN basis = 'estimated' THEN value ELSE 0 END"
    return f"""
        SELECT stop_id, day, measure, audience, {_of_status("value")}, {_of_status(estimated)}, 0, 0, 0, 0
        FROM ({STANDING}) AS standing GROUP BY stop_id, day, measure, audience
        UNION ALL
        SELECT stop_id, day, measure, '', {_of_status("value")}, {_of_status(estimated)},
               MAX(CASE WHEN status = 'all' THEN 1 ELSE 0 END), MAX(CASE WHEN status = 'filed' THEN 1 ELSE 0 END),
               MAX(CASE WHEN status = 'verified' THEN 1 ELSE 0 END), 0
        FROM ({STANDING}) AS standing GROUP BY stop_id, day, measure
        UNION ALL
        SELECT stop_id, day, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 FROM ({EXPECTED}) AS expected
    """  # noqa: S608 - put together from constants


@contextmanager
def _working_tables(cursor) -> Iterator[None]:
    """Temporary tables: the days of the calendar, the true leaf, the place of every stop, the true totals."""
    _drop_working_tables(cursor)
    state = RollupState.objects.filter(pk=1).first() or RollupState()
    cursor.execute("CREATE TEMPORARY TABLE proof_calendar (day date PRIMARY KEY, weekday integer)")
    for rows in chunks(_calendar(state.expected_through), 500):
        values, parameters = values_list(rows)
        cursor.execute(f"INSERT INTO proof_calendar {values}", parameters)
    figures = ", ".join(f"{name} bigint" for name in FIGURES)
    cursor.execute(
        "CREATE TEMPORARY TABLE proof_leaf (stop_id bigint, day date, measure varchar(20), audience varchar(12), "
        f"{figures}, PRIMARY KEY (stop_id, day, measure, audience))"
    )
    cursor.execute(f"INSERT INTO proof_leaf {_leaf_sql()}", [as_date(state.expected_through or date.min)])
    cursor.execute(f"DELETE FROM proof_leaf WHERE NOT ({ANY_FIGURE})")  # noqa: S608
    cursor.execute(
        "CREATE TEMPORARY TABLE proof_total (level smallint, grain varchar(5), measure varchar(20), "
        "audience varchar(12), period date, place bigint, programme_id bigint, exhibition_id bigint, "
        f"{figures})"
    )
    yield
    _drop_working_tables(cursor)


def _drop_working_tables(cursor) -> None:
    for table in ("proof_calendar", "proof_leaf", "proof_total"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _calendar(last: date | None) -> list[tuple[Any, int]]:
    """Every day on which a report could be expected, with its ISO weekday."""
    first = Stop.objects.filter(date_precision=Stop.DatePrecision.DAY).aggregate(first=Min("actual_open"))[
        "first"
    ]
    if first is None or last is None:
        return []
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(as_date(day), day.isoweekday()) for day in days]


# Where every stop's days belong, straight from the registry: a missing level is stood in for by the one below.
PLACES = """
    SELECT s.id AS stop_id, s.programme_id, s.exhibition_id, s.library_id, 0 AS nation_id, county.id AS county_id,
           CASE WHEN upper.level = 'prefecture' THEN upper.id ELSE county.id END AS prefecture_id,
           CASE WHEN county.level = 'province' THEN county.id
                WHEN upper.level = 'province' THEN upper.id ELSE top.id END AS province_id
    FROM exhibitions_stop s
    JOIN libraries_countylibrary l ON l.id = s.library_id
    JOIN libraries_division county ON county.id = l.division_id
    LEFT JOIN libraries_division upper ON upper.id = county.parent_id
    LEFT JOIN libraries_division top ON top.id = upper.parent_id
"""
# Leaves whose division is not the one that the library's relocations give for the day.
STOOD_ELSEWHERE = """
    JOIN exhibitions_stop s ON s.id = f.stop_id
    JOIN libraries_countylibrary l ON l.id = s.library_id
    WHERE f.division_id <> COALESCE(
        (SELECT r.from_division_id FROM libraries_relocation r
         WHERE r.library_id = l.id AND r.effective_on > f.day ORDER BY r.effective_on LIMIT 1),
        l.division_id)
      AND NOT EXISTS (SELECT 1 FROM exhibitions_staleday m WHERE m.stop_id = f.stop_id AND m.day = f.day)
"""


def _fill_total(cursor) -> None:
    """The true totals: month by month from the true leaves, year and whole time from those."""
    levels = [(0, "p.nation_id"), (1, "p.province_id"), (2, "p.prefecture_id"), (3, "p.county_id")]
    month = (
        "date_trunc('month', f.day)::date"
        if connection.vendor == "postgresql"
        else "date(f.day, 'start of month')"
    )
    year = (
        "date_trunc('year', period)::date"
        if connection.vendor == "postgresql"
        else "date(period, 'start of year')"
    )
    whole = as_date(WHOLE_TIME)
    for level, place in levels:
        grains = [("month", month)] + ([("day", "f.day")] if level <= 1 else [])
        for grain, period in grains:
            cursor.execute(
                f"""
                INSERT INTO proof_total
                SELECT {level}, '{grain}', f.measure, f.audience, {period}, {place}, p.programme_id, p.exhibition_id,
                       {SUMS}
                FROM proof_leaf f JOIN ({PLACES}) p ON p.stop_id = f.stop_id
                GROUP BY f.measure, f.audience, {period}, {place}, p.programme_id, p.exhibition_id
                """  # noqa: S608
            )
    for grain, period in (
        ("year", year),
        ("whole", "DATE '0001-01-01'" if "date_trunc" in year else f"'{whole}'"),
    ):
        cursor.execute(
            f"""
            INSERT INTO proof_total
            SELECT level, '{grain}', measure, audience, {period}, place, programme_id, exhibition_id, {SUMS}
            FROM proof_total WHERE grain = 'month'
            GROUP BY level, measure, audience, {period}, place, programme_id, exhibition_id
            """  # noqa: S608
        )
    cursor.execute(f"DELETE FROM proof_total WHERE NOT ({ANY_FIGURE})")  # noqa: S608
    cursor.execute(f"CREATE INDEX proof_total_key ON proof_total ({', '.join(TOTAL_KEY)})")


def _compare(cursor, table: str, key: list[str], truth: str) -> tuple[list[tuple], int]:
    """The keys that differ, with the true figures (None where there should be none), and how many were compared."""
    not_stale = (
        "AND NOT EXISTS (SELECT 1 FROM exhibitions_staleday m WHERE m.stop_id = x.stop_id "
        "AND (m.day IS NULL OR m.day = x.day))"
        if table == "visits_dayfigure"
        else ""
    )
    same = " AND ".join(f"y.{column} = x.{column}" for column in [*key, *FIGURES])
    keys = ", ".join(f"x.{column}" for column in key)
    figures = ", ".join(f"x.{name}" for name in FIGURES)
    cursor.execute(
        f"SELECT {keys}, {figures} FROM ({truth}) x "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} y WHERE {same}) {not_stale}"
    )
    wrong = {row[: len(key)]: row for row in cursor.fetchall()}
    same_key = " AND ".join(f"y.{column} = x.{column}" for column in key)
    cursor.execute(
        f"SELECT {keys} FROM {table} x WHERE ({ANY_FIGURE}) {not_stale} "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM ({truth}) y WHERE {same_key})"
    )
    for row in cursor.fetchall():
        wrong[row] = (*row, *[None] * len(FIGURES))
    cursor.execute(
        f"SELECT (SELECT COUNT(*) FROM ({truth}) x), (SELECT COUNT(*) FROM {table} x WHERE {ANY_FIGURE})"  # noqa: S608
    )
    return [wrong[row] for row in sorted(wrong, key=str)], max(cursor.fetchone())


def _overwrite(cursor, table: str, key: list[str], differences: list[tuple]) -> None:
    """Write the true figures over what is stored; a bucket that should not be there goes."""
    where = " AND ".join(f"{column} = %s" for column in key)
    for row in differences:
        cursor.execute(f"DELETE FROM {table} WHERE {where}", row[: len(key)])  # noqa: S608
        if row[-1] is None:
            continue
        columns, values = [*key, *FIGURES], list(row)
        if table == "visits_dayfigure":
            columns.append("division_id")
            values.append(stops_at_hand({row[0]})[row[0]].division_on(read_date(row[1])))
        places = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", values)  # noqa: S608
