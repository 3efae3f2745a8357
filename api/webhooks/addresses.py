"""Where a webhook may lead: https to public addresses of the internet, judged when it is saved and at each connect.

Whoever names an address must not reach what stands beside the portal: databases, metadata services, routers. The name
is resolved once for each attempt, every address that it has must be public, and the connection is made to one of
these very addresses; so a name that changes its mind in between (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IPV6_IN_USE = ipaddress.ip_network("2000::/3")
# Tunnels to IPv4 addresses, which would have to be judged by what they carry.
TUNNELS = [ipaddress.ip_network(network) for network in ("2001::/32", "2002::/16")]
# Public by their numbers, not by their meaning.
NOT_FOR_OTHERS = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the platform service of a cloud, reachable from inside only
        "192.0.0.0/24",  # kept for protocols; a cloud has its metadata there
        "192.88.99.0/24",  # relays of a tunnel that is given up
    )
]


class Refused(Exception):
    """An address that a webhook may not have; `message` says why, for people."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Target:
    """Where a webhook leads, taken apart."""

    tls: bool
    host: str  # as in the certificate: lower case, ASCII
    port: int
    path: str  # with the query

    @property
    def for_tests(self) -> bool:
        """One of WEBHOOK_TEST_RECEIVERS, which production refuses to have: may be http and private."""
        return f"{self.host}:{self.port}" in settings.WEBHOOK_TEST_RECEIVERS


def target_of(url: str) -> Target:
    """Take an address apart. Raises Refused for anything but https to a named host or number."""
    if not url.isprintable() or " " in url or "\\" in url:
        raise Refused("unreadable", _("This is not an address. Write it like https://example.org/webhook."))
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as error:  # UnicodeError is one
        raise Refused(
            "unreadable", _("This is not an address. Write it like https://example.org/webhook.")
        ) from error
    if not host or parts.scheme not in ("http", "https"):
        raise Refused("unreadable", _("This is not an address. Write it like https://example.org/webhook."))
    if parts.username is not None or parts.password is not None:
        raise Refused(
            "credentials", _("Leave name and password out: deliveries are known by their signature.")
        )
    if parts.fragment:
        raise Refused("fragment", _("Leave the part after # out: it never reaches a server."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise Refused("not_ascii", _("Write other letters than ASCII percent-encoded."))
    tls = parts.scheme == "https"
    target = Target(tls, host, port if port is not None else (443 if tls else 80), path)
    if not tls and not target.for_tests:
        raise Refused("not_https", _("The address has to begin with https://."))
    if target.port == 0:
        raise Refused("unreadable", _("This is not an address. Write it like https://example.org/webhook."))
    return target


def addresses_of(target: Target) -> list[str]:
    """The IP addresses of a target, all of them public. Raises Refused otherwise."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unknown_name", _("This name leads to no address.")) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not target.for_tests and not all(is_public(address) for address in addresses):
        raise Refused(
            "refused_address",
            _("This name leads to an address that is not public. Deliveries go to public ones only."),
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet: not private, shared, loopback, link-local, multicast or a tunnel."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False  # a link-local one with its zone, for instance
    if ip.version == 6 and (ip not in IPV6_IN_USE or any(ip in network for network in TUNNELS)):
        return False  # IPv4 in IPv6 among them
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in NOT_FOR_OTHERS)
