"""What leaves the house: the log behind the change feed, and figures that institutions published."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libraries.models import CountyLibrary
from partnership.models import Programme
from visits.models.vocabulary import Measure


class FeedEntry(models.Model):
    """One entry of the change feed: a verified change, or one of the registry, in the order of commits (rules 13).

    Written by the drain alone, under its lock, so the sequence has no gaps and no reader overtakes a writer. `data`
    is the item's state as canonical JSON, empty for a deletion. `division_code` is where it is visible: a partner
    of another province does not get it; empty for everyone.
    """

    class Operation(models.TextChoices):
        UPSERT = "upsert", _("upsert")
        DELETE = "delete", _("delete")

    sequence = models.BigIntegerField(_("sequence number"), primary_key=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    type = models.CharField(_("type"), max_length=20)
    object_id = models.CharField(_("object"), max_length=80)
    operation = models.CharField(_("operation"), max_length=6, choices=Operation)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    data = models.TextField(_("data"), blank=True)

    class Meta:
        verbose_name = _("feed entry")
        verbose_name_plural = _("feed entries")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["type", "object_id", "-sequence"], name="feed_latest_of_object")]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.operation} {self.type} {self.object_id}"


class PublishedFigure(models.Model):
    """A figure that an institution published for several places together, without a split.

    Shown beside the statistics, never in a bucket and never split (rules 19): the pilot's "over 55,000".
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="published_figures"
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    libraries = models.ManyToManyField(
        CountyLibrary, verbose_name=_("libraries"), related_name="published_figures"
    )
    value = models.PositiveIntegerField(_("value"))
    lower_bound = models.BooleanField(_("lower bound (“over”)"), default=False)
    source = models.CharField(_("source"), max_length=300)
    source_address = models.URLField(_("address of the source"), blank=True)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="published_figure_measure_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.value}"
