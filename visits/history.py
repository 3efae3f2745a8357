"""The append-only history of a stop's counts: a chain of hashes, and the daily seal over all chains, bulletins' too.

`hash` = SHA-256 of the previous hash, a line feed, and the entry's text; anyone with the rows can recompute it.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from exhibitions.models import Stop
from visits.models import BulletinEntry, Chain, HistoryEntry, Seal, SealedBulletin, SealedHead
from visits.refusals import NotFound


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


def broken_chains() -> list[str]:
    """Name every chain that does not hold: a gap, a wrong hash, or a head that is not its last entry's."""
    broken = []
    heads = dict(Chain.objects.values_list("stop_id", "head"))
    sequences = dict(Chain.objects.values_list("stop_id", "sequence"))
    last: dict[int, tuple[int, str]] = {}
    rows = HistoryEntry.objects.order_by("stop_id", "sequence").values_list(
        "stop_id", "sequence", "previous", "hash", "body"
    )
    for stop_id, sequence, previous, entry_hash, body in rows.iterator(chunk_size=2000):
        before, head = last.get(stop_id, (0, ""))
        if sequence != before + 1 or previous != head or entry_hash != link(previous, body):
            broken.append(f"stop {stop_id}: entry {sequence}")
        last[stop_id] = (sequence, entry_hash)
    for stop_id, head in heads.items():
        if last.get(stop_id, (0, "")) != (sequences[stop_id], head):
            broken.append(f"stop {stop_id}: head")
    broken += [f"stop {stop_id}: no chain" for stop_id in last.keys() - heads.keys()]
    return broken


# ---------------------------------------------------------------- the daily seal


def merkle_root(leaves: list[str]) -> str:
    """The root of a binary hash tree over `leaves` in their order; an odd one is paired with itself."""
    level = [digest(leaf) for leaf in leaves] or [digest("")]
    while len(level) > 1:
        if len(level) % 2:
            level.append(level[-1])
        level = [digest(level[i] + level[i + 1]) for i in range(0, len(level), 2)]
    return level[0]


Heads = dict[int, tuple[int, str]]  # a stop or a bulletin -> its last sequence number and hash
Sealed = type[Any]  # SealedHead or SealedBulletin
KEYS: dict[Sealed, str] = {SealedHead: "stop_number", SealedBulletin: "bulletin_number"}


def seal(day: date) -> Seal:
    """Seal all chains for `day` (Asia/Shanghai) and return the seal; a second call for a day changes nothing.

    The root is the Merkle root over "stop:sequence:head" of every stop's chain that has an entry, by ascending stop,
    and after them "bulletin:number:sequence:head" of every bulletin's, by ascending number. Heads are kept where they
    moved since the seal before, so that any root can be recomputed; the chain of a demonstration's stop or bulletin
    that went away is kept as gone, with sequence 0.
    """
    with transaction.atomic():
        existing = Seal.objects.filter(pk=day).first()
        if existing:
            return existing
        chains = {SealedHead: _heads_of_stops(), SealedBulletin: _heads_of_bulletins()}
        heads = [head for kind in chains.values() for head in kind.values()]
        made, created = Seal.objects.get_or_create(
            day=day,
            defaults={
                "sealed_at": timezone.now(),
                "chains": len(heads),
                "entries": sum(sequence for sequence, _head in heads),
                "root": _root(chains[SealedHead], chains[SealedBulletin]),
            },
        )
        if created:
            for model, standing in chains.items():
                _keep_moved_heads(model, made, standing)
        return made


def _heads_of_stops() -> Heads:
    rows = Chain.objects.filter(sequence__gt=0).order_by("stop_id")
    return {
        stop: (sequence, head) for stop, sequence, head in rows.values_list("stop_id", "sequence", "head")
    }


def _heads_of_bulletins() -> Heads:
    rows = BulletinEntry.objects.order_by("bulletin_id", "sequence")
    return {
        bulletin: (sequence, head)
        for bulletin, sequence, head in rows.values_list("bulletin_id", "sequence", "hash")
    }


def _root(stops: Heads, bulletins: Heads) -> str:
    leaves = [f"{stop}:{sequence}:{head}" for stop, (sequence, head) in sorted(stops.items())]
    leaves += [
        f"bulletin:{number}:{sequence}:{head}" for number, (sequence, head) in sorted(bulletins.items())
    ]
    return merkle_root(leaves)


def _keep_moved_heads(model: Sealed, seal: Seal, standing: Heads) -> None:
    """Store the heads that are not as the seals before `seal` left them, and those that are gone."""
    known = _heads_up_to(model, seal.day)
    moved = [(number, *head) for number, head in standing.items() if known.get(number) != head]
    gone = [(number, 0, "") for number in sorted(known.keys() - standing)]
    rows = [
        model(seal=seal, sequence=sequence, head=head, **{KEYS[model]: number})
        for number, sequence, head in [*moved, *gone]
    ]
    model.objects.bulk_create(rows)


def _heads_up_to(model: Sealed, day: date) -> Heads:
    """The heads as the seals up to and including `day` have them."""
    heads: Heads = {}
    rows = model.objects.filter(seal_id__lte=day).order_by("seal_id")
    for number, sequence, head in rows.values_list(KEYS[model], "sequence", "head"):
        heads[number] = (sequence, head)
        if sequence == 0:
            del heads[number]
    return heads


def recomputed_root(day: date) -> str:
    """The root of `day` from the heads that seals up to that day stored: what an outsider computes."""
    return _root(_heads_up_to(SealedHead, day), _heads_up_to(SealedBulletin, day))
