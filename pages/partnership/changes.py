"""The versions of a record as people read them: when, by whom, and which fields changed from what to what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from pages.partnership.fields import language_of
from pages.templatetags.figures import NULL, day, moment
from partnership.models import Record
from partnership.recording import content_of

MOST_VERSIONS = 100  # of the newest; older ones stay in the table


@dataclass(frozen=True)
class Change:
    """A field in words, what it said before and after, and the language of that; empty for what has none."""

    field: str
    before: str
    after: str
    language: str


@dataclass(frozen=True)
class Version:
    """One version; `changes` since the one before, all fields that have a value for the first one."""

    number: int
    at: datetime
    by: Any
    changes: list[Change]
    current: bool


def versions_of(record: Record) -> list[Version]:
    """The newest versions first. A query for the versions and one for each field that names other rows."""
    rows = list(record.history.select_related("history_user")[: MOST_VERSIONS + 1])
    contents = [{**content_of(row.instance), "removed_at": row.removed_at} for row in rows]
    names = _names_of_others(record, contents)
    versions = []
    for position, row in enumerate(rows[:MOST_VERSIONS]):
        before = contents[position + 1] if position + 1 < len(rows) else {}
        changes = [
            Change(
                str(_field(record, name).verbose_name),
                _in_words(record, name, old, names),
                _in_words(record, name, new, names),
                language_of(type(record), name),
            )
            for name, new in contents[position].items()
            for old in [before.get(name)]
            if (new if new != "" else None) != (old if old != "" else None) and name not in ("digest", "size")
        ]
        versions.append(
            Version(row.history_id, row.history_date, row.history_user, changes, current=position == 0)
        )
    return versions


def _names_of_others(record: Record, contents: list[dict[str, Any]]) -> dict[str, dict[int, str]]:
    """For each foreign key the names of the rows that any version mentions."""
    mentioned: dict[str, set[int]] = defaultdict(set)
    for content in contents:
        for field in record._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and content.get(field.attname):
                mentioned[field.attname].add(content[field.attname])
    found = {}
    for field in record._meta.concrete_fields:
        if field.attname in mentioned:
            others = field.related_model._default_manager.in_bulk(mentioned[field.attname])
            found[field.attname] = {pk: str(other) for pk, other in others.items()}
    return found


def _field(record: Record, name: str) -> models.Field:
    return next(field for field in record._meta.concrete_fields if field.attname == name)


def _in_words(record: Record, name: str, value: Any, names: dict[str, dict[int, str]]) -> str:
    if value is None or value == "":
        return NULL
    if name in names:
        return names[name].get(value, NULL)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(_field(record, name).flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)
