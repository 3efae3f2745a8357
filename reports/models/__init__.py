"""What is handed on: closing reports, bulletins, reminders, the daily seals; each kind is written by the module named for it."""

from reports.models.bulletins import (
    LANGUAGES,
    SIGNATORIES,
    Bulletin,
    BulletinEntry,
    BulletinQuerySet,
    BulletinSignature,
)
from reports.models.closing import DUE_AFTER, ClosingReport, ClosingScan, stops_with_report_overdue
from reports.models.reminders import Reminder, ReminderQuerySet
from reports.models.seals import Seal, SealedBulletin, SealedHead

__all__ = [
    "DUE_AFTER",
    "LANGUAGES",
    "SIGNATORIES",
    "Bulletin",
    "BulletinEntry",
    "BulletinQuerySet",
    "BulletinSignature",
    "ClosingReport",
    "ClosingScan",
    "Reminder",
    "ReminderQuerySet",
    "Seal",
    "SealedBulletin",
    "SealedHead",
    "stops_with_report_overdue",
]
