"""One stop that is open, and who counts there: what most tests of this room begin with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from exhibitions.models import Stop
from tourexhibit.tests import factories


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
