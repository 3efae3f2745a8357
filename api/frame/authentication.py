"""Who calls: partners' machines by a token. People come with their session (see `settings.REST_FRAMEWORK`)."""

import re
from datetime import timedelta
from hmac import compare_digest

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import User
from accounts.scope import scope_of
from api.tokens.models import PartnerToken

A_TOKEN = re.compile(rb"[0-9a-f]{64}")
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class PartnerTokenAuthentication(TokenAuthentication):
    """`Authorization: Token <key>`. Any other such header, and a key not valid now, is answered 401.

    A token belongs to an active account in the role of partner. It never makes a session, and does not fall back
    to one: a request with a bad token is not answered as the browser's owner.
    """

    def authenticate(self, request: Request) -> tuple[User, PartnerToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        words = header.split()
        if len(words) != 2 or words[0].lower() != b"token" or not A_TOKEN.fullmatch(words[1]):
            raise AuthenticationFailed(_("Send the header “Authorization: Token <key>”."), "token_malformed")
        return self.authenticate_credentials(words[1])

    def authenticate_credentials(self, token: bytes) -> tuple[User, PartnerToken]:
        """The account and the row of a token; knox's own version deletes expired rows, ours only refuses them."""
        text = token.decode("ascii")
        digest = hash_token(text)
        found = PartnerToken.objects.select_related("user", "division").filter(
            token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]
        )
        for row in found:
            if compare_digest(digest, row.digest):
                return self._account_of(row)
        raise AuthenticationFailed(_("This token is not known, or no longer."), "token_unknown")

    def _account_of(self, token: PartnerToken) -> tuple[User, PartnerToken]:
        now = timezone.now()
        if token.revoked_at is not None:
            raise AuthenticationFailed(_("This token is not known, or no longer."), "token_unknown")
        if token.expiry is not None and token.expiry <= now:
            raise AuthenticationFailed(_("This token has expired. Ask for a new one."), "token_expired")
        user = token.user
        user.token = token  # narrows the scope, so it is set before the scope is read
        if not user.is_active or not scope_of(user).is_partner:
            raise AuthenticationFailed(_("This token is not known, or no longer."), "token_unknown")
        if token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED_EVERY:
            PartnerToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return user, token
