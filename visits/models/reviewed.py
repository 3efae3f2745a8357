"""What the report of a day and the report of an event have in common: content, revision, review, verification."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from visits.vocabulary import Audience, Basis, Measure, Method


class Review(models.TextChoices):
    """How far a report is; before it is filed there is none ("draft", computed)."""

    FILED = "filed", _("filed")
    RETURNED = "returned", _("returned")
    ENDORSED = "endorsed", _("endorsed")
    VERIFIED = "verified", _("verified")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReportQuerySet":
        """Reports within an account's reach; partners and the public see none (rule 15)."""
        return self.filter(scope_of(user).reach("stop__"))

    def waiting_for_review(self) -> "ReportQuerySet":
        """Filed or endorsed, not yet verified."""
        return self.filter(review__in=[Review.FILED, Review.ENDORSED])


class Report(models.Model):
    """What a person filed, and what reviewers did with it. There is a row only once something was filed.

    A filed number never moves by itself. The content of the last verification stays in the verified totals until
    it is verified again or withdrawn, whatever becomes of the report meanwhile (rule 4).
    """

    Review = Review

    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.FILED)
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest of the content"), max_length=64)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("filed by"), related_name="+"
    )
    filed_at = models.DateTimeField(_("filed at"))
    # Recorded by staff for a library that could not.
    on_behalf = models.BooleanField(_("on behalf of the library"), default=False)
    return_reason = models.CharField(_("reason of return"), max_length=500, blank=True)
    verified_revision = models.BigIntegerField(_("verified revision"), null=True)
    verified_digest = models.CharField(_("digest of what was verified"), max_length=64, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("verified by"), related_name="+", null=True
    )
    verified_at = models.DateTimeField(_("verified at"), null=True)

    class Meta:
        abstract = True


def report_constraints(name: str) -> list[models.BaseConstraint]:
    """What holds for every report: known words, and a verification that is whole and of what is verified."""
    return [
        models.CheckConstraint(
            condition=Q(review__in=["filed", "returned", "endorsed", "verified"]),
            name=f"{name}_review_known",
        ),
        models.CheckConstraint(condition=Q(revision__gte=1), name=f"{name}_revision_positive"),
        models.CheckConstraint(
            condition=~Q(review="verified") | Q(verified_revision=F("revision")),
            name=f"{name}_verified_is_of_this_revision",
        ),
    ]


class ReportedValue(models.Model):
    """One number of a report: as last filed, or as last verified."""

    class Kind(models.TextChoices):
        FILED = "filed", _("filed")
        VERIFIED = "verified", _("verified")

    kind = models.CharField(_("figure"), max_length=10, choices=Kind)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    value = models.IntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    method = models.CharField(_("method"), max_length=20, choices=Method)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.measure} {self.audience} {self.value}"


def reported_value_constraints(name: str) -> list[models.BaseConstraint]:
    """Each number of a report once, as filed and as verified."""
    return [
        models.UniqueConstraint(fields=["report", "kind", "measure", "audience"], name=f"{name}_value_once"),
        models.CheckConstraint(condition=Q(kind__in=["filed", "verified"]), name=f"{name}_value_kind_known"),
    ]
