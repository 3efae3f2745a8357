"""The pages of an account's own webhooks: list, making, one webhook with its deliveries, changing."""

import logging
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.scope import Scope, scope_of
from api.tasks import deliver_webhooks
from api.webhooks import subscriptions
from api.webhooks.events import TEST, TYPES
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from api.webhooks.outbox import last_number, may_subscribe
from api.webhooks.subscriptions import MOST_SUBSCRIPTIONS
from pages.frame.answers import private
from pages.partner.webhook_form import WebhookForm

logger = logging.getLogger(__name__)

A_PAGE = 50
State = WebhookDelivery.State


@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of this account, each with its state."""
    _scope(request)
    own = list(_own(request))
    dead = WebhookDelivery.objects.dead().filter(subscription__in=own)
    with_dead = set(dead.values_list("subscription_id", flat=True).distinct())
    context = {
        "rows": [(webhook, _types(webhook), webhook.pk in with_dead) for webhook in own],
        "full": len(own) >= MOST_SUBSCRIPTIONS,
        "most": MOST_SUBSCRIPTIONS,
    }
    return private(render(request, "partner/webhooks.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: HttpRequest) -> HttpResponse:
    """Make a webhook. The answer to the form is the one page that shows the secret; the same form gets the same."""
    scope = _scope(request)
    if request.method != "POST":
        return private(render(request, "partner/webhook_form.html", {"form": WebhookForm.empty(scope)}))
    form = WebhookForm(request.POST, scope=scope)
    if form.is_valid():
        try:
            owner = cast(User, request.user)
            webhook, secret = subscriptions.subscribe(owner, form.wish(), form.cleaned_data["key"])
        except subscriptions.TooMany:
            message = _("You have {n} webhooks. Remove one that is not used any more.")
            form.add_error(None, message.format(n=MOST_SUBSCRIPTIONS))
        else:
            return _shown(request, webhook, secret)
    return private(render(request, "partner/webhook_form.html", {"form": form}, status=400))


@require_http_methods(["GET", "HEAD", "POST"])
def webhook_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change name, address, types and province of a webhook."""
    scope = _scope(request)
    webhook = _one(request, number)
    posted = [request.POST] if request.method == "POST" else []
    form = WebhookForm.of(webhook, scope, *posted)
    if posted and form.is_valid():
        subscriptions.change(webhook, form.wish())
        messages.success(request, _("Changed."))
        return redirect("partners:webhook", number=number)
    context = {"form": form, "webhook": webhook}
    return private(render(request, "partner/webhook_form.html", context, status=400 if posted else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """One webhook with the log of its deliveries. A POST names one of `ACTS` in `act` and ends in a redirect, but for
    the renewal of the secret, whose answer shows it.
    """
    _scope(request)
    found = _one(request, number)
    if request.method != "POST":
        return _page(request, found)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("no such act")
    return act(request, found) or redirect("partners:webhook", number=number)


# ---------------------------------------------------------------- what the buttons do


def _renew(request: HttpRequest, webhook: WebhookSubscription) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise BadRequest("no key") from error
    return _shown(request, webhook, subscriptions.renew_secret(webhook, key))


def _test(request: HttpRequest, webhook: WebhookSubscription) -> None:
    if subscriptions.send_test(webhook) is None:
        messages.warning(request, _("Enough tests are waiting. Look at what becomes of them first."))
        return
    deliver_soon()
    messages.success(request, _("A test is on its way. Load this page again to see what became of it."))


def _pause(request: HttpRequest, webhook: WebhookSubscription) -> None:
    subscriptions.pause(webhook)


def _go_on(request: HttpRequest, webhook: WebhookSubscription) -> None:
    subscriptions.go_on(webhook)
    deliver_soon()


def _remove(request: HttpRequest, webhook: WebhookSubscription) -> HttpResponse:
    subscriptions.remove(webhook)
    messages.success(request, _("The webhook “{name}” is removed.").format(name=webhook.name))
    return redirect("partners:webhooks")


def _again(request: HttpRequest, webhook: WebhookSubscription) -> None:
    """Send one delivery again (`delivery`), or all that were given up."""
    text = request.POST.get("delivery")
    if text is not None and not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadRequest("delivery is not a number")
    sent = subscriptions.send_again(webhook, [int(text)] if text else None)
    if not sent:
        messages.warning(request, _("Nothing is sent again: the receiver has later news of the same things."))
        return
    deliver_soon()
    told = ngettext("{n} delivery is sent again.", "{n} deliveries are sent again.", sent)
    messages.success(request, told.format(n=sent))


ACTS: dict[str, Callable[[HttpRequest, WebhookSubscription], HttpResponse | None]] = {
    "renew": _renew,
    "test": _test,
    "pause": _pause,
    "go_on": _go_on,
    "remove": _remove,
    "again": _again,
}


def deliver_soon() -> None:
    """Ask a worker to deliver now; without a queue the sweeper comes within seconds."""
    if settings.REDIS_URL:
        try:
            deliver_webhooks.delay()
        except OperationalError:
            logger.warning("The queue does not answer; the sweep delivers")


# ---------------------------------------------------------------- pages


def _page(request: HttpRequest, webhook: WebhookSubscription, *, secret: str = "") -> HttpResponse:
    state = request.GET.get("state", "")
    deliveries = webhook.deliveries.all()
    if state in State.values:
        deliveries = deliveries.filter(state=state)
    page = Paginator(deliveries, A_PAGE).get_page(request.GET.get("page"))
    last = last_number()
    context: dict[str, Any] = {
        "webhook": webhook,
        "types": _types(webhook),
        "behind": max(last - webhook.reached, 0),
        "waiting": webhook.deliveries.waiting().count(),
        "dead": webhook.deliveries.dead().count(),
        "secrets": list(webhook.secrets.all()[:2]),
        "secret": secret,
        "key": uuid.uuid4(),
        "page": page,
        "state": state,
        "states": State.choices,
        "test_type": TEST,
    }
    answer = private(render(request, "partner/webhook.html", context))
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, webhook: WebhookSubscription, secret: str) -> HttpResponse:
    """The page with the secret; without one, as the form is old, the page as it always is."""
    if not secret:
        messages.warning(
            request, _("This form was sent before. Its secret is not shown again; renew it if it is lost.")
        )
        return redirect("partners:webhook", number=webhook.pk)
    return _page(request, webhook, secret=secret)


def _types(webhook: WebhookSubscription) -> list[str]:
    return [str(TYPES.get(type_, type_)) for type_ in webhook.types]


# ---------------------------------------------------------------- who


def _scope(request: HttpRequest) -> Scope:
    """The scope of a partner or of staff; many know the password of a demonstration account, so not on a real portal.

    Raises PermissionDenied for everybody else.
    """
    scope = scope_of(request.user)
    foreign = cast(User, request.user).demonstration and not settings.EMBEDDED
    if not may_subscribe(scope) or foreign:
        raise PermissionDenied
    return scope


def _own(request: HttpRequest):
    own = WebhookSubscription.objects.owned_by(cast(User, request.user))
    return own.select_related("division", "owner")


def _one(request: HttpRequest, number: int) -> WebhookSubscription:
    webhook = _own(request).filter(pk=number).first()
    if webhook is None:
        raise Http404
    return webhook
