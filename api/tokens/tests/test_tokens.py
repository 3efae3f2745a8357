"""Partners' tokens: made by the command, shown once, narrowed, expiring, never a session."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from api.tests.tour import API, with_token
from api.tokens.issuing import MOST_LIVE, revoke
from api.tokens.models import PartnerToken
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def create_partner(*words: str) -> str:
    out = io.StringIO()
    call_command("create_partner", *words, stdout=out)
    (line,) = [line for line in out.getvalue().splitlines() if line.startswith("Token: ")]
    return line.removeprefix("Token: ")


def status(token: str, path: str = "statistics/visits/") -> int:
    return APIClient().get(f"{API}/{path}", HTTP_AUTHORIZATION=f"Token {token}").status_code


def test_a_partner_gets_tokens_that_are_stored_as_hashes():
    factories.division("330000")
    first, second = (
        create_partner("statistics office"),
        create_partner("statistics office", "--division", "33"),
    )
    user = User.objects.get(username="statistics office")
    tokens = list(PartnerToken.objects.order_by("created"))
    assert [(token.user, token.division and token.division.code) for token in tokens] == [
        (user, None),
        (user, "330000"),
    ]
    assert not user.has_usable_password()
    assert (status(first), status(second)) == (200, 200)
    assert all(text not in (token.digest, token.token_key) for text in (first, second) for token in tokens)


@pytest.mark.parametrize("code", ["33", "330000"])
def test_a_province_is_named_by_prefix_or_code(code):
    factories.division("330000")
    create_partner("zhejiang", "--division", code, "--days", "7")
    token = PartnerToken.objects.get()
    assert token.division.code == "330000"
    assert abs(token.expiry - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "words",
    [
        ["x", "--division", "3305"],
        ["x", "--division", "330521"],
        ["x", "--division", "99"],
        ["x", "--division", "३३"],
        ["x", "--division", ""],
        ["x", "--days", "0"],
        ["x", "--days", "99999999999"],
        [""],
        ["a\nb"],
        ["taken"],
    ],
)
def test_the_command_refuses_what_it_cannot_mean(words):
    factories.division("330521")
    factories.staff(username="taken")
    with pytest.raises(CommandError):
        create_partner(*words)
    assert (PartnerToken.objects.count(), User.objects.count()) == (0, 1)


def test_a_bound_partner_gets_no_token_for_elsewhere():
    factories.division("330000")
    factories.division("360000")
    create_partner("zhejiang", "--division", "33")
    with pytest.raises(CommandError):
        create_partner("zhejiang", "--division", "36")


def test_expired_revoked_inactive_and_demoted_are_401():
    token = create_partner("office")
    row = PartnerToken.objects.get()
    assert status(token) == 200
    PartnerToken.objects.update(expiry=timezone.now())
    assert status(token) == 401
    PartnerToken.objects.update(expiry=None)
    assert revoke(row, row.user)
    assert (status(token), status(token, "stops/")) == (401, 401)
    PartnerToken.objects.update(revoked_at=None)
    User.objects.update(is_active=False)
    assert status(token) == 401
    User.objects.update(is_active=True)
    row.user.memberships.all().delete()
    assert (status(token), status(token, "stops/")) == (401, 401)
    row.delete()
    assert status(token, "stops/") == 401


def test_a_right_left_out_is_403_yet_the_public_stays_public():
    client = with_token(factories.partner(), may_read_statistics=False, may_read_registry=False)
    paths = ["coverage/?programme=x", "statistics/visits/", "kits/", "stops/", "divisions/"]
    assert [client.get(f"{API}/{path}").status_code for path in paths] == [403, 403, 403, 200, 200]


def test_a_partner_has_a_limited_number_of_tokens_that_work():
    for _turn in range(MOST_LIVE):
        create_partner("office")
    with pytest.raises(CommandError):
        create_partner("office")
    revoke(PartnerToken.objects.first(), factories.staff())
    create_partner("office")
    assert PartnerToken.objects.live().count() == MOST_LIVE


def test_use_is_noted_at_most_once_a_minute():
    token = create_partner("office")
    status(token)
    first = PartnerToken.objects.get().last_used_at
    status(token)
    assert PartnerToken.objects.get().last_used_at == first is not None
    PartnerToken.objects.update(last_used_at=first - timedelta(minutes=2))
    status(token)
    assert PartnerToken.objects.get().last_used_at > first


def test_a_token_never_makes_a_session_and_opens_no_page():
    client = with_token(factories.partner())
    answer = client.get(f"{API}/statistics/visits/")
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    for path in ("/admin/", "/accounts/logout/"):
        assert client.get(path).status_code == 302


def test_a_bad_token_is_not_helped_by_a_session(callers):
    staff = callers["staff"]
    assert staff.get(f"{API}/stops/").status_code == 200
    assert staff.get(f"{API}/stops/", HTTP_AUTHORIZATION="Token " + "0" * 64).status_code == 401
