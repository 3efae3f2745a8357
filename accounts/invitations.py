"""Invitations: who may give which role away, the link, and what becomes of it.

The link carries a secret of 256 bits; the table keeps its digest alone. The secret is derived from the key of the
form that asked for it, so that the same form sent twice is one invitation with one link. An invitation is worth what
its giver may give at the moment it is accepted: with the giver's role its open invitations go.
"""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import INVITATION_LASTS, Invitation, InvitationQuerySet, Membership, User
from accounts.scope import Scope, scope_of
from libraries.models import CountyLibrary, Division
from partnership.models import Organisation

logger = logging.getLogger(__name__)
Role = Membership.Role
MOST_PER_DAY = 200  # given by one account: a province has fewer counties
INSTITUTIONS = ("NLC", "LSC", "CSTM")
MAIL_LANGUAGES = ("zh-hans", "en")  # nobody knows yet which one the invited person reads


class NotPending(Exception):
    """The link was used, taken back, has expired, or was never one; the page says the same of all."""


class TooMany(Exception):
    """The account has given MOST_PER_DAY invitations within a day."""


class NotForThisAccount(Exception):
    """The account that is signed in cannot take this invitation on; the message says why."""


@dataclass(frozen=True)
class Gift:
    """A role with its object, as it is given away."""

    role: str
    library: CountyLibrary | None = None
    division: Division | None = None
    organisation: Organisation | None = None

    def objects(self) -> dict[str, CountyLibrary | Division | Organisation | None]:
        return {"library": self.library, "division": self.division, "organisation": self.organisation}


def invites(scope: Scope) -> bool:
    """Whether the account may invite at all: staff, and coordinators for librarians of their provinces."""
    return scope.is_staff or scope.is_coordinator


def roles_to_give(scope: Scope) -> list[str]:
    """Nobody gives more away than they have, and nobody makes superusers this way."""
    if not invites(scope):
        return []
    return [Role.LIBRARIAN, *([Role.COORDINATOR, Role.STAFF, Role.PARTNER] if scope.is_staff else [])]


def may_give(scope: Scope, gift: Gift) -> bool:
    if gift.role not in roles_to_give(scope):
        return False
    if gift.role == Role.STAFF:
        code = gift.organisation.code if gift.organisation else ""
        return code in INSTITUTIONS and (scope.is_superuser or code in scope.organisations)
    if scope.is_staff or gift.library is None:
        return scope.is_staff
    return gift.library.division.code[:2] in scope.provinces


def given_by(scope: Scope) -> InvitationQuerySet:
    """The invitations that an account sees, renews and takes back: those it might give itself."""
    if scope.is_superuser:
        return Invitation.objects.all()
    reach = Q(pk__in=[])
    if scope.is_staff:
        reach |= Q(role__in=[Role.LIBRARIAN, Role.COORDINATOR, Role.PARTNER])
        reach |= Q(role=Role.STAFF, organisation__code__in=scope.organisations)
    for prefix in scope.provinces:
        reach |= Q(role=Role.LIBRARIAN, library__division__code__startswith=prefix)
    return Invitation.objects.filter(reach)


# ---------------------------------------------------------------- giving


def secret_of(user: User, form_key: UUID) -> str:
    """The secret of the link that a form asks for; always the same for one form of one account."""
    return salted_hmac("accounts.invitations", f"{user.pk}:{form_key}", algorithm="sha256").hexdigest()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    by: User, gift: Gift, *, display_name: str, email: str, form_key: UUID
) -> tuple[Invitation, str, bool]:
    """Make an invitation; returns it with its secret and whether it is new. The same form again makes no second one.

    Raises PermissionError for a role that `by` may not give, TooMany.
    """
    if not may_give(scope_of(by), gift):
        raise PermissionError
    secret = secret_of(by, form_key)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two taps at once wait for one another
        known = Invitation.objects.filter(digest=digest_of(secret)).first()
        if known:
            return known, secret, False
        day_ago = timezone.now() - timedelta(days=1)
        if Invitation.objects.filter(invited_by=by, created_at__gt=day_ago).count() >= MOST_PER_DAY:
            raise TooMany
        made = Invitation.objects.create(
            digest=digest_of(secret),
            role=gift.role,
            **gift.objects(),
            display_name=display_name,
            email=email,
            invited_by=by,
            expires_at=timezone.now() + INVITATION_LASTS,
        )
    return made, secret, True


def renew(by: User, invitation_id: int, form_key: UUID) -> tuple[Invitation, str, bool]:
    """A new link in place of the old one, which ends; also for one that has expired. The same form again: the same link.

    Raises NotPending for one that was used or taken back meanwhile, Invitation.DoesNotExist for one that is not the
    account's to renew.
    """
    secret = secret_of(by, form_key)
    with transaction.atomic():
        invitation = given_by(scope_of(by)).select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.accepted_at or invitation.revoked_at:
            raise NotPending
        if invitation.digest == digest_of(secret):
            return invitation, secret, False
        invitation.digest = digest_of(secret)
        invitation.invited_by = by
        invitation.expires_at = timezone.now() + INVITATION_LASTS
        invitation.save()
    return invitation, secret, True


def revoke(by: User, invitation_id: int) -> Invitation:
    """Take an invitation back; again without effect. Raises NotPending for one that was used, DoesNotExist as above."""
    with transaction.atomic():
        invitation = given_by(scope_of(by)).select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.accepted_at:
            raise NotPending
        if invitation.revoked_at is None:
            invitation.revoked_at = timezone.now()
            invitation.save()
    return invitation


def send(invitation: Invitation, link: str) -> bool:
    """Mail the link, Chinese first; returns whether a server took it. Without mail the link is handed over by hand."""
    if not invitation.email:
        return False
    subjects, bodies = [], []
    for language in MAIL_LANGUAGES:
        with translation.override(language):
            subjects.append(_("Invitation to the portal of the touring science exhibition"))
            bodies.append(
                _(
                    "{name}:\n\n{inviter} invites you to the portal of the touring science exhibition, as {role} "
                    "({object}).\n\nOpen this address and choose an account name and a password:\n{link}\n\nIt works "
                    "once, until {day}. Whoever has it can use it: do not pass it on. If you did not expect this "
                    "mail, leave it alone."
                ).format(
                    name=invitation.display_name,
                    inviter=invitation.invited_by,
                    role=invitation.get_role_display(),
                    object=invitation.object,
                    link=link,
                    day=date_format(timezone.localtime(invitation.expires_at)),
                )
            )
    try:
        send_mail(" / ".join(subjects), "\n\n---\n\n".join(bodies), None, [invitation.email])
    except OSError:
        logger.exception("The mail of invitation %s was refused", invitation.pk)
        return False
    return "console" not in settings.EMAIL_BACKEND


# ---------------------------------------------------------------- accepting


def pending(secret: str, *, locked: bool = False) -> Invitation:
    """The invitation of a link that works now. Raises NotPending for every other link."""
    rows = Invitation.objects.pending().select_related(
        "library__division", "division", "organisation", "invited_by"
    )
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(digest=digest_of(secret)).first()
    if found is None or not hmac.compare_digest(found.digest, digest_of(secret)) or not _still_given(found):
        raise NotPending
    return found


def _still_given(invitation: Invitation) -> bool:
    giver = User.objects.get(pk=invitation.invited_by_id)
    gift = Gift(invitation.role, invitation.library, invitation.division, invitation.organisation)
    return giver.is_active and may_give(scope_of(giver), gift)


def accept_with_new_account(secret: str, *, username: str, display_name: str, password: str) -> User:
    """Make the account and its membership, and spend the link. The values were checked by the form.

    What a demonstration account gave makes a demonstration account, which goes with the demonstration. Raises
    NotPending; ValidationError or IntegrityError where the name was taken in the same moment.
    """
    with transaction.atomic():
        invitation = pending(secret, locked=True)
        user = User(
            username=username,
            display_name=display_name,
            email=invitation.email,
            demonstration=invitation.invited_by.demonstration,
        )
        user.set_password(password)
        user.save()
        _take(invitation, user)
    return user


def accept_with_account(secret: str, user: User) -> User:
    """Give the account that is signed in the membership, and spend the link. Raises NotPending, NotForThisAccount."""
    with transaction.atomic():
        invitation = pending(secret, locked=True)
        if user.demonstration != invitation.invited_by.demonstration:
            raise NotForThisAccount(_("The demonstration and real accounts are kept apart."))
        if user.memberships.filter(role=Role.PARTNER).exists():
            raise NotForThisAccount(_("This is the account of a partner's machine."))
        if invitation.role == Role.PARTNER:
            raise NotForThisAccount(
                _("A partner has an account of its own: sign out, then open the link again.")
            )
        _take(invitation, user)
    return user


def _take(invitation: Invitation, user: User) -> None:
    Membership.objects.get_or_create(
        user=user,
        role=invitation.role,
        library=invitation.library,
        division=invitation.division,
        organisation=invitation.organisation,
    )
    if invitation.role in (Role.COORDINATOR, Role.STAFF) and not user.is_staff:
        user.is_staff = True  # the administration's door; what is behind it the membership says
        user.save()
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save()
