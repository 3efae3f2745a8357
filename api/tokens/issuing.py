"""Making and revoking partners' tokens; what the page, the command and the administration do, they do here.

The text of a token is derived from the key of the form that asks for it, the content of the form and SECRET_KEY; the
form's key is stored nowhere. So a form that is sent twice asks for one token, and both answers show the same text.
"""

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from accounts.models import User
from api.tokens.models import RIGHTS, PartnerToken
from libraries.models import Division

logger = logging.getLogger(__name__)

MOST_LIVE = 20  # tokens of a partner: a machine each, and one more while it is exchanged
# To the same form: long enough for a reload, no way to look a token up later.
SHOWN_AGAIN_FOR = timedelta(minutes=10)
WARNED_BEFORE = timedelta(days=14)  # the end of a token


class TooMany(Exception):
    """The partner has as many live tokens as one may have."""


class NoLongerShown(Exception):
    """This form made its token before, too long ago to show it again, or it has been revoked since."""


@dataclass(frozen=True)
class Wish:
    """What a token is to be. `division` None: as far as the partner's own membership goes."""

    name: str
    division: Division | None
    rights: frozenset[str]
    lasts: timedelta

    def content(self) -> str:
        division = self.division.pk if self.division else None
        return json.dumps([self.name, division, sorted(self.rights), self.lasts.total_seconds()])


def make(owner: User, wish: Wish, *, by: User | None, key: str = "") -> tuple[PartnerToken, str]:
    """Make a token of `owner` and return it with its text; the same `key` and wish again return the same.

    `key` is the form's, empty for a token of its own. Raises TooMany and NoLongerShown.
    """
    text = _text(owner, wish, key or secrets.token_hex())
    digest = hash_token(text)
    with transaction.atomic():
        # One form of this partner at a time: the second tap waits for the first, and the limit holds.
        User.objects.select_for_update().get(pk=owner.pk)
        known = PartnerToken.objects.filter(digest=digest).first()
        if known:
            if known.state != "live" or timezone.now() - known.created > SHOWN_AGAIN_FOR:
                raise NoLongerShown
            return known, text
        if PartnerToken.objects.live().filter(user=owner).count() >= MOST_LIVE:
            raise TooMany
        token = PartnerToken(
            digest=digest,
            token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH],
            user=owner,
            name=wish.name,
            division=wish.division,
            expiry=timezone.now() + wish.lasts,
            made_by=by,
            **{f"may_read_{right}": right in wish.rights for right in RIGHTS},
        )
        token.save(force_insert=True)
        return token, text


def _text(owner: User, wish: Wish, key: str) -> str:
    """64 hexadecimal digits that nobody has who lacks SECRET_KEY or the form's key."""
    return salted_hmac(
        "api.tokens.issuing", f"{owner.pk}\n{key}\n{wish.content()}", algorithm="sha256"
    ).hexdigest()


def revoke(token: PartnerToken, by: User, now: datetime | None = None) -> bool:
    """Take a token back: it opens nothing from its next request on. False when it was revoked before."""
    with transaction.atomic():
        row = PartnerToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if row.revoked_at:
            return False
        row.revoked_at, row.revoked_by = now or timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
    return True


# ---------------------------------------------------------------- before the end


def warn_of_ends(now: datetime) -> int:
    """Mail the owner of each token that ends soon, once for each end; returns how many mails went out.

    Marked first and unmarked only when the mail server refuses, so two at once send one.
    """
    ending = PartnerToken.objects.live().filter(expiry__lte=now + WARNED_BEFORE, user__is_active=True)
    ending = ending.filter(Q(warned_of__isnull=True) | ~Q(warned_of=F("expiry"))).exclude(user__email="")
    sent = 0
    for token in ending.select_related("user"):
        if not ending.filter(pk=token.pk).update(warned_of=F("expiry")):
            continue
        try:
            _mail_of_end(token)
            sent += 1
        except OSError:
            logger.exception("The mail about token %s was refused", token.token_key)
            PartnerToken.objects.filter(pk=token.pk).update(warned_of=None)
    return sent


def _mail_of_end(token: PartnerToken) -> None:
    owner = token.user
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        day = date_format(timezone.localtime(token.expiry))
        subject = _("The token “{name}” ends on {day}").format(name=token.name, day=day)
        body = "\n".join(
            [
                _("{name}:").format(name=owner),
                "",
                _("The token “{name}” ({key}…) opens nothing any more after {day}.").format(
                    name=token.name, key=token.token_key, day=day
                ),
                _("Make another under “Tokens” in the portal, and exchange it before."),
            ]
        )
    send_mail(subject, body, None, [owner.email])
