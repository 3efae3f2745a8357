"""Partners' tokens: hashed, expiring, several per partner, narrowed by division and by right, revoked and kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager
from simple_history.models import HistoricalRecords

from libraries.models import Division

# What a token may be allowed; `may_read_<right>` is its column, `right` of a view is what the view asks for.
RIGHTS = {
    "statistics": _("statistics"),
    "registry": _("registry"),
    "feed": _("change feed"),
}


class TokenQuerySet(models.QuerySet["PartnerToken"]):
    def live(self) -> "TokenQuerySet":
        """Those that open something now: neither revoked nor expired."""
        return self.filter(Q(expiry__isnull=True) | Q(expiry__gt=timezone.now()), revoked_at__isnull=True)


class PartnerToken(AbstractAuthToken):
    """A partner's key to the API. The text of a token is shown once and stored as a hash only.

    A row stays when its token is revoked or has expired: who made it, who took it back and when is the audit.
    `made_by` is empty for those of the command; `api.tokens.issuing` makes and revokes.
    """

    # The package names these in English alone.
    token_key = models.CharField(
        _("beginning of the token"),
        max_length=AbstractAuthToken._meta.get_field("token_key").max_length,
        db_index=True,
    )
    created = models.DateTimeField(_("made at"), auto_now_add=True)
    expiry = models.DateTimeField(_("valid until"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="auth_token_set"
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("province"), related_name="+", null=True, blank=True
    )
    may_read_statistics = models.BooleanField(RIGHTS["statistics"], default=True)
    may_read_registry = models.BooleanField(RIGHTS["registry"], default=True)
    may_read_feed = models.BooleanField(RIGHTS["feed"], default=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    # The end that its owner was mailed about; another end is worth another mail.
    warned_of = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), related_name="+", null=True
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("revoked by"), related_name="+", null=True
    )

    goes_with_its_account = True  # of the demonstration, when that is removed

    history = HistoricalRecords(excluded_fields=["last_used_at", "warned_of"])
    objects: ClassVar[AuthTokenManager] = AuthTokenManager.from_queryset(TokenQuerySet)()

    class Meta(AbstractAuthToken.Meta):
        abstract = False
        verbose_name = _("partner token")
        verbose_name_plural = _("partner tokens")
        swappable = "KNOX_TOKEN_MODEL"

    def __str__(self) -> str:
        return f"{self.name or self.user} {self.token_key}…"

    @property
    def state(self) -> str:
        """live, revoked or expired; a token taken back never expires."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expiry and self.expiry <= timezone.now() else "live"

    @property
    def rights(self) -> list[str]:
        """What it may read, in words."""
        return [str(word) for right, word in RIGHTS.items() if self.has_right(right)]

    def has_right(self, right: str) -> bool:
        """Whether it includes one of `RIGHTS`; no token includes a right of another name."""
        return right in RIGHTS and bool(getattr(self, f"may_read_{right}"))
