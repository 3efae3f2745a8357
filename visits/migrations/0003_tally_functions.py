"""On PostgreSQL two functions write a tally and keep their plans (visits.recording.tally_rows).

Whoever changes a column that they name replaces them in the same migration.
"""

from django.db import migrations

LOCK = """
CREATE FUNCTION visits_lock_tally(the_stop bigint, the_day date, the_counter uuid)
RETURNS TABLE (
    library_id bigint, state varchar, date_precision varchar, draft_plan_id bigint, actual_open date,
    actual_close date, owner_id bigint, revision bigint, digest varchar, measure varchar, audience varchar
) LANGUAGE plpgsql AS $$
BEGIN
    -- First the lock, then the reading, each a statement with a snapshot of its own: a joined "lock and read" would
    -- read what was true before the wait.
    PERFORM 1 FROM exhibitions_chain h WHERE h.stop_id = the_stop FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT s.library_id, s.state, s.date_precision, s.draft_plan_id, s.actual_open, s.actual_close,
               c.owner_id, t.revision, t.digest, v.measure, v.audience
        FROM exhibitions_stop s
        LEFT JOIN visits_counter c ON c.id = the_counter
        LEFT JOIN visits_tally t ON t.stop_id = the_stop AND t.day = the_day AND t.counter_id = the_counter
        LEFT JOIN visits_tallyvalue v ON v.stop_id = the_stop AND v.day = the_day AND v.counter_id = the_counter
        WHERE s.id = the_stop;
END $$
"""

STORE = """
CREATE FUNCTION visits_store_tally(
    the_stop bigint, the_day date, the_counter uuid, the_user bigint,
    new_counter boolean, new_tally boolean, drops boolean, the_revision bigint,
    the_digest varchar, the_body text, now timestamptz, the_device varchar, the_client_time timestamptz,
    measures varchar[], audiences varchar[], numbers integer[], bases varchar[], methods varchar[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF new_counter THEN
        INSERT INTO visits_counter (id, owner_id) VALUES (the_counter, the_user);
    END IF;
    IF new_tally THEN
        INSERT INTO visits_tally (stop_id, day, counter_id, revision, digest, recorded_by_id, recorded_at, device,
                                  client_time)
        VALUES (the_stop, the_day, the_counter, the_revision, the_digest, the_user, now, the_device, the_client_time);
    ELSE
        UPDATE visits_tally t SET revision = the_revision, digest = the_digest, recorded_by_id = the_user,
            recorded_at = now, device = the_device, client_time = the_client_time
        WHERE t.stop_id = the_stop AND t.day = the_day AND t.counter_id = the_counter;
    END IF;
    INSERT INTO visits_tallyrevision (stop_id, day, counter_id, revision, digest, body, recorded_by_id, recorded_at)
        VALUES (the_stop, the_day, the_counter, the_revision, the_digest, the_body, the_user, now);
    INSERT INTO exhibitions_staleday (stop_id, day, marked_at, error) VALUES (the_stop, the_day, now, '');
    IF drops THEN
        DELETE FROM visits_tallyvalue v
        WHERE v.stop_id = the_stop AND v.day = the_day AND v.counter_id = the_counter AND NOT EXISTS (
            SELECT 1 FROM unnest(measures, audiences) AS kept (measure, audience)
            WHERE kept.measure = v.measure AND kept.audience = v.audience
        );
    END IF;
    INSERT INTO visits_tallyvalue (stop_id, day, counter_id, measure, audience, value, basis, method)
        SELECT the_stop, the_day, the_counter, sent.*
        FROM unnest(measures, audiences, numbers, bases, methods) AS sent
        ON CONFLICT (stop_id, day, counter_id, measure, audience) DO UPDATE SET value = excluded.value,
            basis = excluded.basis, method = excluded.method;
END $$
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LOCK, params=None)
        schema_editor.execute(STORE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION visits_lock_tally, visits_store_tally")


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_append_only")]
    operations = [migrations.RunPython(add, drop)]
