"""The entries of reading lists."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitions.models.events import Event
from exhibitions.models.kits import Exhibition
from exhibitions.models.stops import Stop
from partnership.publications import Publication


class ReadingListEntry(models.Model):
    """One publication of the reading list of exactly one exhibition, stop or event, in its place."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, verbose_name=_("publication"), related_name="entries"
    )
    exhibition = models.ForeignKey(
        Exhibition,
        models.CASCADE,
        verbose_name=_("exhibition"),
        related_name="reading_list",
        null=True,
        blank=True,
    )
    stop = models.ForeignKey(
        Stop, models.CASCADE, verbose_name=_("stop"), related_name="reading_list", null=True, blank=True
    )
    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="reading_list", null=True, blank=True
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("entry of a reading list")
        verbose_name_plural = _("entries of reading lists")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exhibition__isnull=False, stop__isnull=True, event__isnull=True)
                | Q(exhibition__isnull=True, stop__isnull=False, event__isnull=True)
                | Q(exhibition__isnull=True, stop__isnull=True, event__isnull=False),
                name="reading_entry_of_exactly_one",
                violation_error_message=_("A reading list belongs to one exhibition, one stop or one event."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["publication", owner],
                    name=f"reading_entry_once_{owner}",
                    violation_error_message=_("This publication is on the list already."),
                )
                for owner in ("exhibition", "stop", "event")
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)
