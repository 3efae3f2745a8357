"""The fact: tallies, the day's reports and their history; and the totals derived from them.

Facts (`Tally`, `DayReport` and their values, `HistoryEntry`) are written by `visits.recording` alone, totals
(`DayFigure`, `Total`) by `visits.totals` alone. Totals can be thrown away and rebuilt; facts cannot.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from exhibitions.models import Exhibition, Stop
from libraries.models import CountyLibrary, Division
from partnership.models import Programme

MOST_VISITS = 1_000_000  # the highest number that one value may hold (rules 2)


class Measure(models.TextChoices):
    """What is counted, in person-times (人次). Measures are never added to one another (ISO 2789)."""

    EXHIBITION_VISIT = "exhibition_visit", _("exhibition visits")
    LIBRARY_VISIT = "library_visit", _("library visits")
    EVENT_ATTENDANCE = "event_attendance", _("event attendance")
    ONLINE_VISIT = "online_visit", _("online visits")


# The measures that a tally or a day's report may hold (rules 5).
DOOR_MEASURES = [Measure.EXHIBITION_VISIT, Measure.LIBRARY_VISIT]


class Audience(models.TextChoices):
    ADULT = "adult", _("adults")
    MINOR = "minor", _("minors")
    UNSPECIFIED = "unspecified", _("unspecified")


class Basis(models.TextChoices):
    """How firm a number is; a sum carries the weakest."""

    COUNTED = "counted", _("actual count")
    SAMPLED = "sampled", _("sampled")
    ESTIMATED = "estimated", _("estimated")


WEAKEST_BASIS_FIRST = [Basis.ESTIMATED, Basis.SAMPLED, Basis.COUNTED]


class Method(models.TextChoices):
    """How a number was found (domain.md 2.3)."""

    GATE_AUTO = "gate_auto", _("automatic people counter")
    GATE_READING = "gate_reading", _("difference of meter readings")
    MANUAL_TALLY = "manual_tally", _("manual tally")
    REGISTER = "register", _("register")
    RESERVATION_CHECKIN = "reservation_checkin", _("reservation check-in")
    GROUP_BOOKING = "group_booking", _("group booking")
    TYPICAL_WEEK = "typical_week", _("typical week sample")
    SAMPLE_OTHER = "sample_other", _("other sample")
    ESTIMATE = "estimate", _("estimate")
    UNKNOWN = "unknown", _("not known")


class Status(models.TextChoices):
    """Which figure of a day is meant (rules 4)."""

    ALL = "all", _("all, drafts included")
    FILED = "filed", _("filed")
    VERIFIED = "verified", _("verified")


def value_constraints(name: str) -> list[models.CheckConstraint]:
    """What holds for every row with a number: known words, and 0 ... 1,000,000."""
    return [
        models.CheckConstraint(condition=Q(measure__in=DOOR_MEASURES), name=f"{name}_measure_known"),
        models.CheckConstraint(condition=Q(audience__in=Audience.values), name=f"{name}_audience_known"),
        models.CheckConstraint(condition=Q(basis__in=Basis.values), name=f"{name}_basis_known"),
        models.CheckConstraint(condition=Q(method__in=Method.values), name=f"{name}_method_known"),
        models.CheckConstraint(condition=Q(value__gte=0, value__lte=MOST_VISITS), name=f"{name}_value_in_range"),
    ]


# ---------------------------------------------------------------- history


class Chain(models.Model):
    """The head of a stop's history. Its row is the lock that every write to the stop's counts takes first."""

    stop = models.OneToOneField(Stop, models.PROTECT, verbose_name=_("stop"), primary_key=True, related_name="chain")
    sequence = models.BigIntegerField(_("last sequence number"), default=0)
    head = models.CharField(_("hash of the last entry"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("history chain")
        verbose_name_plural = _("history chains")

    def __str__(self) -> str:
        return f"{self.stop_id} #{self.sequence} {self.head[:12]}"


class HistoryEntry(models.Model):
    """One link of a stop's history: who did what when and why, over the hash of the link before.

    `body` is the text that was hashed, kept to the letter (canonical JSON), so that anyone can recompute
    `hash` = SHA-256 of `previous` + newline + `body`. Appended by `visits.history`, never changed: a database
    trigger refuses updates and deletes, except for demonstration stops as a whole (rules 20).
    """

    class Action(models.TextChoices):
        FILE = "file", _("filed")
        AMEND = "amend", _("amended")
        RETURN = "return", _("returned")
        ENDORSE = "endorse", _("endorsed")
        VERIFY = "verify", _("verified")
        WITHDRAW = "withdraw", _("verification withdrawn")

    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="history_entries")
    sequence = models.BigIntegerField(_("sequence number"))
    day = models.DateField(_("day"), null=True)
    action = models.CharField(_("action"), max_length=12, choices=Action)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    body = models.TextField(_("text"))
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        ordering = ["stop_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["stop", "sequence"], name="history_sequence_once")]
        indexes = [models.Index(fields=["stop", "day"], name="history_of_a_day")]

    def __str__(self) -> str:
        return f"{self.stop_id} #{self.sequence} {self.action}"


class Seal(models.Model):
    """The daily root over the heads of all chains, so that an outsider can check that no history was rewritten."""

    day = models.DateField(_("day"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    chains = models.IntegerField(_("chains"))
    entries = models.BigIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"


class SealedHead(models.Model):
    """The head of one chain as a seal found it; stored only where it moved since the seal before."""

    seal = models.ForeignKey(Seal, models.CASCADE, verbose_name=_("seal"), related_name="heads")
    # Demonstration stops go away whole, so this is a number and no reference.
    stop_number = models.BigIntegerField(_("stop"))
    sequence = models.BigIntegerField(_("sequence number"))
    head = models.CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("sealed head")
        verbose_name_plural = _("sealed heads")
        constraints = [models.UniqueConstraint(fields=["seal", "stop_number"], name="sealed_head_once")]

    def __str__(self) -> str:
        return f"{self.stop_number} #{self.sequence}"


# ---------------------------------------------------------------- tallies: the evidence


class Counter(models.Model):
    """One phone at one door, or one gate: a UUID made by the client, with a single writer for ever."""

    id = models.UUIDField(_("counter"), primary_key=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("owner"), related_name="counters"
    )

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """The running numbers of one counter for one day of a stop: a register, not an event.

    Each accepted send replaces the whole set, so repeated, reordered or parallel sends end in one state. The
    numbers stand in `TallyValue`, every accepted send in `TallyRevision`.
    """

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id")
    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="tallies")
    day = models.DateField(_("day"))
    counter = models.ForeignKey(Counter, models.PROTECT, verbose_name=_("counter"), related_name="tallies")
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest"), max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    # What the phone says of itself: hints, never trusted.
    device = models.CharField(_("device"), max_length=120, blank=True)
    client_time = models.DateTimeField(_("time on the device"), null=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.CheckConstraint(condition=Q(revision__gte=1), name="tally_revision_positive")]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.counter_id} #{self.revision}"


class TallyValue(models.Model):
    """One number of a tally. Keyed like its `Tally`, so that a day's draft is summed without a join."""

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id", "measure", "audience")
    # The tally's own row holds the references; checking them again for each number would only cost.
    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="+", db_constraint=False)
    day = models.DateField(_("day"))
    counter = models.ForeignKey(
        Counter, models.PROTECT, verbose_name=_("counter"), related_name="+", db_constraint=False, db_index=False
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    value = models.IntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    method = models.CharField(_("method"), max_length=20, choices=Method)

    class Meta:
        verbose_name = _("number of a tally")
        verbose_name_plural = _("numbers of tallies")
        constraints = value_constraints("tally")

    def __str__(self) -> str:
        return f"{self.measure} {self.audience} {self.value}"


class TallyRevision(models.Model):
    """An accepted send of a tally, kept to the letter. Append-only, outside the chain (rules 7)."""

    pk = models.CompositePrimaryKey("stop_id", "day", "counter_id", "revision")
    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="+", db_constraint=False)
    day = models.DateField(_("day"))
    counter = models.ForeignKey(
        Counter, models.PROTECT, verbose_name=_("counter"), related_name="+", db_constraint=False, db_index=False
    )
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest"), max_length=64)
    body = models.TextField(_("text"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("revision of a tally")
        verbose_name_plural = _("revisions of tallies")

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.counter_id} #{self.revision}"


# ---------------------------------------------------------------- the day's report: the fact that counts


class DayReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DayReportQuerySet":
        """Reports within an account's reach; partners and the public see none (rules 15)."""
        scope = scope_of(user)
        if scope.is_staff:
            return self.all()
        reach = Q(pk__in=[])
        if scope.libraries:
            reach |= Q(stop__library_id__in=scope.libraries)
        for prefix in scope.provinces:
            reach |= Q(stop__library__division__code__startswith=prefix)
        return self.filter(reach)

    def waiting_for_review(self) -> "DayReportQuerySet":
        """Filed or endorsed, not yet verified."""
        return self.filter(review__in=[DayReport.Review.FILED, DayReport.Review.ENDORSED])


class DayReport(models.Model):
    """What a person filed for one day of a stop. There is a row only once the day was filed.

    A filed number never moves by itself. The content of the last verification stays in the verified totals until
    it is verified again or withdrawn, whatever becomes of the report meanwhile (rules 4).
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("counted")
        CLOSED = "closed", _("closed")

    class Review(models.TextChoices):
        FILED = "filed", _("filed")
        RETURNED = "returned", _("returned")
        ENDORSED = "endorsed", _("endorsed")
        VERIFIED = "verified", _("verified")

    stop = models.ForeignKey(Stop, models.PROTECT, verbose_name=_("stop"), related_name="day_reports")
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.FILED)
    revision = models.BigIntegerField(_("revision"))
    digest = models.CharField(_("digest of the content"), max_length=64)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("filed by"), related_name="filed_reports"
    )
    filed_at = models.DateTimeField(_("filed at"))
    # Recorded by staff for a library that could not.
    on_behalf = models.BooleanField(_("on behalf of the library"), default=False)
    return_reason = models.CharField(_("reason of return"), max_length=500, blank=True)
    verified_revision = models.BigIntegerField(_("verified revision"), null=True)
    verified_digest = models.CharField(_("digest of what was verified"), max_length=64, blank=True)
    verified_state = models.CharField(_("verified state"), max_length=10, choices=State, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("verified by"), related_name="+", null=True
    )
    verified_at = models.DateTimeField(_("verified at"), null=True)

    objects = DayReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("day report")
        verbose_name_plural = _("day reports")
        ordering = ["stop_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "day"], name="report_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=["counted", "closed"]), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(review__in=["filed", "returned", "endorsed", "verified"]), name="report_review_known"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_positive"),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(reason=""), name="report_closed_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(review="verified") | Q(verified_revision=models.F("revision")),
                name="report_verified_is_of_this_revision",
            ),
            models.CheckConstraint(
                condition=Q(verified_revision__isnull=True, verified_digest="", verified_state="")
                | (Q(verified_revision__isnull=False) & ~Q(verified_digest="") & ~Q(verified_state="")),
                name="report_verification_whole",
            ),
        ]
        indexes = [models.Index(fields=["review", "day"], name="report_review_day")]

    def __str__(self) -> str:
        return f"{self.stop} {self.day}"


class ReportValue(models.Model):
    """One number of a day's report: as last filed, or as last verified."""

    class Kind(models.TextChoices):
        FILED = "filed", _("filed")
        VERIFIED = "verified", _("verified")

    report = models.ForeignKey(DayReport, models.CASCADE, verbose_name=_("day report"), related_name="values")
    kind = models.CharField(_("figure"), max_length=10, choices=Kind)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    value = models.IntegerField(_("value"))
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    method = models.CharField(_("method"), max_length=20, choices=Method)

    class Meta:
        verbose_name = _("number of a day report")
        verbose_name_plural = _("numbers of day reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "measure", "audience"], name="report_value_once"),
            models.CheckConstraint(condition=Q(kind__in=["filed", "verified"]), name="report_value_kind_known"),
            *value_constraints("report"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.audience} {self.value}"


# ---------------------------------------------------------------- totals: derived, rebuildable, proved by reconcile

ANY = ""  # in totals: over all audiences (with days), or over all measures (with expected days)


class Figures(models.Model):
    """The numbers of a bucket. Visits in person-times, of which estimated; days are stop-days."""

    visits_all = models.BigIntegerField(default=0)
    visits_filed = models.BigIntegerField(default=0)
    visits_verified = models.BigIntegerField(default=0)
    estimated_all = models.BigIntegerField(default=0)
    estimated_filed = models.BigIntegerField(default=0)
    estimated_verified = models.BigIntegerField(default=0)
    days_all = models.BigIntegerField(default=0)
    days_filed = models.BigIntegerField(default=0)
    days_verified = models.BigIntegerField(default=0)
    days_expected = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


FIGURES = [field.name for field in Figures._meta.local_fields]


class CarriedStop(models.Model):
    """Into which buckets a stop's days are carried at present. When a fact behind it moves, so do its days."""

    stop = models.OneToOneField(
        Stop, models.CASCADE, verbose_name=_("stop"), primary_key=True, related_name="carried", db_constraint=False
    )
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", db_constraint=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="+", db_constraint=False)
    library = models.ForeignKey(CountyLibrary, models.CASCADE, related_name="+", db_constraint=False)
    # Where a level is missing (counties right under a province, cities without counties) the division stands for
    # itself, so that every level adds up to the nation.
    county = models.ForeignKey(Division, models.CASCADE, related_name="+", db_constraint=False)
    prefecture = models.ForeignKey(Division, models.CASCADE, related_name="+", db_constraint=False)
    province = models.ForeignKey(Division, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        verbose_name = _("carried stop")
        verbose_name_plural = _("carried stops")

    def __str__(self) -> str:
        return str(self.stop_id)


class DayFigure(Figures):
    """The leaf of every total: one day of one stop. Recomputed from the facts by `visits.totals`.

    Rows of a day: (measure, audience) with visits; (measure, ANY) with their sum and whether the day was counted;
    (ANY, ANY) with whether a report is expected. Rows of nothing but zeros are not kept.
    """

    pk = models.CompositePrimaryKey("stop_id", "day", "measure", "audience")
    stop = models.ForeignKey(
        Stop, models.CASCADE, verbose_name=_("stop"), related_name="day_figures", db_constraint=False, db_index=False
    )
    day = models.DateField(_("day"))
    measure = models.CharField(_("measure"), max_length=20, blank=True)
    audience = models.CharField(_("audience"), max_length=12, blank=True)
    # Where the library stood on that day: figures "as was" (rules 9).
    division = models.ForeignKey(Division, models.CASCADE, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        indexes = [models.Index(fields=["day", "measure", "audience"], name="day_figure_by_day")]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.day} {self.measure} {self.audience}"


class PlaceLevel(models.IntegerChoices):
    NATION = 0, _("nation")
    PROVINCE = 1, _("province level")
    PREFECTURE = 2, _("prefecture level")
    COUNTY = 3, _("county level")


class Grain(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    WHOLE = "whole", _("whole time")


WHOLE_TIME = date(1, 1, 1)  # the `period` of the grain "whole"


class Total(Figures):
    """A bucket above the leaf: place x period x programme x exhibition x measure x audience, on today's tree.

    Carried by `visits.totals`: exactly new leaf - old leaf, inside its one locked transaction. `place` is the id of
    a division, 0 for the nation; `period` is the first day of the period. Days are kept for provinces and the
    nation only (rules 9).
    """

    pk = models.CompositePrimaryKey(
        "level", "grain", "measure", "audience", "period", "place", "programme_id", "exhibition_id"
    )
    level = models.SmallIntegerField(_("level"), choices=PlaceLevel)
    grain = models.CharField(_("grain"), max_length=5, choices=Grain)
    measure = models.CharField(_("measure"), max_length=20, blank=True)
    audience = models.CharField(_("audience"), max_length=12, blank=True)
    period = models.DateField(_("period"))
    place = models.BigIntegerField(_("place"))
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", db_constraint=False)
    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        indexes = [models.Index(fields=["level", "place", "grain", "measure", "audience"], name="total_by_place")]

    def __str__(self) -> str:
        return f"{self.level} {self.place} {self.grain} {self.period} {self.measure} {self.audience}"


class RollupState(models.Model):
    """The one row that tells how far the totals are: readers key their answers by `version`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(_("version"), default=0)
    drained_at = models.DateTimeField(_("last roll-up"), null=True)
    # Days up to here are expected of open stops; the drain moves it to yesterday.
    expected_through = models.DateField(_("expected through"), null=True)
    feed_sequence = models.BigIntegerField(_("last number of the feed"), default=0)

    class Meta:
        verbose_name = _("state of the roll-up")
        verbose_name_plural = _("state of the roll-up")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rollup_state_is_one_row")]

    def __str__(self) -> str:
        return f"version {self.version}"


class FeedEntry(models.Model):
    """One entry of the change feed: a verified change, or one of the registry, in the order of commits (rules 13).

    Written by the drain alone, under its lock, so the sequence has no gaps and no reader overtakes a writer. `data`
    is the item's state as canonical JSON, empty for a deletion. `division_code` is where it is visible: a partner
    of another province does not get it; empty for everyone.
    """

    class Operation(models.TextChoices):
        UPSERT = "upsert", _("upsert")
        DELETE = "delete", _("delete")

    sequence = models.BigIntegerField(_("sequence number"), primary_key=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    type = models.CharField(_("type"), max_length=20)
    object_id = models.CharField(_("object"), max_length=80)
    operation = models.CharField(_("operation"), max_length=6, choices=Operation)
    division_code = models.CharField(_("division code"), max_length=6, blank=True)
    data = models.TextField(_("data"), blank=True)

    class Meta:
        verbose_name = _("feed entry")
        verbose_name_plural = _("feed entries")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["type", "object_id", "-sequence"], name="feed_latest_of_object")]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.operation} {self.type} {self.object_id}"


class PublishedFigure(models.Model):
    """A figure that an institution published for several places together, without a split.

    Shown beside the statistics, never in a bucket and never split (rules 19): the pilot's "over 55,000".
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="published_figures"
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    libraries = models.ManyToManyField(CountyLibrary, verbose_name=_("libraries"), related_name="published_figures")
    value = models.PositiveIntegerField(_("value"))
    lower_bound = models.BooleanField(_("lower bound (“over”)"), default=False)
    source = models.CharField(_("source"), max_length=300)
    source_address = models.URLField(_("address of the source"), blank=True)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="published_figure_measure_known")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.value}"
