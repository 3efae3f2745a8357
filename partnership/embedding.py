"""Other sites that show parts of the portal: who may, and how often they do.

The sixth area of the agreement: the Digital Library, the Mobile Library and the China Digital Science and Technology
Museum embed one another. A site is known by its origin; nothing of its visitors is known or kept. How often a part was
shown is a number a day, counted where the part is sent, and part of no figure of the tour.
"""

import logging
import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import F, Max, Q, Sum
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import in_language

logger = logging.getLogger(__name__)

# Scheme and host, as a browser sends them and as frame-ancestors takes them: lower case, no path, no wildcard.
HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
ORIGIN = re.compile(rf"https://{HOST}(?::[0-9]{{1,5}})?|http://(?:localhost|127\.0\.0\.1)(?::[0-9]{{1,5}})?")
LONGEST_ORIGIN = 200


class Widget(models.TextChoices):
    """What can be embedded."""

    COVERAGE = "coverage", _("coverage by province")
    STOPS = "stops", _("next stops")
    READING = "reading", _("reading list")


def read_origin(text: str) -> str:
    """The origin of an address that a person typed. Raises ValidationError, in words, when it is none."""
    try:
        parts = urlsplit(text.strip().rstrip("/"))
    except ValueError:
        parts = urlsplit("")
    if parts.scheme and parts.netloc and not parts.path and not parts.query and not parts.fragment:
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        if ORIGIN.fullmatch(origin):
            return origin
    raise ValidationError(
        _("Give scheme and host alone, such as https://www.example.org: no path, no wildcard.")
    )


class EmbeddingQuerySet(models.QuerySet["Embedding"]):
    def active(self) -> "EmbeddingQuerySet":
        """Those that may show something; an example never does, as its site is nobody's."""
        return self.filter(active=True, demonstration=False)

    def with_use(self, today: date) -> "EmbeddingQuerySet":
        """With how often something was shown: `shown_today`, `shown_week`, `shown_month`, and `last_shown`, a day.

        A week is 7 days and a month 30, `today` included (Asia/Shanghai).
        """

        def since(days: int) -> Sum:
            first = today - timedelta(days=days - 1)
            return Sum("uses__shown", filter=Q(uses__day__gte=first, uses__day__lte=today), default=0)

        return self.annotate(
            shown_today=since(1), shown_week=since(7), shown_month=since(30), last_shown=Max("uses__day")
        )


class Embedding(models.Model):
    """A site that may show parts of the portal in a frame, with the reason and the institution that answers for it.

    Only what is active is on the allow-list (frame-ancestors). Switched off instead of deleted: its numbers stay.
    """

    site = models.CharField(_("site"), max_length=80)
    site_en = models.CharField(_("site in English"), max_length=160, blank=True)
    origin = models.CharField(
        _("origin"),
        max_length=LONGEST_ORIGIN,
        unique=True,
        help_text=_("Scheme and host, such as https://www.example.org"),
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    purpose_en = models.CharField(_("purpose in English"), max_length=300, blank=True)
    owner = models.ForeignKey(
        "Organisation", models.PROTECT, verbose_name=_("owner"), related_name="embeddings"
    )
    active = models.BooleanField(_("active"), default=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = EmbeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("embedding")
        verbose_name_plural = _("embeddings")
        ordering = ["site", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__startswith="https://") | Q(origin__startswith="http://"),
                name="embedding_origin_has_a_scheme",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.site, self.site_en)

    @property
    def purpose_label(self) -> str:
        return in_language(self.purpose, self.purpose_en)

    def clean(self) -> None:
        """Bring the origin into its one form. Raises ValidationError when it is none."""
        try:
            self.origin = read_origin(self.origin)
        except ValidationError as error:
            raise ValidationError({"origin": error.messages}) from error


class EmbeddingUse(models.Model):
    """How often a widget was sent to an embedding on a day (Asia/Shanghai); without one, to sites not on the list.

    A browser keeps a widget for some minutes, so several views by one visitor in a row are one.
    """

    embedding = models.ForeignKey(
        Embedding, models.PROTECT, verbose_name=_("embedding"), related_name="uses", null=True
    )
    day = models.DateField(_("day"))
    widget = models.CharField(_("widget"), max_length=10, choices=Widget)
    shown = models.BigIntegerField(_("shown"), default=0)

    class Meta:
        verbose_name = _("use of an embedding")
        verbose_name_plural = _("uses of embeddings")
        ordering = ["-day", "embedding_id", "widget"]
        constraints = [
            models.UniqueConstraint(
                fields=["embedding", "day", "widget"],
                condition=Q(embedding__isnull=False),
                name="embedding_use_once",
            ),
            models.UniqueConstraint(
                fields=["day", "widget"],
                condition=Q(embedding__isnull=True),
                name="embedding_use_unlisted_once",
            ),
            models.CheckConstraint(
                condition=Q(widget__in=["coverage", "stops", "reading"]), name="embedding_use_widget_known"
            ),
            models.CheckConstraint(condition=Q(shown__gte=0), name="embedding_use_shown_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.embedding or '–'} {self.day} {self.get_widget_display()}: {self.shown}"


def allowed_origins() -> list[str]:
    """The allow-list, ready for a header. What is not an origin never gets there, whatever the table holds."""
    origins = Embedding.objects.active().order_by("origin").values_list("origin", flat=True)
    return [origin for origin in origins if ORIGIN.fullmatch(origin)]


def origin_of(referrer: str) -> str:
    """The origin of an address that a browser sent; empty where it sent none, or none that can be read."""
    try:
        parts = urlsplit(referrer)
    except ValueError:
        return ""
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin if len(origin) <= LONGEST_ORIGIN and ORIGIN.fullmatch(origin) else ""


def count_display(widget: Widget, origin: str, today: date) -> None:
    """Count that `widget` was sent to a frame of `origin`. Never fails a page: a lost number is a lost number."""
    try:
        with transaction.atomic():
            embedding = Embedding.objects.active().filter(origin=origin).first()
            uses = EmbeddingUse.objects.filter(embedding=embedding, day=today, widget=widget)
            if uses.update(shown=F("shown") + 1):
                return
            EmbeddingUse.objects.create(embedding=embedding, day=today, widget=widget, shown=1)
    except IntegrityError:
        # Another request made the row of the day in the meantime.
        uses.update(shown=F("shown") + 1)
    except DatabaseError:
        logger.warning("A display of %s was not counted.", widget, exc_info=True)
