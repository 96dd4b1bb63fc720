"""Real servers on this machine: a mail server over a socket and a gateway over HTTP, whose moods a test sets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "a secret of the gateway"


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server with the little SMTP that is needed. `replies` overrides what it says to a command."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.received: list[EmailMessage] = []
        self.replies: dict[str, bytes] = {}
        self.recipients: list[str] = []
        self.connections = 0
        self.hang_up_after_data = False
        super().__init__(("127.0.0.1", port), _Smtp)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]


class _Smtp(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.server.connections += 1
        with suppress(ConnectionError):
            self._say("CONNECT", b"220 mail.test ready")
            while line := self.rfile.readline():
                if self._command(line.decode().strip()):
                    return

    def _command(self, line: str) -> bool:
        word = line.split(" ", maxsplit=1)[0].upper()
        if word == "DATA":
            self._say("DATA", b"354 go ahead")
            if b"354" in self.server.replies.get("DATA", b"354"):
                self._content()
            return False
        if word == "RCPT":
            self.server.recipients.append(line)
        said = {"EHLO": b"250 mail.test", "QUIT": b"221 bye"}.get(word, b"250 ok")
        self._say(word, said)
        return word == "QUIT" or self.server.replies.get(word, b"").startswith(b"421")

    def _content(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.server.replies.get("END", b"250").startswith(b"2"):
            self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.hang_up_after_data:
            self.connection.close()
            return
        self._say("END", b"250 taken")

    def _say(self, word: str, usual: bytes) -> None:
        self.wfile.write(self.server.replies.get(word, usual) + b"\r\n")


@contextmanager
def mail_server(port: int = 0) -> Iterator[Mailbox]:
    """A mail server while the block runs."""
    with Mailbox(port) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@dataclass
class Gateway:
    """An HTTP gateway: keeps what it accepted by Idempotency-Key, as a good one does, and checks signatures."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    bad_signatures: int = 0
    nonces: set[str] = field(default_factory=set)
    status: int = 200
    answer: bytes = b'{"code": 0}'
    url: str = ""


@contextmanager
def gateway_server(path: str = "/send") -> Iterator[Gateway]:
    """A gateway while the block runs."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            said = "\n".join((
                "POST", self.path, self.headers["X-Auth-Timestamp"], self.headers["X-Auth-Nonce"],
                hashlib.sha256(body).hexdigest(),
            ))  # fmt: skip
            wanted = base64.b64encode(hmac.new(SECRET.encode(), said.encode(), hashlib.sha256).digest()).decode()
            if self.headers["X-Auth-Signature"] != wanted or self.headers["X-Auth-Nonce"] in gateway.nonces:
                gateway.bad_signatures += 1
            gateway.nonces.add(self.headers["X-Auth-Nonce"])
            content = json.loads(body)
            gateway.requests.append(content)
            if gateway.status == 200 and json.loads(gateway.answer or b"{}").get("code") == 0:
                gateway.accepted.setdefault(self.headers["Idempotency-Key"], content)
            self.send_response(gateway.status)
            self.send_header("Content-Type", "application/json")
            if gateway.status in {301, 302}:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", str(len(gateway.answer)))
            self.end_headers()
            self.wfile.write(gateway.answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- its name in the standard library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
