"""Lectures and the like around a stop."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.stops import Stop
from libraries.models import in_language


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user) -> "EventQuerySet":
        """Events around the stops that an account may see; without sign-in those of public stops (rule 16)."""
        return self.filter(stop__in=Stop.objects.visible_to(user))


class Event(models.Model):
    """A lecture, workshop or the like around a stop, or an online resource that goes with it.

    What is told of it is public. Its attendance is a figure and lives in `visits`, like the uses of an online resource
    on its day; views of a recording are never attendance (rule 5). `day` and the times are Asia/Shanghai's.
    """

    class Kind(models.TextChoices):
        LECTURE = "lecture", _("lecture")
        WORKSHOP = "workshop", _("workshop")
        READING_SESSION = "reading_session", _("reading session")
        FILM = "film", _("film")
        TRAINING_COURSE = "training_course", _("training course")
        ONLINE_RESOURCE = "online_resource", _("online resource")
        OTHER = "other", _("other")

    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="events")
    # Made by the client before the first send, so that a second tap makes no second event.
    key = models.UUIDField(_("key of the client"), unique=True, default=uuid.uuid4, editable=False)
    revision = models.BigIntegerField(_("revision"), default=1, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    # A role or an institution; names of visitors have no place anywhere.
    speaker = models.CharField(_("speaker (role or institution)"), max_length=120, blank=True)
    speaker_en = models.CharField(_("speaker in English"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    address = models.URLField(_("address on the web"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(revision__gte=1), name="event_revision_positive"),
            models.CheckConstraint(
                condition=~Q(kind="online_resource") | ~Q(address=""),
                name="event_online_has_an_address",
                violation_error_message=_("Give the address of the online resource."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=True)
                | Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_its_start",
                violation_error_message=_("The event ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs) -> None:
        """Save; every change is a revision of its own, wherever it is made, so that forms see one another."""
        if not self._state.adding:
            self.revision += 1
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def place_label(self) -> str:
        return in_language(self.place, self.place_en)

    @property
    def speaker_label(self) -> str:
        return in_language(self.speaker, self.speaker_en)

    @property
    def description_label(self) -> str:
        return in_language(self.description, self.description_en)

    @property
    def is_online(self) -> bool:
        return self.kind == self.Kind.ONLINE_RESOURCE
