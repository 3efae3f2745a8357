"""The second factor of staff: nothing but its set-up is reachable without one, and signing in asks for it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-4711"
SET_UP = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = True
    cache.clear()
    yield
    cache.clear()


def with_password(account):
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, account, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": account.username, "password": password})


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def set_up(client, account) -> tuple[str, str]:
    """Sets the factor up by the pages; returns the secret and the page with the recovery codes."""
    sign_in(client, account)
    page = client.get(SET_UP, follow=True)
    if b'name="password"' in page.content:
        page = client.post(page.request["PATH_INFO"] + "?next=" + SET_UP, {"password": PASSWORD}, follow=True)
    secret = re.search(r'class="hash secret"[^>]*>([A-Z2-7]+)<', page.content.decode())[1]
    answer = client.post(SET_UP, {"code": code_of(secret)}, follow=True)
    assert answer.status_code == 200
    return secret, answer.content.decode()


@pytest.mark.parametrize("address", ["/dashboard/", "/admin/", "/", "/accounts/"])
@pytest.mark.parametrize("role", ["staff", "superuser"])
def test_without_a_factor_every_page_leads_to_its_set_up(client, role, address):
    account = factories.staff() if role == "staff" else factories.user(is_superuser=True)
    client.force_login(account)

    answer = client.get(address)

    assert (answer.status_code, answer.headers.get("Location")) == (302, SET_UP)


def test_the_api_answers_403_until_there_is_one(client):
    client.force_login(factories.staff())

    answer = client.get("/api/v1/kits/", headers={"accept-language": "en"})

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["detail"] == "Set up the second factor of your account first."


def test_others_need_none(client, settings):
    demonstration = factories.staff(demonstration=True)
    for account in (demonstration, factories.librarian(factories.library()), factories.coordinator()):
        client.force_login(account)
        assert client.get("/accounts/").status_code == 200
    settings.SECOND_FACTOR = False
    client.force_login(factories.staff("LSC"))
    assert client.get("/dashboard/").status_code == 200


def test_set_up_shows_picture_text_and_the_codes_once(client, settings):
    account = with_password(factories.staff())
    sign_in(client, account)
    page = client.get(SET_UP, follow=True)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode() or b'name="password"' in page.content

    _secret, shown = set_up(client, account)

    codes = re.findall(r"<li>(\d{8})</li>", shown)
    assert len(codes) == 10
    again = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not any(code in again for code in codes)
    assert client.get("/dashboard/").status_code == 200


def test_signing_in_asks_for_the_code_and_takes_each_recovery_code_once(client):
    account = with_password(factories.staff())
    totp.TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(account).get_unused_codes()

    assert sign_in(client, account).url == "/accounts/2fa/authenticate/"
    assert client.get("/dashboard/").status_code == 302  # not signed in yet
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, "_auth_user_id" in client.session) == (200, False)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert client.get("/dashboard/").status_code == 200

    client.logout()
    sign_in(client, account)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    assert answer.status_code == 302


def test_taking_the_device_away_needs_the_password_and_leads_back_to_the_set_up(client):
    account = with_password(factories.staff())
    totp.TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(account)

    asked = client.post("/accounts/2fa/totp/deactivate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(user=account).exists()
    done = client.post(asked.url, {"password": PASSWORD})

    assert done.status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert client.get("/dashboard/").url == SET_UP


def test_nobody_changes_the_protection_of_a_demonstration_account(client):
    client.force_login(factories.staff(demonstration=True))

    for address in (SET_UP, "/accounts/password/change/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403


def test_a_superuser_removes_a_lost_factor_and_its_owner_is_told(client, mailoutbox):
    keeper = with_password(factories.user(is_superuser=True, is_staff=True, email="keeper@example.com"))
    lost = with_password(factories.staff(email="lost@example.com"))
    for account in (keeper, lost):
        totp.TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(account)
    device = Client()
    sign_in(device, lost)
    device.post("/accounts/2fa/authenticate/", {"code": code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    assert device.get("/dashboard/").status_code == 200
    client.force_login(keeper)
    address = reverse("admin:accounts_remove_factor", args=[lost.pk])
    assert address in client.get(reverse("admin:accounts_user_change", args=[lost.pk])).content.decode()

    unexplained = client.post(address, {"reason": " "})
    assert (unexplained.status_code, Authenticator.objects.filter(user=lost).count()) == (200, 2)
    answer = client.post(address, {"reason": "已当面核实"})

    assert answer.url == reverse("admin:accounts_user_change", args=[lost.pk])
    assert Authenticator.objects.filter(user=lost).count() == 0
    assert lost.history.latest().history_change_reason == "second factor removed: 已当面核实"
    assert [mail.to for mail in mailoutbox] == [["lost@example.com"]]
    assert device.get("/dashboard/").url.startswith("/accounts/login/")
    assert sign_in(device, lost).status_code == 302
    assert device.get("/dashboard/").url == SET_UP
    assert Authenticator.objects.filter(user=keeper).count() == 2


def test_nobody_else_removes_a_factor_and_nobody_the_own(client, settings):
    settings.SECOND_FACTOR = False
    lost, colleague = factories.staff(), factories.staff("LSC", is_staff=True)
    keeper = factories.user(is_superuser=True, is_staff=True)
    totp.TOTP.activate(lost, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    found = {}
    for name, account, owner in [("staff", colleague, lost), ("own", keeper, keeper), ("none", keeper, None)]:
        client.force_login(account)
        address = reverse("admin:accounts_remove_factor", args=[owner.pk if owner else 99_999])
        found[name] = client.post(address, {"reason": "-"}).status_code
    assert found == {"staff": 403, "own": 403, "none": 404}
    assert Authenticator.objects.filter(user=lost).exists()
