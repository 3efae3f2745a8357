"""Webhooks lead to the internet only: judged when saved and at each connect, whatever a name says in between."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.webhooks import addresses, transport
from api.webhooks.addresses import Refused, addresses_of, is_public, target_of
from api.webhooks.tests.webhooks import receiver

PUBLIC = ["8.8.8.8", "101.6.6.6", "2400:3200::1"]
NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 - refused, not bound to
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # metadata of most clouds
    "169.254.0.23",
    "100.100.100.200",  # metadata of another, in the space that carriers share
    "168.63.129.16",  # a cloud's inner service behind a public number
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "not_https"),
        ("ftp://example.org/", "unreadable"),
        ("file:///etc/passwd", "unreadable"),
        ("gopher://example.org/", "unreadable"),
        ("example.org", "unreadable"),
        ("", "unreadable"),
        ("https://", "unreadable"),
        ("https:///path", "unreadable"),
        ("https://example.org:99999/", "unreadable"),
        ("https://example.org:0/", "unreadable"),
        ("https://example.org:x/", "unreadable"),
        ("https://[::1/", "unreadable"),
        ("https://user@example.org/", "credentials"),
        ("https://user:password@example.org/", "credentials"),
        ("https://example.org@127.0.0.1/", "credentials"),
        ("https://example.org/#top", "fragment"),
        ("https://example.org/a b", "unreadable"),
        ("https://example.org\\@127.0.0.1/", "unreadable"),
        ("https://example.org/\r\nX: y", "unreadable"),
        ("https://example.org/\x00", "unreadable"),
        ("https://example.org/路径", "not_ascii"),
        (f"https://{'a' * 70}.example.org/", "unreadable"),
    ],
)
def test_what_is_no_address_of_a_webhook(url, code):
    with pytest.raises(Refused) as refused:
        target_of(url)
    assert (refused.value.code, bool(str(refused.value.message))) == (code, True)


def test_an_address_taken_apart():
    target = target_of("https://Example.ORG.:8443/a/b?c=%E4%B8%AD")
    assert (target.host, target.port, target.path, target.tls) == (
        "example.org",
        8443,
        "/a/b?c=%E4%B8%AD",
        True,
    )
    assert target_of("https://图书馆.example/").host == "xn--1jq52s681d.example"


# Spellings of one's own machine that a resolver understands, or says nothing about; all without asking anybody.
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "localhost"]
)
def test_ones_own_machine_is_refused_in_every_spelling(host):
    with pytest.raises(Refused) as refused:
        addresses_of(target_of(f"https://{host}/"))
    assert refused.value.code in ("refused_address", "unknown_name")


def answers(*found: str):
    """A resolver that always answers these addresses."""
    return lambda host, port, *rest, **options: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found
    ]


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["127.0.0.1", "8.8.8.8"]])
def test_every_address_of_a_name_has_to_be_public(monkeypatch, found):
    monkeypatch.setattr(addresses.socket, "getaddrinfo", answers(*found))
    with pytest.raises(Refused) as refused:
        addresses_of(target_of("https://partner.example/"))
    assert refused.value.code == "refused_address"
    assert transport.post("https://partner.example/", {}, b"").trouble == "refused_address"


def test_a_name_that_leads_nowhere(monkeypatch):
    def fail(*arguments, **options):
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", fail)
    assert transport.post("https://partner.example/", {}, b"").trouble == "unknown_name"


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch):
    """DNS rebinding: public when judged, one's own machine a moment later."""
    asked, connected = [], []

    def rebind(host, port, **options):
        asked.append(host)
        return answers("8.8.8.8" if len(asked) == 1 else "127.0.0.1")(host, port)

    def connect(address, *rest, **options):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", rebind)
    monkeypatch.setattr(transport.socket, "create_connection", connect)
    assert transport.post("https://partner.example/", {}, b"").trouble == "connection"
    assert (asked, connected) == (["partner.example"], [("8.8.8.8", 443)])


def test_a_receiver_for_tests_is_that_one_alone(settings, tmp_path):
    with receiver(tmp_path) as there:
        settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{there.port}"]
        assert transport.post(there.at("ok"), {}, b"{}").status == 204
        for url in (
            "http://127.0.0.1:1/",
            f"http://localhost:{there.port}/ok",
            f"https://127.0.0.1:{there.port + 1}/",
        ):
            assert transport.post(url, {}, b"{}").trouble == "refused_address"
    assert len(there.requests()) == 1


# ---------------------------------------------------------------- TLS


def certificate(
    name: str, issuer: tuple | None = None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign")
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=issuer is None,
        **dict.fromkeys((*others, "encipher_only", "decipher_only"), False),
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        # Python 3.13 insists on what RFC 5280 asks of certificates (VERIFY_X509_STRICT).
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((issuer[1] if issuer else key).public_key()),
            critical=False,
        )
        .add_extension(usage, critical=True)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    return made, key


def pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    text = certificate.public_bytes(serialization.Encoding.PEM)
    if key:
        text += key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    return text


@pytest.fixture
def tls(tmp_path: Path, monkeypatch) -> Iterator[tuple[int, list[bytes]]]:
    """A receiver with TLS for partner.example on this machine, its authority trusted; yields port and requests."""
    authority = certificate("authority.example")
    (tmp_path / "authority.pem").write_bytes(pem(authority[0]))
    (tmp_path / "partner.pem").write_bytes(pem(*certificate("partner.example", authority)))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    monkeypatch.setattr(addresses.socket, "getaddrinfo", answers("127.0.0.1"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "partner.pem")
    requests: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                client, _address = listening.accept()
                with context.wrap_socket(client, server_side=True) as secure:
                    requests.append(secure.recv(65536))
                    # The body may come by itself; closing before it is read would cut the connection.
                    while not requests[-1].endswith(b"{}"):
                        requests[-1] += secure.recv(65536)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            except ssl.SSLError:
                continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1], requests


def test_the_certificate_is_checked_against_the_name_although_the_address_is_pinned(tls):
    port, requests = tls
    outcome = transport.post(f"https://partner.example:{port}/in?x=1", {"webhook-id": "msg_1"}, b"{}")
    assert (outcome.trouble, outcome.status) == ("", 200)
    assert requests[0].startswith(b"POST /in?x=1 HTTP/1.1\r\n")
    assert f"\r\nHost: partner.example:{port}\r\n".encode() in requests[0]
    assert transport.post(f"https://other.example:{port}/", {}, b"{}").trouble == "tls"


def test_an_authority_that_nobody_trusts_is_refused(tls, monkeypatch, tmp_path):
    port, requests = tls
    (tmp_path / "other.pem").write_bytes(pem(certificate("another-authority.example")[0]))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    assert transport.post(f"https://partner.example:{port}/", {}, b"{}").trouble == "tls"
    assert requests == []
