"""The day's report: the fact that counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from exhibitions.models import Stop
from visits.models.vocabulary import Audience, Basis, Measure, Method, value_constraints


class DayReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DayReportQuerySet":
        """Reports within an account's reach; partners and the public see none (rules 15)."""
        return self.filter(scope_of(user).reach("stop__"))

    def waiting_for_review(self) -> "DayReportQuerySet":
        """Filed or endorsed, not yet verified."""
        return self.filter(review__in=[DayReport.Review.FILED, DayReport.Review.ENDORSED])


class DayReport(models.Model):
    """What a person filed for one day of a stop. There is a row only once the day was filed.

    A filed number never moves by itself. The content of the last verification stays in the verified totals until
    it is verified again or withdrawn, whatever becomes of the report meanwhile (rules 4).
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("counted")
        CLOSED = "closed", _("closed")

    class Review(models.TextChoices):
        FILED = "filed", _("filed")
        RETURNED = "returned", _("returned")
        ENDORSED = "endorsed", _("endorsed")
        VERIFIED = "verified", _("verified")

    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="day_reports")
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.FILED)
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest of the content"), max_length=64)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("filed by"), related_name="filed_reports"
    )
    filed_at = models.DateTimeField(_("filed at"))
    # Recorded by staff for a library that could not.
    on_behalf = models.BooleanField(_("on behalf of the library"), default=False)
    return_reason = models.CharField(_("reason of return"), max_length=500, blank=True)
    verified_revision = models.BigIntegerField(_("verified revision"), null=True)
    verified_digest = models.CharField(_("digest of what was verified"), max_length=64, blank=True)
    verified_state = models.CharField(_("verified state"), max_length=10, choices=State, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("verified by"), related_name="+", null=True
    )
    verified_at = models.DateTimeField(_("verified at"), null=True)

    objects = DayReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("day report")
        verbose_name_plural = _("day reports")
        ordering = ["stop_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "day"], name="report_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=["counted", "closed"]), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(review__in=["filed", "returned", "endorsed", "verified"]),
                name="report_review_known",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_positive"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason=""), name="report_closed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(review="verified") | Q(verified_revision=models.F("revision")),
                name="report_verified_is_of_this_revision",
            ),
            models.CheckConstraint(
                condition=Q(verified_revision__isnull=True, verified_digest="", verified_state="")
                | (Q(verified_revision__isnull=False) & ~Q(verified_digest="") & ~Q(verified_state="")),
                name="report_verification_whole",
            ),
        ]
        indexes = [models.Index(fields=["review", "day"], name="report_review_day")]

    def __str__(self) -> str:
        return f"{self.stop} {self.day}"


class ReportValue(models.Model):
    """One number of a day's report: as last filed, or as last verified."""

    class Kind(models.TextChoices):
        FILED = "filed", _("filed")
        VERIFIED = "verified", _("verified")

    report = models.ForeignKey(DayReport, models.CASCADE, verbose_name=_("day report"), related_name="values")
    kind = models.CharField(_("figure"), max_length=10, choices=Kind)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    value = models.IntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    method = models.CharField(_("method"), max_length=20, choices=Method)

    class Meta:
        verbose_name = _("number of a day report")
        verbose_name_plural = _("numbers of day reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "measure", "audience"], name="report_value_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["filed", "verified"]), name="report_value_kind_known"
            ),
            *value_constraints("report"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.audience} {self.value}"
