"""Once an hour: stop what has failed for long, tell the owners of what was stopped, forget old deliveries."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from api.webhooks.deliveries import stop
from api.webhooks.models import WebhookDelivery, WebhookSubscription

logger = logging.getLogger(__name__)

State, Reason = WebhookSubscription.State, WebhookSubscription.Reason
LONG = timedelta(days=5)  # of failures without a success
KEPT = timedelta(days=30)  # what was delivered or withheld
DEAD_KEPT = timedelta(days=90)


def look_after(now: datetime) -> None:
    """Everything that is due at `now`; again is without effect."""
    _stop_long_failing(now)
    _tell_owners(now)
    _forget(now)


def _stop_long_failing(now: datetime) -> None:
    failing = WebhookSubscription.objects.filter(state=State.ACTIVE, failing_since__lt=now - LONG)
    for number in list(failing.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = failing.select_for_update().filter(pk=number).first()
            if locked:
                stop(locked, Reason.FAILING)


def _tell_owners(now: datetime) -> None:
    """One mail for each stop; marked first, unmarked only when the mail server refuses, and tried in an hour."""
    untold = WebhookSubscription.objects.filter(state=State.STOPPED, told_at__isnull=True)
    for subscription in untold.exclude(owner__email="").select_related("owner"):
        if not untold.filter(pk=subscription.pk).update(told_at=now):
            continue
        try:
            _mail(subscription)
        except OSError:
            logger.exception("The mail about webhook %s was refused", subscription.pk)
            WebhookSubscription.objects.filter(pk=subscription.pk).update(told_at=None)


def _mail(subscription: WebhookSubscription) -> None:
    owner = subscription.owner
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        subject = _("The webhook “{name}” was stopped").format(name=subscription.name)
        body = "\n".join(
            [
                _("{name}:").format(name=owner),
                "",
                _("The portal has stopped delivering to {url}: {reason}.").format(
                    url=subscription.url, reason=subscription.get_stopped_because_display()
                ),
                _("Nothing is lost: when you let it go on, it continues where it stopped."),
                "",
                _("You find it under “Webhooks” in the portal."),
            ]
        )
    send_mail(subject, body, None, [owner.email])


def _forget(now: datetime) -> None:
    ended = WebhookDelivery.objects.exclude(state=WebhookDelivery.State.WAITING)
    ended.exclude(state=WebhookDelivery.State.DEAD).filter(created_at__lt=now - KEPT).delete()
    ended.filter(created_at__lt=now - DEAD_KEPT).delete()
