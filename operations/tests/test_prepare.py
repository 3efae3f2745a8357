"""What `make run` does before it serves, and what runs beside it."""

import socket
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import User
from exhibitions.models import StaleDay
from operations import first_release
from operations.management.commands import prepare, sweep
from partnership.models import Programme
from reports.models import Seal
from tourexhibit.tests import factories
from tourexhibit.tests.portals import free_port


@pytest.fixture
def free_address() -> str:
    return f"127.0.0.1:{free_port()}"


def printed(**options) -> list[str]:
    output = StringIO()
    call_command("prepare", stdout=output, **options)
    return output.getvalue().splitlines()


@pytest.mark.django_db
def test_without_demonstration_it_tells_how_the_first_account_is_made(free_address):
    lines = printed(address=free_address, without_demonstration=True)

    assert lines[-2:] == [
        f"URL: http://{free_address}/",
        "There is no account yet. Make the first: .venv/bin/python manage.py createsuperuser",
    ]
    assert not Programme.objects.filter(demonstration=True).exists()
    assert not User.objects.exists()

    call_command("createsuperuser", username="first", email="", interactive=False)

    assert User.objects.get().is_superuser
    assert printed(address=free_address, without_demonstration=True)[-1] == f"URL: http://{free_address}/"


@pytest.mark.django_db
def test_a_database_from_before_the_first_release_is_refused_in_words(free_address):
    MigrationRecorder(connection).record_applied(*first_release.BEFORE_RELEASE)

    with pytest.raises(CommandError, match="is of an earlier release"):
        printed(address=free_address)

    assert not Programme.objects.exists()


def test_a_taken_port_is_told_before_anything_is_done(db):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Choose another: make run PORT={port + 1}"):
            printed(address=f"127.0.0.1:{port}")

    assert not Programme.objects.exists()


def test_static_files_are_collected_only_when_one_changed():
    prepare.collect_static_files()
    collected = settings.STATIC_ROOT / "portal.css"
    collected.unlink()

    prepare.collect_static_files()
    assert not collected.exists()

    (settings.STATIC_ROOT / ".collected").unlink()
    prepare.collect_static_files()
    assert collected.exists()


@pytest.mark.django_db
def test_a_sweep_clears_expired_sessions_once_a_day():
    now = timezone.now()
    Session.objects.create(session_key="expired", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="running", expire_date=now + timedelta(minutes=1))

    sealed = sweep.sweep(None)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]

    Session.objects.update(expire_date=now - timedelta(minutes=1))
    sweep.sweep(sealed)
    assert Session.objects.count() == 1


@pytest.mark.django_db
def test_a_sweep_drains_and_seals_once_a_day():
    factories.stop()
    StaleDay.objects.create(stop=factories.stop(), day=date(2026, 3, 2))
    yesterday = timezone.localdate() - timedelta(days=1)

    assert sweep.sweep(None) == yesterday
    assert not StaleDay.objects.exists()
    assert list(Seal.objects.values_list("day", flat=True)) == [yesterday]

    Seal.objects.all().delete()
    assert sweep.sweep(yesterday) == yesterday
    assert not Seal.objects.exists()
