"""The daily seal: one root over the last hash of every chain, so that an outsider can check that nothing was rewritten."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from exhibitions.history import digest
from exhibitions.models import Chain
from reports.models import BulletinEntry, Seal, SealedBulletin, SealedHead


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
