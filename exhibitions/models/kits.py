"""What a stop shows: an exhibition, its kits, their exhibits."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import in_language
from partnership.models import Organisation


class Exhibition(models.Model):
    """A touring exhibition as a work: what a kit shows."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


class Kit(models.Model):
    """One complete set (套) of an exhibition: what is packed, moved and installed."""

    class Condition(models.TextChoices):
        IN_SERVICE = "in_service", _("in service")
        REPAIR = "repair", _("under repair")
        RETIRED = "retired", _("retired")

    exhibition = models.ForeignKey(
        Exhibition, models.PROTECT, verbose_name=_("exhibition"), related_name="kits"
    )
    serial_number = models.CharField(_("serial number"), max_length=20)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("owner"), related_name="kits", null=True, blank=True
    )
    condition = models.CharField(
        _("condition"), max_length=12, choices=Condition, default=Condition.IN_SERVICE
    )
    floor_area = models.PositiveIntegerField(_("floor area needed (m²)"), null=True, blank=True)
    ceiling_height = models.DecimalField(
        _("ceiling height needed (m)"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    power = models.DecimalField(_("power needed (kW)"), max_digits=5, decimal_places=1, null=True, blank=True)
    crates = models.PositiveIntegerField(_("number of crates"), null=True, blank=True)
    weight = models.PositiveIntegerField(_("weight (kg)"), null=True, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kit")
        verbose_name_plural = _("kits")
        ordering = ["exhibition_id", "serial_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "serial_number"], name="kit_number_once_an_exhibition"
            ),
            models.CheckConstraint(
                condition=Q(condition__in=["in_service", "repair", "retired"]), name="kit_condition_known"
            ),
        ]

    def __str__(self) -> str:
        return _("{exhibition}, kit {number}").format(exhibition=self.exhibition, number=self.serial_number)


class Exhibit(models.Model):
    """A single exhibit (展品) of a kit."""

    class Condition(models.TextChoices):
        WORKING = "working", _("working")
        MINOR_FAULT = "minor_fault", _("minor fault")
        NOT_WORKING = "not_working", _("not working")
        MISSING = "missing", _("missing")

    kit = models.ForeignKey(Kit, models.CASCADE, verbose_name=_("kit"), related_name="exhibits")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    zone = models.CharField(_("zone"), max_length=40, blank=True)
    zone_en = models.CharField(_("zone in English"), max_length=80, blank=True)
    crate = models.CharField(_("crate"), max_length=20, blank=True)
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, default=Condition.WORKING)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")
        ordering = ["kit_id", "code"]
        constraints = [models.UniqueConstraint(fields=["kit", "code"], name="exhibit_code_once_a_kit")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def zone_label(self) -> str:
        return in_language(self.zone, self.zone_en)
