"""The history of one day from the stop's hash chain: who did what, when, what stood before and after, and why.

The texts that were hashed are read as they are; nothing is told that the chain does not hold.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from exhibitions import history
from exhibitions.models import HistoryEntry

Action = HistoryEntry.Action


@dataclass(frozen=True)
class Step:
    """One entry about a day. `before` and `after` are contents, {state, values}; None where the entry has none.

    `days` is how many days the entry is about: a demonstration's days are filed many at once.
    """

    sequence: int
    at: datetime
    by: str
    action: str
    word: str
    revision: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    note: str
    days: int
    previous: str
    hash: str


def day_history(stop_id: int, day: date) -> list[Step]:
    """Everything that was done to the report of one day, the oldest first. One query. Ask who may see it before.

    Entries about events of that day, and about the stop as a whole, are no part of it.
    """
    entries = HistoryEntry.objects.select_related("by").filter(
        Q(day=day) | Q(day__isnull=True, action=Action.FILE), stop_id=stop_id, event__isnull=True
    )
    steps = []
    for entry in entries.order_by("sequence"):
        content = history.read_body(entry.body)["content"]
        if entry.day is None:
            # Many days at once; one of them may be this one.
            among = {each["day"]: each for each in content.get("days", [])}
            if day.isoformat() not in among:
                continue
            steps.append(_step(entry, among[day.isoformat()], days=len(among)))
        else:
            steps.append(_step(entry, content))
    return steps


def _step(entry: HistoryEntry, content: dict[str, Any], days: int = 1) -> Step:
    before, after = content.get("before"), content.get("after")
    return Step(
        sequence=entry.sequence,
        at=entry.at,
        by=str(entry.by),
        action=entry.action,
        word=str(Action(entry.action).label),
        revision=content["revision"],
        before={"state": before["state"], "values": before["values"]} if before else None,
        after={"state": after["state"], "values": after["values"]} if after else None,
        reason=(after or content).get("reason", ""),
        note=(after or {}).get("note", ""),
        days=days,
        previous=entry.previous,
        hash=entry.hash,
    )
