"""The institutions, their agreement with its parts, and the areas in which they cooperate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import Division, in_language
from partnership.models.records import Attachment, Described, Record, Titled, days_in_order


class Organisation(models.Model):
    """An institution that takes part: one of the three partners, or a county's association for science."""

    class Kind(models.TextChoices):
        PARTNER = "partner", _("partner institution")
        SCIENCE_ASSOCIATION = "science_association", _("association for science and technology")
        CARRIER = "carrier", _("carrier")
        OTHER = "other", _("other")

    # Short codes (NLC, LSC, CSTM) for the institutions that the agreement names; others need none.
    code = models.CharField(_("code"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        verbose_name=_("division"),
        related_name="organisations",
        null=True,
        blank=True,
    )
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="organisation_code_once"),
            models.UniqueConstraint(fields=["name"], name="organisation_name_once"),
            models.CheckConstraint(
                condition=~Q(kind="partner") | ~Q(code=""), name="organisation_partner_has_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


class Agreement(Titled):
    """A signed framework agreement between partner institutions."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    signed_at = models.CharField(_("place of signing"), max_length=80, blank=True)
    signed_at_en = models.CharField(_("place of signing in English"), max_length=160, blank=True)
    # The term, in days of Asia/Shanghai, both inclusive; empty where no public source states it.
    first_day = models.DateField(_("first day of the term"), null=True, blank=True)
    last_day = models.DateField(
        _("last day of the term"), null=True, blank=True, help_text=_("Empty: not stated.")
    )
    # Where the facts of this row and its parts can be read.
    sources = models.TextField(_("sources"), blank=True, help_text=_("One address or reference a line."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["signed_on", "id"]
        constraints = [days_in_order("agreement_term_in_order")]

    @property
    def place_label(self) -> str:
        return in_language(self.signed_at, self.signed_at_en)

    @property
    def source_list(self) -> list[str]:
        return [line.strip() for line in self.sources.splitlines() if line.strip()]


class AgreementPart(Described):
    """What two of the institutions agree on with one another within the agreement."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="parts"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part of an agreement")
        verbose_name_plural = _("parts of an agreement")
        ordering = ["agreement_id", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreement_part_once")]


class Signature(models.Model):
    """Who signed a part of an agreement, and for which institution."""

    part = models.ForeignKey(AgreementPart, models.PROTECT, verbose_name=_("part"), related_name="signatures")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="signatures"
    )
    signatory = models.CharField(_("signatory"), max_length=40, blank=True)
    signatory_en = models.CharField(_("signatory in English"), max_length=80, blank=True)
    post = models.CharField(_("post"), max_length=80, blank=True)
    post_en = models.CharField(_("post in English"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["part", "organisation"], name="signature_once_a_part")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"

    @property
    def name(self) -> str:
        return in_language(self.signatory, self.signatory_en)

    @property
    def post_label(self) -> str:
        return in_language(self.post, self.post_en)


class CooperationArea(Described):
    """One of the areas in which a part of the agreement has the institutions work together."""

    class Kind(models.TextChoices):
        """Which records of its own an area has, beside its initiatives."""

        EXHIBITIONS = "exhibitions", _("exhibitions and products")
        ACTIVITIES = "activities", _("activities")
        EXCHANGE = "exchange", _("academic exchange")
        LITERATURE = "literature", _("literature")
        DIGITAL = "digital", _("digital resources")
        TECHNOLOGY = "technology", _("information technology")
        OTHER = "other", _("initiatives alone")

    part = models.ForeignKey(AgreementPart, models.PROTECT, verbose_name=_("part"), related_name="areas")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=160)
    kind = models.CharField(_("its records"), max_length=12, choices=Kind, default=Kind.OTHER)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("area of cooperation")
        verbose_name_plural = _("areas of cooperation")
        ordering = ["part_id", "number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="cooperation_area_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class AgreementDocument(Attachment):
    """A document of the agreement: its text, an annex, a record of signing. Private unless it says otherwise."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="documents"
    )

    class Meta(Attachment.Meta):
        verbose_name = _("document of an agreement")
        verbose_name_plural = _("documents of agreements")
        ordering = ["id"]


class BackgroundFact(Record):
    """A published statement about the tour that no table of the portal holds: how kits tour, what was reached before.

    Shown as a sentence with its source and never counted along with anything.
    """

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("statement"), max_length=300)
    text_en = models.CharField(_("statement in English"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("background fact")
        verbose_name_plural = _("background facts")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.text, self.text_en)

    @property
    def source_label(self) -> str:
        return in_language(self.source, self.source_en)
