"""Campaigns that both sides use, such as World Book Day: each year an edition that groups what was done for it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from libraries.models import in_language
from partnership.models.records import Record, TitledRecord


class Campaign(TitledRecord):
    """A campaign that comes back; its records of any area name it."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    usual_time = models.CharField(_("when, as a rule"), max_length=80, blank=True)
    usual_time_en = models.CharField(_("when, as a rule, in English"), max_length=160, blank=True)

    class Meta(TitledRecord.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["id"]

    @property
    def time_label(self) -> str:
        return in_language(self.usual_time, self.usual_time_en)


class CampaignEdition(Record):
    """One year of a campaign: from when to when, and its theme. Days are Asia/Shanghai's, inclusive."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name=_("campaign"), related_name="editions"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("Inclusive."))
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    theme_en = models.CharField(_("theme in English"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("edition of a campaign")
        verbose_name_plural = _("editions of campaigns")
        ordering = ["-year", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="campaign_edition_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "year"],
                condition=Q(removed_at__isnull=True, demonstration=False),
                name="campaign_edition_once_a_year",
                violation_error_message=_(
                    "This campaign has an edition in that year already; change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.year}"

    def clean(self) -> None:
        """The days lie in the year. Raises ValidationError."""
        if self.year and self.first_day and self.first_day.year != self.year:
            raise ValidationError({"first_day": _("The first day lies in another year.")})

    @property
    def label(self) -> str:
        return str(self)

    @property
    def theme_label(self) -> str:
        return in_language(self.theme, self.theme_en)
