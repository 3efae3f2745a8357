"""What waits to be told in the feed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistryMark(models.Model):
    """A row of the registry that may have changed, and is to be compared with what the feed said of it last.

    Written by triggers of the database (`api.feed.triggers`), in the transaction of the change: whoever changes a row in
    whatever way cannot forget it. Taken away by `api.feed.registry`. The same row may be marked several times.
    """

    type = models.CharField(_("type"), max_length=20)
    object_id = models.CharField(_("object"), max_length=80)

    class Meta:
        verbose_name = _("mark of a registry row")
        verbose_name_plural = _("marks of registry rows")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id}"
