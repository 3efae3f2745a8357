"""The partner of the demonstration: its pages work, and all it made for itself goes with the demonstration."""

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from api.exports import writing
from api.exports.models import Export
from api.exports.tests.test_exports import ordered
from api.tests.tour import API, signed_in
from api.tokens.models import PartnerToken
from api.webhooks.models import WebhookSubscription
from api.webhooks.tests.webhooks import subscription
from demonstration import tour
from demonstration.tests.places import make_places

pytestmark = pytest.mark.django_db


def test_the_partner_of_the_demonstration_leaves_nothing_behind(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.EMBEDDED = True  # on every engine the accounts are those of `make run`
    make_places()
    tour.renew(libraries=3)
    partner = User.objects.get(username="partner")
    page = signed_in(partner)
    assert {
        page.get(path).status_code for path in ("/accounts/tokens/", "/accounts/webhooks/", "/exports/")
    } == {200}
    _token, text = PartnerToken.objects.create(user=partner, made_by=partner, name="script")
    script = APIClient()
    script.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    assert script.get(f"{API}/statistics/visits/?by=province").json()["demonstration"] is True
    ordered(script)
    writing.work_off()
    path = Export.objects.get().path
    subscription(partner, "https://partner.example/hook")
    assert path.exists()

    tour.remove()

    assert [model.objects.count() for model in (Export, PartnerToken, WebhookSubscription)] == [0, 0, 0]
    assert (User.objects.filter(username="partner").exists(), path.exists()) == (False, False)
    assert script.get(f"{API}/statistics/visits/").status_code == 401
