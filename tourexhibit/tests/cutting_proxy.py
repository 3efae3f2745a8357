"""A TCP proxy that loses answers: the server has done its work, and whoever asked never hears of it."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class CuttingProxy:
    """Passes everything on, except that a share of the answers to PUT requests is cut off before the first byte.

    `share` may be changed while it runs; `cut` counts the answers that were lost.
    """

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream = upstream
        self.share = 0.0
        self.cut = 0
        self.random = random.Random(seed)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """One connection. A browser asks one thing at a time on it, so what comes back answers what went last."""
        server = socket.create_connection(("127.0.0.1", self.upstream))
        puts: list[bool] = [False]

        def pass_requests() -> None:
            with suppress(OSError):
                while some := client.recv(65536):
                    puts[0] = some.startswith(b"PUT ") or (
                        puts[0] and not some.startswith((b"GET ", b"POST "))
                    )
                    server.sendall(some)
                server.shutdown(socket.SHUT_WR)

        threading.Thread(target=pass_requests, daemon=True).start()
        with suppress(OSError), client, server:
            while some := server.recv(65536):
                if puts[0] and self.random.random() < self.share:
                    self.cut += 1
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(some)


@contextmanager
def cutting_proxy(upstream: int, seed: int = 7) -> Iterator[CuttingProxy]:
    proxy = CuttingProxy(upstream, seed)
    try:
        yield proxy
    finally:
        proxy.listener.close()
