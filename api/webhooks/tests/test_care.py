"""What happens to webhooks by the hour: long failures stop them, owners are told, old deliveries are forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from api.webhooks import care, outbox, subscriptions
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.tests.webhooks import news, subscription
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def failing():
    partner = factories.partner(email="ops@partner.example", display_name="数据处")
    webhook = subscription(partner, "https://partner.example/webhook")
    news()
    outbox.fill_all()
    WebhookSubscription.objects.update(failing_since=NOW - care.LONG - timedelta(minutes=1), failures=40)
    return webhook


def test_five_days_of_failures_stop_it_and_its_owner_is_told_once(failing):
    for _hour in range(2):
        care.look_after(NOW)
    failing.refresh_from_db()
    assert (failing.state, failing.stopped_because) == ("stopped", "failing")
    assert failing.deliveries.get().state == WebhookDelivery.State.WAITING
    [told] = mail.outbox
    assert (told.to, told.subject) == (["ops@partner.example"], "推送订阅“夜间同步”已停止")
    assert "https://partner.example/webhook" in told.body
    # Stopped again after it went on: told again.
    subscriptions.go_on(failing)
    failing.refresh_from_db()
    assert (failing.state, failing.failing_since) == ("active", None)
    WebhookSubscription.objects.update(failing_since=NOW - care.LONG - timedelta(minutes=1))
    care.look_after(NOW)
    assert len(mail.outbox) == 2


def test_it_is_told_in_the_language_of_its_owner(failing):
    type(failing.owner).objects.update(language="en")
    care.look_after(NOW)
    assert mail.outbox[0].subject == "The webhook “夜间同步” was stopped"


def test_a_mail_that_is_refused_is_tried_again(failing, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError("no mail today")

    monkeypatch.setattr(care, "send_mail", refuse)
    care.look_after(NOW)
    monkeypatch.undo()
    care.look_after(NOW)
    assert len(mail.outbox) == 1


def test_less_than_that_stops_nothing(failing):
    WebhookSubscription.objects.update(failing_since=NOW - care.LONG + timedelta(minutes=1))
    care.look_after(NOW)
    failing.refresh_from_db()
    assert (failing.state, mail.outbox) == ("active", [])


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [
        ("delivered", 29, 1),
        ("delivered", 31, 0),
        ("withheld", 31, 0),
        ("dead", 31, 1),
        ("dead", 91, 0),
        ("waiting", 400, 1),
    ],
)
def test_old_deliveries_are_forgotten_what_waits_never(failing, state, days, left):
    WebhookDelivery.objects.update(state=state, created_at=NOW - timedelta(days=days))
    care.look_after(NOW)
    assert WebhookDelivery.objects.count() == left
