"""One POST to a receiver whom nobody has to trust: pinned address, no redirects, a deadline, little of the answer read.

The standard library's client, because the address that was judged has to be the one that is connected to, and because
a receiver that drips one byte a second has to end with the deadline: no time-out between bytes does that.
"""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from api.webhooks.addresses import Refused, Target, addresses_of, target_of
from api.webhooks.models import WebhookDelivery

PATIENCE = 10.0  # seconds for the whole exchange, from the first packet on
READ_OF_ANSWER = 4096  # bytes; the status is all that counts
LONGEST_WAIT_ASKED = 6 * 3600  # seconds that a receiver may ask for by Retry-After

Trouble = WebhookDelivery.Trouble


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt. `trouble` is empty for a success; `retry_after` is in seconds."""

    trouble: str = ""
    status: int | None = None
    retry_after: int | None = None
    took: int = 0  # milliseconds


def post(url: str, headers: dict[str, str], body: bytes, patience: float = PATIENCE) -> Outcome:
    """Send `body`; never raises for what the receiver or the network does."""
    began = time.monotonic()
    try:
        target = target_of(url)
        exchange = _Exchange(target, addresses_of(target), patience)
    except Refused as refused:
        known = refused.code if refused.code in Trouble else Trouble.REFUSED_ADDRESS
        return Outcome(known, took=_since(began))
    with exchange:
        trouble, status, retry_after = exchange.post(headers, body)
    return Outcome(trouble, status, retry_after, _since(began))


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


class _Connection(http.client.HTTPConnection):
    """Connects to one of the given addresses, whatever the name says by now; the certificate is the name's."""

    def __init__(self, target: Target, addresses: list[str], patience: float, over: threading.Event) -> None:
        super().__init__(target.host, target.port, timeout=patience)
        self.default_port = 443 if target.tls else 80  # type: ignore[misc]  # left out of the header Host
        self._target, self._addresses, self._over = target, addresses, over
        self._patience_each = patience / len(addresses)

    def connect(self) -> None:
        self.sock = self._connected()
        if self._over.is_set():
            raise TimeoutError  # there was nothing to cut when the deadline came
        if self._target.tls:
            context = ssl.create_default_context()
            # The handshake comes after: whoever closes this connection at the deadline needs to find it.
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _connected(self) -> socket.socket:
        failure: OSError | None = None
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._target.port), self._patience_each)
            except OSError as error:
                failure = error
        raise failure or OSError("no address")


class _Exchange:
    """One request and its answer, cut off at the deadline wherever it stands then."""

    def __init__(self, target: Target, addresses: list[str], patience: float) -> None:
        self._target = target
        self._over = threading.Event()
        self._connection = _Connection(target, addresses, patience, self._over)
        self._timer = threading.Timer(patience, self._cut)

    def __enter__(self) -> "_Exchange":
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        self._connection.close()

    def post(self, headers: dict[str, str], body: bytes) -> tuple[str, int | None, int | None]:
        """Trouble, status and seconds asked for by Retry-After."""
        try:
            self._connection.request("POST", self._target.path, body, headers)
            answer = self._connection.getresponse()
            if self._over.is_set():
                raise TimeoutError  # cut among the headers, which http.client takes for their end
            status, asked = answer.status, answer.headers.get("Retry-After", "")
            with suppress(OSError, http.client.HTTPException):
                answer.read(READ_OF_ANSWER)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            # A connection that is cut while it is used can fail in any of these ways.
            return self._trouble_of(error), None, None
        if 300 <= status < 400:
            return Trouble.REDIRECT, status, None
        return ("" if 200 <= status < 300 else Trouble.STATUS), status, _seconds(asked)

    def _trouble_of(self, error: Exception) -> str:
        if self._over.is_set() or isinstance(error, TimeoutError):
            return Trouble.TIMEOUT
        if isinstance(error, ssl.SSLError):
            return Trouble.TLS
        return Trouble.CONNECTION if isinstance(error, OSError) else Trouble.UNREADABLE

    def _cut(self) -> None:
        self._over.set()
        sock = self._connection.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _seconds(asked: str) -> int | None:
    """Retry-After as seconds; a date or anything else counts as nothing asked."""
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        return min(int(asked), LONGEST_WAIT_ASKED)
    return None
