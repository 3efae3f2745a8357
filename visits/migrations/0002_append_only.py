"""History entries and tally revisions are append-only: the database itself refuses to change or delete them.

One exception: stops of demonstration programmes, whose chains go away whole (rule 20).
"""

from django.db import migrations

TABLES = ["visits_historyentry", "visits_tallyrevision"]
IS_REAL = (
    "NOT EXISTS (SELECT 1 FROM exhibitions_stop s JOIN partnership_programme p ON p.id = s.programme_id "
    "WHERE s.id = OLD.stop_id AND p.demonstration)"
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""
            CREATE FUNCTION visits_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND NOT ({IS_REAL}) THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """,
            params=None,
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION visits_refuse_change()"
            )
    else:
        for table in TABLES:
            add_on_sqlite(table, schema_editor)


def add_on_sqlite(table, schema_editor):
    """SQLite makes a table anew when a column changes, and forgets its triggers: such a migration calls this again."""
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of {table} is refused'); END"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {IS_REAL} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of {table} is refused'); END"
    )


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        if postgresql:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")
    if postgresql:
        schema_editor.execute("DROP FUNCTION visits_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
