"""What PostgreSQL needs to find its way in tables that grow with every count (decision 0029)."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="indexes and statistics of PostgreSQL"),
]
GROWING = [
    "visits_dayreport", "visits_reportvalue", "visits_eventvalue", "exhibitions_historyentry", "visits_tally",
    "visits_tallyvalue", "visits_tallyrevision", "visits_dayfigure", "visits_feedentry",
]  # fmt: skip
# An index of one column that is the first of another's; a part of a table's rows is a reason to have both.
BEGINS_ANOTHER = """
    SELECT short.indexrelid::regclass::text FROM pg_index short JOIN pg_index long USING (indrelid)
    WHERE short.indrelid::regclass::text = ANY (%s) AND short.indexrelid <> long.indexrelid
        AND short.indnatts = 1 AND NOT short.indisunique AND long.indnatts > 1
        AND short.indkey[0] = long.indkey[0] AND short.indpred IS NULL AND long.indpred IS NULL
"""


def test_no_index_of_a_growing_table_begins_another():
    with connection.cursor() as cursor:
        cursor.execute(BEGINS_ANOTHER, [GROWING])
        assert cursor.fetchall() == []


def test_the_planner_is_told_which_cells_the_totals_have():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stxrelid::regclass::text, stxkind FROM pg_statistic_ext WHERE stxname = 'visits_total_cells'"
        )
        [(table, kinds)] = cursor.fetchall()
    assert (table, "m" in kinds) == ("visits_total", True)
