"""What leaves the house: the log behind the change feed, and figures that institutions published."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.scope import Scope
from libraries.models import CountyLibrary, in_language
from partnership.models import Programme
from visits.vocabulary import Measure

# Types of entries about rows that anyone may read (rules 15, 16), or every partner: the registry and the seals.
REGISTRY_TYPES = ("division", "library", "programme", "exhibition", "kit", "stop", "event", "seal")


class FeedEntryQuerySet(models.QuerySet["FeedEntry"]):
    def within(self, prefix: str) -> "FeedEntryQuerySet":
        """Those of the divisions of a code prefix, and those that belong to no division: they are for everyone."""
        return self.filter(Q(division_code__startswith=prefix) | Q(division_code=""))

    def visible_to(self, scope: Scope) -> "FeedEntryQuerySet":
        """A partner of a province gets its province's figures; all else is for every account with a role."""
        if not scope.has_any_role:
            return self.none()
        if scope.is_partner and scope.partner_prefix:
            return self.within(scope.partner_prefix) | self.filter(type__in=REGISTRY_TYPES)
        return self


class FeedEntry(models.Model):
    """One entry of the change feed: a verified change, or one of the registry, in the order of commits (rule 13).

    Written under the lock of the drain alone, so the sequence has no gaps and no reader overtakes a writer. `data`
    is the item's state as canonical JSON, empty for a deletion. `division_code` is where it is visible: a partner
    of another province does not get it, unless it is about the registry; empty for everyone.
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

    objects: ClassVar[FeedEntryQuerySet] = FeedEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("feed entry")
        verbose_name_plural = _("feed entries")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["type", "object_id", "-sequence"], name="feed_latest_of_object")]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.operation} {self.type} {self.object_id}"


class PublishedFigure(models.Model):
    """A figure that an institution published for several places together, without a split.

    Shown beside the statistics, in no bucket yet and never split (rule 19): the pilot's "over 55,000".
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
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)
    source_address = models.URLField(_("address of the source"), blank=True)

    history = HistoricalRecords()

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

    @property
    def source_label(self) -> str:
        return in_language(self.source, self.source_en)
