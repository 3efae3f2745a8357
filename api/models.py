"""Partners' tokens: hashed, expiring, several per partner, narrowed by division and by right."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from libraries.models import Division


class PartnerToken(AbstractAuthToken):
    """A partner's key to the API. The text of a token is shown once and stored as a hash only."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("province"), related_name="+", null=True, blank=True
    )
    may_read_statistics = models.BooleanField(_("statistics"), default=True)
    may_read_registry = models.BooleanField(_("registry"), default=True)
    may_read_feed = models.BooleanField(_("change feed"), default=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta(AbstractAuthToken.Meta):
        abstract = False
        verbose_name = _("partner token")
        verbose_name_plural = _("partner tokens")
        swappable = "KNOX_TOKEN_MODEL"
