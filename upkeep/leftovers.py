"""Private files and photographs that are removed for good: what was deleted long ago, and what no row names."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from partnership.models import AgreementDocument, Evidence
from reports.models import Bulletin, ClosingScan
from uploads import files
from visits.models import KEPT_AFTER_DELETION, Photo

# A file this old that no row names was left by a crash, not by an upload that is still on its way.
LEFTOVER_AFTER = 24 * 3600  # seconds


def remove_for_good(now: datetime) -> int:
    """Remove photos deleted 30 days before `now`, and files that no row names; returns how many photos went.

    May run twice or be killed: a row goes before its files, and files without a row go the next time.
    """
    gone = list(Photo.objects.filter(deleted_at__lt=now - KEPT_AFTER_DELETION))
    for photo in gone:
        Photo.objects.filter(pk=photo.pk, deleted_at__lt=now - KEPT_AFTER_DELETION).delete()
    sweep_files(now)
    return len(gone)


def sweep_files(now: datetime) -> None:
    """Remove files that no photo, scan, bulletin or document names, a day after they were written.

    A document's former versions count: its history can bring them back.
    """
    named = {name for photo in Photo.objects.iterator() for name in (photo.file, photo.thumbnail)}
    named |= {scan.file for scan in ClosingScan.objects.iterator()}
    published = Bulletin.objects.published().defer("content")
    named |= {name for bulletin in published for name in bulletin.pdf_files}
    for attachment in (AgreementDocument, Evidence):
        named |= {version.instance.file for version in attachment.history.exclude(digest="").iterator()}
    for name in files.names_older_than(now.timestamp() - LEFTOVER_AFTER):
        if name not in named:
            files.remove_leftover(name)


def files_of(stops: QuerySet) -> list[str]:
    """The names of all files that photos and scans of these stops have."""
    names = [name for photo in Photo.objects.filter(stop__in=stops) for name in (photo.file, photo.thumbnail)]
    return names + [scan.file for scan in ClosingScan.objects.filter(report__stop__in=stops)]


def remove_files(names: Iterable[str]) -> None:
    for name in names:
        files.remove(name)
