"""The stop, and the draft plan it may belong to."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.scope import Scope, scope_of
from exhibitions.models.draft_plans import TourPlan
from exhibitions.models.kits import Exhibition, Kit
from exhibitions.models.stale_days import StaleDay
from exhibitions.models.states import CLOSED_STATES, HOLDING_STATES, LEFT_STATES, OPENED_STATES, State
from libraries.models import CountyLibrary, Hall, PublicHolidays, code_prefix
from partnership.models import Organisation, Programme


class StopQuerySet(models.QuerySet):
    def live(self) -> "StopQuerySet":
        """Stops of the live plan; stops of drafts are nobody's business but the planners'."""
        return self.filter(draft_plan__isnull=True)

    def public(self) -> "StopQuerySet":
        """What anyone may see: stops of the live plan that were confirmed, whatever became of them (rule 16)."""
        return self.live().filter(confirmed_on__isnull=False)

    def visible_to(self, user) -> "StopQuerySet":
        """Public stops for all; also the own library's, the own province's, and for staff every stop."""
        scope = scope_of(user)
        if scope.is_staff:
            return self.all()
        public = Q(draft_plan__isnull=True, confirmed_on__isnull=False)
        return self.filter(public | scope.reach())

    def within_reach(self, scope: Scope) -> "StopQuerySet":
        """Stops whose unverified figures an account may see: staff all, others their library's or province's."""
        return self.filter(scope.reach())

    def in_division(self, code: str) -> "StopQuerySet":
        """Stops at libraries in the subtree of a division code or prefix, on today's tree."""
        return self.filter(library__division__code__startswith=code_prefix(code))

    def opened_by(self, day: date) -> "StopQuerySet":
        """Stops that had opened to the public by `day`, whatever became of them: what coverage counts (rule 10)."""
        return self.live().filter(actual_open__lte=day)

    def confirmed_by(self, day: date) -> "StopQuerySet":
        """Stops confirmed by `day` and neither cancelled nor postponed: with those opened, what is planned."""
        return self.live().filter(confirmed_on__lte=day).exclude(state__in=LEFT_STATES)

    def open_on(self, day: date) -> "StopQuerySet":
        """Stops open to the public on `day` by their dates and not suspended (rule 12)."""
        return (
            self.live()
            .filter(actual_open__lte=day)
            .filter(Q(actual_close__gte=day) | Q(actual_close__isnull=True, planned_close__gte=day))
            .exclude(state__in=[State.SUSPENDED, *LEFT_STATES])
        )

    def still_to_see(self, day: date) -> "StopQuerySet":
        """Stops that are open on `day` or come after it, the suspended among them; with their days as `opens`, `closes`.

        One that is overdue to open is still to come until its planned closing has passed.
        """
        return (
            self.exclude(state__in=[*CLOSED_STATES, *LEFT_STATES])
            .annotate(
                opens=Coalesce("actual_open", "planned_open"),
                closes=Coalesce("actual_close", "planned_close"),
            )
            .filter(closes__gte=day)
        )

    def with_place(self) -> "StopQuerySet":
        """With library, county, prefecture and province, kit and exhibition at hand: no query a row."""
        return self.select_related(
            "library__division__parent__parent", "programme", "exhibition", "kit", "cohost"
        )

    def with_public_holidays(self, since: date) -> "StopQuerySet":
        """Stops that were open from `since` on, at libraries that keep public holidays."""
        running = self.filter(Q(actual_close__gte=since) | Q(actual_close__isnull=True))
        return running.exclude(library__public_holidays=PublicHolidays.FOLLOW)

    def mark_stale(self) -> int:
        """Have every day of these stops derived again: their dates, programme, place or calendar changed.

        Call it in the transaction of the change; `Stop.save` does so itself. Returns the number of stops marked.
        """
        return len(
            StaleDay.objects.bulk_create([StaleDay(stop_id=pk) for pk in self.values_list("pk", flat=True)])
        )


class Stop(models.Model):
    """A stop (站): an exhibition, usually as one kit, at one host library for one period.

    Planned and actual dates are kept apart, in days of Asia/Shanghai; open and close are both inclusive. With a
    `date_precision` coarser than a day the dates are the last day of the period in which it certainly was, so
    that nothing counts as covered before it was (the pilot of 2020 is known to the year).
    """

    class DatePrecision(models.TextChoices):
        DAY = "day", _("known to the day")
        MONTH = "month", _("known to the month")
        YEAR = "year", _("known to the year")

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="stops"
    )
    exhibition = models.ForeignKey(
        Exhibition, models.PROTECT, verbose_name=_("exhibition"), related_name="stops"
    )
    kit = models.ForeignKey(
        Kit, models.PROTECT, verbose_name=_("kit"), related_name="stops", null=True, blank=True
    )
    library = models.ForeignKey(
        CountyLibrary, models.PROTECT, verbose_name=_("host library"), related_name="stops"
    )
    hall = models.ForeignKey(
        Hall, models.PROTECT, verbose_name=_("hall"), related_name="stops", null=True, blank=True
    )
    cohost = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("co-host"),
        related_name="hosted_stops",
        null=True,
        blank=True,
    )
    draft_plan = models.ForeignKey(
        TourPlan, models.CASCADE, verbose_name=_("draft plan"), related_name="stops", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.PROPOSED)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    planned_install_start = models.DateField(_("planned start of installation"), null=True, blank=True)
    planned_open = models.DateField(_("planned opening"), null=True, blank=True)
    planned_close = models.DateField(_("planned closing"), null=True, blank=True)
    planned_removal_end = models.DateField(_("planned end of de-installation"), null=True, blank=True)
    actual_install_start = models.DateField(_("actual start of installation"), null=True, blank=True)
    actual_open = models.DateField(_("actual opening"), null=True, blank=True)
    actual_close = models.DateField(_("actual closing"), null=True, blank=True)
    actual_removal_end = models.DateField(_("actual end of de-installation"), null=True, blank=True)
    date_precision = models.CharField(
        _("dates are"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    # The days on which the kit and the hall are held: the actual range where known, else the planned one.
    held_from = models.GeneratedField(
        expression=Least(
            Coalesce("actual_install_start", "planned_install_start", "actual_open", "planned_open"),
            Coalesce("actual_open", "planned_open"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    held_until = models.GeneratedField(
        expression=Greatest(
            Coalesce("actual_removal_end", "planned_removal_end", "actual_close", "planned_close"),
            Coalesce("actual_close", "planned_close"),
            Coalesce("actual_open", "planned_open"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )

    history = HistoricalRecords(excluded_fields=["held_from", "held_until"])
    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["programme", "actual_open"], name="stop_programme_opening"),
            models.Index(fields=["kit", "held_from"], name="stop_kit_held"),
            models.Index(fields=["hall", "held_from"], name="stop_hall_held"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="stop_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=OPENED_STATES) | Q(actual_open__isnull=False),
                name="stop_opened_has_opening",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CLOSED_STATES) | Q(actual_close__isnull=False),
                name="stop_closed_has_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HOLDING_STATES)
                | Q(planned_open__isnull=False, planned_close__isnull=False),
                name="stop_holding_has_planned_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*HOLDING_STATES, *CLOSED_STATES]) | Q(confirmed_on__isnull=False),
                name="stop_holding_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(planned_close__isnull=True) | Q(planned_close__gte=F("planned_open")),
                name="stop_planned_close_after_open",
            ),
            models.CheckConstraint(
                condition=Q(actual_close__isnull=True) | Q(actual_close__gte=F("actual_open")),
                name="stop_actual_close_after_open",
            ),
            models.CheckConstraint(
                condition=Q(planned_install_start__isnull=True)
                | Q(planned_install_start__lte=F("planned_open")),
                name="stop_planned_install_before_open",
            ),
            models.CheckConstraint(
                condition=Q(planned_removal_end__isnull=True)
                | Q(planned_removal_end__gte=F("planned_close")),
                name="stop_planned_removal_after_close",
            ),
            models.CheckConstraint(
                condition=Q(actual_install_start__isnull=True)
                | Q(actual_open__isnull=True)
                | Q(actual_install_start__lte=F("actual_open")),
                name="stop_actual_install_before_open",
            ),
            models.CheckConstraint(
                condition=Q(actual_removal_end__isnull=True) | Q(actual_removal_end__gte=F("actual_close")),
                name="stop_actual_removal_after_close",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library} {self.opens_on or ''}".strip()

    def save(self, *args, **kwargs) -> None:
        """Save, and have every day of the stop derived again: its dates, place and programme bear on all of them.

        A new stop that has not opened has no days yet.
        """
        with transaction.atomic():
            if connection.vendor == "sqlite":
                # SQLite knows no exclusion constraint. Its write transaction is the lock: no save gets around.
                self.refuse_double_booking()
            new = self._state.adding
            super().save(*args, **kwargs)
            if self.actual_open or not new:
                StaleDay.objects.create(stop=self)

    @property
    def opens_on(self) -> date | None:
        """First day open to the public: actual where known, else planned."""
        return self.actual_open or self.planned_open

    @property
    def closes_on(self) -> date | None:
        """Last day open to the public, inclusive: actual where known, else planned."""
        return self.actual_close or self.planned_close

    @property
    def demonstration(self) -> bool:
        return self.programme.demonstration

    def is_open_on(self, day: date) -> bool:
        """The same rule as `StopQuerySet.open_on`, for one stop at hand."""
        return bool(
            self.draft_plan_id is None
            and self.actual_open
            and self.actual_open <= day
            and self.closes_on
            and day <= self.closes_on
            and self.state not in (State.SUSPENDED, *LEFT_STATES)
        )

    def clean(self) -> None:
        """Name, in words, what the database would refuse."""
        errors = {}
        if self.kit_id and self.exhibition_id and self.kit.exhibition_id != self.exhibition_id:
            errors["kit"] = _("This kit belongs to another exhibition.")
        if self.hall_id and self.library_id and self.hall.library_id != self.library_id:
            errors["hall"] = _("This hall belongs to another library.")
        if (
            self.programme_id
            and self.library_id
            and self.programme.demonstration != self.library.demonstration
        ):
            errors["library"] = _("Demonstration and real data must not be mixed.")
        if errors:
            raise ValidationError(errors)
        self.refuse_double_booking()

    def refuse_double_booking(self) -> None:
        """Raise ValidationError when the kit or the hall is held by another stop on any of the days (rule 22).

        On PostgreSQL two exclusion constraints hold the same rule whatever the path; on SQLite this check runs
        inside the one write transaction there can be, so nobody gets between it and the save.
        """
        if self.state not in HOLDING_STATES or self.draft_plan_id:
            return
        held_from, held_until = self.held_days()
        rivals = (
            Stop.objects.live()
            .filter(state__in=HOLDING_STATES, held_from__lte=held_until, held_until__gte=held_from)
            .exclude(pk=self.pk)
        )
        for field, held in (("kit", self.kit_id), ("hall", self.hall_id)):
            rival = held and rivals.filter(**{field: held}).select_related("library").first()
            if rival:
                raise ValidationError(
                    {
                        field: _("Already held by {stop} from {start} to {end}.").format(
                            stop=rival, start=rival.held_from, end=rival.held_until
                        )
                    }
                )

    def held_days(self) -> tuple[date, date]:
        """`held_from` and `held_until` before the database has derived them; a test keeps the two the same."""
        opens, closes = self.opens_on, self.closes_on
        if opens is None or closes is None:
            raise ValueError("a stop that holds a kit or a hall has its dates; the database insists")
        start = self.actual_install_start or self.planned_install_start or opens
        end = self.actual_removal_end or self.planned_removal_end or closes
        return min(start, opens), max(end, closes, opens)
