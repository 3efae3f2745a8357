"""Asking the institutions whose signature is missing: a reminder in the portal's list, and by the daily mail."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Membership, User
from reports.bulletins.drafting import refuse_role_that_never_drafts
from reports.bulletins.signing import missing_signatures
from reports.models import Bulletin, Reminder
from uploads.refusals import NotFound, Refused


def ask_for_signatures(user, bulletin_id: int, today: date) -> int | None:
    """Remind the staff of the missing institutions, once a bulletin and day, whoever asks.

    Returns how many people were asked, None when they had been asked on `today` before.
    """
    refuse_role_that_never_drafts(user)
    bulletin = Bulletin.objects.select_related("programme").filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound
    if bulletin.state != Bulletin.State.DRAFT:
        raise Refused("state", _("This bulletin does not wait for a signature."))
    key = today.isoformat()
    asked = Reminder.objects.filter(bulletin=bulletin, key=key)
    if asked.exists():
        return None
    wanted = [
        Reminder(
            user=account,
            kind=Reminder.Kind.SIGNATURE,
            key=key,
            bulletin=bulletin,
            day=bulletin.as_of,
            made_on=today,
            by=user,
        )
        for account in _signers(missing_signatures(bulletin), demonstration=bulletin.demonstration)
    ]
    Reminder.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def _signers(institutions: list[str], *, demonstration: bool) -> list[User]:
    """The active staff of institutions; for a real bulletin no account of the demonstration, which may not sign."""
    accounts = User.objects.filter(
        is_active=True,
        memberships__role=Membership.Role.STAFF,
        memberships__organisation__code__in=institutions,
    )
    if not demonstration:
        accounts = accounts.filter(demonstration=False)
    return list(accounts.distinct().order_by("pk"))
