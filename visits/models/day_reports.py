"""The day's report: the fact that counts."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Stop
from visits.models.reviewed import (
    Report,
    ReportedValue,
    ReportQuerySet,
    report_constraints,
    reported_value_constraints,
)
from visits.models.tallies import Tally
from visits.timeliness import last_day_to_file
from visits.vocabulary import value_constraints


class DayReportQuerySet(ReportQuerySet):
    def with_moved_evidence(self) -> "DayReportQuerySet":
        """Reports whose tallies moved since a person last decided about them, each with `evidence_now`.

        Whether the numbers differ as well is told by `visits.recording.evidence`.
        """
        tallies = Tally.objects.filter(stop_id=OuterRef("stop_id"), day=OuterRef("day")).order_by()
        moved_to = tallies.values("stop_id").annotate(revisions=Sum("revision")).values("revisions")
        return self.annotate(evidence_now=Coalesce(Subquery(moved_to), 0)).exclude(
            evidence_now=models.F("evidence_seen")
        )


class DayReport(Report):
    """What a person filed for one day of a stop. There is a row only once the day was filed."""

    class State(models.TextChoices):
        COUNTED = "counted", _("counted")
        CLOSED = "closed", _("closed")

    # No index of its own: the unique one of stop and day begins with it, and would not be chosen beside it.
    stop = models.ForeignKey(
        Stop, models.PROTECT, verbose_name=_("stop"), related_name="day_reports", db_index=False
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    # The day (Asia/Shanghai) on which somebody first filed it. Amending and filing again after a return leave it.
    first_filed_on = models.DateField(_("first filed on"))
    # The sum of the revisions of the day's tallies when a person last decided about them, by filing or dismissing.
    # Every accepted tally raises that sum, so another sum means that evidence came in since.
    evidence_seen = models.BigIntegerField(_("tallies looked at"), default=0)
    verified_state = models.CharField(_("verified state"), max_length=10, choices=State, blank=True)

    objects = DayReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("day report")
        verbose_name_plural = _("day reports")
        ordering = ["stop_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "day"], name="report_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=["counted", "closed"]), name="report_state_known"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason=""), name="report_closed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(verified_revision__isnull=True, verified_digest="", verified_state="")
                | (Q(verified_revision__isnull=False) & ~Q(verified_digest="") & ~Q(verified_state="")),
                name="report_verification_whole",
            ),
            *report_constraints("report"),
        ]
        indexes = [models.Index(fields=["review", "day"], name="report_review_day")]

    def __str__(self) -> str:
        return f"{self.stop} {self.day}"

    @property
    def days_until_filed(self) -> int:
        """How many days after its own day it was first filed; 0 on the day itself."""
        return (self.first_filed_on - self.day).days

    @property
    def is_late(self) -> bool:
        return self.first_filed_on > last_day_to_file(self.day)


class ReportValue(ReportedValue):
    """One number of a day's report: as last filed, or as last verified."""

    report = models.ForeignKey(
        DayReport, models.CASCADE, verbose_name=_("day report"), related_name="values", db_index=False
    )

    class Meta:
        verbose_name = _("number of a day report")
        verbose_name_plural = _("numbers of day reports")
        constraints = [*reported_value_constraints("report"), *value_constraints("report")]
