"""`python -m benchmarks.exports [ROWS [FORMAT ...]]`: an export of a million days, with what it takes of memory.

A database of its own on SQLite, removed afterwards; with DATABASE_URL that database, which has to be empty.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date, timedelta

ROWS = 1_000_000
DAYS = 1_000  # of each stop
FIRST_DAY = date(2024, 1, 1)
A_DAY_OF_ALL_STOPS = """
    INSERT INTO visits_dayfigure (
        stop_id, day, measure, audience, division_id, visits_all, visits_filed, visits_verified,
        estimated_all, estimated_filed, estimated_verified, days_all, days_filed, days_verified, days_expected
    )
    SELECT stop_id, %s, 'exhibition_visit', '', county_id, %s, %s, %s, 0, 0, 0, 1, 1, 1, 0 FROM visits_carriedstop
"""


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as directory:
        os.environ["VAR_DIR"] = directory
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tourexhibit.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        user = _fill(rows)
        for format_ in sys.argv[2:] or ["csv", "ndjson", "xlsx"]:
            _export(user, format_)
    return 0


def _fill(rows: int):
    """`rows` counted days; the figures as the drain leaves them, the facts behind them left out."""
    from django.db import connection

    from tourexhibit.tests import factories
    from visits.models import CarriedStop
    from visits.sql import as_date

    programme, exhibition = factories.programme("benchmark"), factories.exhibition("benchmark")
    for number in range(-(-rows // DAYS)):
        library = factories.library(f"33{number % 90 + 10}{number // 90 + 10}")
        stop = factories.stop(library=library, programme=programme, exhibition=exhibition)
        CarriedStop.objects.create(
            stop=stop,
            programme=programme,
            exhibition=exhibition,
            library=library,
            county=library.division,
            prefecture=library.division,
            province=library.division.parent,
        )
    with connection.cursor() as cursor:
        for offset in range(DAYS):
            cursor.execute(A_DAY_OF_ALL_STOPS, [as_date(FIRST_DAY + timedelta(days=offset)), *[offset] * 3])
    return factories.staff()


def _export(user, format_: str) -> None:
    from api.exports import writing
    from api.exports.orders import place
    from api.models import Export

    before, started = _most_memory(), time.perf_counter()
    export = place(user, None, resource="statistics/days", format=format_, query={})
    writing.work_off()
    seconds = time.perf_counter() - started
    export = Export.objects.get(pk=export.pk)
    print(
        f"{format_}: {export.state}, {export.rows_written:,} rows, {export.size / 1e6:.0f} MB, {seconds:.0f} s,"
        f" {export.rows_written / seconds:,.0f} rows/s, most memory {before:.0f} -> {_most_memory():.0f} MB",
        flush=True,
    )


def _most_memory() -> float:
    """Resident memory of this process at its most, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
