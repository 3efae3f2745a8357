"""When the report of a day is late, for the database and for Python (rule 8)."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Func, Q

# A report is on time until the end of the day after its own (Asia/Shanghai); see docs/decisions/0014.
TIME_TO_FILE = timedelta(days=1)


class LastDayToFile(Func):
    """`TIME_TO_FILE` after a day, in the engine's own arithmetic: as an interval of the ORM, SQLite would call Python
    for each row.
    """

    output_field = models.DateField()

    def as_postgresql(self, compiler, connection, **context: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template=f"(%(expressions)s + {TIME_TO_FILE.days})", **context
        )

    def as_sqlite(self, compiler, connection, **context: Any) -> tuple[str, Any]:
        template = f"date(%(expressions)s, '+{TIME_TO_FILE.days} days')"
        return self.as_sql(compiler, connection, template=template, **context)


# Conditions over reports, for counting them.
ON_TIME = Q(first_filed_on__lte=LastDayToFile(F("day")))
FILED_LATE = Q(first_filed_on__gt=LastDayToFile(F("day")))


def last_day_to_file(day: date) -> date:
    """The last day (Asia/Shanghai) on which the report of `day` is on time."""
    return day + TIME_TO_FILE
