"""The yearly work plan and its review."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from libraries.models import in_language
from partnership.models.agreement import Agreement, CooperationArea, Organisation
from partnership.models.initiatives import Initiative
from partnership.models.records import Record, Titled


class WorkPlan(Record):
    """What the institutions mean to do in one year under an agreement."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="work_plans"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    aim = models.TextField(_("aim of the year"), blank=True, max_length=2000)
    aim_en = models.TextField(_("aim of the year in English"), blank=True, max_length=2000)
    review = models.TextField(
        _("review of the year"), blank=True, max_length=4000, help_text=_("Written after the year.")
    )
    review_en = models.TextField(_("review of the year in English"), blank=True, max_length=4000)

    class Meta(Record.Meta):
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        ordering = ["-year", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "year"],
                condition=Q(removed_at__isnull=True, demonstration=False),
                name="work_plan_once_a_year",
                violation_error_message=_("There is a plan of this year already; change that one."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="work_plan_year_of_this_century",
                violation_error_message=_("Write the year with four digits, like 2026."),
            ),
        ]

    def __str__(self) -> str:
        return _("Work plan {year}").format(year=self.year)

    @property
    def label(self) -> str:
        return str(self)

    @property
    def aim_label(self) -> str:
        return in_language(self.aim, self.aim_en)

    @property
    def review_label(self) -> str:
        return in_language(self.review, self.review_en)


class WorkPlanItem(Titled, Record):
    """One thing to do in the year: by whom, until when; and at the end what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("not reviewed yet")
        DONE = "done", _("done")
        PARTLY = "partly", _("done in part")
        NOT_DONE = "not_done", _("not done")

    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name=_("work plan"), related_name="items")
    area = models.ForeignKey(
        CooperationArea, models.PROTECT, verbose_name=_("area of cooperation"), related_name="plan_items"
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        verbose_name=_("initiative"),
        related_name="plan_items",
        null=True,
        blank=True,
        help_text=_("Its indicators stand beside the item, as they are derived."),
    )
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("responsible"), related_name="plan_items"
    )
    title = models.CharField(_("what is to be done"), max_length=200)
    title_en = models.CharField(_("what is to be done, in English"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    remark = models.CharField(_("what became of it"), max_length=300, blank=True)
    remark_en = models.CharField(_("what became of it, in English"), max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of a work plan")
        verbose_name_plural = _("items of work plans")
        ordering = ["area_id", "due_on", "id"]

    @property
    def remark_label(self) -> str:
        return in_language(self.remark, self.remark_en)

    @property
    def owner_codes(self) -> set[str]:
        return {self.responsible.code}
