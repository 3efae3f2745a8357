"""Exports ordered by an account: what was asked, how far it is, and for how long its file is kept.

A row stays when its file is gone: who took which figures, and how many rows, is the audit of bulk reading.
"""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportQuerySet(models.QuerySet["Export"]):
    def unfinished(self) -> "ExportQuerySet":
        return self.filter(state__in=[Export.State.WAITING, Export.State.RUNNING])


class Export(models.Model):
    """One ordered file. `query` holds the parameters of the list as they were given, `format` among them.

    `reach` is a digest of what the account could see then; who sees something else now does not get the file.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("an export", "waiting")
        RUNNING = "running", _("being written")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("no longer kept")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+"
    )
    token = models.ForeignKey(
        "api.PartnerToken", models.PROTECT, verbose_name=_("token"), related_name="+", null=True
    )
    reach = models.CharField(_("reach"), max_length=64)
    key = models.CharField(_("idempotency key"), max_length=64, blank=True)
    resource = models.CharField(_("list"), max_length=40)
    format = models.CharField(_("format"), max_length=10)
    query = models.JSONField(_("parameters"), default=dict)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    rows_expected = models.BigIntegerField(_("rows expected"), null=True)
    rows_written = models.BigIntegerField(_("rows written"), default=0)
    size = models.BigIntegerField(_("size (bytes)"), null=True)
    sha256 = models.CharField(_("hash"), max_length=64, blank=True)
    attempts = models.SmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("ordered at"), default=timezone.now)
    alive_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)

    goes_with_its_account = True  # of the demonstration, when that is removed

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~Q(key=""), name="export_once_a_key_and_account"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="export_by_state")]

    def __str__(self) -> str:
        return f"{self.resource} {self.format} {self.created_at:%Y-%m-%d %H:%M}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.path.unlink(missing_ok=True)
        return super().delete(*args, **kwargs)

    @property
    def path(self) -> Path:
        return settings.VAR_DIR / "exports" / f"{self.id}.{self.format}"

    @property
    def file_name(self) -> str:
        day = timezone.localtime(self.created_at).strftime("%Y%m%d-%H%M")
        return f"{self.resource.replace('/', '-')}-{day}.{self.format.removeprefix('sdmx-')}"
