"""The history of one bulletin: a chain of hashes like a stop's, and the lock under which it grows."""

from datetime import datetime
from typing import Any

from exhibitions import history
from reports.models import Bulletin, BulletinEntry, BulletinSignature
from uploads.refusals import NotFound


def lock(bulletin_id: int) -> Bulletin:
    """The bulletin, with its row locked first and read after. Call inside a transaction. Raises NotFound."""
    if not Bulletin.objects.select_for_update().filter(pk=bulletin_id).values_list("pk").first():
        raise NotFound
    return Bulletin.objects.select_related("programme", "supersedes").get(pk=bulletin_id)


def append(bulletin: Bulletin, action: str, *, by_id: int, at: datetime, content: dict[str, Any]) -> None:
    """Append an entry to the chain of a locked bulletin."""
    last = bulletin.entries.order_by("-sequence").first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, "")
    body = history.canonical_json(
        {
            "bulletin": bulletin.number,
            "sequence": sequence,
            "action": action,
            "by": by_id,
            "at": at,
            "content": content,
        }
    )
    BulletinEntry.objects.create(
        bulletin=bulletin,
        sequence=sequence,
        action=action,
        at=at,
        by_id=by_id,
        body=body,
        previous=previous,
        hash=history.link(previous, body),
    )


def standing_signatures(bulletin: Bulletin) -> list[BulletinSignature]:
    """The signatures under the content as it is, in the order of signing."""
    rows = bulletin.signatures.filter(withdrawn_at__isnull=True, digest=bulletin.digest)
    return list(rows.select_related("organisation", "signed_by").order_by("signed_at", "pk"))
