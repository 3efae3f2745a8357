"""Programmes: periods of touring with their targets; years and targets are data, never constants."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import in_language
from partnership.models.agreement import AgreementPart


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def default_for_dashboard(self, today: date) -> "Programme | None":
        """The running programme with a target, else the newest with one, else the newest (rule 21)."""
        with_target = self.filter(targets__measure=Target.Measure.LIBRARIES, targets__year__isnull=True)
        running = with_target.filter(first_day__lte=today, last_day__gte=today)
        for choice in (running, with_target, self):
            # A real programme goes before a demonstration one that runs as well.
            programme = choice.order_by("demonstration", "-first_day", "-id").first()
            if programme:
                return programme
        return None


class Programme(models.Model):
    """A period of touring with its own targets; years and targets are data, never constants.

    Demonstration data live in programmes of their own, so no real programme's figure contains them (rule 20).
    """

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=20)
    short_name_en = models.CharField(_("short name in English"), max_length=40)
    part = models.ForeignKey(
        AgreementPart,
        models.PROTECT,
        verbose_name=_("under"),
        related_name="programmes",
        null=True,
        blank=True,
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("Inclusive."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="programme_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def short_label(self) -> str:
        return in_language(self.short_name, self.short_name_en)

    @property
    def library_target(self) -> int | None:
        """How many distinct libraries the whole programme is to reach; None while that is open."""
        for target in self.targets.all():
            if target.measure == Target.Measure.LIBRARIES and target.year is None:
                return target.value
        return None


class Target(models.Model):
    """What a programme is to reach, as a whole (`year` empty) or within one year; always "no fewer than"."""

    class Measure(models.TextChoices):
        LIBRARIES = "libraries", _("distinct county libraries")
        PROVINCES = "provinces", _("distinct provinces")

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name=_("programme"), related_name="targets"
    )
    year = models.SmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Empty: the whole programme.")
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    value = models.PositiveIntegerField(_("value"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["programme_id", "year", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "measure"],
                condition=Q(year__isnull=True),
                name="target_once_a_programme",
            ),
            models.UniqueConstraint(fields=["programme", "year", "measure"], name="target_once_a_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_is_positive"),
            models.CheckConstraint(
                condition=Q(measure__in=["libraries", "provinces"]), name="target_measure_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year or ''} {self.get_measure_display()} {self.value}"
