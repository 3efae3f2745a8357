"""Denied writes leave a trace that nobody changes, and that cannot fill the disk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts import denied_writes
from accounts.models import DeniedWrite
from api.tests.tour import filing
from api.tokens.models import PartnerToken
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def trace():
    return list(
        DeniedWrite.objects.order_by("id").values_list("user_id", "method", "route", "object_id", "status")
    )


def test_who_tried_what_and_nothing_of_its_content(client):
    stop = factories.stop()
    foreign = factories.librarian(factories.library("360982"))
    coordinator = factories.coordinator("33")
    client.force_login(foreign)
    body = filing(note="do-not-keep")
    client.put(f"/api/v1/stops/{stop.pk}/days/2026-03-02/", body, "application/json")
    client.get(f"/api/v1/stops/{stop.pk}/days/2026-03-02/")
    client.force_login(coordinator)
    client.put(f"/api/v1/stops/{stop.pk}/days/2026-03-02/", body, "application/json")

    at = f"stop={stop.pk} day=2026-03-02"
    assert trace() == [
        (foreign.pk, "PUT", "api:day", at, 404),
        (coordinator.pk, "PUT", "api:day", at, 403),
    ]


def test_a_partner_is_named_and_a_stranger_is_not(client):
    stop = factories.stop()
    partner = factories.partner()
    _token, text = PartnerToken.objects.create(user=partner)
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    caller.put(f"/api/v1/stops/{stop.pk}/days/2026-03-02/", {}, format="json")
    client.put(f"/api/v1/stops/{stop.pk}/days/2026-03-02/", {}, "application/json")
    client.post("/nothing/here/")

    assert [row[0] for row in trace()] == [partner.pk]


def test_one_account_cannot_fill_the_disk(client, monkeypatch):
    monkeypatch.setattr(denied_writes, "MOST_PER_HOUR", 3)
    other = factories.user()
    for account, times in ((factories.user(), 5), (other, 1)):
        client.force_login(account)
        for _number in range(times):
            client.post("/nothing/here/")

    assert DeniedWrite.objects.count() == 4
    DeniedWrite.objects.all().delete()
    client.post("/nothing/here/")
    assert DeniedWrite.objects.count() == 1


def test_the_database_refuses_to_change_a_row(client):
    client.force_login(factories.user())
    client.post("/nothing/here/")

    with pytest.raises(IntegrityError), transaction.atomic():
        DeniedWrite.objects.update(status=200)


def test_it_is_kept_for_a_year(client):
    client.force_login(factories.user())
    client.post("/nothing/here/")
    denied_writes.forget_old_records()
    assert DeniedWrite.objects.count() == 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(denied_writes, "KEPT", timedelta(days=-1))
        denied_writes.forget_old_records()

    assert not DeniedWrite.objects.exists()


def test_staff_read_it_and_nobody_else(client):
    client.force_login(factories.user())
    client.post("/nothing/here/")
    row = DeniedWrite.objects.get()
    page = f"/admin/accounts/deniedwrite/{row.pk}/change/"

    client.force_login(factories.staff())
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403
    assert client.post(f"/admin/accounts/deniedwrite/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(factories.coordinator("33", is_staff=True))
    assert client.get(page).status_code == 403
