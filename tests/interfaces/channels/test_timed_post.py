"""A POST is over in time: an answer that drips, headers that drip, a handshake that never comes, an answer cut short."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ecoduty.interfaces.channels.timed_post import NoAnswerError, post
from ecoduty.kernel.clock import wall_now

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
Behave = Callable[[socket.socket], None]


@contextmanager
def server(behave: Behave, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """One connection after another, each treated as `behave` does; the address to post to."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    line, _ = door.accept()
                    with context.wrap_socket(line, server_side=True) if context else line as each:
                        behave(each)
                except OSError:
                    if door.fileno() < 0:
                        return

        threading.Thread(target=serve, daemon=True).start()
        yield f"{'https' if context else 'http'}://127.0.0.1:{door.getsockname()[1]}/messages"
        door.shutdown(socket.SHUT_RDWR)


def hear(line: socket.socket) -> None:
    """Read the whole request, whose body is {}: a door that closes on unread words resets the line."""
    heard = b""
    while not heard.endswith(b"{}"):
        piece = line.recv(65_536)
        if not piece:
            return
        heard += piece


def drip(line: socket.socket, text: bytes) -> None:
    hear(line)
    for place in range(len(text)):
        line.sendall(text[place : place + 1])
        time.sleep(0.05)


def answers(text: bytes) -> Behave:
    def behave(line: socket.socket) -> None:
        hear(line)
        line.sendall(text)

    return behave


@pytest.mark.parametrize(
    "behave",
    [
        lambda line: drip(line, HEAD),
        lambda line: (line.sendall(HEAD), drip(line, b"x" * 200)),
        lambda line: (line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), drip(line, b"x" * 200)),
        lambda line: (line.recv(65_536), time.sleep(3)),
    ],
    ids=["headers drip", "body drips", "body without a length drips", "no word at all"],
)
def test_what_drips_is_hung_up_on(behave: Behave) -> None:
    with server(behave) as url, pytest.raises(NoAnswerError, match=r"0\.4秒内没有答复"):
        post(url, b"{}", {}, 0.4)


def test_an_answer_cut_short_is_none() -> None:
    with server(answers(HEAD + b'{"accepted": true}')) as url, pytest.raises(NoAnswerError, match="没有答完"):
        post(url, b"{}", {}, 5)


def test_an_answer_that_never_ends_is_none() -> None:
    with (
        server(answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000)) as url,
        pytest.raises(NoAnswerError, match="答复太长"),
    ):
        post(url, b"{}", {}, 5)


def test_a_redirect_is_not_followed_and_a_status_is_told() -> None:
    with server(answers(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\n\r\nno")) as url:
        found = post(url, b"{}", {}, 5)
    assert (found.status, found.body) == (302, b"no")


def test_nobody_there_is_told() -> None:
    with pytest.raises(NoAnswerError, match="ConnectionRefusedError"):
        post("http://127.0.0.1:9/messages", b"{}", {}, 5)


def test_over_tls_the_roots_given_are_trusted_no_others_and_a_drip_ends_there_too(tmp_path: Path) -> None:
    context, roots = certified(tmp_path)
    well = b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"accepted": true}'
    with server(answers(well), context) as url:
        assert post(url, b"{}", {}, 5, roots).body == b'{"accepted": true}'
        with pytest.raises(NoAnswerError, match="SSLCertVerificationError"):
            post(url, b"{}", {}, 5)
    with server(lambda line: drip(line, HEAD), context) as url, pytest.raises(NoAnswerError, match="秒内没有答复"):
        post(url, b"{}", {}, 0.5, roots)
    with server(lambda line: time.sleep(3)) as url, pytest.raises(NoAnswerError, match="秒内没有答复"):
        post(url.replace("http:", "https:"), b"{}", {}, 0.4, roots)


def certified(place: Path) -> tuple[ssl.SSLContext, str]:
    """A server's side with a certificate of its own for 127.0.0.1, and the file of roots that knows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hotline")])
    begun = wall_now() - timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(begun).not_valid_after(begun + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    roots, secret = place / "roots.pem", place / "key.pem"
    roots.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(roots, secret)
    return context, str(roots)
