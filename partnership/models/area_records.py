"""The areas' own records: exhibitions, products, activities, exchange, shared holdings, joint publications."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from libraries.models import in_language
from partnership.models.agreement import CooperationArea, Organisation
from partnership.models.campaigns import Campaign
from partnership.models.initiatives import Initiative
from partnership.models.records import Record, RecordQuerySet, TitledRecord, days_in_order
from partnership.publications import Publication


class AreaRecord(TitledRecord):
    """A record of one area, kept by one institution, perhaps for an initiative or a campaign."""

    area = models.ForeignKey(CooperationArea, models.PROTECT, verbose_name=_("area of cooperation"))
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("kept by"))
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        verbose_name=_("initiative"),
        null=True,
        blank=True,
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("campaign"), null=True, blank=True)
    address = models.URLField(_("address on the web"), max_length=300, blank=True)

    class Meta(TitledRecord.Meta):
        abstract = True

    @property
    def owner_codes(self) -> set[str]:
        return {self.owner.code}


class JointExhibition(AreaRecord):
    """An exhibition held together besides the tour of the county libraries."""

    place = models.CharField(_("place"), max_length=120, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta(AreaRecord.Meta):
        verbose_name = _("joint exhibition")
        verbose_name_plural = _("joint exhibitions")
        ordering = ["-first_day", "-id"]
        constraints = [*AreaRecord.Meta.constraints, days_in_order("joint_exhibition_days_in_order")]

    @property
    def place_label(self) -> str:
        return in_language(self.place, self.place_en)


class Product(AreaRecord):
    """A featured science-popularization product."""

    class Kind(models.TextChoices):
        TEACHING_KIT = "teaching_kit", _("teaching kit")
        CULTURAL = "cultural", _("cultural and creative product")
        PRINT = "print", _("printed matter")
        SERVICE = "service", _("service")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TEACHING_KIT)
    released_on = models.DateField(_("released on"), null=True, blank=True)

    class Meta(AreaRecord.Meta):
        verbose_name = _("featured product")
        verbose_name_plural = _("featured products")
        ordering = ["-released_on", "-id"]


class ActivityQuerySet(RecordQuerySet):
    def held_by(self, day: date) -> RecordQuerySet:
        """Those that took place by `day` (Asia/Shanghai)."""
        return self.present().filter(day__lte=day, cancelled=False)


class Activity(AreaRecord):
    """A lecture, summer camp or themed education that the institutions hold besides the stops of the tour.

    Registrations and attendance are numbers of people-times and nothing else: no names, no lists. Attendance is who
    came, never who registered; null is not known, which is not zero. These numbers are the institutions' own: they are
    told beside the figures of the tour and never added to them.
    """

    class Kind(models.TextChoices):
        LECTURE = "lecture", _("lecture")
        SUMMER_CAMP = "summer_camp", _("youth summer camp")
        CAMPUS = "campus", _("themed science education on campus")
        COMMUNITY = "community", _("themed science education in the community")
        OTHER = "other", _("other")

    class Basis(models.TextChoices):
        COUNTED = "counted", _("counted")
        SAMPLED = "sampled", _("sampled")
        ESTIMATED = "estimated", _("estimated")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.LECTURE)
    day = models.DateField(_("day"))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it is longer."))
    place = models.CharField(_("place"), max_length=120, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    cancelled = models.BooleanField(_("did not take place"), default=False)
    registered = models.PositiveIntegerField(
        _("registrations"), null=True, blank=True, help_text=_("A number only; keep names elsewhere.")
    )
    attended = models.PositiveIntegerField(
        _("attendance"), null=True, blank=True, help_text=_("Who came, in person-times. Nobody came: 0.")
    )
    basis = models.CharField(_("basis of the attendance"), max_length=10, choices=Basis, blank=True)

    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]

    class Meta(AreaRecord.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-day", "-id"]
        constraints = [
            *AreaRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("day")),
                name="activity_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(attended__isnull=True, basis="") | (Q(attended__isnull=False) & ~Q(basis="")),
                name="activity_attendance_has_a_basis",
                violation_error_message=_("Say how the attendance is known, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled=False) | Q(attended__isnull=True),
                name="activity_cancelled_has_no_attendance",
                violation_error_message=_("What did not take place has no attendance."),
            ),
        ]
        indexes = [models.Index(fields=["day"], name="activity_day")]

    @property
    def place_label(self) -> str:
        return in_language(self.place, self.place_en)

    def mark(self, today: date) -> str:
        """The state mark on `today`: cancelled, to come, held with its attendance, or without it."""
        if self.cancelled:
            return "closed"
        if self.day > today:
            return "due"
        return "running" if self.attended is not None else "missing"


class Exchange(AreaRecord):
    """Academic exchange: a forum, joint research, training of staff."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("forum")
        RESEARCH = "research", _("joint research")
        TRAINING = "training", _("training of staff")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FORUM)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(
        _("participants"), null=True, blank=True, help_text=_("People, a number only.")
    )

    class Meta(AreaRecord.Meta):
        verbose_name = _("academic exchange")
        verbose_name_plural = _("academic exchanges")
        ordering = ["-first_day", "-id"]
        constraints = [*AreaRecord.Meta.constraints, days_in_order("exchange_days_in_order")]

    @property
    def place_label(self) -> str:
        return in_language(self.place, self.place_en)


class SharedHolding(AreaRecord):
    """Literature that one institution opens to the others: a collection, a database, a bibliography."""

    items = models.PositiveIntegerField(_("number of items"), null=True, blank=True)
    rights = models.CharField(_("terms of use"), max_length=200, blank=True)
    rights_en = models.CharField(_("terms of use in English"), max_length=300, blank=True)
    shared_on = models.DateField(_("shared since"), null=True, blank=True)

    class Meta(AreaRecord.Meta):
        verbose_name = _("shared holding")
        verbose_name_plural = _("shared holdings")
        ordering = ["title", "id"]

    @property
    def rights_label(self) -> str:
        return in_language(self.rights, self.rights_en)


class JointPublication(Record):
    """A publication that the institutions published together; the work itself is a `Publication`."""

    area = models.ForeignKey(
        CooperationArea,
        models.PROTECT,
        verbose_name=_("area of cooperation"),
        related_name="joint_publications",
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("kept by"), related_name="joint_publications"
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        verbose_name=_("initiative"),
        related_name="joint_publications",
        null=True,
        blank=True,
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, verbose_name=_("publication"), related_name="joint_publications"
    )
    note = models.CharField(_("who contributed what"), max_length=200, blank=True)
    note_en = models.CharField(_("who contributed what, in English"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("joint publication")
        verbose_name_plural = _("joint publications")
        ordering = ["-publication__year", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["area", "publication"],
                condition=Q(removed_at__isnull=True),
                name="joint_publication_once",
                violation_error_message=_("This publication is listed already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)

    @property
    def label(self) -> str:
        return str(self.publication)

    @property
    def note_label(self) -> str:
        return in_language(self.note, self.note_en)

    @property
    def owner_codes(self) -> set[str]:
        return {self.owner.code}
