"""Photographs of a stop: private unless staff released them, never public with recognizable minors."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from exhibitions.models import Stop

KEPT_AFTER_DELETION = timedelta(days=30)


class PhotoQuerySet(models.QuerySet):
    def present(self) -> "PhotoQuerySet":
        return self.filter(deleted_at__isnull=True)

    def released(self) -> "PhotoQuerySet":
        """What anyone may see: released by staff, not deleted, at a stop of the live plan."""
        return self.present().filter(released_at__isnull=False, stop__draft_plan__isnull=True)

    def visible_to(self, user) -> "PhotoQuerySet":
        """Photos of the own library, the own province, for staff all; released ones for everybody."""
        scope = scope_of(user)
        if scope.is_staff:
            return self.present()
        released = Q(released_at__isnull=False, stop__draft_plan__isnull=True)
        return self.present().filter(released | scope.reach("stop__"))


class Photo(models.Model):
    """One photograph, stored anew: upright, without metadata, at most 2,048 pixels a side. Written by `visits.recording.photos`.

    The bytes that were sent are never kept; their digest is, so that the same content sent again to the same stop
    is the same photo. A deleted photo can be brought back for 30 days, then a job removes its bytes and its row.
    """

    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="photos")
    # Made by the client for one form; a form sent again has no second effect, even after the photo was deleted.
    form_key = models.UUIDField(_("key of the form"))
    sent_digest = models.CharField(_("digest of what was sent"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)
    width = models.IntegerField(_("width in pixels"))
    height = models.IntegerField(_("height in pixels"))
    size = models.IntegerField(_("size in bytes"))
    day = models.DateField(_("day"), null=True)
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    recognizable_minors = models.BooleanField(_("recognizable minors"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("released by"), related_name="+", null=True
    )
    released_at = models.DateTimeField(_("released at"), null=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("deleted by"), related_name="+", null=True
    )
    deleted_at = models.DateTimeField(_("deleted at"), null=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "sent_digest"], name="photo_once_a_stop"),
            models.CheckConstraint(
                condition=Q(recognizable_minors=False) | Q(released_at__isnull=True),
                name="photo_of_minors_is_private",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(released_at__isnull=True),
                name="photo_deleted_is_private",
            ),
        ]
        indexes = [models.Index(fields=["deleted_at"], name="photo_deleted")]

    def __str__(self) -> str:
        return self.caption or f"{self.stop_id}-{self.pk}"

    @property
    def file(self) -> str:
        """Where its bytes lie, see `uploads.files`."""
        return f"photos/{self.stop_id}/{self.digest}.jpg"

    @property
    def thumbnail(self) -> str:
        return f"photos/{self.stop_id}/{self.digest}.small.jpg"

    @property
    def gone_on(self):
        """The moment from which a deleted photo cannot be brought back."""
        return self.deleted_at + KEPT_AFTER_DELETION if self.deleted_at else None
