"""How a stop went on: the moves that staff made, and the steps that its host reported."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exhibitions.models.states import State
from exhibitions.models.stops import Stop


class StopTransition(models.Model):
    """One move in the life of a stop, or a correction of its dates: when, by whom, from, to, why. Never changed."""

    stop = models.ForeignKey(Stop, models.CASCADE, verbose_name=_("stop"), related_name="transitions")
    from_state = models.CharField(_("from"), max_length=14, choices=State)
    to_state = models.CharField(_("to"), max_length=14, choices=State)
    on = models.DateField(_("on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("move of a stop")
        verbose_name_plural = _("moves of stops")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}, {self.on}"


class HostStep(models.Model):
    """A step that the host library reports of a stop: what happened, on which day (Asia/Shanghai), a note.

    Written by `exhibitions.host_steps` alone. It moves nothing: staff move the stop, and see here what the host says.
    """

    class Kind(models.TextChoices):
        HANDOVER = "handover", _("handover received")
        INSTALLATION = "installation", _("installation finished")
        OPENING = "opening", _("opened to the public")
        REMOVAL = "removal", _("taken down and handed on")

    stop = models.ForeignKey(Stop, models.CASCADE, verbose_name=_("stop"), related_name="host_steps")
    kind = models.CharField(_("step"), max_length=12, choices=Kind)
    day = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    revision = models.BigIntegerField(_("revision"), default=1)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step reported by the host")
        verbose_name_plural = _("steps reported by the host")
        ordering = ["stop_id", "day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "kind"], name="host_step_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["handover", "installation", "opening", "removal"]),
                name="host_step_kind_known",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="host_step_revision_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
