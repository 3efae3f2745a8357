from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from pages.dashboard.tiles import PLACES
from tourexhibit.tests import factories


@pytest.fixture
def provinces():
    """The 34 units of province level."""
    return {place.code: factories.division(place.code) for place in PLACES}


@pytest.fixture
def enter(client) -> Callable[[User], Client]:
    """Signs an account in and gives the client; as the database has it, not as the factory left it in memory."""

    def sign_in(user: User) -> Client:
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign_in
