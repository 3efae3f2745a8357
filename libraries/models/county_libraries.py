"""The county-level public libraries: where they stand, their halls, and when they are open."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.calendar import OpeningCalendar
from libraries.models.divisions import Division, code_prefix, in_language


class CountyLibraryQuerySet(models.QuerySet):
    def in_division(self, code: str) -> "CountyLibraryQuerySet":
        """Libraries in the subtree of a division code or prefix, on today's tree."""
        return self.filter(division__code__startswith=code_prefix(code))


class PublicHolidays(models.TextChoices):
    """How a library keeps the public holidays. Closed on them goes with open on the weekends worked in exchange."""

    FOLLOW = "follow", _("follows its weekly hours")
    CLOSED = "closed", _("closed on public holidays")
    OPEN = "open", _("open on public holidays")


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
    public_holidays = models.CharField(
        _("on public holidays"), max_length=10, choices=PublicHolidays, default=PublicHolidays.FOLLOW
    )
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
            models.CheckConstraint(
                condition=Q(public_holidays__in=["follow", "closed", "open"]),
                name="library_public_holidays_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    def calendar(self, holidays: Collection["Holiday"] | None = None) -> OpeningCalendar:
        """The library's own opening calendar. Many libraries are given the table of `holidays`, read once."""
        kept: dict[date, bool] = {}
        if self.public_holidays != PublicHolidays.FOLLOW:
            for holiday in Holiday.objects.all() if holidays is None else holidays:
                is_open = holiday.is_open_at(self.public_holidays)
                if is_open is not None:
                    kept[holiday.day] = is_open
        return OpeningCalendar(
            {hours.weekday for hours in self.opening_hours.all()},
            {exception.day: exception.open for exception in self.opening_exceptions.all()},
            kept,
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
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
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
        return f"{self.library} {self.label}"

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


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


class HolidayQuerySet(models.QuerySet):
    def has_year(self, year: int) -> bool:
        """Whether the arrangement of a year was entered; the State Council publishes it in the autumn before."""
        return self.filter(day__year=year).exists()


class Holiday(models.Model):
    """A day of the national arrangement: off, or a weekend that is worked in exchange. Staff may correct the table.

    What it means for the reports to expect is up to each library (`CountyLibrary.public_holidays`).
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("public holiday")
        WORKING_DAY = "working_day", _("weekend worked in exchange")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.HOLIDAY)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    history = HistoricalRecords()
    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "working_day"]), name="holiday_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    def is_open_at(self, public_holidays: str) -> bool | None:
        """Whether a library that keeps the holidays so is open on this day; None where its weekly hours say it."""
        if public_holidays == PublicHolidays.CLOSED:
            return self.kind == self.Kind.WORKING_DAY
        if public_holidays == PublicHolidays.OPEN and self.kind == self.Kind.HOLIDAY:
            return True
        return None
