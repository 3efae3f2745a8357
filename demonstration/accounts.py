"""The accounts of the demonstration: one password for all, made once and kept beside the database.

Some of them have power over real data as well. On a production portal in real use these are made only when they
are asked for by name (`manage.py demo --with-accounts`, `make stack DEMO=1`).
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, Q

from accounts.models import Invitation, Membership, User
from libraries.models import CountyLibrary, Division
from partnership.models import Organisation

# Those whose names are printed: anyone with the password may sign in as them.
ACCOUNTS = {
    "staff": "国家图书馆（示范）",
    "staff_lsc": "中国图书馆学会（示范）",
    "staff_cstm": "中国科学技术馆（示范）",
    "coordinator": "省级协调员（示范）",
    "librarian": "示范馆填报员甲",
    "librarian2": "示范馆填报员乙",
    "partner": "数据合作方（示范）",
    "admin": "系统管理员（示范）",
}
# Whose names stand under the counts of all the other libraries. They have no password and no role.
SILENT_ACCOUNTS = {"demonstration-recorder": "示范馆填报员", "demonstration-reviewer": "示范审核员"}
STAFF_OF = {"staff": "NLC", "staff_lsc": "LSC", "staff_cstm": "CSTM"}
# What these may do does not end with the demonstration: its librarians belong to its libraries, these to real ones.
POWERFUL = {*STAFF_OF, "coordinator", "partner", "admin"}
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def password_file() -> Path:
    return Path(settings.VAR_DIR) / "demonstration_password"


def demonstration_password() -> str:
    """The password of all demonstration accounts. Without its file a new one is made, and given to those there are."""
    path = password_file()
    if path.exists():
        return path.read_text().strip()
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{password}\n")
    for account in User.objects.filter(demonstration=True, is_active=True, username__in=ACCOUNTS):
        account.set_password(password)
        account.save()
    return password


def names_of_accounts() -> list[str]:
    """The accounts that the demonstration's password opens now."""
    there = set(User.objects.filter(demonstration=True, is_active=True).values_list("username", flat=True))
    return [username for username in ACCOUNTS if username in there]


def in_real_use() -> bool:
    """Whether real people already run this portal: production, with staff or a superuser that is no demonstration."""
    powerful = Q(is_superuser=True) | Q(memberships__role=Membership.Role.STAFF)
    return (
        not settings.EMBEDDED and User.objects.filter(powerful, demonstration=False, is_active=True).exists()
    )


@transaction.atomic
def make_accounts(
    *, library: CountyLibrary, other_library: CountyLibrary, province: Division, with_accounts: bool = False
) -> dict[str, User]:
    """Make the accounts or give those there are their new roles; returns them by name.

    `librarian` records for `library`, `librarian2` for `other_library`, `coordinator` looks after `province`,
    `partner` reads the figures of the nation. A name
    that a real account bears is left alone and is missing in the answer. So are, on a
    portal in real use and unless `with_accounts`, those with power over real data; one of them from before is closed.
    """
    refused = POWERFUL if not with_accounts and in_real_use() else set()
    encoded = make_password(demonstration_password())
    accounts = {}
    for username, display_name in {**ACCOUNTS, **SILENT_ACCOUNTS}.items():
        account = User.objects.filter(username__iexact=username).first()
        if account and not account.demonstration:
            continue
        if username in refused:
            if account:
                _close(account)
            continue
        silent = username in SILENT_ACCOUNTS
        account = account or User(username=username, demonstration=True)
        account.display_name = display_name
        account.password = make_password(None) if silent else encoded
        account.is_active = not silent
        account.is_superuser = username == "admin"
        account.is_staff = username in {*STAFF_OF, "admin", "coordinator"}
        account.save()
        account.memberships.all().delete()
        accounts[username] = account
    places = {"librarian": library, "librarian2": other_library}
    for username, account in accounts.items():
        if username in STAFF_OF:
            organisation = Organisation.objects.get(code=STAFF_OF[username])
            Membership.objects.create(user=account, role=Membership.Role.STAFF, organisation=organisation)
        elif username in places:
            Membership.objects.create(user=account, role=Membership.Role.LIBRARIAN, library=places[username])
        elif username == "coordinator":
            Membership.objects.create(user=account, role=Membership.Role.COORDINATOR, division=province)
        elif username == "partner":
            Membership.objects.create(user=account, role=Membership.Role.PARTNER)
    return accounts


def take_roles_away() -> None:
    """Before the demonstration's libraries go: nobody may still belong to one."""
    memberships = Membership.objects.filter(user__demonstration=True) | Membership.objects.filter(
        library__demonstration=True
    )
    invitations = Invitation.objects.filter(
        Q(library__demonstration=True) | Q(invited_by__demonstration=True)
    )
    given = list(invitations.values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=given).delete()
    Invitation.history.filter(id__in=given).delete()
    numbers = list(memberships.values_list("pk", flat=True))
    Membership.objects.filter(pk__in=numbers).delete()
    Membership.history.filter(id__in=numbers).delete()


def remove_accounts() -> list[str]:
    """Remove the demonstration accounts with their sessions; returns the names of those that had to stay.

    Whoever recorded or decided something about real data stays in its history: such an account loses its password
    and its roles instead.
    """
    kept = []
    take_roles_away()
    _end_sessions()
    for account in User.objects.filter(demonstration=True):
        number = account.pk
        try:
            with transaction.atomic():
                LogEntry.objects.filter(user_id=number).delete()
                _delete_with_its_own(account)
            User.history.filter(id=number).delete()
        except ProtectedError:
            _close(account)
            kept.append(account.username)
    password_file().unlink(missing_ok=True)
    return kept


def _delete_with_its_own(account: User) -> None:
    """Delete it with what it made for itself alone (tokens, exports: models that say so). Raises ProtectedError."""
    try:
        account.delete()
    except ProtectedError as error:
        own = [each for each in error.protected_objects if getattr(each, "goes_with_its_account", False)]
        if len(own) < len(error.protected_objects):
            raise
        # Exports first: they name the token that they were ordered with.
        for each in sorted(own, key=lambda each: each._meta.model_name or ""):
            each.delete()
        account.delete()


def _close(account: User) -> None:
    account.set_unusable_password()
    account.is_active = account.is_staff = account.is_superuser = False
    account.save()
    account.memberships.all().delete()


def _end_sessions() -> None:
    numbers = {str(number) for number in User.objects.filter(demonstration=True).values_list("pk", flat=True)}
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") in numbers:
            session.delete()
