"""Statistical bulletins (统计公报): figures frozen as of a day, signed by the three institutions, then public for good."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from partnership.models import Organisation, Programme

# Whose signatures make a publication: all three, by the agreement of 2021. Codes of `partnership.Organisation`.
SIGNATORIES = ("NLC", "LSC", "CSTM")
# The languages of a bulletin, as its content names them, and as Django does.
LANGUAGES = {"zh": "zh-hans", "en": "en"}


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, user) -> "BulletinQuerySet":
        """Published ones are everybody's; drafts, and what became of them, are for staff."""
        return self if scope_of(user).is_staff else self.published()

    def published(self) -> "BulletinQuerySet":
        return self.filter(state=Bulletin.State.PUBLISHED)

    def standing(self) -> "BulletinQuerySet":
        """Drafts and published ones: those that hold their number."""
        return self.exclude(state=Bulletin.State.DISCARDED)

    def newest_first(self) -> "BulletinQuerySet":
        return self.order_by("-as_of", "-edition", "-id")

    def without_content(self) -> "BulletinQuerySet":
        """For lists: the content may be large."""
        return self.defer("content")

    def with_editions(self) -> "BulletinQuerySet":
        """With the programme and the editions before and after, those without their content."""
        later = models.Prefetch("later_editions", Bulletin.objects.defer("content"))
        return (
            self.select_related("programme", "supersedes")
            .defer("supersedes__content")
            .prefetch_related(later)
        )


class Bulletin(models.Model):
    """One edition of a bulletin. `content` is canonical JSON, to the letter what `digest` is the SHA-256 of.

    Written by `reports.bulletins` alone. While it is a draft its figures may be drawn anew, which voids signatures;
    once it is published the database refuses every change. A later edition is a row of its own at an address of its
    own, and points back to the edition before it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    # Part of the permanent address; a draft that is discarded gives its number back.
    number = models.CharField(_("number"), max_length=24)
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="bulletins"
    )
    as_of = models.DateField(_("as of"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("earlier edition"), related_name="later_editions", null=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    content = models.TextField(_("content"))
    digest = models.CharField(_("digest of the content"), max_length=64)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("drafted by"), related_name="+"
    )
    # When the figures were drawn: what was known then.
    drafted_at = models.DateTimeField(_("drafted at"))
    published_at = models.DateTimeField(_("published at"), null=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-as_of", "-edition", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "discarded"]), name="bulletin_state_known"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(state="discarded"), name="bulletin_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "as_of", "edition"],
                condition=~Q(state="discarded"),
                name="bulletin_edition_once",
            ),
            models.UniqueConstraint(
                fields=["supersedes"], condition=~Q(state="discarded"), name="bulletin_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(edition=1, supersedes__isnull=True) | Q(edition__gte=2, supersedes__isnull=False),
                name="bulletin_later_edition_has_an_earlier",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="bulletin_published_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def told(self) -> dict[str, Any]:
        """The content as it was frozen."""
        return json.loads(self.content)

    @property
    def demonstration(self) -> bool:
        return self.programme.demonstration

    @property
    def published_later(self) -> "Bulletin | None":
        """The published edition that took this one's place, if any. Reads `later_editions`, prefetched or not."""
        for later in self.later_editions.all():
            if later.state == Bulletin.State.PUBLISHED:
                return later
        return None

    def pdf_file(self, language: str) -> str:
        """Where the PDF in a language is kept, see `uploads.files`; one content has one PDF."""
        return f"bulletins/{self.pk}/{self.digest}.{language}.pdf"

    @property
    def pdf_files(self) -> list[str]:
        return [self.pdf_file(language) for language in LANGUAGES]


class BulletinSignature(models.Model):
    """The signature of one institution under exactly one content. A withdrawn one stays in the list and counts no more."""

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, verbose_name=_("bulletin"), related_name="signatures"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("institution"), related_name="+"
    )
    digest = models.CharField(_("digest of what was signed"), max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("signed by"), related_name="+"
    )
    signed_at = models.DateTimeField(_("signed at"))
    # Whether the account proved itself by a second factor, or needed none (rule 17).
    second_factor = models.BooleanField(_("with a second factor"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("signature of a bulletin")
        verbose_name_plural = _("signatures of bulletins")
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "organisation"],
                condition=Q(withdrawn_at__isnull=True),
                name="bulletin_signed_once_an_institution",
            ),
            # Three institutions are three persons.
            models.UniqueConstraint(
                fields=["bulletin", "signed_by"],
                condition=Q(withdrawn_at__isnull=True),
                name="bulletin_signed_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("signed_at")),
                name="bulletin_withdrawn_after_signing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.organisation_id}"


class BulletinEntry(models.Model):
    """One link of a bulletin's history: who did what when, over the hash of the link before.

    Hashed as a stop's history is (`exhibitions.history.link`): `body` is the text to the letter. Appended, never changed;
    the database refuses updates and deletes, but for demonstrations as a whole.
    """

    class Action(models.TextChoices):
        DRAFT = "draft", _("drafted")
        REDRAW = "redraw", _("figures drawn anew")
        SIGN = "sign", _("signed")
        WITHDRAW = "withdraw", _("signature withdrawn")
        DISCARD = "discard", _("discarded")
        PUBLISH = "publish", _("published")

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, verbose_name=_("bulletin"), related_name="entries")
    sequence = models.PositiveIntegerField(_("sequence number"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    body = models.TextField(_("text"))
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("history entry of a bulletin")
        verbose_name_plural = _("history entries of bulletins")
        ordering = ["bulletin_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "sequence"], name="bulletin_sequence_once"),
            models.CheckConstraint(
                condition=Q(action__in=["draft", "redraw", "sign", "withdraw", "discard", "publish"]),
                name="bulletin_action_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} #{self.sequence} {self.action}"
