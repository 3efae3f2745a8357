"""Writing exports: part by part, beside the requests, kept for a few days, gone again. `export_orders` takes orders.

One is written at a time, so that exports never hold up the totals. Redis carries a hint; the sweep finds what waits,
and takes up what a killed worker left behind: a sign of life tells the two apart. Each attempt has a number and a file
of its own; only the attempt that the row names may end it.
"""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from api.exports import sources
from api.exports.models import Export, ExportQuerySet
from api.tables.writers import WRITERS, Table, TooManyRows, fill_sheet

KEPT = timedelta(days=3)
DEAD_AFTER = timedelta(minutes=2)  # without a sign of life
SIGN_OF_LIFE = timedelta(seconds=2)
MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)


class NoLongerOurs(Exception):
    """Somebody withdrew the order, or took this attempt for dead and began anew."""


def work_off() -> int:
    """Write what waits, one after the other; returns how many were written. Safe to run anywhere, at once, twice."""
    _forget_old_files()
    if not Export.objects.unfinished().exists():
        return 0  # the common case takes no lock
    written = 0
    while (export := _claim()) is not None:
        _write(export)
        written += 1
    return written


def _claim() -> Export | None:
    """The next one to write, marked as ours; None while another is being written."""
    now = timezone.now()
    with transaction.atomic():
        # The oldest rows first, and locked: two workers never take the same one.
        rows = list(Export.objects.unfinished().order_by("created_at").select_for_update())
        if any(_lives(row, now) for row in rows):
            return None
        for row in rows:
            if row.attempts >= MOST_ATTEMPTS:
                _fail(row, "interrupted")
                continue
            row.state, row.alive_at, row.attempts = Export.State.RUNNING, now, row.attempts + 1
            row.rows_written = 0
            row.save()
            return row
    return None


def _lives(row: Export, now: Any) -> bool:
    return row.state == Export.State.RUNNING and row.alive_at is not None and row.alive_at > now - DEAD_AFTER


def _write(export: Export) -> None:
    unfinished = export.path.with_name(f"{export.path.name}.{export.attempts}")
    try:
        with translation.override(export.language):
            table = sources.table_of(export)
            life = _Life(export)
            _fill(export, unfinished, _told(export, table, life), life)
        _finish(export, unfinished)
    except NoLongerOurs:
        logger.info("Attempt %s of export %s is no longer wanted", export.attempts, export.pk)
    except sources.NoLongerAllowed:
        _fail(export, "not_allowed")
    except TooManyRows:
        _fail(export, "too_many_rows")
    except Exception:
        logger.exception("Export %s failed", export.pk)
        _fail(export, "failed")
    finally:
        unfinished.unlink(missing_ok=True)


class _Life:
    """Tells every `SIGN_OF_LIFE` that this attempt goes on, and how far it is."""

    def __init__(self, export: Export) -> None:
        self.export, self.told_at = export, timezone.now()

    def sign(self) -> None:
        """Raises NoLongerOurs."""
        if timezone.now() - self.told_at > SIGN_OF_LIFE:
            self.told_at = timezone.now()
            told = {"rows_written": self.export.rows_written, "alive_at": self.told_at}
            if not _ours(self.export).update(**told):
                raise NoLongerOurs


class _LivingFile(FileIO):
    """A new file that signs while it is written: a workbook of a million rows is packed for minutes after its last."""

    def __init__(self, path: Path, life: _Life) -> None:
        super().__init__(path, "wb", opener=_private)
        self.life = life

    def write(self, data: Any) -> int:
        self.life.sign()
        return super().write(data)


def _fill(export: Export, path: Path, table: Table, life: _Life) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with BufferedWriter(_LivingFile(path, life)) as file:
        if export.format == "xlsx":
            fill_sheet(file, table)
        else:
            for block in WRITERS[export.format](table):
                file.write(block)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _finish(export: Export, unfinished: Path) -> None:
    """Raises NoLongerOurs; then the file in its place is another attempt's, or there is none."""
    with unfinished.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = unfinished.stat().st_size
    with transaction.atomic():
        # Locked, so that nobody withdraws the order between the file and the word that it is there.
        if not _ours(export).select_for_update().exists():
            raise NoLongerOurs
        unfinished.replace(export.path)
        now = timezone.now()
        _ours(export).update(
            state=Export.State.DONE, size=size, sha256=digest, finished_at=now, expires_at=now + KEPT,
            rows_written=export.rows_written,
        )  # fmt: skip
    forget_files(export, besides=export.path)


def _told(export: Export, table: Table, life: _Life) -> Table:
    """The same table, telling how far it is while it is read."""

    def parts() -> Iterator[Sequence[Any]]:
        for part in table.parts:
            yield part
            export.rows_written += len(part)
            life.sign()

    return Table(table.name, table.columns, parts(), table.labels)


def _ours(export: Export) -> ExportQuerySet:
    return Export.objects.unfinished().filter(pk=export.pk, attempts=export.attempts)


def _fail(export: Export, code: str) -> None:
    if _ours(export).update(state=Export.State.FAILED, error=code, finished_at=timezone.now()):
        forget_files(export)


def forget_files(export: Export, besides: Path | None = None) -> None:
    """Remove its file and what killed attempts left behind, but for the one that stays."""
    for path in export.path.parent.glob(f"{export.path.name}*"):
        if path != besides:
            path.unlink(missing_ok=True)


def _forget_old_files() -> None:
    for export in Export.objects.filter(state=Export.State.DONE, expires_at__lte=timezone.now()):
        forget_files(export)
        Export.objects.filter(pk=export.pk).update(state=Export.State.EXPIRED)
