"""Reminders: what somebody was told is due, once each."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Stop
from reports.models.bulletins import Bulletin
from reports.models.closing import ClosingReport
from visits.models.day_reports import DayReport


class ReminderQuerySet(models.QuerySet):
    def with_settled(self) -> "ReminderQuerySet":
        """Each with `settled`: whether what it is about was done since. Derived, so nobody has to tick it off.

        That a reviewer asked is never settled by itself; it is read.
        """
        kind = Reminder.Kind
        report = DayReport.objects.filter(stop=OuterRef("stop"), day=OuterRef("day"))
        closing = ClosingReport.objects.filter(stop=OuterRef("stop"), review__in=["submitted", "accepted"])
        settled = (
            (Q(kind=kind.MISSING) & Exists(report))
            | (Q(kind=kind.RETURNED) & ~Exists(report.filter(review=DayReport.Review.RETURNED)))
            | (Q(kind=kind.EVIDENCE) & ~Exists(report.with_moved_evidence()))
            | (Q(kind=kind.CLOSING) & Exists(closing))
            | (Q(kind=kind.SIGNATURE) & ~Q(bulletin__state=Bulletin.State.DRAFT))
        )
        return self.annotate(settled=models.ExpressionWrapper(settled, models.BooleanField()))

    def unread(self) -> "ReminderQuerySet":
        """Not read, and still to be done."""
        return self.with_settled().filter(read_at__isnull=True, settled=False)


class Reminder(models.Model):
    """One thing that one person was reminded of, in the portal and, with an address, by mail.

    The key makes it unique: a job that runs twice, or is killed and runs again, reminds of each thing once.
    `mailed_at` is set before the mail is sent, so a mail goes out at most once; the portal's list loses nothing.
    """

    class Kind(models.TextChoices):
        MISSING = "missing", _("day not filed")
        RETURNED = "returned", _("day returned")
        EVIDENCE = "evidence", _("tallies after the filing")
        CLOSING = "closing", _("closing report due")
        CHASED = "chased", _("asked by a reviewer")
        SIGNATURE = "signature", _("signature missing")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="reminders"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # What of its kind: "2026-11-21", with the revision or the evidence where the same day may come up again.
    key = models.CharField(_("key"), max_length=60)
    # What it is about: a stop, or a bulletin that waits for a signature.
    stop = models.ForeignKey(
        Stop, models.CASCADE, verbose_name=_("stop"), related_name="reminders", null=True
    )
    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, verbose_name=_("bulletin"), related_name="reminders", null=True
    )
    day = models.DateField(_("day"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_on = models.DateField(_("made on"))
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+", null=True
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "stop", "key"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["user", "kind", "bulletin", "key"], name="reminder_once_a_bulletin"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["missing", "returned", "evidence", "closing", "chased", "signature"]),
                name="reminder_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="signature", stop__isnull=True, bulletin__isnull=False)
                | (~Q(kind="signature") & Q(stop__isnull=False, bulletin__isnull=True)),
                name="reminder_is_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="reminder_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["user"], name="reminder_unmailed", condition=Q(mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.stop_id or self.bulletin_id} {self.key}"
