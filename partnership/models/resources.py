"""The catalogue of shared digital resources: what they are, whether their links still lead there, how they are used."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from libraries.models import in_language
from partnership.models.area_records import AreaRecord
from partnership.models.records import Record, RecordQuerySet


class DigitalResourceQuerySet(RecordQuerySet):
    def to_open(self, *, demonstration: bool) -> RecordQuerySet:
        """What readers are offered: shared, and its address works as far as known; examples with examples only."""
        offered = self.present().filter(demonstration=demonstration)
        return offered.exclude(health__state=LinkHealth.State.BROKEN).order_by("-shared_on", "-pk")


class DigitalResource(AreaRecord):
    """A digital resource that one institution shares."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("video")
        ONLINE_EXHIBITION = "online_exhibition", _("online exhibition")
        AUGMENTED_REALITY = "ar", _("AR")
        VIRTUAL_REALITY = "vr", _("VR")
        THREE_DIMENSIONAL = "3d", _("3-D model")
        COURSE = "course", _("course")

    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.VIDEO)
    rights = models.CharField(_("rights"), max_length=200, help_text=_("Who may use it, and for what."))
    rights_en = models.CharField(_("rights in English"), max_length=300, blank=True)
    shared_on = models.DateField(_("shared since"), null=True, blank=True)

    objects = DigitalResourceQuerySet.as_manager()  # type: ignore[misc]

    class Meta(AreaRecord.Meta):
        verbose_name = _("digital resource")
        verbose_name_plural = _("digital resources")
        ordering = ["title", "id"]
        constraints = [
            *AreaRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(address=""),
                name="digital_resource_has_an_address",
                violation_error_message=_("Give the address of the resource."),
            ),
        ]

    @property
    def rights_label(self) -> str:
        return in_language(self.rights, self.rights_en)


class LinkHealth(models.Model):
    """What the last look at a resource's address found. Written by `partnership.links` alone; no row: never looked."""

    class State(models.TextChoices):
        OK = "ok", _("works")
        MOVED = "moved", _("leads elsewhere")
        BROKEN = "broken", _("does not work")
        REFUSED = "refused", _("not looked at: no public address")

    resource = models.OneToOneField(
        DigitalResource, models.CASCADE, verbose_name=_("digital resource"), related_name="health"
    )
    # The one that was looked at: another since then has not been.
    address = models.URLField(_("address on the web"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State)
    detail = models.CharField(_("what was found"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("looked at"))
    failing_since = models.DateTimeField(_("failing since"), null=True)

    class Meta:
        verbose_name = _("health of a link")
        verbose_name_plural = _("health of links")
        ordering = ["checked_at"]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_state_display()}"


class ResourceUse(Record):
    """Uses of a resource in one month, as its owner's platform counted them; never a visit, never attendance."""

    class Basis(models.TextChoices):
        COUNTED = "counted", _("counted")
        SAMPLED = "sampled", _("sampled")
        ESTIMATED = "estimated", _("estimated")

    resource = models.ForeignKey(
        DigitalResource, models.PROTECT, verbose_name=_("digital resource"), related_name="uses"
    )
    month = models.DateField(_("month"), help_text=_("Any day of the month."))
    number = models.PositiveIntegerField(_("uses"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.COUNTED)

    class Meta(Record.Meta):
        verbose_name = _("uses of a resource")
        verbose_name_plural = _("uses of resources")
        ordering = ["-month", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["resource", "month"],
                condition=Q(removed_at__isnull=True),
                name="resource_use_once_a_month",
                violation_error_message=_("This month has a number already; change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.month:%Y-%m}"

    @property
    def label(self) -> str:
        return str(self)

    @property
    def owner_codes(self) -> set[str]:
        return self.resource.owner_codes

    def clean(self) -> None:
        """A month is kept by its first day."""
        if self.month:
            self.month = self.month.replace(day=1)


class ResourceOpening(models.Model):
    """How often a resource was opened from the portal's own pages on one day. Written by `partnership.openings` alone.

    A number and nothing else: nobody is recorded. The owner's platform counts these uses too, so where it told its
    number of a month (`ResourceUse`), that one stands and these are not added to it.
    """

    resource = models.ForeignKey(
        DigitalResource, models.PROTECT, verbose_name=_("digital resource"), related_name="openings"
    )
    # Asia/Shanghai's.
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("openings"), default=0)

    class Meta:
        verbose_name = _("openings of a resource")
        verbose_name_plural = _("openings of resources")
        ordering = ["-day", "resource_id"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "day"], name="resource_opening_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.day}: {self.number}"
