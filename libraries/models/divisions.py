"""The administrative divisions of China, and what became of those that ended."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(chinese: str, english: str) -> str:
    """The name in the reader's language; Chinese where there is no English one."""
    return english if english and (get_language() or "").startswith("en") else chinese


class Level(models.TextChoices):
    """The three levels of GB/T 2260 codes."""

    PROVINCE = "province", _("province level")
    PREFECTURE = "prefecture", _("prefecture level")
    COUNTY = "county", _("county level")


class DivisionQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> "DivisionQuerySet":
        """Divisions that existed on `day`, as far as the years are known (validity is known to the year)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day.year),
            Q(current=True) | Q(valid_until__gte=day.year),
        )

    def current(self) -> "DivisionQuerySet":
        return self.filter(current=True)

    def within(self, code: str) -> "DivisionQuerySet":
        """The division `code` and all below it. `code` is a prefix (`33`, `3305`) or a whole code of any level."""
        return self.filter(code__startswith=code_prefix(code))

    def provinces(self) -> "DivisionQuerySet":
        return self.filter(level=Level.PROVINCE)


def code_prefix(code: str) -> str:
    """The digits that all codes of a subtree begin with: `330000` -> `33`, `330500` -> `3305`, `33` -> `33`.

    Codes of GB/T 2260 hold the tree: two digits each for province, prefecture and county.
    """
    if len(code) == 6:
        if code.endswith("0000"):
            return code[:2]
        if code.endswith("00"):
            return code[:4]
    return code


class Division(models.Model):
    """An administrative division under one code and one name, with the years it was so (GB/T 2260).

    Codes are renamed, moved and re-used, so a code is never a key: a code or name that ended stays as a row of
    its own (`current` false), and `DivisionSuccession` says what became of it.
    """

    code = models.CharField(_("division code"), max_length=6)
    name = models.CharField(_("name"), max_length=40)
    short_name = models.CharField(_("short name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=120)
    pinyin = models.CharField(_("pinyin"), max_length=120)
    initials = models.CharField(_("pinyin initials"), max_length=20, db_index=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent"), related_name="children", null=True, blank=True
    )
    valid_from = models.SmallIntegerField(_("valid from (year)"), null=True, blank=True)
    valid_until = models.SmallIntegerField(_("valid until (year)"), null=True, blank=True)
    current = models.BooleanField(_("current"), default=True)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=6, decimal_places=4, null=True, blank=True)
    # Four prefecture-level cities have no counties; their city library is a county-level library (rule 10).
    county_level = models.BooleanField(_("counts as county level"), default=False)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(current=True), name="division_current_code_once"
            ),
            models.UniqueConstraint(fields=["code", "name", "valid_from"], name="division_spell_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="division_level_known"),
            models.CheckConstraint(
                condition=Q(current=False) | Q(valid_until__isnull=True), name="division_current_has_no_end"
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.PROVINCE) | Q(parent__isnull=True),
                name="division_province_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.code}"

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def short_label(self) -> str:
        return in_language(self.short_name, self.name_en)

    @property
    def prefix(self) -> str:
        return code_prefix(self.code)


class DivisionSuccession(models.Model):
    """What became of a division that ended: one row for each successor, curated, with its source; never guessed."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("renamed")
        RECODED = "recoded", _("given another code")
        UPGRADED = "upgraded", _("upgraded")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")

    predecessor = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("predecessor"), related_name="followed_by"
    )
    successor = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("successor"), related_name="follows"
    )
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("succession of divisions")
        verbose_name_plural = _("successions of divisions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
