"""Signing a bulletin: each of the three institutions by its own staff; the third signature publishes.

A signature is bound to the digest of the content that the signer saw. Until the publication it can be withdrawn.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.scope import scope_of
from exhibitions import history
from exhibitions.history import canonical_json
from partnership.models import Organisation
from reports.bulletins import chain
from reports.bulletins.drafting import refuse_demonstration_account, refuse_unless_draft
from reports.models import SIGNATORIES, Bulletin, BulletinEntry, BulletinSignature
from uploads.refusals import Conflict, NotAllowed, Refused
from visits.feed import BULLETIN, Feed
from visits.models import FeedEntry, RollupState
from visits.totals.drain import take_drain_lock

Action = BulletinEntry.Action


def may_sign_for(user) -> list[str]:
    """The institutions that an account may sign for. A superuser without a membership signs for none."""
    return [code for code in SIGNATORIES if code in scope_of(user).organisations]


def sign(user, bulletin_id: int, institution: str, digest: str) -> str:
    """Sign the content `digest` for one's own institution; returns "signed", "published" or "same".

    "same": the institution has signed this content before, whoever of its staff did. The third signature publishes
    the bulletin in the same transaction. Raises NotFound, NotAllowed, Refused or Conflict; nothing is stored then.
    """
    _refuse_foreign_institution(user, institution)
    with transaction.atomic():
        bulletin = chain.lock(bulletin_id)
        refuse_demonstration_account(user, bulletin.programme)
        standing = chain.standing_signatures(bulletin)
        if bulletin.digest == digest and institution in {row.organisation.code for row in standing}:
            return "same"
        refuse_unless_draft(bulletin, digest)
        if history.digest(bulletin.content) != digest:
            raise Refused("digest", _("The stored content does not give its digest. Have it reconciled."))
        if user.pk in {row.signed_by_id for row in standing}:
            raise Refused(
                "own_signature", _("You signed for another institution. Each needs its own person.")
            )
        now = timezone.now()
        BulletinSignature.objects.create(
            bulletin=bulletin,
            organisation=Organisation.objects.get(code=institution),
            digest=digest,
            signed_by_id=user.pk,
            signed_at=now,
            second_factor=second_factor.has_one(user),
        )
        chain.append(
            bulletin,
            Action.SIGN,
            by_id=user.pk,
            at=now,
            content={"institution": institution, "digest": digest},
        )
        if missing_signatures(bulletin):
            return "signed"
        _publish(bulletin, user, now)
        return "published"


def withdraw(user, bulletin_id: int, institution: str) -> str:
    """Take the own institution's signature back while the bulletin is a draft; returns "stored" or "same"."""
    _refuse_foreign_institution(user, institution)
    with transaction.atomic():
        bulletin = chain.lock(bulletin_id)
        refuse_demonstration_account(user, bulletin.programme)
        if bulletin.state == Bulletin.State.PUBLISHED:
            raise Conflict(
                "state",
                _("The bulletin is published; a signature under it stands. Begin a later edition instead."),
                current={"state": bulletin.state},
                sent={},
            )
        now = timezone.now()
        taken_back = bulletin.signatures.filter(
            organisation__code=institution, withdrawn_at__isnull=True
        ).update(withdrawn_at=now)
        if not taken_back:
            return "same"
        chain.append(
            bulletin,
            Action.WITHDRAW,
            by_id=user.pk,
            at=now,
            content={"institution": institution, "digest": bulletin.digest},
        )
        return "stored"


def missing_signatures(bulletin: Bulletin) -> list[str]:
    """The institutions whose signature under the present content is still missing."""
    signed = {row.organisation.code for row in chain.standing_signatures(bulletin)}
    return [code for code in SIGNATORIES if code not in signed]


def _publish(bulletin: Bulletin, user, now: datetime) -> None:
    """Publish a locked bulletin that all three signed, and tell the followers of the feed (rule 13)."""
    bulletin.state, bulletin.published_at = Bulletin.State.PUBLISHED, now
    bulletin.save(update_fields=["state", "published_at"])
    chain.append(bulletin, Action.PUBLISH, by_id=user.pk, at=now, content={"digest": bulletin.digest})
    take_drain_lock()
    state, _made = RollupState.objects.get_or_create(pk=1)
    feed = Feed(state)
    feed.append(BULLETIN, bulletin.number, FeedEntry.Operation.UPSERT, "", _entry_of(bulletin))
    feed.close()
    state.save(update_fields=["feed_sequence"])


def _entry_of(bulletin: Bulletin) -> str:
    """What the feed says of a published bulletin: for every reader, whatever the province."""
    content = {
        "number": bulletin.number,
        "programme": bulletin.programme.slug,
        "as_of": bulletin.as_of,
        "edition": bulletin.edition,
        "supersedes": bulletin.supersedes.number if bulletin.supersedes else None,
        "digest": bulletin.digest,
        "published_at": bulletin.published_at,
        "demonstration": bulletin.demonstration,
    }
    return canonical_json(content)


def _refuse_foreign_institution(user, institution: str) -> None:
    if not scope_of(user).is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions sign bulletins."))
    if institution not in may_sign_for(user):
        raise NotAllowed("institution", _("You sign for your own institution only."))
    if second_factor.is_missing(user):
        raise NotAllowed("second_factor", _("Set up the second factor of your account first."))
