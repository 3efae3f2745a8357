"""Tally revisions are append-only: the database itself refuses to change or delete them.

One exception: stops of demonstration programmes, whose chains go away whole (rule 20).
"""

from django.db import migrations

TABLE = "visits_tallyrevision"
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
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION visits_refuse_change()"
        )
    else:
        add_on_sqlite(schema_editor)


def add_on_sqlite(schema_editor):
    """SQLite makes a table anew when a column changes, and forgets its triggers: such a migration calls this again."""
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of {TABLE} is refused'); END"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} WHEN {IS_REAL} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: DELETE of {TABLE} is refused'); END"
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only ON {TABLE}")
        schema_editor.execute("DROP FUNCTION visits_refuse_change()")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update")
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_delete")


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
