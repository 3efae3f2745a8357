"""Provisional or final: whether a verified figure may still grow without anybody correcting anything.

A figure is final when its period has ended, nothing waits to be worked off, and every day that was expected or that
holds any number is verified. A final figure still changes when a verified day is verified anew, in the open; what
may never change is what the institutions signed.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from visits.vocabulary import Status


def last_day_of(period: date, group: str) -> date:
    """The last day of the day, month or year that begins on `period`."""
    if group == "day":
        return period
    if group == "year":
        return date(period.year, 12, 31)
    return (period.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def is_provisional(
    *, status: str, ends: Iterable[date | None], verified: int, expected: int, counted: int, pending: int
) -> bool:
    """`ends` are the bounds that close the question (Asia/Shanghai); `counted` are days with any number at all."""
    known = [end for end in ends if end is not None]
    over = bool(known) and min(known) < timezone.localdate()
    return status != Status.VERIFIED or not over or pending > 0 or verified < max(expected, counted)


def rate(days: int | None, expected: int) -> float | None:
    """The part of the expected days that reported, from 0 to 1; None where no day was expected."""
    return None if not expected or days is None else round(min(days / expected, 1), 4)
