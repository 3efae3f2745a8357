"""Taking the demonstration tour away: every row of it, and no other.

The append-only tables let go of demonstration stops alone, whole (`visits/migrations/0002_append_only.py`).
"""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet

from demonstration.accounts import take_roles_away
from exhibitions.models import (
    Chain,
    Event,
    Exhibit,
    Exhibition,
    HistoryEntry,
    HostStep,
    Kit,
    ReadingListEntry,
    StaleDay,
    Stop,
    StopTransition,
    TourPlan,
)
from libraries.models import CountyLibrary, Hall
from partnership.embedding import Embedding, EmbeddingUse
from partnership.models import (
    Activity,
    CampaignEdition,
    DigitalResource,
    Evidence,
    Exchange,
    Indicator,
    Initiative,
    JointExhibition,
    JointPublication,
    Milestone,
    Organisation,
    Output,
    Product,
    Programme,
    ResourceOpening,
    ResourceUse,
    ResponsibleUnit,
    SharedHolding,
    Target,
    WorkPlan,
    WorkPlanItem,
)
from partnership.publications import Publication
from reports.models import Bulletin, BulletinEntry, BulletinSignature, ClosingReport, ClosingScan, Reminder
from upkeep import leftovers
from visits.models import (
    CarriedStop,
    Counter,
    DayFigure,
    DayReport,
    EventReport,
    EventValue,
    FeedEntry,
    Photo,
    PublishedFigure,
    ReportValue,
    RollupState,
    Tally,
    TallyRevision,
    TallyValue,
    Total,
)
from visits.totals.drain import take_drain_lock

# What hangs on stops, in an order in which it can go.
OF_STOPS: list[type[Any]] = [
    Reminder,
    TallyValue,
    TallyRevision,
    Tally,
    HistoryEntry,
    Chain,
    StaleDay,
    CarriedStop,
    DayFigure,
    StopTransition,
    ClosingReport,
    Photo,
]

# The records of the cooperation, in an order in which they can go.
OF_COOPERATION: list[type[Any]] = [
    WorkPlanItem,
    WorkPlan,
    Evidence,
    Output,
    Indicator,
    Milestone,
    ResponsibleUnit,
    ResourceUse,
    DigitalResource,
    JointPublication,
    SharedHolding,
    Exchange,
    Activity,
    Product,
    JointExhibition,
    CampaignEdition,
    Initiative,
]


def remove_tour() -> None:
    """Remove every demonstration programme with all that belongs to it, except the accounts. Call in a transaction.

    A drain at work is waited for, and readers that keep answers by the version of the totals see a new one.
    """
    if not Programme.objects.filter(demonstration=True).exists():
        return
    take_drain_lock()
    state, _created = RollupState.objects.get_or_create(pk=1)
    _remove_bulletins()
    _remove_facts()
    _bury_feed(state)
    Total.objects.filter(programme__demonstration=True).delete()
    PublishedFigure.objects.filter(programme__demonstration=True).delete()
    take_roles_away()
    for rows in (
        ResourceOpening.objects.filter(resource__demonstration=True),
        *(model.objects.filter(demonstration=True) for model in OF_COOPERATION),
        EmbeddingUse.objects.filter(embedding__demonstration=True),
        Embedding.objects.filter(demonstration=True),
        ReadingListEntry.objects.filter(_of_demonstration()),
        Publication.objects.filter(demonstration=True, entries__isnull=True),
        Event.objects.filter(stop__programme__demonstration=True),
        HostStep.objects.filter(stop__programme__demonstration=True),
        Stop.objects.filter(programme__demonstration=True),
        TourPlan.objects.filter(programme__demonstration=True),
        Exhibit.objects.filter(kit__demonstration=True),
        Kit.objects.filter(demonstration=True),
        Exhibition.objects.filter(demonstration=True),
        Target.objects.filter(programme__demonstration=True),
        Programme.objects.filter(demonstration=True),
        Hall.objects.filter(library__demonstration=True),
        Organisation.objects.filter(demonstration=True),
        CountyLibrary.objects.filter(demonstration=True),
    ):
        _remove(rows)
    state.version += 1
    state.save()


def _of_demonstration() -> Q:
    """Entries of reading lists that belong to the demonstration, whichever of the three they are of."""
    return (
        Q(exhibition__demonstration=True)
        | Q(stop__programme__demonstration=True)
        | Q(event__stop__programme__demonstration=True)
    )


def _remove_facts() -> None:
    stops = Stop.objects.filter(programme__demonstration=True)
    names = leftovers.files_of(stops)
    # Only once the rows are gone for certain.
    transaction.on_commit(lambda: leftovers.remove_files(names))
    counters = list(Tally.objects.filter(stop__in=stops).values_list("counter_id", flat=True).distinct())
    for value, report in ((ReportValue, DayReport), (EventValue, EventReport)):
        value.objects.filter(report__stop__in=stops).delete()
        report.objects.filter(stop__in=stops).delete()
    ClosingScan.objects.filter(report__stop__in=stops).delete()
    for model in OF_STOPS:
        model.objects.filter(stop__in=stops).delete()
    # A counter that also counted for a real stop stays.
    Counter.objects.filter(pk__in=counters, tallies__isnull=True).delete()


def _remove_bulletins() -> None:
    """Bulletins of the demonstration with signatures and history, the later editions first."""
    bulletins = Bulletin.objects.filter(programme__demonstration=True)
    names = [name for bulletin in bulletins.defer("content") for name in bulletin.pdf_files]
    transaction.on_commit(lambda: leftovers.remove_files(names))
    Reminder.objects.filter(bulletin__in=bulletins).delete()
    for part in (BulletinEntry, BulletinSignature):
        part.objects.filter(bulletin__in=bulletins).delete()
    for edition in bulletins.order_by("-edition").values_list("edition", flat=True).distinct():
        bulletins.filter(edition=edition).delete()


def _bury_feed(state: RollupState) -> None:
    """Entries about demonstration objects go; each object that readers still have gets a last one: it is gone.

    A tombstone has no data, only a number that is never given again (docs/decisions/0017-tombstones.md).
    """
    about = FeedEntry.objects.filter(data__contains='"demonstration":true')
    graves: list[FeedEntry] = []
    for type_ in list(FeedEntry.objects.values_list("type", flat=True).order_by("type").distinct()):
        ids = about.filter(type=type_).values("object_id")
        entries = FeedEntry.objects.filter(type=type_, object_id__in=ids)
        last = {entry.object_id: entry for entry in entries.order_by("sequence").defer("data")}
        graves += [
            FeedEntry(type=type_, object_id=entry.object_id, division_code=entry.division_code)
            for entry in last.values()
            if entry.operation == FeedEntry.Operation.UPSERT
        ]
        entries.delete()
    for grave in graves:
        state.feed_sequence += 1
        grave.sequence, grave.operation = state.feed_sequence, FeedEntry.Operation.DELETE
    FeedEntry.objects.bulk_create(graves, batch_size=500)


def _remove(rows: QuerySet) -> None:
    """Delete `rows`, their change history, and what the administration logged about them."""
    model = rows.model
    numbers = rows.values("pk")
    content_type = ContentType.objects.get_for_model(model)
    logged = [str(number) for number in numbers.values_list("pk", flat=True)]
    LogEntry.objects.filter(content_type=content_type, object_id__in=logged).delete()
    if hasattr(model, "history"):
        identifiers = [int(number) for number in logged]
        rows.delete()
        for start in range(0, len(identifiers), 500):
            model.history.filter(id__in=identifiers[start : start + 500]).delete()
    else:
        rows.delete()
