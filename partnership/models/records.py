"""What every record of the cooperation has in common: a key, a revision, its history, and that it can come back."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import in_language


class Titled(models.Model):
    """What is called by its title, in the reader's language. The fields are the model's own: their lengths differ."""

    title: models.CharField
    title_en: models.CharField

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.title, self.title_en)


class Described(Titled):
    """What has a description beside its title, also in both languages."""

    description: models.TextField
    description_en: models.TextField

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        return in_language(self.description, self.description_en)


class RecordQuerySet(models.QuerySet):
    def present(self) -> "RecordQuerySet":
        """Those that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def real(self) -> "RecordQuerySet":
        """Those that are no demonstration: what real figures are made of (rule 20)."""
        return self.filter(demonstration=False)


class Record(models.Model):
    """A record that people of the institutions keep. Written by `partnership.recording` alone, but for loaders.

    `key` is made by the client with the empty form, so that a second tap makes no second record; `revision` grows by
    one with each change, so that nobody writes over what they have not seen. A record that was taken away stays, and
    can be put back.
    """

    key = models.UUIDField(_("key of the client"), unique=True, default=uuid.uuid4, editable=False)
    revision = models.BigIntegerField(_("revision"), default=1, editable=False)
    removed_at = models.DateTimeField(_("taken away at"), null=True, blank=True, editable=False)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords(inherit=True)
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(revision__gte=1), name="%(class)s_revision_positive"),
        ]

    @property
    def owner_codes(self) -> set[str]:
        """Codes of the institutions whose staff keep this record; empty: of any of the partners."""
        return set()


class TitledRecord(Described, Record):
    """A record with a title and a description in both languages."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=2000)

    class Meta(Record.Meta):
        abstract = True


class Attachment(Titled, Record):
    """A file or a link. Files lie below `VAR_DIR/files`, named by their digest; private ones are for the staff."""

    class Media(models.TextChoices):
        LINK = "", _("link")
        PDF = "pdf", "PDF"
        IMAGE = "jpg", _("image")

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    address = models.URLField(_("address on the web"), max_length=300, blank=True)
    media = models.CharField(_("kind of file"), max_length=3, choices=Media, blank=True, editable=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    public = models.BooleanField(_("anyone may read it"), default=False)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(address="") & ~Q(digest="") & ~Q(media=""))
                | (~Q(address="") & Q(digest="", media="")),
                name="%(class)s_is_a_file_or_a_link",
                violation_error_message=_("Choose a file, or give an address: one of the two."),
            ),
        ]

    @property
    def file(self) -> str:
        """Where its bytes lie (see `uploads.files`); empty for a link."""
        return f"documents/{self.digest[:2]}/{self.digest}.{self.media}" if self.digest else ""


def days_in_order(name: str) -> models.CheckConstraint:
    """`last_day` is not before `first_day` where both are known."""
    return models.CheckConstraint(
        condition=Q(last_day__isnull=True) | Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )
