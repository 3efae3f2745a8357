"""Partners' tokens in the administration: narrowed, dated or revoked here, made by the partner or `create_partner`.

The text of a token exists once, when it is made, for the one who is to use it; staff never see it.
"""

from typing import cast

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from api.tokens.issuing import revoke
from api.tokens.models import PartnerToken
from pages.administration.base import HistoricalAdmin


@admin.register(PartnerToken)
class PartnerTokenAdmin(HistoricalAdmin):
    coordinators_read = False
    fields = [
        "name",
        "user",
        "token_key",
        "division",
        "may_read_statistics",
        "may_read_registry",
        "may_read_feed",
        "created",
        "made_by",
        "expiry",
        "last_used_at",
        "revoked_at",
        "revoked_by",
    ]
    readonly_fields = [
        "user",
        "token_key",
        "created",
        "made_by",
        "last_used_at",
        "revoked_at",
        "revoked_by",
    ]
    autocomplete_fields = ["division"]
    list_display = [
        "name",
        "user",
        "token_key",
        "division",
        "created",
        "expiry",
        "last_used_at",
        "revoked_at",
    ]
    list_select_related = ["user", "division"]
    search_fields = ["name", "user__username", "=token_key"]
    actions = ["revoke_chosen"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A token is revoked, never deleted: the row is the audit."""
        return False

    @admin.action(description=_("Revoke the chosen tokens"), permissions=["change"])
    def revoke_chosen(self, request: HttpRequest, tokens: QuerySet[PartnerToken]) -> None:
        revoked = sum(revoke(token, cast(User, request.user)) for token in tokens)
        told = ngettext("{n} token revoked.", "{n} tokens revoked.", revoked).format(n=revoked)
        self.message_user(request, told, messages.SUCCESS)
