"""A partner's own page of tokens: made once, shown once, revoked at once, nobody else's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from api.tests.tour import API
from api.tokens import issuing
from api.tokens.issuing import warn_of_ends
from api.tokens.models import PartnerToken
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/accounts/tokens/"
A_TOKEN = re.compile(r"<code>([0-9a-f]{64})</code>")


@pytest.fixture
def partner():
    return factories.partner()


@pytest.fixture
def page(client, partner):
    client.force_login(User.objects.get(pk=partner.pk))
    return client


def typed(**fields) -> dict:
    return {
        "key": str(uuid4()),
        "name": "统计局夜间脚本",
        "rights": ["statistics", "feed"],
        "division": "",
        "days": "90",
        **fields,
    }


def shown(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()
    [text] = A_TOKEN.findall(answer.content.decode())
    return text


def opens(text: str) -> int:
    return APIClient().get(f"{API}/statistics/visits/", HTTP_AUTHORIZATION=f"Token {text}").status_code


def test_a_token_is_made_shown_once_and_stored_as_a_hash(page, partner):
    answer = page.post(PAGE, typed())
    text = shown(answer)
    assert answer["Cache-Control"] == "no-store"
    token = PartnerToken.objects.get()
    assert (token.name, token.user, token.made_by) == ("统计局夜间脚本", partner, partner)
    assert (token.may_read_statistics, token.may_read_registry, token.may_read_feed) == (True, False, True)
    assert abs(token.expiry - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)
    assert opens(text) == 200
    stored = str(PartnerToken.objects.values().get()) + str(PartnerToken.history.values().get())
    assert text not in stored
    assert text not in page.get(PAGE).content.decode()


def test_the_same_form_again_is_the_same_token(page):
    form = typed()
    first, second = shown(page.post(PAGE, form)), shown(page.post(PAGE, form))
    assert (first == second, PartnerToken.objects.count()) == (True, 1)
    # Another wish on the same form is another token.
    assert shown(page.post(PAGE, {**form, "name": "另一台"})) != first
    assert PartnerToken.objects.count() == 2


def test_after_some_minutes_or_a_revocation_it_is_not_shown_again(page):
    form = typed()
    shown(page.post(PAGE, form))
    PartnerToken.objects.update(created=timezone.now() - timedelta(minutes=11))
    answer = page.post(PAGE, form, follow=True)
    assert "不再显示" in answer.content.decode()
    assert A_TOKEN.findall(answer.content.decode()) == []
    assert PartnerToken.objects.count() == 1


def test_the_same_key_in_another_account_is_another_token(page, client):
    form = typed()
    first = shown(page.post(PAGE, form))
    client.force_login(factories.partner())
    assert shown(client.post(PAGE, form)) != first


def test_a_token_is_revoked_at_once_and_stays_as_a_record(page, partner):
    text = shown(page.post(PAGE, typed()))
    token = PartnerToken.objects.get()
    for _tap in range(2):
        assert page.post(PAGE, {"revoke": token.token_key}).status_code == 302
    token.refresh_from_db()
    assert (opens(text), token.revoked_by, token.state) == (401, partner, "revoked")
    # Made, revoked; the second tap changed nothing.
    assert [row.history_type for row in PartnerToken.history.order_by("history_id")] == ["+", "~"]
    assert PartnerToken.history.first().history_user == partner


def test_the_token_of_another_partner_is_not_there(page):
    other = factories.partner()
    token, _text = PartnerToken.objects.create(user=other, name="别人的")
    for key in (token.token_key, "missing", "\x00"):
        assert page.post(PAGE, {"revoke": key}).status_code == 404
    assert "别人的" not in page.get(PAGE).content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"rights": []},
        {"rights": ["everything"]},
        {"days": "0"},
        {"days": "99999999999999999999"},
        {"division": "987654"},
        {"division": "x"},
        {"key": "x"},
        {"key": ""},
    ],
)
def test_what_cannot_be_meant_is_refused_and_what_was_typed_stays(page, fields):
    answer = page.post(PAGE, typed(**fields))
    assert (answer.status_code, PartnerToken.objects.count()) == (400, 0)
    assert fields.get("name", "统计局夜间脚本")[:20] in answer.content.decode()


def test_a_partner_narrows_within_its_own_reach_only(page, client):
    zhejiang, jiangxi = factories.division("330000"), factories.division("360000")
    shown(page.post(PAGE, typed(division=str(zhejiang.pk))))
    assert PartnerToken.objects.get().division == zhejiang
    county = factories.division("330521")
    assert page.post(PAGE, typed(division=str(county.pk))).status_code == 400
    # Bound to a province: there is nothing to choose, and nothing can be smuggled in.
    client.force_login(factories.partner("33"))
    assert 'name="division"' not in client.get(PAGE).content.decode()
    shown(client.post(PAGE, typed(division=str(jiangxi.pk))))
    assert PartnerToken.objects.latest("created").division is None


def test_who_may_open_the_page(client):
    library = factories.library()
    for user in (factories.staff(), factories.coordinator(), factories.librarian(library), factories.user()):
        client.force_login(user)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, typed()).status_code == 403
    client.logout()
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_a_token_does_not_open_the_page(partner):
    _token, text = PartnerToken.objects.create(user=partner)
    assert APIClient().get(PAGE, HTTP_AUTHORIZATION=f"Token {text}").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(page, partner, django_assert_num_queries, number):
    for _turn in range(number):
        PartnerToken.objects.create(user=partner, made_by=partner, division=factories.division("330000"))
    page.get(PAGE)
    with django_assert_num_queries(8):
        page.get(PAGE)


def test_staff_revoke_in_the_administration(client, partner):
    token, text = PartnerToken.objects.create(user=partner)
    staff = factories.staff()
    client.force_login(User.objects.get(pk=staff.pk))
    answer = client.post(
        reverse("admin:api_partnertoken_changelist"),
        {"action": "revoke_chosen", "_selected_action": [token.pk]},
        follow=True,
    )
    assert "已吊销 1 个令牌" in answer.content.decode()
    token.refresh_from_db()
    assert (opens(text), token.revoked_by) == (401, staff)
    assert (
        client.post(reverse("admin:api_partnertoken_delete", args=[token.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_a_partner_lands_on_the_page_after_signing_in(page):
    assert page.get(reverse("public:start")).url == PAGE


def test_the_owner_is_mailed_once_for_each_end():
    now = timezone.now()
    owner = factories.partner(email="ops@partner.example")
    soon, _text = PartnerToken.objects.create(user=owner, name="夜间脚本", expiry=timedelta(days=13))
    PartnerToken.objects.create(user=owner, name="远的", expiry=timedelta(days=15))
    PartnerToken.objects.create(user=owner, name="没有期限")
    PartnerToken.objects.create(user=owner, name="已吊销", expiry=timedelta(days=1), revoked_at=now)
    PartnerToken.objects.create(user=factories.partner(), name="没有邮箱", expiry=timedelta(days=1))
    assert (warn_of_ends(now), warn_of_ends(now)) == (1, 0)
    [told] = mail.outbox
    assert (told.to, "夜间脚本" in told.subject, soon.token_key in told.body) == (
        ["ops@partner.example"],
        True,
        True,
    )
    # Lengthened by staff: its new end is another.
    PartnerToken.objects.filter(pk=soon.pk).update(expiry=now + timedelta(days=100))
    assert (warn_of_ends(now), warn_of_ends(now + timedelta(days=90))) == (0, 2)


def test_a_mail_about_a_token_that_is_refused_is_tried_again(monkeypatch):
    owner = factories.partner(email="ops@partner.example")
    PartnerToken.objects.create(user=owner, expiry=timedelta(days=1))

    def refuse(*arguments, **options):
        raise OSError("no mail today")

    monkeypatch.setattr(issuing, "send_mail", refuse)
    assert warn_of_ends(timezone.now()) == 0
    monkeypatch.undo()
    assert warn_of_ends(timezone.now()) == 1
