"""The append-only history of a stop's counts: a chain of hashes, and the daily seal over all chains.

`hash` = SHA-256 of the previous hash, a line feed, and the entry's text; anyone with the rows can recompute it.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from exhibitions.models import Stop
from visits.models import Chain, HistoryEntry, Seal, SealedHead
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
    chain: Chain, action: str, *, by_id: int, at: datetime, day: date | None, content: dict
) -> HistoryEntry:
    """Append an entry to a locked chain and return it. `content` says what was, what is, and why."""
    body = canonical_json(
        {
            "stop": chain.stop_id,
            "sequence": chain.sequence + 1,
            "action": action,
            "day": day,
            "by": by_id,
            "at": at,
            "content": content,
        }
    )
    entry = HistoryEntry(
        stop_id=chain.stop_id,
        sequence=chain.sequence + 1,
        day=day,
        action=action,
        at=at,
        by_id=by_id,
        body=body,
        previous=chain.head,
        hash=link(chain.head, body),
    )
    entry.save(force_insert=True)
    chain.sequence, chain.head = entry.sequence, entry.hash
    chain.save(update_fields=["sequence", "head"])
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


def seal(day: date) -> Seal:
    """Seal all chains for `day` (Asia/Shanghai) and return the seal; a second call for a day changes nothing.

    The root is the Merkle root over "stop:sequence:head" of every chain that has an entry, by ascending stop.
    Heads are kept where they moved since the seal before, so that any root can be recomputed; the chain of a
    demonstration stop that went away is kept as gone, with sequence 0.
    """
    with transaction.atomic():
        existing = Seal.objects.filter(pk=day).first()
        if existing:
            return existing
        chains = list(Chain.objects.filter(sequence__gt=0).order_by("stop_id"))
        made, created = Seal.objects.get_or_create(
            day=day,
            defaults={
                "sealed_at": timezone.now(),
                "chains": len(chains),
                "entries": sum(chain.sequence for chain in chains),
                "root": merkle_root([f"{chain.stop_id}:{chain.sequence}:{chain.head}" for chain in chains]),
            },
        )
        if created:
            SealedHead.objects.bulk_create(_moved_heads(made, chains))
        return made


def _moved_heads(seal: Seal, chains: list[Chain]) -> list[SealedHead]:
    """The heads that are not as the seals before `seal` left them, and those that are gone."""
    known = _heads_up_to(seal.day)
    standing = {chain.stop_id for chain in chains}
    moved = [
        SealedHead(seal=seal, stop_number=chain.stop_id, sequence=chain.sequence, head=chain.head)
        for chain in chains
        if known.get(chain.stop_id) != (chain.sequence, chain.head)
    ]
    gone = [SealedHead(seal=seal, stop_number=stop, sequence=0) for stop in sorted(known.keys() - standing)]
    return [*moved, *gone]


def _heads_up_to(day: date) -> dict[int, tuple[int, str]]:
    """stop -> (sequence, head), as the seals up to and including `day` have them."""
    heads: dict[int, tuple[int, str]] = {}
    rows = SealedHead.objects.filter(seal_id__lte=day).order_by("seal_id")
    for stop, sequence, head in rows.values_list("stop_number", "sequence", "head"):
        heads[stop] = (sequence, head)
        if sequence == 0:
            del heads[stop]
    return heads


def recomputed_root(day: date) -> str:
    """The root of `day` from the heads that seals up to that day stored: what an outsider computes."""
    heads = sorted(_heads_up_to(day).items())
    return merkle_root([f"{stop}:{sequence}:{head}" for stop, (sequence, head) in heads])
