"""Signing in under attack: no cookie and no header is an error page, and a limit holds for every spelling."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
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


SPELLINGS = ["admin", "aｄmin", "ＡＤＭＩＮ", "Admin", "ａdmin", "admｉn"]


def test_a_limit_counts_every_spelling_of_a_name_as_the_same_account(client):
    account("admin")
    for spelling in SPELLINGS[:5]:
        attempt(client, spelling)
    refused = attempt(client, "admin", PASSWORD)

    assert refused.status_code == 429
    assert "_auth_user_id" not in client.session


def test_guessing_from_many_addresses_is_limited_more_widely(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
    account("admin")
    for number, spelling in enumerate(SPELLINGS):
        attempt(client, spelling, REMOTE_ADDR=f"203.0.113.{number}")
    refused = attempt(client, "admin", PASSWORD, REMOTE_ADDR="203.0.113.99")

    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lg01_an_unknown_account_reads_the_same_as_a_wrong_password(client, language):
    account("li")
    client.cookies["django_language"] = language

    def body(name):
        text = attempt(client, name).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).replace(f'"{name}"', "NAME")

    assert body("li") == body("xy")


def test_lg01_a_lock_reads_the_same_too_and_says_when(client):
    account("li")
    locked = {name: [attempt(client, name) for _number in range(6)][-1] for name in ("li", "nobody-here")}

    answers = {(answer.status_code, answer["Retry-After"]) for answer in locked.values()}
    assert answers == {(429, "900")}
    plain = {re.sub(rb'value="\w+"', b"", answer.content) for answer in locked.values()}
    assert len(plain) == 1
    assert "15 分钟" in locked["li"].content.decode()
    english = attempt(client, "li", headers={"accept-language": "en"})
    assert b"cannot be used for 15 minutes" in english.content


def test_lg04_a_made_up_forwarded_address_changes_nothing(client):
    account("li")
    answers = [
        attempt(client, "li", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code for number in range(30)
    ]

    assert answers == [200] * 4 + [429] * 26
    assert attempt(client, "li", PASSWORD).status_code == 429


def test_lg05_a_victim_stays_signed_in_and_signs_in_from_elsewhere(client):
    account("li")
    victim = Client()
    assert attempt(victim, "li", PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302
    for _number in range(40):
        attempt(client, "li")

    assert victim.get("/accounts/").status_code == 200
    other = Client()
    assert attempt(other, "li", PASSWORD, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_lg05_the_lock_ends_by_itself_however_long_somebody_knocks(client):
    account("li")
    for _number in range(5):
        attempt(client, "li")
    locked_at = AccessAttempt.objects.get().attempt_time
    for _number in range(5):
        attempt(client, "li")
    assert AccessAttempt.objects.get().attempt_time == locked_at

    AccessAttempt.objects.update(attempt_time=locked_at - timedelta(minutes=15))

    assert attempt(client, "li", PASSWORD).status_code == 302


def test_a_lock_is_for_one_account(client):
    account("li")
    account("wang")
    for _number in range(6):
        attempt(client, "li")

    assert attempt(client, "wang", PASSWORD).status_code == 302


def test_a_lock_keeps_no_password(client):
    account("li")
    attempt(client, "li", "a-secret-that-was-nearly-right")

    kept = AccessAttempt.objects.get()
    assert "nearly" not in f"{kept.get_data} {kept.post_data}"


def test_lg07_a_look_alike_opens_the_one_account(client):
    made = account("admin")
    for spelling in ("ADMIN", "ａｄｍｉｎ"):
        other = Client()
        assert attempt(other, spelling, PASSWORD).status_code == 302
        assert other.session["_auth_user_id"] == str(made.pk)


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_lg08_signing_in_never_leads_outside(client, where):
    account("li")

    answer = client.post(LOGIN, {"login": "li", "password": PASSWORD, "next": where})

    assert (answer.status_code, answer.url) == (302, "/start/")


def test_lg10_a_sign_in_without_a_token_is_refused(db):
    account("li")
    strict = Client(enforce_csrf_checks=True)

    assert attempt(strict, "li", PASSWORD).status_code == 403
    assert not AccessLog.objects.exists()


def test_lg11_a_session_set_before_is_not_the_one_after(client):
    account("li")
    before = client.session
    before["planted"] = 1
    before.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before.session_key

    attempt(client, "li", PASSWORD)

    assert client.session.session_key != before.session_key


def test_lg13_a_foreign_host_is_refused_and_mails_nothing(client):
    account("li")
    User.objects.update(email="li@library.example")

    answer = client.post(
        "/accounts/password/reset/", {"email": "li@library.example"}, headers={"host": "evil.example"}
    )

    assert answer.status_code == 400
    assert mail.outbox == []


def reset_link(client, address="li@library.example"):
    client.post("/accounts/password/reset/", {"email": address})
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def test_lg14_a_reset_link_works_once(client):
    account("li")
    User.objects.update(email="li@library.example")
    link = reset_link(client)
    form = client.get(link, follow=True)
    new = {"password1": "another-long-one-99", "password2": "another-long-one-99"}
    done = client.post(form.request["PATH_INFO"], new)
    assert done.url == "/accounts/password/reset/key/done/"
    assert "_auth_user_id" not in client.session

    again = Client().get(link, follow=True)

    assert "这个链接已经用过，或已过期。" in again.content.decode()
    assert attempt(Client(), "li", "another-long-one-99").status_code == 302


def test_lg14_a_sign_in_makes_a_reset_link_useless(client):
    account("li")
    User.objects.update(email="li@library.example")
    link = reset_link(client)
    attempt(Client(), "li", PASSWORD)

    assert "已经用过" in client.get(link, follow=True).content.decode()


def test_a_reset_says_the_same_for_an_unknown_address(client):
    account("li")
    User.objects.update(email="li@library.example")
    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("li@library.example", "nobody@library.example")
    ]

    assert len({page.content for page in pages}) == 1
    assert [message.to for message in mail.outbox] == [["li@library.example"]]


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "confirm-email/", "password/set/", "social/signup/"]
)
def test_what_is_not_offered_is_404(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404
    client.force_login(account("li"))
    assert client.post(f"/accounts/{address}").status_code == 404


def test_expired_sessions_are_cleared_daily():
    Session.objects.create(session_key="expired", expire_date=timezone.now())
    Session.objects.create(session_key="running", expire_date=timezone.now() + timedelta(hours=1))

    clear_expired_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]
    planned = settings.CELERY_BEAT_SCHEDULE["clear expired sessions"]
    assert planned["task"] == clear_expired_sessions.name
    assert clear_expired_sessions.name in current_app.tasks
