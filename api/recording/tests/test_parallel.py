"""Against a real server process, on either engine: the same send many times at once, and a send that is cut."""

import http.client
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from api.tests.tour import tally

pytestmark = pytest.mark.django_db(transaction=True)

COUNTER = "11111111-1111-4111-8111-111111111111"
CSRF = "c" * 32
WAIT = 60  # seconds for the server to answer at all


def free_port() -> int:
    # By chance: tests run side by side, and would all find the same first one free.
    for port in random.sample(range(21_000, 31_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no port is free")


def database_for_others(directory: Path) -> dict[str, str]:
    """The environment in which another process finds the rows of this test."""
    if connection.vendor == "sqlite":
        # The test database is in this process' memory; the server gets a copy in a file.
        with sqlite3.connect(directory / "db.sqlite3") as copy:
            connection.connection.backup(copy)
        return {}
    given = connection.settings_dict
    host, port = given["HOST"] or "127.0.0.1", given["PORT"] or "5432"
    return {"DATABASE_URL": f"postgres://{given['USER']}:{given['PASSWORD']}@{host}:{port}/{given['NAME']}"}


@pytest.fixture
def server(callers, tmp_path):
    """The address of a server process: two workers, eight threads each."""
    port = free_port()
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "ERROR",
        **database_for_others(tmp_path),
    }
    command = ["-m", "gunicorn", "tourexhibit.wsgi", "-w", "2", "--threads", "8", "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [sys.executable, *command, "--log-level", "error", "--no-control-socket"],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(WAIT)


def wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not answer")


def headers_of(client) -> dict[str, str]:
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json",
    }


def send(port: int, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    client.request(method, path, body, headers)
    answer = client.getresponse()
    content = answer.read()
    client.close()
    return answer.status, json.loads(content)


def test_the_same_put_fifty_times_at_once_has_one_effect(server, callers, tour):
    headers = headers_of(callers["librarian_a"])
    path, body = tour.counter(tour.a, COUNTER), json.dumps(tally()).encode()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _number: send(server, "PUT", path, body, headers), range(50)))
    assert Counter(status for status, _content in answers) == {201: 1, 200: 49}
    assert len({json.dumps(content) for _status, content in answers}) == 1
    _status, day = send(server, "GET", tour.day(tour.a), None, headers)
    assert [(row["counter"], row["revision"], row["values"][0]["value"]) for row in day["tallies"]] == [
        (COUNTER, 1, 12)
    ]
    assert [row["value"] for row in day["draft"]] == [12]


def test_two_contents_under_one_revision_leave_one(server, callers, tour):
    headers = headers_of(callers["librarian_a"])
    path = tour.counter(tour.a, COUNTER)
    bodies = [json.dumps(tally(number=number)).encode() for number in (1, 2)] * 10
    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(
            status
            for status, _content in pool.map(lambda body: send(server, "PUT", path, body, headers), bodies)
        )
    assert statuses == {201: 1, 200: 9, 409: 10}


def test_a_send_that_is_cut_stores_nothing_and_the_next_one_stores_once(server, callers, tour):
    headers = headers_of(callers["librarian_a"])
    path, body = tour.counter(tour.a, COUNTER), json.dumps(tally()).encode()
    lines = [f"PUT {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", server), timeout=WAIT) as cut:
        cut.sendall("\r\n".join([*lines, "", ""]).encode() + body[:-4])
        cut.shutdown(socket.SHUT_WR)
        answer = cut.recv(4096).decode()
    assert not answer or answer.split()[1].startswith("4"), answer
    _status, day = send(server, "GET", tour.day(tour.a), None, headers)
    assert day["tallies"] == []
    assert [send(server, "PUT", path, body, headers)[0] for _again in range(2)] == [201, 200]
