"""The one door through which people's records of the cooperation are made, changed, taken away and brought back.

Each function is one transaction, locks the row and compares revisions in it. Sent again, the same content has no second
effect; other content over a revision that was not seen is refused, so nobody writes over a colleague. Who may do it is
asked before, by the pages (`pages.partnership.rights`): accounts stand above this room.
"""

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from partnership.models import Record

# What the door writes itself; everything else is content.
KEPT_BY_THE_DOOR = {"id", "key", "revision", "removed_at", "demonstration"}
R = TypeVar("R", bound=Record)


class Changed(Exception):
    """Another content stands where this one wants to go: `stored` is what a person has to see first."""

    def __init__(self, stored: Record) -> None:
        super().__init__(f"{stored._meta.label} {stored.pk} is at revision {stored.revision}")
        self.stored = stored


def content_of(record: Record) -> dict[str, Any]:
    """The content of a record by the names of its columns."""
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in KEPT_BY_THE_DOOR
    }


def make(record: R) -> R:
    """Store a record that is new, and return it; a key that is known with the same content returns that one.

    It is a demonstration when what it belongs to is one. Raises Changed for a known key with other content.
    """
    record.revision = 1
    record.demonstration = any(parent.demonstration for parent in _parents(record))
    try:
        with transaction.atomic():
            stored = _of_key(record)
            if stored is None:
                record.save(force_insert=True)
                return record
    except IntegrityError:
        # The same form sent twice at once: the other one was first.
        stored = _of_key(record)
        if stored is None:
            raise
    if content_of(stored) != content_of(record):
        raise Changed(stored)
    return stored


def change(record: R, revision: int) -> R:
    """Store the changed `record` as `revision`, the one that was read + 1. The content that stands changes nothing.

    Raises Changed when the record was changed, or taken away, since it was read.
    """
    with transaction.atomic():
        stored = _locked(record)
        if content_of(stored) == content_of(record) and stored.removed_at is None:
            return stored
        if stored.revision + 1 != revision or stored.removed_at is not None:
            raise Changed(stored)
        record.revision = revision
        record.demonstration = stored.demonstration or any(
            parent.demonstration for parent in _parents(record)
        )
        record.save()
    return record


def remove(record: R) -> R:
    """Take a record away; gone already is gone. It can be put back."""
    with transaction.atomic():
        stored = _locked(record)
        if stored.removed_at is None:
            stored.removed_at = timezone.now()
            stored.revision += 1
            stored.save()
    return stored


def put_back(record: R) -> R:
    """Put a record back that was taken away. Raises ValidationError when another took its place meanwhile."""
    with transaction.atomic():
        stored = _locked(record)
        if stored.removed_at is not None:
            stored.removed_at = None
            stored.validate_constraints()
            stored.revision += 1
            stored.save()
    return stored


def return_to(record: R, version: int, revision: int) -> R:
    """Give a record the content that it had in `version`, the number of a row of its history, as a new revision.

    The versions between stay in the history, so this can be undone in the same way. Raises LookupError for a version
    of another record, ValidationError when that content is not possible any more, Changed as `change` does.
    """
    with transaction.atomic():
        stored = _locked(record)
        former = stored.history.filter(history_id=version).first()
        if former is None:
            raise LookupError(f"{record._meta.label} {record.pk} has no version {version}")
        content = content_of(former.instance)
        if content == content_of(stored) and stored.removed_at is None:
            return stored
        if stored.revision + 1 != revision:
            raise Changed(stored)
        for name, value in content.items():
            setattr(stored, name, value)
        stored.removed_at = None
        stored.full_clean()
        stored.revision = revision
        stored.save()
    return stored


def _of_key(record: R) -> R | None:
    records: Any = type(record)._default_manager
    return records.filter(key=record.key).first()


def _locked(record: R) -> R:
    """The record as it stands, locked until the transaction ends."""
    records: Any = type(record)._default_manager
    return records.select_for_update().get(pk=record.pk)


def _parents(record: Record) -> list[Record]:
    return [
        parent
        for field in record._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.name in ("initiative", "plan", "resource")
        for parent in [getattr(record, field.name)]
        if parent is not None
    ]
