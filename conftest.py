"""What every test gets: files of its own, and a stated reason where it cannot run."""

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings
from django.utils import timezone, translation

from accounts.models import User
from exhibitions.models import Stop
from tourexhibit.tests import factories

pytest_plugins = ["tourexhibit.tests.portals"]

NEEDS = {
    "services": (
        bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")),
        "needs PostgreSQL and Redis: set DATABASE_URL and REDIS_URL",
    ),
    "browser": (bool(shutil.which("chromium")), "needs Debian's chromium"),
}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker, (there, reason) in NEEDS.items():
            if item.get_closest_marker(marker) and not there:
                item.add_marker(pytest.mark.skip(reason=reason))
        if item.get_closest_marker("browser"):
            # One after the other: they share a tree, and a Chromium that starves loses its page.
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of a group share a queue or a tree: refuse to run them side by side where xdist does not know the groups."""
    if getattr(session.config.option, "loadgroup", False):
        for item in session.items:
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
                raise pytest.UsageError(f"pytest-xdist does not keep the group of {item.nodeid}")


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Each test begins in the portal's language: a page asked for in another leaves that one behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test counts its requests under keys of its own: all workers of a run ask the same Redis."""
    monkeypatch.setattr(caches["limits"], "key_prefix", uuid.uuid4().hex)


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nothing of a running portal is read or written, and static files need not be collected."""
    directory = tmp_path_factory.mktemp("var")
    (directory / "static").mkdir()
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(VAR_DIR=directory, STATIC_ROOT=directory / "static", STORAGES=storages):
        yield directory


# One stop that is open, and who counts there: what many tests begin with.


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def stop(today: date) -> Stop:
    """Open for three days."""
    return factories.stop(opens=today - timedelta(days=3), closes=today + timedelta(days=30))


@pytest.fixture
def librarian(stop: Stop) -> User:
    return factories.librarian(stop.library)


@pytest.fixture
def staff() -> User:
    return factories.staff()
