"""Make a partner's token; the account of the partner is made with the first one."""

import unicodedata
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Membership, User
from api.tokens.issuing import MOST_LIVE, TooMany, Wish, make
from api.tokens.models import RIGHTS
from libraries.models import Division, code_prefix

LONGEST_LIFE = 3650


class Command(BaseCommand):
    help = "Make a token for the partner NAME and print it once. It is stored as a hash only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--division", help="Only this province, as 33 or 330000; without it the whole nation."
        )
        parser.add_argument("--days", type=int, default=365, help="Days until the token expires (365).")

    def handle(self, *args: Any, **options: Any) -> None:
        name = unicodedata.normalize("NFKC", options["name"]).strip()
        if not 1 <= len(name) <= 80 or not name.isprintable():
            raise CommandError("Give the partner a name of 1 to 80 printable characters.")
        if not 1 <= options["days"] <= LONGEST_LIFE:
            raise CommandError(f"--days has to be from 1 to {LONGEST_LIFE}.")
        province = _province(options["division"])
        with transaction.atomic():
            partner = _partner(name, province)
            wish = Wish(name, province, frozenset(RIGHTS), timedelta(days=options["days"]))
            try:
                _token, text = make(partner, wish, by=None)
            except TooMany as refused:
                raise CommandError(
                    f"The partner {name} has {MOST_LIVE} tokens. Revoke one in the administration first."
                ) from refused
        reach = f"{province.name} {province.code}" if province else "the whole nation"
        self.stdout.write(f"Partner {name}, {reach}, {options['days']} days. The token is shown this once:")
        self.stdout.write(f"Token: {text}")


def _province(text: str | None) -> Division | None:
    """The province that a code or its two leading digits name; None for none given."""
    if text is None:
        return None
    found = None
    if text.isascii() and text.isdigit() and len(text) in (2, 6) and len(code_prefix(text)) == 2:
        found = Division.objects.current().provinces().within(text).first()
    if found is None:
        raise CommandError(f"{text} is no province. Give its code, such as 33 or 330000.")
    return found


def _partner(name: str, province: Division | None) -> User:
    """The account of this name in the role of partner alone; made, without a password, when there is none."""
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        user = User.objects.create_user(username=name, display_name=name)
        Membership.objects.create(user=user, role=Membership.Role.PARTNER, division=province)
        return user
    roles = list(Membership.objects.filter(user=user).select_related("division"))
    if [membership.role for membership in roles] != [Membership.Role.PARTNER] or user.is_superuser:
        raise CommandError(f"The account {name} is not a partner's. Choose another name.")
    bound = roles[0].division
    if bound is not None and province is not None and bound != province:
        raise CommandError(f"The partner {name} is bound to {bound.name} {bound.code}.")
    return user
