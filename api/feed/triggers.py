"""The database itself marks each row of the registry that is written, so that the feed tells of it.

Put in place after every migration, not by one: a migration that changes a column makes SQLite build the table anew and
forget its triggers. Where a trigger had to be made, all rows of its table are marked, since they may have changed
unseen.
"""

from typing import Any

from django.db import connections, transaction
from django.db.models import Model

from exhibitions.models import Event, Exhibition, Kit, Stop
from libraries.models import CountyLibrary, Division
from partnership.models import Organisation, Programme, Target
from reports.models import Seal

MARKS = "api_registrymark"
# Model -> the type of its marks and the column that names the object.
MARKED: dict[type[Model], tuple[str, str]] = {
    Division: ("division", "id"),
    CountyLibrary: ("library", "id"),
    Programme: ("programme", "id"),
    Target: ("programme", "programme_id"),
    Exhibition: ("exhibition", "id"),
    Kit: ("kit", "id"),
    Stop: ("stop", "id"),
    Event: ("event", "id"),
    Organisation: ("organisation", "id"),  # in no entry itself, named in those of stops
    Seal: ("seal", "day"),
}
ROWS = {
    "INSERT": ("NEW",),
    "UPDATE": ("OLD", "NEW"),
    "DELETE": ("OLD",),
}  # which of them a statement tells of

FUNCTION = f"""
CREATE OR REPLACE FUNCTION api_mark_registry_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO {MARKS} (type, object_id) VALUES (TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1]);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND to_jsonb(NEW) -> TG_ARGV[1] <> to_jsonb(OLD) -> TG_ARGV[1] THEN
        INSERT INTO {MARKS} (type, object_id) VALUES (TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1]);
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608


def put_in_place(using: str, **signal: Any) -> None:
    """Make the triggers that are missing; where the table of marks was migrated away, take them away."""
    connection = connections[using]
    make, drop = (
        (_make_on_postgresql, _drop_on_postgresql)
        if connection.vendor == "postgresql"
        else (_make_on_sqlite, _drop_on_sqlite)
    )
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if MARKS not in tables:
            drop(cursor)
            return
        for model, (type_, column) in MARKED.items():
            table = model._meta.db_table
            if table in tables and make(cursor, table, type_, column):
                cursor.execute(
                    f"INSERT INTO {MARKS} (type, object_id) "  # noqa: S608
                    f"SELECT '{type_}', CAST({column} AS varchar) FROM {table} ORDER BY {column}"
                )


def _make_on_postgresql(cursor: Any, table: str, type_: str, column: str) -> bool:
    name = f"{table}_marked"
    cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass", [name, table])
    if cursor.fetchone():
        return False
    cursor.execute(FUNCTION)
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION api_mark_registry_row('{type_}', '{column}')"
    )
    return True


def _drop_on_postgresql(cursor: Any) -> None:
    cursor.execute("DROP FUNCTION IF EXISTS api_mark_registry_row CASCADE")


def _make_on_sqlite(cursor: Any, table: str, type_: str, column: str) -> bool:
    made = False
    for statement, rows in ROWS.items():
        name = _sqlite_name(table, statement)
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s", [name])
        if cursor.fetchone():
            continue
        marked = " UNION ".join(f"SELECT '{type_}', {row}.{column}" for row in rows)  # each once
        cursor.execute(
            f"CREATE TRIGGER {name} AFTER {statement} ON {table} "
            f"BEGIN INSERT INTO {MARKS} (type, object_id) {marked}; END"
        )
        made = True
    return made


def _drop_on_sqlite(cursor: Any) -> None:
    for model in MARKED:
        for statement in ROWS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_sqlite_name(model._meta.db_table, statement)}")


def _sqlite_name(table: str, statement: str) -> str:
    return f"{table}_marked_{statement.lower()}"
