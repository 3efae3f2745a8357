"""Whether every chain of hashes holds, from its first entry to its head."""

from exhibitions.history import link
from exhibitions.models import Chain, HistoryEntry


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
