"""A published bulletin and its signatures stand, and every entry of a bulletin's history: the database refuses changes.

One exception: bulletins of demonstration programmes, which go away whole (rule 20). SQLite forgets the triggers of a
table that it makes anew: a migration that alters one of these columns calls `add` again.
"""

from django.db import migrations

DEMONSTRATION = (
    "EXISTS (SELECT 1 FROM reports_bulletin b JOIN partnership_programme p ON p.id = b.programme_id "
    "WHERE b.id = {bulletin} AND p.demonstration)"
)
PUBLISHED = "EXISTS (SELECT 1 FROM reports_bulletin b WHERE b.id = {bulletin} AND b.state = 'published')"
# table -> the bulletin of a row, and when the row stands.
TABLES = {
    "reports_bulletin": ("OLD.id", "OLD.state = 'published'"),
    "reports_bulletinsignature": ("OLD.bulletin_id", PUBLISHED.format(bulletin="OLD.bulletin_id")),
    "reports_bulletinentry": ("OLD.bulletin_id", "1 = 1"),
}


def add(apps, schema_editor):
    for table, (bulletin, stands) in TABLES.items():
        kept = f"({stands}) AND NOT {DEMONSTRATION.format(bulletin=bulletin)}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"""
                CREATE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (TG_OP = 'UPDATE' AND ({stands})) OR (TG_OP = 'DELETE' AND {kept}) THEN
                        RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                END $$
                """,
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_stands()"
            )
            continue
        for verb, when in (("UPDATE", stands), ("DELETE", kept)):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} of {table} is refused'); END"
            )


def drop(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_stands ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_stands()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
