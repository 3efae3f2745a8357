"""Totals: derived, rebuildable, proved by `manage.py reconcile`."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition, Stop
from libraries.models import CountyLibrary, Division
from partnership.models import Programme

ANY = ""  # in totals: over all audiences (with days), or over all measures (with expected days)


class Figures(models.Model):
    """The numbers of a bucket. Visits in person-times, of which estimated; days are stop-days."""

    visits_all = models.BigIntegerField(default=0)
    visits_filed = models.BigIntegerField(default=0)
    visits_verified = models.BigIntegerField(default=0)
    estimated_all = models.BigIntegerField(default=0)
    estimated_filed = models.BigIntegerField(default=0)
    estimated_verified = models.BigIntegerField(default=0)
    days_all = models.BigIntegerField(default=0)
    days_filed = models.BigIntegerField(default=0)
    days_verified = models.BigIntegerField(default=0)
    days_expected = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


FIGURES = [field.name for field in Figures._meta.local_fields]


class CarriedStop(models.Model):
    """Into which buckets a stop's days are carried at present. When a fact behind it moves, so do its days.

    What it names cannot be deleted before the drain has carried the days elsewhere.
    """

    stop = models.OneToOneField(
        Stop,
        models.CASCADE,
        verbose_name=_("stop"),
        primary_key=True,
        related_name="carried",
        db_constraint=False,
    )
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_constraint=False)
    exhibition = models.ForeignKey(Exhibition, models.PROTECT, related_name="+", db_constraint=False)
    library = models.ForeignKey(CountyLibrary, models.PROTECT, related_name="+", db_constraint=False)
    # Where a level is missing (counties right under a province, cities without counties) the division stands for
    # itself, so that every level adds up to the nation.
    county = models.ForeignKey(Division, models.PROTECT, related_name="+", db_constraint=False)
    prefecture = models.ForeignKey(Division, models.PROTECT, related_name="+", db_constraint=False)
    province = models.ForeignKey(Division, models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        verbose_name = _("carried stop")
        verbose_name_plural = _("carried stops")

    def __str__(self) -> str:
        return str(self.stop_id)


class DayFigure(Figures):
    """The leaf of every total: one day of one stop. Recomputed from the facts by `visits.totals`.

    Rows of a day: (measure, audience) with visits; (measure, ANY) with their sum and whether the day was counted;
    (ANY, ANY) with whether a report is expected. Rows of nothing but zeros are not kept.
    """

    pk = models.CompositePrimaryKey("stop_id", "day", "measure", "audience")
    stop = models.ForeignKey(
        Stop,
        models.CASCADE,
        verbose_name=_("stop"),
        related_name="day_figures",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField(_("day"))
    measure = models.CharField(_("measure"), max_length=20, blank=True)
    audience = models.CharField(_("audience"), max_length=12, blank=True)
    # Where the library stood on that day: figures "as was" (rule 9).
    division = models.ForeignKey(
        Division, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        indexes = [models.Index(fields=["day", "measure", "audience"], name="day_figure_by_day")]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.measure} {self.audience}"


class PlaceLevel(models.IntegerChoices):
    NATION = 0, _("nation")
    PROVINCE = 1, _("province level")
    PREFECTURE = 2, _("prefecture level")
    COUNTY = 3, _("county level")


class Grain(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    WHOLE = "whole", _("whole time")


WHOLE_TIME = date(1, 1, 1)  # the `period` of the grain "whole"


class Total(Figures):
    """A bucket above the leaf: place x period x programme x exhibition x measure x audience, on today's tree.

    Carried by `visits.totals`: exactly new leaf - old leaf, inside its one locked transaction. `place` is the id of
    a division, 0 for the nation; `period` is the first day of the period. Days are kept for provinces and the
    nation only (rule 9).
    """

    pk = models.CompositePrimaryKey(
        "level", "grain", "measure", "audience", "period", "place", "programme_id", "exhibition_id"
    )
    level = models.SmallIntegerField(_("level"), choices=PlaceLevel)
    grain = models.CharField(_("grain"), max_length=5, choices=Grain)
    measure = models.CharField(_("measure"), max_length=20, blank=True)
    audience = models.CharField(_("audience"), max_length=12, blank=True)
    period = models.DateField(_("period"))
    place = models.BigIntegerField(_("place"))
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", db_constraint=False)
    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        indexes = [
            models.Index(fields=["level", "place", "grain", "measure", "audience"], name="total_by_place")
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.place} {self.grain} {self.period} {self.measure} {self.audience}"


class RollupState(models.Model):
    """The one row that tells how far the totals are: readers key their answers by `version`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(_("version"), default=0)
    drained_at = models.DateTimeField(_("last roll-up"), null=True)
    # Days up to here are expected of open stops; the drain moves it to yesterday.
    expected_through = models.DateField(_("expected through"), null=True)
    feed_sequence = models.BigIntegerField(_("last number of the feed"), default=0)

    class Meta:
        verbose_name = _("state of the roll-up")
        verbose_name_plural = _("state of the roll-up")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rollup_state_is_one_row")]

    def __str__(self) -> str:
        return f"version {self.version}"
