"""Whether the addresses of shared resources still lead somewhere: looked at with care, told as a state.

The addresses are typed by people, so the portal must not be led into its own network by one of them: only http and
https on their usual ports, only addresses that are public, and the connection goes to the very address that was judged
(a name that answers differently the second time changes nothing). Every redirect is judged anew. Nothing of a body is
kept; an answer has a few seconds.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urljoin, urlsplit

from django.db.models import F, Q
from django.utils import timezone

from partnership.models import DigitalResource, LinkHealth

State = LinkHealth.State
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 3
PATIENCE = 5  # seconds for each connection and answer
LOOK_AGAIN_AFTER = timedelta(days=7)
LOOK_AGAIN_AT_BROKEN_AFTER = timedelta(days=1)
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 inside IPv6, private addresses too (RFC 6052)
NOT_WELCOME = (401, 403, 405, 429)  # a page is there, but not for a machine
AS_THEY_ARE = "/%?=&;:@,+$!*'()~[]"  # of a path and a query: all that is allowed there
MOVED_FOR_GOOD = (301, 308)


class NotPublic(ValueError):
    """An address that the portal does not go to; the message says why, in plain English for the log."""


@dataclass(frozen=True)
class Found:
    """What one look found."""

    state: str
    detail: str


def look_at(address: str) -> Found:
    """Look where an address leads. Never raises: whatever happens is a state."""
    at, moved = address, False
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, location = _ask(at)
            if location and 300 <= status < 400:
                moved = moved or status in MOVED_FOR_GOOD
                at = urljoin(at, location)
                continue
            if status < 400 or status in NOT_WELCOME:
                leads_elsewhere = moved and _without_tail(at) != _without_tail(address)
                return Found(
                    State.MOVED if leads_elsewhere else State.OK, at[:200] if leads_elsewhere else str(status)
                )
            return Found(State.BROKEN, str(status))
    except NotPublic as refused:
        return Found(State.REFUSED, str(refused)[:200])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Found(State.BROKEN, type(error).__name__)
    return Found(State.BROKEN, "too many redirects")


def check(resource: DigitalResource) -> LinkHealth:
    """Look at the address of a resource and keep what was found. Not in a transaction: it waits for the network."""
    found, now = look_at(resource.address), timezone.now()
    before = LinkHealth.objects.filter(resource=resource, address=resource.address).first()
    failing = found.state in (State.BROKEN, State.REFUSED)
    since = (before.failing_since if before and before.failing_since else now) if failing else None
    health, _created = LinkHealth.objects.update_or_create(
        resource=resource,
        defaults={
            "address": resource.address,
            "state": found.state,
            "detail": found.detail,
            "checked_at": now,
            "failing_since": since,
        },
    )
    return health


def due(now: datetime):
    """Resources to look at: never looked at, changed since, a week ago, or broken a day ago. No demonstration."""
    return (
        DigitalResource.objects.present()
        .real()
        .filter(
            Q(health__isnull=True)
            | ~Q(health__address=F("address"))
            | Q(health__checked_at__lt=now - LOOK_AGAIN_AFTER)
            | Q(
                health__state__in=[State.BROKEN, State.REFUSED],
                health__checked_at__lt=now - LOOK_AGAIN_AT_BROKEN_AFTER,
            )
        )
        .order_by("health__checked_at", "pk")
    )


# ---------------------------------------------------------------- one request


def public_address(host: str, port: int) -> str:
    """The public address that a name stands for. Raises NotPublic when any of them is not, OSError for no name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [ipaddress.ip_address(answer[4][0]) for answer in answers]
    for each in found:
        inner = getattr(each, "ipv4_mapped", None) or getattr(each, "sixtofour", None) or each
        if not inner.is_global or inner.is_multicast or each in TRANSLATED:
            raise NotPublic(f"{host} is not on the public network")
    return str(found[0])


def _ask(address: str) -> tuple[int, str]:
    """Status and Location of one request, to the address that was judged and to no other."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotPublic("only http and https")
    port = parts.port or PORTS[parts.scheme]
    if port != PORTS[parts.scheme] or parts.username or parts.password:
        raise NotPublic("only the usual port, without a name before the host")
    target = public_address(parts.hostname, port)
    connection = _connection(parts.scheme, parts.hostname, target, port)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET",
            quote(path, safe=AS_THEY_ARE),
            headers={
                "Host": parts.hostname,
                "User-Agent": "tour-exhibition-portal link check",
                "Range": "bytes=0-0",
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def _connection(scheme: str, host: str, target: str, port: int) -> http.client.HTTPConnection:
    """A connection to `target`; the certificate is asked for, and checked, in the name of `host`."""
    raw = socket.create_connection((target, port), timeout=PATIENCE)
    if scheme == "https":
        raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    connection.sock = raw
    return connection


def _without_tail(address: str) -> str:
    return address.rstrip("/").removeprefix("https://").removeprefix("http://")
