"""The product's own web server over the bench's database, and who asks it as fast as it answers."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
READY_SECONDS = 60
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)

_LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """A status and a body; where it came in chunks, with their lengths in between."""

    status: int
    body: bytes


class Caller:
    """One connection that stays open: the least a client can do, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Answer:
        """Send a whole request; read the whole answer."""
        self.socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        length = _LENGTH.search(received, 0, end)
        body = bytearray(received[end + 4 :])
        while len(body) < int(length[1]) if length else not body.endswith(_LAST_CHUNK):
            body += self._more()
        return Answer(int(received[9:12]), bytes(body))

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _more(self) -> bytes:
        found = self.socket.recv(1 << 18)
        assert found, "the server hung up"
        return found


def get(path: str, **headers: str) -> bytes:
    """A GET as it goes over the line; `cookie="…"` and other headers by name."""
    return _request("GET", path, headers, b"")


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A form as it goes over the line."""
    given = {"content_type": "application/x-www-form-urlencoded", "content_length": str(len(body)), **headers}
    return _request("POST", path, given, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: testserver"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextlib.contextmanager
def serving(processes: int = 1, threads: int = 2, **environment: str) -> Iterator[int]:
    """The server as `ecoduty serve` starts it, but for its number of processes; yields its port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--host", HOST,
               "--port", str(port), "--workers", str(processes), "--blocking-threads", str(threads),
               "ecoduty.config.wsgi:application"]  # fmt: skip
    child = subprocess.Popen(
        command, env={**os.environ, "ECODUTY_LOG_LEVEL": "WARNING", **environment}, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, child)
        yield port
    finally:
        child.terminate()
        child.wait(timeout=30)


def _wait(port: int, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        assert child.poll() is None, "the web server ended"
        try:
            caller = Caller(port)
            if caller.ask(get("/healthz")).status == 200:
                return
        except OSError:
            assert time.monotonic() < deadline, "the web server does not answer"
            time.sleep(0.1)


def rate(port: int, request: bytes, seconds: float, callers: int = 2) -> float:
    """Answers a second to the same request from a few callers at once."""

    def one(caller: Caller, _: int) -> None:
        answer = caller.ask(request)
        assert answer.status == 200, (answer.status, request[:200])

    counted = together(port, [one] * callers, seconds)
    return sum(counted) / seconds


def together(port: int, work: Sequence[Callable[[Caller, int], None]], seconds: float) -> list[int]:
    """Let each of these be done again and again for so long, each by a caller of its own; how often each was."""
    counted = [0] * len(work)
    failures: list[BaseException] = []
    end = time.monotonic() + seconds

    def run(number: int) -> None:
        caller = Caller(port)
        try:
            while time.monotonic() < end and not failures:
                work[number](caller, counted[number])
                counted[number] += 1
        except BaseException as error:  # noqa: BLE001 -- told to whoever waits
            failures.append(error)
        finally:
            caller.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return counted
