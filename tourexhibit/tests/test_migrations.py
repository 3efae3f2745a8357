"""The models and the migrations say the same, on the engine that the suite runs on."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_no_migration_is_pending():
    output = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=output)

    assert output.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_migration_is_applied():
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
