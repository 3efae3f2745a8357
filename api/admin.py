"""Partners' tokens in the administration: narrowed, dated or taken back here, made by `create_partner` alone.

The text of a token exists once, when it is made; a form that showed it would leave it in a browser's history.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.admin_scope import ScopedAdmin
from api.models import PartnerToken


@admin.register(PartnerToken)
class PartnerTokenAdmin(ScopedAdmin):
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
        "expiry",
        "last_used_at",
    ]
    readonly_fields = ["user", "token_key", "created", "last_used_at"]
    autocomplete_fields = ["division"]
    list_display = ["name", "user", "token_key", "division", "created", "expiry", "last_used_at"]
    list_select_related = ["user", "division"]
    search_fields = ["name", "user__username", "=token_key"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
