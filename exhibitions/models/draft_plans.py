"""Draft plans: stops that are tried out beside the live plan."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Programme


class TourPlan(models.Model):
    """A draft of a tour. Its stops hold no kit and no hall and nobody outside sees them until it is adopted."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="tour_plans"
    )
    name = models.CharField(_("name"), max_length=80)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("created by"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("draft plan")
        verbose_name_plural = _("draft plans")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
