"""A small tour in two provinces, and everybody who may call."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from api.tokens.models import PartnerToken
from exhibitions.models import StaleDay, Stop
from tourexhibit.tests import factories

API = "/api/v1"


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def with_token(user: User, **fields) -> APIClient:
    _token, text = PartnerToken.objects.create(user=user, **fields)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client


def one_value(number: int = 12, **fields) -> dict:
    return {"measure": "exhibition_visit", "audience": "adult", "value": number, **fields}


def tally(revision: int = 1, number: int = 12, **fields) -> dict:
    return {
        "revision": revision,
        "values": [one_value(number)],
        "basis": "counted",
        "method": "manual_tally",
        **fields,
    }


def filing(revision: int = 1, number: int = 12, **fields) -> dict:
    return {"state": "counted", **tally(revision, number), **fields}


@dataclass
class Tour:
    """Stop `a` stands in province 33, stop `b` in 36; both are open since three days."""

    a: Stop
    b: Stop
    draft: Stop
    today: date

    def day(self, stop: Stop | int, day: date | str | None = None, rest: str = "") -> str:
        number = stop if isinstance(stop, int) else stop.pk
        return f"{API}/stops/{number}/days/{day or self.today}/{rest}"

    def counter(self, stop: Stop | int, counter: object = None, day: date | str | None = None) -> str:
        return self.day(stop, day, f"counts/{counter or uuid.uuid4()}/")


@pytest.fixture
def tour(db) -> Tour:
    today = timezone.localdate()
    programme = factories.programme(slug="tour")
    dates = {"opens": today - timedelta(days=3), "closes": today + timedelta(days=30), "programme": programme}
    a = factories.stop(library=factories.library("330521"), **dates)
    b = factories.stop(library=factories.library("360982"), **dates)
    draft = factories.stop(
        library=a.library,
        state="proposed",
        confirmed_on=None,
        actual_open=None,
        programme=programme,
    )
    # As if derived long ago: what a test marks is its own.
    StaleDay.objects.all().delete()
    return Tour(a=a, b=b, draft=draft, today=today)


@pytest.fixture
def callers(tour) -> dict[str, APIClient]:
    nation, province, other = factories.partner(), factories.partner("33"), factories.partner("36")
    revoked = with_token(factories.partner())
    revoked_user = PartnerToken.objects.latest("created").user
    PartnerToken.objects.filter(user=revoked_user).delete()
    return {
        "anonymous": APIClient(),
        "librarian_a": signed_in(factories.librarian(tour.a.library)),
        "librarian_b": signed_in(factories.librarian(tour.b.library)),
        "coordinator": signed_in(factories.coordinator("33")),
        "coordinator_b": signed_in(factories.coordinator("36")),
        "staff": signed_in(factories.staff()),
        "superuser": signed_in(factories.user(is_superuser=True, is_staff=True)),
        "partner": with_token(nation),
        "partner_province": with_token(province),
        "partner_other": with_token(other),
        "no_role": signed_in(factories.user()),
        "revoked": revoked,
    }
