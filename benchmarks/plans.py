"""How many queries the busy reads and writes take, and how the engine carries them out at this size."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.scope import scope_of
from benchmarks.measure import Result, zero_result
from benchmarks.writers import Phone, desks, no_nudge, nudge_of
from exhibitions.models import Stop
from partnership.models import Programme
from visits.figures import coverage, statistics
from visits.figures.statistics import Query
from visits.totals import drain

# Tables that grow with every count; a plan that reads one of them from end to end does not hold.
GROWING = [
    "visits_dayfigure", "visits_total", "visits_dayreport", "visits_reportvalue", "visits_tally", "visits_tallyvalue",
    "visits_tallyrevision", "exhibitions_historyentry", "visits_feedentry",
]  # fmt: skip
LONGEST = 100  # rows up to which a growing table may be read whole: it is small still


def measure(engine: str) -> tuple[list[Result], dict[str, str], str]:
    """The results, how many queries each read takes, and the plans of every statement as text."""
    queries: dict[str, str] = {}
    text, scans = [], 0
    for name, work in _reads().items():
        statements = _statements_of(work)
        whole = set()
        text.append(f"== {name}: {len(statements)} queries")
        for sql, parameters in statements:
            plan = _plan(sql, parameters)
            found = _whole_reads(sql, plan)
            scans += len(found)
            whole.update(found)
            flag = f"   <-- reads all of {', '.join(found)}" if found else ""
            text.append(f"-- {_short(sql)}{flag}\n{plan}")
        queries[name] = str(len(statements))
        if whole:
            queries[name] += f", reads all of {', '.join(sorted(whole))}"
    found = zero_result(
        0, engine, "growing tables read from end to end", scans, "by the statements of the plans"
    )
    return [found], queries, "\n".join(text)


def _reads() -> dict[str, Callable[[], Any]]:
    """What pages, API and worker do most, on data of this size."""
    programme = Programme.objects.order_by("-first_day")[0]
    today = timezone.localdate()
    year = today.replace(month=1, day=1)
    staff = scope_of(User.objects.get(username="staff"))
    desk = desks()[0]
    librarian = scope_of(User.objects.get(pk=desk.user_id))
    phone = Phone([desk])
    province = Stop.objects.with_place().get(pk=desk.stop_id).library.division.code[:2]

    def record() -> None:
        with nudge_of(no_nudge):
            phone.record()

    def visits(scope=staff, **asked) -> Callable[[], Any]:
        return lambda: statistics.visits(Query(programme=programme, **asked), scope)

    return {
        "coverage by province": lambda: coverage.coverage(programme, staff),
        "coverage by province at an earlier day": lambda: coverage.coverage(
            programme, staff, as_of=today - timedelta(days=200)
        ),
        "coverage by year": lambda: coverage.coverage(programme, staff, by="year"),
        "coverage for a librarian": lambda: coverage.coverage(programme, librarian),
        "visits by province": visits(by=("province",)),
        "visits by province and month": visits(by=("province", "month")),
        "visits by county, one province": visits(by=("county",), division_prefix=province),
        "visits by day of a month": visits(by=("day",), start=today - timedelta(days=30), end=today),
        "visits by library, one province, since January": visits(
            by=("library",), division_prefix=province, start=max(year, today - timedelta(days=300)), end=today
        ),
        "visits by month for a librarian, filed": visits(scope=librarian, by=("month",), status="filed"),
        "a tally, first send": record,
        "a tally, later send": record,
        "drain of one day": drain.drain_batch,
        "drain that finds nothing": drain.drain_batch,
    }


def _statements_of(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Every statement that `work` executes, without those of transactions."""
    statements = []

    def note(execute, sql, parameters, many, context):
        if not re.match(r"SAVEPOINT|RELEASE|BEGIN|COMMIT", sql):
            statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        work()
    return statements


def _plan(sql: str, parameters: Any) -> str:
    explain = "EXPLAIN (COSTS OFF) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    if re.match(r"\s*SELECT pg_advisory", sql):
        return "   (a lock)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(explain + sql, parameters)
        lines = [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(f"   {line[:150]}" for line in lines)


def _whole_reads(sql: str, plan: str) -> list[str]:
    """The growing tables that a plan reads from end to end; SQLite calls them by their alias."""
    named = re.findall(r'"?(visits_\w+)"?(?: +(?:AS +)?"?(\w+)"?)?', sql)
    tables = {table: table for table, _alias in named} | {alias: table for table, alias in named if alias}
    found = re.findall(r"Seq Scan on (\w+)", plan) + re.findall(r"\bSCAN (\w+)", plan)
    read = {tables.get(name, name) for name in found}
    return sorted(table for table in read if table in GROWING and _rows_in(table) > LONGEST)


def _rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT {LONGEST + 1}) AS first")
        return cursor.fetchone()[0]


def _short(sql: str) -> str:
    flat = " ".join(sql.split())
    return flat if len(flat) <= 220 else f"{flat[:140]} ... {flat[-75:]}"
