"""The daily seals over the history of stops and of bulletins."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """The daily root over the heads of all chains, so that an outsider can check that no history was rewritten.

    `chains` and `entries` count those of stops and of bulletins.
    """

    day = models.DateField(_("day"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    chains = models.IntegerField(_("chains"))
    entries = models.BigIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"


class SealedHead(models.Model):
    """The head of one chain as a seal found it; stored only where it moved since the seal before."""

    seal = models.ForeignKey(Seal, models.CASCADE, verbose_name=_("seal"), related_name="heads")
    # Demonstration stops go away whole, so this is a number and no reference.
    stop_number = models.BigIntegerField(_("stop"))
    sequence = models.BigIntegerField(_("sequence number"))
    head = models.CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("sealed head")
        verbose_name_plural = _("sealed heads")
        constraints = [models.UniqueConstraint(fields=["seal", "stop_number"], name="sealed_head_once")]

    def __str__(self) -> str:
        return f"{self.stop_number} #{self.sequence}"


class SealedBulletin(models.Model):
    """The head of a bulletin's history as a seal found it; stored only where it moved since the seal before."""

    seal = models.ForeignKey(Seal, models.CASCADE, verbose_name=_("seal"), related_name="bulletins")
    # Demonstration bulletins go away whole, so this is the key of the row and no reference.
    bulletin_number = models.BigIntegerField(_("bulletin"))
    sequence = models.BigIntegerField(_("sequence number"))
    head = models.CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("sealed head of a bulletin")
        verbose_name_plural = _("sealed heads of bulletins")
        constraints = [
            models.UniqueConstraint(fields=["seal", "bulletin_number"], name="sealed_bulletin_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_number} #{self.sequence}"
