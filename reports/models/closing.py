"""The closing report of a stop (结项表), and scans of its stamped copy."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from exhibitions.models import Stop, StopQuerySet
from visits.vocabulary import MOST_VISITS

DUE_AFTER = timedelta(days=30)  # a closing report is due so many days after the last open day
MOST_COSTS = 99_999_999  # yuan


class ClosingReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ClosingReportQuerySet":
        """Closing reports within an account's reach; partners and the public see none (rule 15)."""
        return self.filter(scope_of(user).reach("stop__"))

    def handed_in(self) -> "ClosingReportQuerySet":
        """Reports that left the library at least once: submitted, returned or accepted."""
        return self.exclude(review=ClosingReport.Review.DRAFT)

    def waiting_for_review(self) -> "ClosingReportQuerySet":
        return self.filter(review=ClosingReport.Review.SUBMITTED)


def stops_with_report_overdue(day: date) -> StopQuerySet:
    """Stops whose closing report was due before `day` (Asia/Shanghai) and is not with the reviewers.

    Real last days only: a stop known to the year has no day to count from. Ordered by how long it is due.
    """
    handed_in = [ClosingReport.Review.SUBMITTED, ClosingReport.Review.ACCEPTED]
    return (
        Stop.objects.live()
        .filter(date_precision=Stop.DatePrecision.DAY, actual_close__lt=day - DUE_AFTER)
        .exclude(state__in=["submitted", "accepted", "archived"])
        .exclude(closing_report__review__in=handed_in)
        .order_by("actual_close", "pk")
    )


def _number(label, most: int = MOST_VISITS) -> models.IntegerField:
    """A number that the host gives; null is not known, which is not zero."""
    return models.IntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(most)]
    )


class ClosingReport(models.Model):
    """What a host library reports when a stop is over: one a stop, written by `reports.closing.recording` alone.

    The host's own part stands in the columns, as last saved. The figures are derived from the days whenever they
    are read, until the report is submitted: then `submitted_text` (canonical JSON of figures and content, to the
    letter what `submitted_digest` is the SHA-256 of) holds what was submitted, and nothing changes it silently.
    """

    class Review(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    stop = models.OneToOneField(
        Stop, models.PROTECT, verbose_name=_("stop"), primary_key=True, related_name="closing_report"
    )
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.DRAFT)
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest of the content"), max_length=64)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("saved by"), related_name="+"
    )
    saved_at = models.DateTimeField(_("saved at"))

    school_groups = _number(_("school groups"))
    school_group_visitors = _number(_("visits in school groups"))
    volunteers = _number(_("volunteers"))
    volunteer_hours = _number(_("volunteer hours"))
    staff_trained = _number(_("staff trained"))
    exhibits_working_at_open = _number(_("exhibits working at the opening"), 10_000)
    exhibits_working_at_close = _number(_("exhibits working at the closing"), 10_000)
    repairs = models.CharField(_("repairs"), max_length=160, blank=True)
    incidents = models.CharField(_("incidents"), max_length=160, blank=True)
    publicity_items = _number(_("publicity items"))
    publicity_links = models.CharField(_("links to publicity"), max_length=240, blank=True)
    survey_answers = _number(_("survey answers"))
    # Of a hundred, to one decimal.
    survey_score = models.DecimalField(
        _("survey score"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    local_costs = models.DecimalField(
        _("costs borne locally"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    comments = models.CharField(_("comments"), max_length=400, blank=True)
    # Staff of the library, printed beside the lines they sign on; never visitors.
    prepared_by = models.CharField(_("filled in by"), max_length=20, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=20, blank=True)
    responsible = models.CharField(_("responsible person"), max_length=20, blank=True)

    submitted_revision = models.BigIntegerField(_("submitted revision"), null=True)
    submitted_text = models.TextField(_("submitted text"), blank=True)
    submitted_digest = models.CharField(_("digest of what was submitted"), max_length=64, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("submitted by"), related_name="+", null=True
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    on_behalf = models.BooleanField(_("on behalf of the library"), default=False)
    return_reason = models.CharField(_("reason of return"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reviewed by"), related_name="+", null=True
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)

    objects = ClosingReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing report")
        verbose_name_plural = _("closing reports")
        ordering = ["stop_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review__in=["draft", "submitted", "returned", "accepted"]),
                name="closing_review_known",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="closing_revision_positive"),
            models.CheckConstraint(
                condition=Q(submitted_revision__isnull=True, submitted_text="", submitted_digest="")
                | (Q(submitted_revision__isnull=False) & ~Q(submitted_text="") & ~Q(submitted_digest="")),
                name="closing_submission_whole",
            ),
            models.CheckConstraint(
                condition=Q(review="draft") | Q(submitted_revision__isnull=False),
                name="closing_reviewed_was_submitted",
            ),
            # Whoever reviews has in hand exactly what was submitted.
            models.CheckConstraint(
                condition=~Q(review__in=["submitted", "accepted"]) | Q(submitted_revision=F("revision")),
                name="closing_review_is_of_this_revision",
            ),
            models.CheckConstraint(
                condition=~Q(review="returned") | ~Q(return_reason=""), name="closing_return_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["review", "submitted_at"], name="closing_review_time")]

    def __str__(self) -> str:
        return f"{self.stop} {self.get_review_display()}"


class ClosingScan(models.Model):
    """A scan or photograph of the stamped copy. A later one never replaces an earlier one; both stay listed.

    A PDF is kept to the byte and only ever downloaded; an image is stored anew without its metadata.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        IMAGE = "image", _("image")

    report = models.ForeignKey(
        ClosingReport, models.PROTECT, verbose_name=_("closing report"), related_name="scans"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    # As the person's device called it: shown, never used as the name of a file.
    title = models.CharField(_("name"), max_length=100)
    size = models.IntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    # Of the bytes that were sent; the same file sent again is the same scan.
    sent_digest = models.CharField(_("digest of what was sent"), max_length=64)
    # Of the report whose copy it is.
    report_digest = models.CharField(_("digest of the report"), max_length=64)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("attached by"), related_name="+"
    )
    attached_at = models.DateTimeField(_("attached at"))

    class Meta:
        verbose_name = _("scan of a closing report")
        verbose_name_plural = _("scans of closing reports")
        ordering = ["-attached_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "sent_digest"], name="closing_scan_once_a_report"),
            models.CheckConstraint(condition=Q(kind__in=["pdf", "image"]), name="closing_scan_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file(self) -> str:
        """Where its bytes lie, see `uploads.files`."""
        return f"scans/{self.report_id}/{self.digest}.{'pdf' if self.kind == self.Kind.PDF else 'jpg'}"
