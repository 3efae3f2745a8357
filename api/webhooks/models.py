"""Subscriptions to the change feed, their secrets, and every delivery with what became of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from libraries.models import Division

LONGEST_ADDRESS = 500


class SubscriptionQuerySet(models.QuerySet["WebhookSubscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Those that the portal delivers to, as far as their owners may still read."""
        return self.filter(state=WebhookSubscription.State.ACTIVE, owner__is_active=True)

    def owned_by(self, user: User) -> "SubscriptionQuerySet":
        return self.filter(owner_id=user.pk)


class WebhookSubscription(models.Model):
    """An address that is told of changes. What it is told is what its owner may read, narrowed by type and province.

    `reached` is the last number of the feed that was looked at; entries after it are still to be handed out, so a
    subscription that rests for months goes on where it stopped.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped by the portal")

    class Reason(models.TextChoices):
        FAILING = "failing", _("no delivery succeeded for five days")
        GONE = "gone", _("the receiver answered that it is gone (410)")
        SECRET_LOST = "secret_lost", _("the portal's key has changed; renew the secret")

    # Made with the empty form, so a double tap is one subscription.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="webhooks"
    )
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    types = models.JSONField(_("types of changes"), default=list, blank=True)  # empty: all, future ones too
    division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("province"), related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE)
    stopped_because = models.CharField(_("stopped because"), max_length=12, choices=Reason, blank=True)
    reached = models.BigIntegerField(_("reached in the feed"), default=0)
    served_at = models.DateTimeField(
        null=True, editable=False
    )  # whose turn it is: the longest unserved first
    # Failures since the last success; the receiver is let alone until `held_until`.
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    held_until = models.DateTimeField(_("next attempt"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)  # when its owner was mailed that it stopped

    history = HistoricalRecords(
        excluded_fields=["key", "reached", "served_at", "failures", "failing_since", "held_until", "told_at"]
    )
    goes_with_its_account = True  # of the demonstration, when that is removed

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="webhook_once_per_form"),
            models.CheckConstraint(
                name="webhook_stopped_for_a_reason",
                condition=Q(state="stopped") & ~Q(stopped_because="")
                | ~Q(state="stopped") & Q(stopped_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.url}"


class WebhookSecret(models.Model):
    """A secret of a subscription: the newest signs for good, the one before it along until `ends_at`.

    The secret itself is not stored: it is derived from `salt` and SECRET_KEY (`signing`). `fingerprint` tells which
    one it is, and whether SECRET_KEY is still the one it was made with.
    """

    subscription = models.ForeignKey(WebhookSubscription, models.CASCADE, related_name="secrets")
    salt = models.CharField(max_length=64, editable=False)
    fingerprint = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "salt"], name="webhook_secret_once_per_form"),
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(ends_at__isnull=True),
                name="webhook_has_one_newest_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=WebhookDelivery.State.WAITING)

    def dead(self) -> "DeliveryQuerySet":
        return self.filter(state=WebhookDelivery.State.DEAD)

    def due(self, now) -> "DeliveryQuerySet":
        """Those to send at `now`: their time has come, nobody is sending them, and none of their subject is before."""
        before = WebhookDelivery.objects.waiting().filter(
            subscription=OuterRef("subscription"),
            subject=OuterRef("subject"),
            sequence__lt=OuterRef("sequence"),
        )
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.waiting().filter(free, ~Exists(before), due_at__lte=now)

    def tests(self) -> "DeliveryQuerySet":
        return self.filter(sequence__isnull=True)


class WebhookDelivery(models.Model):
    """One entry of the feed on its way to one subscription, or a test of it (`sequence` empty).

    It is claimed before it is sent: whoever dies with it loses the claim after a while, and another sends it again
    under the same `message`. So it comes at least once. What is sent is read from the feed each time; nothing that
    its owner may no longer read leaves the portal.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")
        WITHHELD = "withheld", _("withheld")  # its owner may no longer read it, or it is gone

    class Trouble(models.TextChoices):
        UNKNOWN_NAME = "unknown_name", _("the name leads to no address")
        REFUSED_ADDRESS = "refused_address", _("the name leads to an address that is not public")
        CONNECTION = "connection", _("no connection")
        TLS = "tls", _("the certificate or TLS failed")
        TIMEOUT = "timeout", _("no answer in time")
        UNREADABLE = "unreadable", _("the answer is not HTTP")
        REDIRECT = "redirect", _("the answer is a redirect; redirects are not followed")
        STATUS = "status", _("the answer is not a success")

    message = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(
        WebhookSubscription, models.CASCADE, verbose_name=_("webhook"), related_name="deliveries"
    )
    sequence = models.BigIntegerField(_("sequence number"), null=True)
    type = models.CharField(_("type"), max_length=40)
    # What later news of the same thing are ordered by: type and object.
    subject = models.CharField(_("subject"), max_length=110)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    last_attempt_at = models.DateTimeField(_("last attempt"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)  # of the last answer
    trouble = models.CharField(_("trouble"), max_length=16, choices=Trouble, blank=True)
    took = models.PositiveIntegerField(_("milliseconds"), null=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "sequence"], name="webhook_delivery_once"),
        ]
        indexes = [
            models.Index(fields=["subscription", "due_at"], condition=Q(state="waiting"), name="webhook_due"),
            models.Index(fields=["subscription", "subject", "sequence"], name="webhook_subject"),
            models.Index(fields=["state", "created_at"], name="webhook_old"),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """What the receiver sees as `webhook-id`: the same at every attempt."""
        return f"msg_{self.message.hex}"
