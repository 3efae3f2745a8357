"""Tallies: the evidence that counters send."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Stop
from visits.vocabulary import Audience, Basis, Measure, Method, value_constraints


class Counter(models.Model):
    """One phone at one door, or one gate: a UUID made by the client, with a single writer for ever."""

    id = models.UUIDField(_("counter"), primary_key=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("owner"), related_name="counters"
    )

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """The running numbers of one counter for one day of a stop: a register, not an event.

    Each accepted send replaces the whole set, so repeated, reordered or parallel sends end in one state. The
    numbers stand in `TallyValue`, every accepted send in `TallyRevision`.
    """

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id")
    # No index of its own here and below: the primary key begins with it.
    stop = models.ForeignKey(
        Stop, models.PROTECT, verbose_name=_("stop"), related_name="tallies", db_index=False
    )
    day = models.DateField(_("day"))
    counter = models.ForeignKey(Counter, models.PROTECT, verbose_name=_("counter"), related_name="tallies")
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest"), max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    # What the phone says of itself: hints, never trusted.
    device = models.CharField(_("device"), max_length=120, blank=True)
    client_time = models.DateTimeField(_("time on the device"), null=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.CheckConstraint(condition=Q(revision__gte=1), name="tally_revision_positive")]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.counter_id} #{self.revision}"


class TallyValue(models.Model):
    """One number of a tally. Keyed like its `Tally`, so that a day's draft is summed without a join."""

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id", "measure", "audience")
    # The tally's own row holds the references; checking them again for each number would only cost.
    stop = models.ForeignKey(
        Stop,
        models.PROTECT,
        verbose_name=_("stop"),
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField(_("day"))
    counter = models.ForeignKey(
        Counter,
        models.PROTECT,
        verbose_name=_("counter"),
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    value = models.IntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    method = models.CharField(_("method"), max_length=20, choices=Method)

    class Meta:
        verbose_name = _("number of a tally")
        verbose_name_plural = _("numbers of tallies")
        constraints = value_constraints("tally")

    def __str__(self) -> str:
        return f"{self.measure} {self.audience} {self.value}"


class TallyRevision(models.Model):
    """An accepted send of a tally, kept to the letter. Append-only, outside the chain (rule 7)."""

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id", "revision")
    stop = models.ForeignKey(
        Stop,
        models.PROTECT,
        verbose_name=_("stop"),
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    day = models.DateField(_("day"))
    counter = models.ForeignKey(
        Counter,
        models.PROTECT,
        verbose_name=_("counter"),
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest"), max_length=64)
    body = models.TextField(_("text"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("revision of a tally")
        verbose_name_plural = _("revisions of tallies")

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.counter_id} #{self.revision}"
