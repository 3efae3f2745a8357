"""PostgreSQL learns which cells of the totals there are: level and grain depend on one another (decision 0029).

Taken one by one, it expects ten times the rows that a level has at a grain, and reads the whole table instead.
"""

from django.db import migrations

CREATE = "CREATE STATISTICS visits_total_cells (mcv) ON level, grain, measure, audience FROM visits_total"
DROP = "DROP STATISTICS visits_total_cells"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("visits", "0003_tally_functions")]
    operations = [migrations.RunPython(add, drop)]
