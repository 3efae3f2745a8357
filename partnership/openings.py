"""Counting how often a shared resource is opened from the portal's own pages: one number a day, nothing of the reader."""

import logging
from datetime import date

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncMonth

from partnership.models import DigitalResource, ResourceOpening, ResourceUse

logger = logging.getLogger(__name__)


def count_opening(resource: DigitalResource, today: date) -> None:
    """Count that a reader was sent to `resource`. Never keeps a reader from it: a lost number is a lost number."""
    openings = ResourceOpening.objects.filter(resource=resource, day=today)
    try:
        with transaction.atomic():
            if not openings.update(number=F("number") + 1):
                ResourceOpening.objects.create(resource=resource, day=today, number=1)
    except IntegrityError:
        # Another request made the row of the day in the meantime.
        openings.update(number=F("number") + 1)
    except DatabaseError:
        logger.warning("An opening of resource %s was not counted.", resource.pk, exc_info=True)


def openings_beside_entered_uses(today: date) -> QuerySet[ResourceOpening]:
    """The openings up to `today` of months for which the owner's platform has told no number.

    That number holds what came from here, so a month counts by the one or by the other and never by both.
    """
    entered = ResourceUse.objects.present().filter(resource=OuterRef("resource"), month=OuterRef("month"))
    return (
        ResourceOpening.objects.filter(day__lte=today)
        .annotate(month=TruncMonth("day"))
        .filter(~Exists(entered))
    )
