"""Looking at links: no way into the own network, every redirect judged, each outcome a state."""

import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from partnership import links
from partnership.models import LinkHealth
from partnership.tasks import check_links
from tourexhibit.tests import factories

State = LinkHealth.State


def answers(monkeypatch, *addresses):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **more: [(2, 1, 6, "", (each, port)) for each in addresses]
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - not bound to, refused
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_no_address_of_the_own_network(monkeypatch, address):
    answers(monkeypatch, address)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("a connection was made"))
    assert links.look_at("https://inside.example/").state == State.REFUSED


def test_one_private_answer_among_public_ones_is_enough(monkeypatch):
    answers(monkeypatch, "93.184.216.34", "10.0.0.1")
    assert links.look_at("http://two.example/").state == State.REFUSED


@pytest.mark.parametrize(
    "address",
    [
        "ftp://files.example/",
        "file:///etc/passwd",
        "http://host.example:22/",
        "http://name@host.example/",
        "http:///nowhere",
        "http://[",
    ],
)
def test_only_web_addresses_on_their_ports(monkeypatch, address):
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("a connection was made"))
    assert links.look_at(address).state in (State.REFUSED, State.BROKEN)


class Site(BaseHTTPRequestHandler):
    """Answers by its path: /404, /302?to, /301?to, anything else 200."""

    def do_GET(self):
        path, _mark, to = self.path.partition("?")
        code = int(path[1:]) if path[1:].isdigit() else 200
        self.send_response(code)
        if to:
            self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A public name whose judged address leads, for the test alone, to a server here."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = []

    def connect(target, timeout):
        asked.append(target)
        opened = socket.socket()
        opened.settimeout(timeout)
        opened.connect(server.server_address)
        return opened

    answers(monkeypatch, "93.184.216.34")
    monkeypatch.setattr(socket, "create_connection", connect)
    yield asked
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/", State.OK),
        ("/403", State.OK),
        ("/404", State.BROKEN),
        ("/500", State.BROKEN),
        ("/302?/here", State.OK),
        ("/301?/here", State.MOVED),
        ("/302?/302?/302?/", State.OK),
        ("/302?/302?/302?/302?/302?/", State.BROKEN),
        ("/302?http://site.example:22/", State.REFUSED),
        ("/302?ftp://site.example/", State.REFUSED),
        ("/视频", State.OK),
    ],
)
def test_states(site, path, state):
    assert links.look_at(f"http://site.example{path}").state == state
    assert set(site) == {("93.184.216.34", 80)}


def test_a_dead_name_is_a_broken_link(monkeypatch):
    def fails(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert links.look_at("https://gone.example/") == links.Found(State.BROKEN, "gaierror")


@pytest.mark.django_db
def test_the_job_looks_at_what_is_due(monkeypatch):
    looked = []

    def look(address):
        looked.append(address)
        return links.Found(State.BROKEN if "gone" in address else State.OK, "")

    monkeypatch.setattr(links, "look_at", look)
    good = factories.resource(address="https://good.example/")
    gone = factories.resource(address="https://gone.example/")
    factories.resource(address="https://example.org/", demonstration=True)
    check_links()
    check_links()
    assert sorted(looked) == ["https://gone.example/", "https://good.example/"]
    since = LinkHealth.objects.get(resource=gone).failing_since
    assert since is not None

    LinkHealth.objects.update(checked_at=timezone.now() - timedelta(days=2))
    looked.clear()
    check_links()
    assert looked == ["https://gone.example/"]
    assert LinkHealth.objects.get(resource=gone).failing_since == since

    good.address = "https://better.example/"
    good.save()
    looked.clear()
    check_links()
    assert looked == ["https://better.example/"]
