"""Secrets and signatures after Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`."""

import base64
import hashlib
import hmac

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
VERSION = "v1"


def secret_of(salt: str) -> str:
    """The secret that belongs to `salt`, as the receiver is given it. It lives in no table: SECRET_KEY makes it."""
    return PREFIX + base64.b64encode(_key(salt)).decode()


def fingerprint_of(salt: str) -> str:
    """Tells secrets apart without giving one away; another SECRET_KEY gives another."""
    return hashlib.sha256(_key(salt)).hexdigest()[:8]


def signature(salts: list[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature`: one signature for each secret that holds now."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(
        f"{VERSION},{base64.b64encode(hmac.digest(_key(salt), signed, 'sha256')).decode()}" for salt in salts
    )


def _key(salt: str) -> bytes:
    return salted_hmac("api.webhooks.secret", salt, algorithm="sha256").digest()
