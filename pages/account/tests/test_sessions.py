"""The own sessions: listed with device and address, ended one by one or all; a new password ends the others."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.sessions import NOTED_AT, NOTED_EVERY, clear_expired_sessions
from pages.account.devices import device_of
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
PASSWORD = "a-long-password-4711"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0"
)
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120"


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def librarian():
    made = factories.librarian(factories.library("330521"), username="li")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(agent: str, address: str = "127.0.0.1", login: str = "li") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def test_devices_are_listed_and_the_present_one_is_named(librarian):
    office = sign_in(OFFICE)
    sign_in(WECHAT, "203.0.113.7")

    page = office.get(PAGE).content.decode()

    assert page.index("WeChat, Android") < page.index("Edge, Windows")  # the latest first
    assert "203.0.113.7" in page
    assert page.count("This one") == 1


def test_one_is_ended_and_the_others_go_on(librarian):
    office, phone = sign_in(OFFICE), sign_in(WECHAT)
    ended = UserSession.objects.get(user_agent=WECHAT)

    assert office.post(f"{PAGE}{ended.pk}/end/")["Location"] == PAGE

    assert phone.get("/my/").status_code == 302
    assert office.get("/my/").status_code == 200


def test_all_others_are_ended(librarian):
    office, phones = sign_in(OFFICE), [sign_in(WECHAT), sign_in(WECHAT)]

    office.post(f"{PAGE}end-others/")

    assert [phone.get("/my/").status_code for phone in phones] == [302, 302]
    assert office.get("/my/").status_code == 200


def test_ending_the_present_one_signs_out(librarian):
    office = sign_in(OFFICE)

    assert office.post(f"{PAGE}{UserSession.objects.get().pk}/end/")["Location"] == "/accounts/login/"
    assert office.get("/my/").status_code == 302


def test_nobody_ends_another_accounts_session(librarian):
    phone = sign_in(WECHAT)
    other = Client()
    other.force_login(factories.user())

    missing = [
        other.post(f"{PAGE}{number}/end/").status_code for number in (UserSession.objects.get().pk, 987654)
    ]

    assert missing == [404, 404]
    assert phone.get("/my/").status_code == 200


def test_a_new_password_ends_the_others(librarian):
    office, phone = sign_in(OFFICE), sign_in(WECHAT)
    new = "another-password-0815"

    office.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert phone.get("/my/").status_code == 302
    page = office.get(PAGE).content.decode()
    assert ("Edge, Windows" in page, "WeChat" in page) == (True, False)


def test_the_last_use_is_noted_now_and_then(librarian, django_assert_num_queries):
    phone = sign_in(WECHAT)
    before = UserSession.objects.get().last_seen_at
    phone.get("/my/")
    assert UserSession.objects.get().last_seen_at == before

    session = phone.session
    session[NOTED_AT] = int(time.time()) - NOTED_EVERY - 1
    session.save()
    phone.get("/my/", REMOTE_ADDR="203.0.113.9")

    noted = UserSession.objects.get()
    assert (noted.last_seen_at > before, noted.ip) == (True, "203.0.113.9")


def test_the_shared_accounts_of_the_demonstration_have_no_list(librarian):
    User.objects.update(demonstration=True)
    phone = sign_in(WECHAT)

    assert phone.get(PAGE).status_code == 403
    assert phone.post(f"{PAGE}end-others/").status_code == 403


def test_what_expired_is_forgotten(librarian):
    sign_in(WECHAT)
    Session.objects.all().delete()

    clear_expired_sessions()

    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (WECHAT, "WeChat, Android"),
        (OFFICE, "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_in_words(agent, device):
    with translation.override("en"):
        assert device_of(agent) == device
