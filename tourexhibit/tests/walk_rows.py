"""What the walk finds beside the demonstration: people of every role, and a row wherever a page shows one.

Run inside the portal that is walked through: `manage.py shell --command "from tourexhibit.tests.walk_rows import ..."`.
"""

import json
import sys
from datetime import date, timedelta
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory

from accounts.invitations import Gift, invite
from accounts.models import DeniedWrite, Membership, User
from api.tokens.issuing import Wish
from api.tokens.issuing import make as make_token
from api.tokens.models import PartnerToken
from api.webhooks.models import WebhookDelivery
from api.webhooks.subscriptions import Wish as WebhookWish
from api.webhooks.subscriptions import subscribe
from exhibitions.models import Event, Exhibit, Exhibition, Kit, State, Stop, TourPlan
from libraries.models import CountyLibrary, Hall, Holiday
from partnership.embedding import Embedding
from partnership.models import CooperationArea, Organisation, Programme

Role = Membership.Role


def make(password: str) -> None:
    """Make them, and print what their pages are called by: {name: value} as JSON."""
    keeper = User.objects.create_superuser(username="keeper", password=password, email="keeper@example.com")
    newcomer = User.objects.create_user(username="newcomer", password=password)
    library, other_library = CountyLibrary.objects.filter(stops=None)[:2]
    Membership.objects.create(user=newcomer, role=Role.LIBRARIAN, library=library)
    partner = User.objects.create_user(username="peer", password=password)
    Membership.objects.create(user=partner, role=Role.PARTNER)
    unused = User.objects.create_user(username="unused", password=password)
    webhook = _rows_of_partner(partner)
    embedding = _rows_of_registry(keeper)
    proposed = Stop.objects.create(
        programme=Programme.objects.first(),
        exhibition=Exhibition.objects.first(),
        library=other_library,
        state=State.PROPOSED,
    )
    talk = Event.objects.create(stop=proposed, kind="lecture", title="讲座", day=date(2026, 4, 1))
    invitation = Gift(role=Role.LIBRARIAN, library=library)
    _made, secret, _new = invite(
        keeper, invitation, display_name="示范", email="invited@example.com", form_key=uuid4()
    )
    found = {
        "reset": f"/accounts/password/reset/key/{user_pk_to_url_str(keeper)}-{default_token_generator.make_token(keeper)}/",
        "secret": secret,
        "unused": str(unused.pk),
        "webhook": str(webhook),
        "proposed": str(proposed.pk),
        "talk": str(talk.pk),
        "embedding": str(embedding),
        "offered_to_nobody": " ".join(_offered_to_nobody(keeper)),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _rows_of_partner(partner: User) -> int:
    wish = Wish(name="示范", division=None, rights=frozenset({"feed"}), lasts=timedelta(days=30))
    make_token(partner, wish, by=partner)
    # A change is kept in the history as well, so that it has an older version to look at.
    PartnerToken.objects.get(user=partner).save()
    wanted = WebhookWish(name="示范", url="https://partner.example/", types=[], division=None)
    subscription, _secret = subscribe(partner, wanted, uuid4())
    subscription.save()
    WebhookDelivery.objects.create(
        subscription=subscription, type="day", subject="day 1", state="dead", attempts=8, sequence=1
    )
    return subscription.pk


def _rows_of_registry(keeper: User) -> int:
    """A row, and where the registry keeps a history a change, of what the demonstration does not have."""
    DeniedWrite.objects.create(user=keeper, method="POST", route="librarian:day", object_id="1", status=403)
    TourPlan.objects.create(programme=Programme.objects.first(), name="草案（示范）", created_by=keeper)
    organisation = Organisation.objects.get(code="NLC")
    embedding = Embedding.objects.create(
        origin="https://www.example.org", site="示范网站", purpose="首页", owner=organisation
    )
    kept: list[type[Model]] = [
        CooperationArea,
        Event, Exhibition, Exhibit, Kit, Stop, Hall, Holiday, Embedding, CountyLibrary, Organisation
    ]  # fmt: skip
    for model in kept:
        model._default_manager.order_by("pk").first().save()
    return embedding.pk


def _offered_to_nobody(superuser: User) -> list[str]:
    """The administration's pages of adding, changing and deleting that it does not offer even to a superuser."""
    request = RequestFactory().get("/")
    request.user = superuser
    return [
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}"
        for model, page in admin.site._registry.items()
        for verb in ("add", "change", "delete")
        if not getattr(page, f"has_{'view' if verb == 'change' else verb}_permission")(request)
    ]
