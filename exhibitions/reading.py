"""Reading lists: which publications are recommended with an exhibition, at a stop, or with an event."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from partnership.publications import Publication

if TYPE_CHECKING:
    from exhibitions.models import Event, Exhibition, Stop


class ReadingListEntry(models.Model):
    """One publication of the reading list of exactly one exhibition, stop or event, in its place."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, verbose_name=_("publication"), related_name="entries"
    )
    exhibition = models.ForeignKey(
        "Exhibition",
        models.CASCADE,
        verbose_name=_("exhibition"),
        related_name="reading_list",
        null=True,
        blank=True,
    )
    stop = models.ForeignKey(
        "Stop", models.CASCADE, verbose_name=_("stop"), related_name="reading_list", null=True, blank=True
    )
    event = models.ForeignKey(
        "Event", models.CASCADE, verbose_name=_("event"), related_name="reading_list", null=True, blank=True
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


def recommend(publication: Publication, owner: "Stop | Event | Exhibition") -> bool:
    """Put a publication at the end of the reading list of a stop, event or exhibition; False when it is on it already.

    Call in a transaction that holds the stop or the exhibition, so that a second tap finds what the first one wrote.
    """
    entries = owner.reading_list
    last = entries.aggregate(last=Max("position"))["last"] or 0
    _entry, added = entries.get_or_create(publication=publication, defaults={"position": last + 1})
    return added
