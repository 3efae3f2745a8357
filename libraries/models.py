"""Where the tour goes: administrative divisions of China and the county-level public libraries in them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.calendar import OpeningCalendar


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
    # Four prefecture-level cities have no counties; their city library is a county-level library (rules 10).
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


class CountyLibraryQuerySet(models.QuerySet):
    def in_division(self, code: str) -> "CountyLibraryQuerySet":
        """Libraries in the subtree of a division code or prefix, on today's tree."""
        return self.filter(division__code__startswith=code_prefix(code))


class CountyLibrary(models.Model):
    """A county-level public library (县级公共图书馆): the place that hosts stops and that coverage counts.

    `division` is where it stands today. Where it stood before is told by its relocations, newest last.
    """

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("division"), related_name="libraries"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("public telephone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = CountyLibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("county library")
        verbose_name_plural = _("county libraries")
        ordering = ["division__code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "name"], name="library_name_once_a_division"),
            models.CheckConstraint(condition=~Q(name=""), name="library_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    def calendar(self) -> OpeningCalendar:
        """The library's own opening calendar."""
        return OpeningCalendar(
            {hours.weekday for hours in self.opening_hours.all()},
            {exception.day: exception.open for exception in self.opening_exceptions.all()},
        )

    def is_open_on(self, day: date) -> bool:
        """Whether the library's own calendar has it open on `day`."""
        return self.calendar().is_open_on(day)


class Relocation(models.Model):
    """From a day on a library belongs to another division: it moved, or its county was merged or renamed."""

    library = models.ForeignKey(
        CountyLibrary, models.CASCADE, verbose_name=_("library"), related_name="relocations"
    )
    effective_on = models.DateField(_("effective on"))
    from_division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("from"), related_name="+")
    to_division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("to"), related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("relocation")
        verbose_name_plural = _("relocations")
        ordering = ["effective_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["library", "effective_on"], name="relocation_once_a_day"),
            models.CheckConstraint(
                condition=~Q(from_division=F("to_division")), name="relocation_goes_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library}: {self.from_division} → {self.to_division}, {self.effective_on}"


class Hall(models.Model):
    """A room of a library that can take a kit."""

    library = models.ForeignKey(
        CountyLibrary, models.PROTECT, verbose_name=_("library"), related_name="halls"
    )
    name = models.CharField(_("name"), max_length=80)
    floor_area = models.PositiveIntegerField(_("floor area (m²)"), null=True, blank=True)
    ceiling_height = models.DecimalField(
        _("ceiling height (m)"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    capacity = models.PositiveIntegerField(_("capacity (persons at once)"), null=True, blank=True)
    loading_access = models.CharField(_("loading access"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        ordering = ["library_id", "id"]
        constraints = [models.UniqueConstraint(fields=["library", "name"], name="hall_name_once_a_library")]

    def __str__(self) -> str:
        return f"{self.library} {self.name}"


class OpeningHours(models.Model):
    """One opening spell of a weekday; a weekday without a spell is a weekly closing day."""

    class Weekday(models.IntegerChoices):
        """ISO weekdays; weeks start on Monday."""

        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    library = models.ForeignKey(
        CountyLibrary, models.CASCADE, verbose_name=_("library"), related_name="opening_hours"
    )
    weekday = models.SmallIntegerField(_("weekday"), choices=Weekday)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["library", "weekday", "opens_at"], name="opening_hours_once"),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="opening_hours_weekday_known"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class OpeningException(models.Model):
    """A day on which a library departs from its weekly hours: a holiday, a make-up working day, repairs."""

    library = models.ForeignKey(
        CountyLibrary, models.CASCADE, verbose_name=_("library"), related_name="opening_exceptions"
    )
    day = models.DateField(_("day"))
    open = models.BooleanField(_("open that day"), default=False)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("opening exception")
        verbose_name_plural = _("opening exceptions")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["library", "day"], name="opening_exception_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
