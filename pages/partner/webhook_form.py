"""The form of a webhook; its address is judged as it will be at each delivery."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope
from api.webhooks.addresses import Refused, addresses_of, target_of
from api.webhooks.events import TYPES
from api.webhooks.models import LONGEST_ADDRESS, WebhookSubscription
from api.webhooks.subscriptions import Wish
from pages.forms.fields import LineField
from pages.partner.token_form import province_field

NAME_IS_LOOKED_UP_FOR = 5  # seconds; a form must not hang with somebody's name server

NOW, BEGINNING = "now", "beginning"


class WebhookForm(forms.Form):
    """What a webhook is to be. `key` is made with the empty form, so a double tap is one webhook."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = LineField(label=_("Name"), max_length=80, help_text=_("What is told, or whom."))
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("https:// on the public internet. Deliveries are sent to it by POST."),
        error_messages={"required": _("Give the address.")},
    )
    types = forms.MultipleChoiceField(
        label=_("Types of changes"),
        choices=TYPES.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all, and those that are added later."),
    )
    start = forms.ChoiceField(
        label=_("Begin"),
        choices=[
            (NOW, _("with what changes from now on")),
            (BEGINNING, _("with the whole feed from its first entry")),
        ],
        initial=NOW,
    )

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        province = province_field(scope)
        if province:
            self.fields["division"] = province
        self.fields["name"].required = True

    @classmethod
    def empty(cls, scope: Scope) -> "WebhookForm":
        return cls(scope=scope, initial={"key": uuid.uuid4()})

    @classmethod
    def of(cls, webhook: WebhookSubscription, scope: Scope, *typed: Any) -> "WebhookForm":
        """The form that changes a webhook; where it begins was decided when it was made."""
        initial = {
            "key": webhook.key,
            "name": webhook.name,
            "url": webhook.url,
            "types": webhook.types,
            "division": webhook.division,
        }
        form = cls(*typed, scope=scope, initial=initial)
        del form.fields["start"]
        return form

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            _look_up(url)
        except Refused as refused:
            raise ValidationError(str(refused.message), code=refused.code) from refused
        return url

    def wish(self) -> Wish:
        """Call on a valid form."""
        typed = self.cleaned_data
        return Wish(
            name=typed["name"],
            url=typed["url"],
            types=typed["types"],
            division=typed.get("division"),
            from_beginning=typed.get("start") == BEGINNING,
        )


def _look_up(url: str) -> None:
    """Raises Refused for an address that no delivery would go to now."""
    target = target_of(url)
    thread = ThreadPoolExecutor(1)
    try:
        thread.submit(addresses_of, target).result(NAME_IS_LOOKED_UP_FOR)
    except TooSlow as error:
        raise Refused("unknown_name", _("This name leads to no address.")) from error
    finally:
        thread.shutdown(wait=False)
