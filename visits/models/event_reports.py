"""The report of an event: its attendance, or the uses of an online resource."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Event, Stop
from visits.models.reviewed import (
    Report,
    ReportedValue,
    ReportQuerySet,
    report_constraints,
    reported_value_constraints,
)
from visits.vocabulary import EVENT_MEASURES, value_constraints


class EventReport(Report):
    """What a person filed for one event. There is a row only once it was filed.

    Attendance is who came, never who booked; views of a recording are none (ISO 2789). `day` is the event's day as it
    was last filed, part of the content: moving the event amends the report. The verified figure stands on
    `verified_day` until the report is verified again.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("counted")
        CANCELLED = "cancelled", _("did not take place")

    event = models.OneToOneField(Event, models.PROTECT, verbose_name=_("event"), related_name="report")
    # The event's own; here so that the day's figures and an account's reach are found without a join.
    stop = models.ForeignKey(
        Stop, models.PROTECT, verbose_name=_("stop"), related_name="event_reports", db_index=False
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    verified_state = models.CharField(_("verified state"), max_length=10, choices=State, blank=True)
    verified_day = models.DateField(_("verified day"), null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("event report")
        verbose_name_plural = _("event reports")
        ordering = ["stop_id", "day", "event_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["counted", "cancelled"]), name="event_report_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="event_report_cancelled_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    verified_revision__isnull=True,
                    verified_digest="",
                    verified_state="",
                    verified_day__isnull=True,
                )
                | (
                    Q(verified_revision__isnull=False, verified_day__isnull=False)
                    & ~Q(verified_digest="")
                    & ~Q(verified_state="")
                ),
                name="event_report_verification_whole",
            ),
            *report_constraints("event_report"),
        ]
        indexes = [
            models.Index(fields=["stop", "day"], name="event_report_of_a_day"),
            models.Index(fields=["stop", "verified_day"], name="event_report_verified_on"),
            models.Index(fields=["review", "day"], name="event_report_review_day"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.day}"


class EventValue(ReportedValue):
    """One number of an event's report: as last filed, or as last verified."""

    report = models.ForeignKey(
        EventReport, models.CASCADE, verbose_name=_("event report"), related_name="values", db_index=False
    )

    class Meta:
        verbose_name = _("number of an event report")
        verbose_name_plural = _("numbers of event reports")
        constraints = [
            *reported_value_constraints("event"),
            *value_constraints("event", EVENT_MEASURES),
        ]
