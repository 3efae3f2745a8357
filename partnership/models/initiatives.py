"""Initiatives of an area: who is responsible where, what was planned, what came of it, and how to see that."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from libraries.models import in_language
from partnership.models.agreement import CooperationArea, Organisation
from partnership.models.programmes import Programme
from partnership.models.records import Attachment, Record, Titled, TitledRecord, days_in_order


class Initiative(TitledRecord):
    """What the institutions do together within one area. Days are Asia/Shanghai's, inclusive."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        TRIAL = "trial", _("on trial")
        RUNNING = "running", _("running")
        COMPLETED = "completed", _("completed")
        STOPPED = "stopped", _("stopped")

    area = models.ForeignKey(
        CooperationArea, models.PROTECT, verbose_name=_("area of cooperation"), related_name="initiatives"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta(TitledRecord.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["id"]
        constraints = [
            *TitledRecord.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="initiative_has_a_title"),
            days_in_order("initiative_days_in_order"),
        ]

    @property
    def mark(self) -> str:
        """The state mark that goes with the state's word."""
        return {"completed": "verified", "stopped": "closed"}.get(self.state, self.state)

    @property
    def owner_codes(self) -> set[str]:
        return {unit.organisation.code for unit in self.units.all() if unit.removed_at is None}


class OfInitiative(Record):
    """A record that belongs to an initiative and is kept by the same institutions."""

    initiative: models.ForeignKey

    class Meta(Record.Meta):
        abstract = True

    @property
    def owner_codes(self) -> set[str]:
        return self.initiative.owner_codes


class ResponsibleUnit(OfInitiative):
    """The owner of an initiative at one institution: a department or a post, never a private person."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("initiative"), related_name="units"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("institution"), related_name="units"
    )
    name = models.CharField(_("department or post"), max_length=80)
    name_en = models.CharField(_("department or post in English"), max_length=160, blank=True)

    class Meta(OfInitiative.Meta):
        verbose_name = _("responsible unit")
        verbose_name_plural = _("responsible units")
        ordering = ["organisation_id", "id"]
        constraints = [
            *OfInitiative.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                condition=Q(removed_at__isnull=True),
                name="responsible_unit_once",
                violation_error_message=_(
                    "This institution has a responsible unit already; change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.label}"

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


class Milestone(Titled, OfInitiative):
    """Something to be reached by a day. Reached on a day or not yet; whether it is late follows from the two."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("initiative"), related_name="milestones"
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta(OfInitiative.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "id"]

    def mark(self, today: date) -> str:
        """The state mark on `today`: "verified" once reached, else "late" or "due"."""
        if self.reached_on and self.reached_on <= today:
            return "verified"
        return "late" if self.due_on < today else "due"


class Indicator(Titled, OfInitiative):
    """What is counted of an initiative and how much is wanted. The value is derived when it is read, never typed in."""

    class Counts(models.TextChoices):
        OUTPUTS = "outputs", _("outputs entered for this indicator")
        EXHIBITIONS = "exhibitions", _("joint exhibitions opened")
        PRODUCTS = "products", _("featured products released")
        ACTIVITIES = "activities", _("activities held")
        ACTIVITY_ATTENDANCE = "activity_attendance", _("attendance of activities")
        EXCHANGES = "exchanges", _("academic exchanges held")
        HOLDINGS = "holdings", _("shared holdings (items)")
        PUBLICATIONS = "publications", _("joint publications")
        RESOURCES = "resources", _("digital resources shared")
        RESOURCE_USES = "resource_uses", _("uses of digital resources")
        LIBRARIES = "libraries", _("distinct county libraries covered by a programme")
        EXHIBITION_VISITS = "exhibition_visits", _("verified visits of a programme")
        EVENT_ATTENDANCE = "event_attendance", _("verified event attendance of a programme")

    OF_PROGRAMMES = ("libraries", "exhibition_visits", "event_attendance")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("initiative"), related_name="indicators"
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    counts = models.CharField(_("what is counted"), max_length=20, choices=Counts, default=Counts.OUTPUTS)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name=_("programme"),
        related_name="indicators",
        null=True,
        blank=True,
        help_text=_("Only for what is counted of a programme."),
    )
    unit = models.CharField(_("unit"), max_length=20)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    target = models.PositiveIntegerField(_("target"), null=True, blank=True)
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)

    class Meta(OfInitiative.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["id"]
        constraints = [
            *OfInitiative.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    counts__in=["libraries", "exhibition_visits", "event_attendance"],
                    programme__isnull=False,
                )
                | (
                    ~Q(counts__in=["libraries", "exhibition_visits", "event_attendance"])
                    & Q(programme__isnull=True)
                ),
                name="indicator_programme_where_it_counts_one",
                violation_error_message=_(
                    "Choose the programme for what is counted of one, and none for everything else."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0),
                name="indicator_target_is_positive",
                violation_error_message=_("A target is at least 1; leave it empty while it is open."),
            ),
        ]

    @property
    def unit_label(self) -> str:
        return in_language(self.unit, self.unit_en)


class Output(Titled, OfInitiative):
    """Something that came of an initiative, on a day; counted by one indicator, or told only."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("initiative"), related_name="outputs"
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("indicator that counts it"),
        related_name="outputs",
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    quantity = models.PositiveIntegerField(
        _("quantity"), default=1, help_text=_("In the unit of its indicator.")
    )

    class Meta(OfInitiative.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["-day", "-id"]


class Evidence(Attachment):
    """What shows that an initiative did what it says: a file or a link, perhaps for one output."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("initiative"), related_name="evidence"
    )
    output = models.ForeignKey(
        Output, models.PROTECT, verbose_name=_("output"), related_name="evidence", null=True, blank=True
    )

    class Meta(Attachment.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]

    @property
    def owner_codes(self) -> set[str]:
        return self.initiative.owner_codes
