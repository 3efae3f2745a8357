"""How often one may ask: told with every answer, kept per token, never in the way of people who count."""

import pytest
from django.core.cache import caches
from rest_framework.test import APIClient

from api.tests.tour import API, tally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_minute(settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 3
    monkeypatch.setattr(
        "api.frame.limits.time.time", lambda: 1_800_000_030
    )  # amid a window: it starts on a whole minute


def asked(client: APIClient, times: int, path: str = "libraries/", **headers) -> list[int]:
    return [client.get(f"{API}/{path}", **headers).status_code for _ in range(times)]


def test_a_token_has_so_many_and_is_told(callers):
    partner = callers["partner"]
    answer = partner.get(f"{API}/libraries/")
    told = [answer[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset", "Policy")]
    assert told == ["3", "2", "30", "3;w=60"]
    assert asked(partner, 3, "coverage/?programme=tour") == [200, 200, 429]
    refused = partner.get(f"{API}/libraries/")
    assert (refused.status_code, refused["Retry-After"], refused["RateLimit-Remaining"]) == (429, "30", "0")
    assert refused["Content-Type"] == "application/problem+json"
    # Another token has its own.
    assert asked(callers["partner_province"], 3) == [200, 200, 200]


def test_the_next_window_is_a_new_one(callers, monkeypatch):
    assert asked(callers["partner"], 4)[-1] == 429
    monkeypatch.setattr("api.frame.limits.time.time", lambda: 1_800_000_061)
    assert asked(callers["partner"], 1) == [200]


def test_an_address_has_so_many_whatever_it_says_of_itself(callers):
    found = [
        asked(callers["anonymous"], 1, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")[0] for number in range(4)
    ]
    assert found == [200, 200, 200, 429]


def test_people_who_count_are_not_limited(callers, tour):
    answers = [callers["librarian_a"].put(tour.counter(tour.a), tally()).status_code for _ in range(5)]
    assert answers == [201] * 5


def test_without_the_cache_nobody_is_turned_away(callers, monkeypatch):
    def away(*_arguments, **_keywords):
        raise ConnectionError("no cache")

    monkeypatch.setattr(caches["limits"], "add", away)
    assert asked(callers["partner"], 5) == [200] * 5
