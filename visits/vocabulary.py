"""The words of the figures: measures, audiences, basis, method, status."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_VISITS = 1_000_000  # the highest number that one value may hold (rule 2)


class Measure(models.TextChoices):
    """What is counted, in person-times (人次). Measures are never added to one another (ISO 2789)."""

    EXHIBITION_VISIT = "exhibition_visit", _("exhibition visits")
    LIBRARY_VISIT = "library_visit", _("library visits")
    EVENT_ATTENDANCE = "event_attendance", _("event attendance")
    ONLINE_VISIT = "online_visit", _("online visits")


# The measures that a tally or a day's report may hold (rule 5).
DOOR_MEASURES = [Measure.EXHIBITION_VISIT, Measure.LIBRARY_VISIT]
# The measures that an event's report may hold: attendance, or the uses of an online resource.
EVENT_MEASURES = [Measure.EVENT_ATTENDANCE, Measure.ONLINE_VISIT]


class Audience(models.TextChoices):
    ADULT = "adult", _("adults")
    MINOR = "minor", _("minors")
    UNSPECIFIED = "unspecified", _("unspecified")


class Basis(models.TextChoices):
    """How firm a number is; a sum carries the weakest."""

    COUNTED = "counted", _("actual count")
    SAMPLED = "sampled", _("sampled")
    ESTIMATED = "estimated", _("estimated")


WEAKEST_BASIS_FIRST = [Basis.ESTIMATED, Basis.SAMPLED, Basis.COUNTED]


class Method(models.TextChoices):
    """How a number was found."""

    GATE_AUTO = "gate_auto", _("automatic people counter")
    GATE_READING = "gate_reading", _("difference of meter readings")
    MANUAL_TALLY = "manual_tally", _("manual tally")
    REGISTER = "register", _("register")
    RESERVATION_CHECKIN = "reservation_checkin", _("reservation check-in")
    GROUP_BOOKING = "group_booking", _("group booking")
    TYPICAL_WEEK = "typical_week", _("typical week sample")
    SAMPLE_OTHER = "sample_other", _("other sample")
    ESTIMATE = "estimate", _("estimate")
    UNKNOWN = "unknown", _("not known")


class Status(models.TextChoices):
    """Which figure of a day is meant (rule 4)."""

    ALL = "all", _("all, drafts included")
    FILED = "filed", _("filed")
    VERIFIED = "verified", _("verified")


def value_constraints(
    name: str, measures: Sequence[Measure] = tuple(DOOR_MEASURES)
) -> list[models.BaseConstraint]:
    """What holds for every row with a number: known words, and 0 ... 1,000,000."""
    return [
        models.CheckConstraint(condition=Q(measure__in=list(measures)), name=f"{name}_measure_known"),
        models.CheckConstraint(condition=Q(audience__in=Audience.values), name=f"{name}_audience_known"),
        models.CheckConstraint(condition=Q(basis__in=Basis.values), name=f"{name}_basis_known"),
        models.CheckConstraint(condition=Q(method__in=Method.values), name=f"{name}_method_known"),
        models.CheckConstraint(
            condition=Q(value__gte=0, value__lte=MOST_VISITS), name=f"{name}_value_in_range"
        ),
    ]
