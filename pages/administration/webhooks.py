"""Everybody's webhooks in the administration: seen, paused, let go on; what was given up is sent again. No secrets."""

from collections import defaultdict

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.scope import scope_of
from api.webhooks import subscriptions
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from pages.administration.base import HistoricalAdmin, ReadOnlyAdmin


@admin.register(WebhookSubscription)
class WebhookSubscriptionAdmin(ReadOnlyAdmin, HistoricalAdmin):
    coordinators_read = False
    fields = [
        "name",
        "owner",
        "url",
        "types",
        "division",
        "state",
        "stopped_because",
        "reached",
        "failures",
        "failing_since",
        "held_until",
        "created_at",
    ]
    readonly_fields = ["created_at"]
    list_display = ["name", "owner", "url", "state", "stopped_because", "failing_since", "created_at"]
    list_filter = ["state"]
    list_select_related = ["owner"]
    search_fields = ["name", "url", "=owner__username"]
    actions = ["pause_chosen", "let_chosen_go_on"]

    def has_act_permission(self, request: HttpRequest) -> bool:
        return scope_of(request.user).is_staff

    @admin.action(description=_("Pause the chosen webhooks"), permissions=["act"])
    def pause_chosen(self, request: HttpRequest, webhooks: QuerySet[WebhookSubscription]) -> None:
        for webhook in webhooks:
            subscriptions.pause(webhook)

    @admin.action(description=_("Let the chosen webhooks go on"), permissions=["act"])
    def let_chosen_go_on(self, request: HttpRequest, webhooks: QuerySet[WebhookSubscription]) -> None:
        for webhook in webhooks:
            subscriptions.go_on(webhook)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """Deliveries, dead letters among them: filter by state."""

    coordinators_read = False
    list_display = [
        "sequence",
        "type",
        "subject",
        "subscription",
        "state",
        "attempts",
        "status",
        "trouble",
        "due_at",
    ]
    list_filter = ["state", "trouble"]
    list_select_related = ["subscription"]
    search_fields = ["=subject"]
    actions = ["send_chosen_again"]

    def has_act_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return scope_of(request.user).is_staff

    @admin.action(description=_("Send the chosen deliveries again"), permissions=["act"])
    def send_chosen_again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        chosen: dict[WebhookSubscription, list[int]] = defaultdict(list)
        for delivery in deliveries.select_related("subscription"):
            chosen[delivery.subscription].append(delivery.pk)
        sent = sum(subscriptions.send_again(webhook, numbers) for webhook, numbers in chosen.items())
        told = ngettext("{n} delivery is sent again.", "{n} deliveries are sent again.", sent).format(n=sent)
        self.message_user(request, told, messages.SUCCESS)
