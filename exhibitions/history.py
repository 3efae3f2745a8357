"""The append-only history of a stop's counts: a chain of hashes, and the lock under which it grows.

`hash` = SHA-256 of the previous hash, a line feed, and the entry's text; anyone with the rows can recompute it.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from exhibitions.models import Chain, HistoryEntry, Stop
from uploads.refusals import NotFound


def canonical_json(content: Any) -> str:
    """One text for one content: sorted members, no spaces, UTF-8 as it is. This text is what is hashed and kept."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_body(body: str) -> dict[str, Any]:
    """The content of an entry's text."""
    return json.loads(body)


def link(previous: str, body: str) -> str:
    """The hash of an entry with the text `body` that follows the hash `previous` (empty for the first)."""
    return digest(f"{previous}\n{body}")


def lock_chain(stop_id: int) -> Chain:
    """Take the lock of a stop's counts: the row of its chain, made when it is first needed.

    The lock comes before anything is read, in a statement of its own: a joined "lock and read" would read what
    was true before the wait. On SQLite the write transaction, begun IMMEDIATE, is the lock. Several stops are
    locked in ascending order. Call inside a transaction.
    """
    chains = Chain.objects.select_for_update().filter(pk=stop_id)
    chain = chains.first()
    if chain is None:
        Chain.objects.bulk_create([Chain(stop_id=stop_id)], ignore_conflicts=True)
        chain = chains.get()
    return chain


def lock_stop(stop_id: int) -> tuple[Chain, Stop]:
    """Lock the chain of a stop, then read the stop with its library and division. Raises NotFound."""
    if not Stop.objects.filter(pk=stop_id).exists():
        raise NotFound
    chain = lock_chain(stop_id)
    stop = Stop.objects.select_related("library__division").filter(pk=stop_id).first()
    if stop is None:
        raise NotFound
    return chain, stop


def append(
    chain: Chain,
    action: str,
    *,
    by_id: int,
    at: datetime,
    day: date | None,
    content: dict,
    event_id: int | None = None,
) -> HistoryEntry:
    """Append an entry to a locked chain and return it. `content` says what was, what is, and why.

    With `event_id` it is about that event, on its `day`; without, about the day's own report.
    """
    entry = _next(chain, action, by_id, at, day, content, event_id)
    entry.save(force_insert=True)
    chain.save(update_fields=["sequence", "head"])
    return entry


def append_all(
    chain: Chain, action: str, *, by_id: int, at: datetime, contents: Iterable[tuple[date, dict]]
) -> None:
    """Append an entry for each (day, content) to a locked chain, in that order, in two statements."""
    HistoryEntry.objects.bulk_create(
        [_next(chain, action, by_id, at, day, content, None) for day, content in contents]
    )
    chain.save(update_fields=["sequence", "head"])


def _next(
    chain: Chain,
    action: str,
    by_id: int,
    at: datetime,
    day: date | None,
    content: dict,
    event_id: int | None,
) -> HistoryEntry:
    """The entry that follows the chain's head; the head moves to it, and nothing is stored."""
    told = {
        "stop": chain.stop_id,
        "sequence": chain.sequence + 1,
        "action": action,
        "day": day,
        "by": by_id,
        "at": at,
        "content": content,
    }
    body = canonical_json(told if event_id is None else {**told, "event": event_id})
    entry = HistoryEntry(
        stop_id=chain.stop_id,
        sequence=chain.sequence + 1,
        day=day,
        event_id=event_id,
        action=action,
        at=at,
        by_id=by_id,
        body=body,
        previous=chain.head,
        hash=link(chain.head, body),
    )
    chain.sequence, chain.head = entry.sequence, entry.hash
    return entry
