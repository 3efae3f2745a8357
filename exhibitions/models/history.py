"""The append-only history of a stop's counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibitions.models.events import Event
from exhibitions.models.stops import Stop


class Chain(models.Model):
    """The head of a stop's history. Its row is the lock that every write to the stop's counts takes first."""

    stop = models.OneToOneField(
        Stop, models.PROTECT, verbose_name=_("stop"), primary_key=True, related_name="chain"
    )
    sequence = models.BigIntegerField(_("last sequence number"), default=0)
    head = models.CharField(_("hash of the last entry"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("history chain")
        verbose_name_plural = _("history chains")

    def __str__(self) -> str:
        return f"{self.stop_id} #{self.sequence} {self.head[:12]}"


class HistoryEntry(models.Model):
    """One link of a stop's history: who did what when and why, over the hash of the link before.

    `body` is the text that was hashed, kept to the letter (canonical JSON), so that anyone can recompute
    `hash` = SHA-256 of `previous` + newline + `body`. Appended by `exhibitions.history`, never changed: a database
    trigger refuses updates and deletes, except for demonstration stops as a whole (rule 20).
    """

    class Action(models.TextChoices):
        FILE = "file", _("filed")
        AMEND = "amend", _("amended")
        RETURN = "return", _("returned")
        ENDORSE = "endorse", _("endorsed")
        VERIFY = "verify", _("verified")
        WITHDRAW = "withdraw", _("verification withdrawn")
        DISMISS = "dismiss", _("differing tallies dismissed")
        SUBMIT = "submit", _("closing report submitted")
        SEND_BACK = "send_back", _("closing report returned")
        ACCEPT = "accept", _("closing report accepted")
        ATTACH = "attach", _("scan of the closing report attached")

    stop = models.ForeignKey(
        Stop, models.PROTECT, verbose_name=_("stop"), related_name="history_entries", db_index=False
    )
    sequence = models.BigIntegerField(_("sequence number"))
    day = models.DateField(_("day"), null=True)
    # What it is about, where it is not the day's own report.
    event = models.ForeignKey(
        Event, models.PROTECT, verbose_name=_("event"), related_name="history_entries", null=True
    )
    action = models.CharField(_("action"), max_length=12, choices=Action)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    body = models.TextField(_("text"))
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        ordering = ["stop_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["stop", "sequence"], name="history_sequence_once")]
        indexes = [models.Index(fields=["stop", "day"], name="history_of_a_day")]

    def __str__(self) -> str:
        return f"{self.stop_id} #{self.sequence} {self.get_action_display()}"
