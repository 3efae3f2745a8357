"""Days whose figures must be derived again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaleDay(models.Model):
    """A day of a stop (or, without a day, every day of it) whose figures must be derived again.

    Append-only, without a unique key, written in the transaction that changed a fact the figures rest on: a
    count, the stop's dates or programme, the library's place or calendar. It stands here, below `visits`, so that
    all of those can write it; only the drain in `visits.totals` takes it away. A mark that cannot be worked off is
    parked with its error and shown; the others go on.
    """

    # No check and no index: a mark is written with every count, few stand here at a time, and one that outlives its
    # stop (a demonstration that was just removed) is worked off as nothing.
    stop = models.ForeignKey(
        "exhibitions.Stop",
        models.CASCADE,
        verbose_name=_("stop"),
        related_name="stale_days",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField(_("day"), null=True)
    marked_at = models.DateTimeField(_("marked at"), default=timezone.now)
    parked_at = models.DateTimeField(_("parked at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("stale day")
        verbose_name_plural = _("stale days")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day or '*'}"
