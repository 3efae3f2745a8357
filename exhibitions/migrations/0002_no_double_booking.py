"""Neither a kit nor a hall can be held by two stops on one day: exclusion constraints, on PostgreSQL.

SQLite knows none; there `Stop.save` holds the same rule inside the one write transaction (rule 22).
"""

from django.db import migrations

# Frozen here on purpose: a later change of the states comes with a migration of its own.
HOLDING = "('confirmed', 'in_transit', 'installing', 'open', 'suspended', 'de_installing')"


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for column in ("kit_id", "hall_id"):
        schema_editor.execute(
            f"ALTER TABLE exhibitions_stop ADD CONSTRAINT stop_{column[:-3]}_not_double_booked EXCLUDE USING gist "
            f"({column} WITH =, daterange(held_from, held_until, '[]') WITH &&) "
            f"WHERE (draft_plan_id IS NULL AND {column} IS NOT NULL AND state IN {HOLDING})"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in ("kit", "hall"):
        schema_editor.execute(f"ALTER TABLE exhibitions_stop DROP CONSTRAINT stop_{name}_not_double_booked")


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
