"""A receiver of webhooks as a process of its own: `python -m api.webhooks.tests.receiver LOG`.

Prints its port. The path of a request says how it is answered; every request is a line of JSON in LOG.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LARGE = 64 * 1024 * 1024


class Receiver(BaseHTTPRequestHandler):
    log: Path

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        line = {"path": self.path, "headers": dict(self.headers), "body": body}
        with self.log.open("a") as log:
            log.write(json.dumps(line) + "\n")
        behave = getattr(self, f"answer_{self.path.strip('/').split('?')[0].split('/')[0]}")
        behave()

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def answer_ok(self) -> None:
        self.answer(204)

    def answer_fail(self) -> None:
        self.answer(500)

    def answer_gone(self) -> None:
        self.answer(410)

    def answer_busy(self) -> None:
        self.answer(429, Retry_After="3000")

    def answer_elsewhere(self) -> None:
        self.answer(302, Location="/ok")

    def answer_hang(self) -> None:
        time.sleep(600)

    def answer_drip(self) -> None:
        for letter in "HTTP/1.1 200 OK\r\n" * 100:
            self.wfile.write(letter.encode())
            self.wfile.flush()
            time.sleep(0.5)

    def answer_half(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-")
        self.wfile.flush()
        time.sleep(600)

    def answer_noise(self) -> None:
        self.wfile.write(b"this is not HTTP\r\n\r\n")

    def answer_large(self) -> None:
        self.answer(200, Content_Length=str(LARGE))
        try:
            self.wfile.write(b"x" * LARGE)
        except OSError:
            self.log.with_suffix(".cut").touch()

    def log_message(self, *arguments: object) -> None:
        pass


if __name__ == "__main__":
    Receiver.log = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Receiver)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.serve_forever()
