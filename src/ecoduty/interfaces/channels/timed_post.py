"""One POST that is over in time, however slowly the other side lets its answer drip.

A timeout of a socket counts from one byte to the next; a gateway that sends a byte every nine seconds would hold a channel
for hours. Here a clock hangs up on the whole of it: handshake, headers and body together.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

ANSWER_LIMIT = 64 * 1024  # bytes
_PORTS = {"http": 80, "https": 443}


class NoAnswerError(Exception):
    """The other side was not reached, or did not answer whole and in time; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A status and a body of at most ANSWER_LIMIT bytes."""

    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float, ca: str = "") -> Answered:
    """Send a body and take the answer, redirects not followed, no proxy asked. `ca` names a file of roots to trust instead.

    Raises NoAnswerError.
    """
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _connected(parts, seconds, ca) as connection:
            connection.request("POST", path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            found = answer.read(ANSWER_LIMIT + 1)
            if len(found) > ANSWER_LIMIT:
                raise NoAnswerError("答复太长")
            if answer.length:  # it said that more would come
                raise NoAnswerError(f"没有答完，或者{seconds:g}秒内没有答完")
            return Answered(answer.status, found)
    except TimeoutError as error:
        raise NoAnswerError(f"{seconds:g}秒内没有答复") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(f"连接不上：{type(error).__name__}") from error


@contextmanager
def _connected(parts: SplitResult, seconds: float, ca: str) -> Iterator[http.client.HTTPConnection]:
    """A connection that is hung up on after so many seconds, and then says TimeoutError."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    line: socket.socket = socket.create_connection((host, port), timeout=seconds)
    over = threading.Event()

    def hang_up() -> None:
        over.set()
        # the plain socket's own method: that of TLS would take the session away from under who reads
        with _already_gone():
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    clock = threading.Timer(seconds, hang_up)
    clock.daemon = True
    try:
        if parts.scheme == "https":
            trusted = ssl.create_default_context(cafile=ca or None)
            line = trusted.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        clock.start()
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = line
        yield connection
        if over.is_set():  # an answer without a length looks whole when it is cut
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError, NoAnswerError) as error:
        if over.is_set():
            raise TimeoutError from error
        raise
    finally:
        clock.cancel()
        line.close()


@contextmanager
def _already_gone() -> Iterator[None]:
    try:
        yield
    except OSError:  # the other side was faster
        return
