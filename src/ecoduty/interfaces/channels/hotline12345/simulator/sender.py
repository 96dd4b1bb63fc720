"""The end that sends orders: twice, in the wrong order, cut off in the middle, and again until each is answered."""

from __future__ import annotations

import http.client
import json
import random
import socket
import ssl
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ecoduty.interfaces.channels.hotline12345.simulator.wire import Credentials

_SECONDS = 30.0
_TRIES = 12


@dataclass
class Answers:
    """What the platform said. `first` is its answer to each message, by id; `matters` the complaints it named, by order."""

    first: dict[str, dict[str, Any]] = field(default_factory=dict)
    matters: dict[str, set[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


class Sender:
    """Posts messages to the platform; a share of `faults` of them by a bad line."""

    def __init__(self, url: str, credentials: Credentials, *, faults: float, seed: int) -> None:
        self.parts = urlsplit(url)
        self.credentials = credentials
        self.faults = faults
        self.answers = Answers()
        self.dice = random.Random(seed)  # noqa: S311 -- faults, no secret

    def send(self, message: dict[str, Any]) -> None:
        """Send one message until it is answered; perhaps cut off first, perhaps once more afterwards."""
        body = json.dumps(message, ensure_ascii=False).encode()
        if self.dice.random() < self.faults:
            self._cut_off(body, message["id"])
        self._until_answered(body, message)
        if self.dice.random() < self.faults:
            self.answers.counts["sent twice"] += 1
            self._until_answered(body, message)

    def send_all(self, messages: list[dict[str, Any]]) -> None:
        """Several of one order, perhaps in the wrong order."""
        if len(messages) > 1 and self.dice.random() < self.faults * 2:
            self.answers.counts["out of order"] += 1
            messages.reverse()
        for message in messages:
            self.send(message)

    def _until_answered(self, body: bytes, message: dict[str, Any]) -> None:
        for _ in range(_TRIES):
            try:
                status, said = self._post(body, message["id"])
            except (OSError, http.client.HTTPException, ValueError):
                self.answers.counts["no answer"] += 1
                continue
            if status == 200 and said.get("accepted") is True:
                self._note(message, said)
                return
            self.answers.counts[f"answered {status}"] += 1
            if status < 500 and said.get("code") not in {"hotline_replayed", "hotline_clock"}:
                self.answers.refused.append(f"{message['id']}: {status} {said.get('code')} {said.get('detail')}")
                return

    def _note(self, message: dict[str, Any], said: dict[str, Any]) -> None:
        self.answers.counts["answered 200"] += 1
        first = self.answers.first.setdefault(message["id"], said)
        if first != said:
            self.answers.counts["another answer"] += 1
        if said.get("matter"):
            self.answers.matters.setdefault(message["order"], set()).add(said["matter"])

    def _post(self, body: bytes, message_id: str) -> tuple[int, dict[str, Any]]:
        path = self.parts.path
        kind = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.parts.hostname or "", self.parts.port, timeout=_SECONDS)
        try:
            connection.request("POST", path, body, self.credentials.headers(path, body, message_id))
            answer = connection.getresponse()
            said = json.loads(answer.read() or b"{}")
            return answer.status, said if isinstance(said, dict) else {}
        finally:
            connection.close()

    def _cut_off(self, body: bytes, message_id: str) -> None:
        """Begin a request and hang up: in the middle of its body, or before its answer was read."""
        path, host = self.parts.path, self.parts.hostname or ""
        headers = self.credentials.headers(path, body, message_id)
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        whole = self.dice.random() < 0.5
        self.answers.counts["cut before the answer" if whole else "cut in the body"] += 1
        port = self.parts.port or (443 if self.parts.scheme == "https" else 80)
        try:
            with socket.create_connection((host, port), timeout=_SECONDS) as plain:
                line = plain
                if self.parts.scheme == "https":
                    line = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
                line.sendall(head.encode() + (body if whole else body[: len(body) // 2]))
        except OSError:
            self.answers.counts["no answer"] += 1
