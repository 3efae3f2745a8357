"""Signing in under attack: no cookie and no header is an error page, and a limit holds for every spelling."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from accounts.tasks import clear_expired_sessions
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-4711"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_attempts_before():
    cache.clear()
    yield
    cache.clear()


def account(username: str = "li"):
    made = factories.user(username)
    made.set_password(PASSWORD)
    made.save()
    return made


def attempt(client, login: str, password: str = "wrong", **headers):
    return client.post(LOGIN, {"login": login, "password": password}, **headers)


@pytest.mark.parametrize("cookie", ['"aaaa\\000"', "x' OR 1=1", '"\\303\\251"', "ABC", ""])
def test_a_session_cookie_that_is_none_is_as_if_there_were_none(client, cookie):
    answer = client.get(LOGIN, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={cookie}")

    assert answer.status_code == 200
    assert answer.wsgi_request.session.session_key is None


def test_a_session_cookie_of_ours_still_opens_its_session(client):
    client.force_login(account())

    assert client.get(LOGIN).wsgi_request.user.username == "li"


@pytest.mark.parametrize("forwarded", ["203.0.113.9", "198.51.100.1, 203.0.113.9", ""])
def test_a_request_that_passed_fewer_proxies_is_no_error(client, settings, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    account()

    answer = attempt(client, "li", PASSWORD, HTTP_X_FORWARDED_FOR=forwarded)

    assert answer.status_code == 302


def test_a_limit_counts_every_spelling_of_a_name_as_the_same_account(client):
    account("admin")
    spellings = ["admin", "aｄmin", "ＡＤＭＩＮ", "Admin", "ａdmin", "admｉn"]

    for number, spelling in enumerate(spellings):
        attempt(client, spelling, REMOTE_ADDR=f"203.0.113.{number}")
    refused = attempt(client, "admin", PASSWORD, REMOTE_ADDR="203.0.113.99")

    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session


def test_expired_sessions_are_cleared_daily():
    Session.objects.create(session_key="expired", expire_date=timezone.now())
    Session.objects.create(session_key="running", expire_date=timezone.now() + timedelta(hours=1))

    clear_expired_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]
    planned = settings.CELERY_BEAT_SCHEDULE["clear expired sessions"]
    assert planned["task"] == clear_expired_sessions.name
    assert clear_expired_sessions.name in current_app.tasks
