"""The end that takes what the platform tells: keeps it by id and in order, and breaks down as it was asked to."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

from ecoduty.interfaces.channels.hotline12345.simulator.wire import Credentials

PATH = "/ecoduty/messages"
_SLOWLY = 0.3  # seconds
_DRIP = 0.02  # seconds from one byte of an answer to the next
FAULTS = ("500", "cut after", "drip", "cut", "422", "slow", "503", "nonsense")  # each of them passes


@dataclass
class Received:
    """What arrived. `messages` are those accepted, by order, in the order of their arrival, each once."""

    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, bytes] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def types(self, order: str) -> list[str]:
        """What was told about an order, in the order of its arrival."""
        return [message["type"] for message in self.messages[order]]

    def doubled(self, orders: Collection[str]) -> int:
        """Messages that are another one's double: the same number of an order, or the same news, under another id."""
        found = 0
        for kept in self._about(orders):
            numbers = [message["sequence"] for message in kept]
            news = [json.dumps([message["type"], message["data"]], sort_keys=True) for message in kept]
            found += max(len(numbers) - len(set(numbers)), len(news) - len(set(news)))
        return found

    def out_of_order(self, orders: Collection[str]) -> int:
        """Messages that were accepted before one with a lower number of the same order, or after a gap."""
        numbers = ([message["sequence"] for message in kept] for kept in self._about(orders))
        return sum(1 for kept in numbers for place, number in enumerate(kept, 1) if number != place)

    def told(self, orders: Collection[str]) -> int:
        """How many messages were accepted about these orders."""
        return sum(len(kept) for kept in self._about(orders))

    def _about(self, orders: Collection[str]) -> list[list[dict[str, Any]]]:
        """A line that was used before may still have to tell of other orders; those are not judged."""
        return [self.messages[order] for order in orders]


class Receiver:
    """An HTTP server on a port of its own; `faults` is the share of requests that something happens to."""

    def __init__(self, credentials: Credentials, *, faults: float, seed: int, address: tuple[str, int]) -> None:
        self.credentials = credentials
        self.faults = faults
        self.received = Received()
        self.lock = threading.Lock()
        self.dice = random.Random(seed)  # noqa: S311 -- faults, no secret
        self.address = address
        self._next = cycle(FAULTS)  # each kind in its turn, so that a short run meets them all
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where the platform sends to."""
        return f"http://{self.address[0]}:{self.address[1]}{PATH}"

    def up(self) -> None:
        """Listen, at the same port as before."""
        if self._server is not None:
            return
        server = ThreadingHTTPServer(self.address, _handler(self))
        server.daemon_threads = True
        self.address = (str(server.server_address[0]), int(server.server_address[1]))
        self._server = server
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def down(self) -> None:
        """Be away: nobody answers at the port."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def fault(self) -> str:
        """What happens to this request, usually nothing."""
        with self.lock:
            if self.dice.random() >= self.faults:
                return ""
            return next(self._next)

    def keep(self, message: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Take a message, once."""
        with self.lock:
            known = self.received.ids.get(message["id"])
            if known is None:
                self.received.ids[message["id"]] = body
                self.received.messages[message["order"]].append(message)
            elif known != body:
                self.received.counts["changed"] += 1
            else:
                self.received.counts["repeated"] += 1
        return {"accepted": True, "id": message["id"], "repeated": known is not None}


def _handler(receiver: Receiver) -> type[_Handler]:
    return type("Handler", (_Handler,), {"receiver": receiver})


class _Handler(BaseHTTPRequestHandler):
    """One request, and what happens to it."""

    receiver: Receiver
    timeout = 10

    def do_POST(self) -> None:
        fault = self.receiver.fault()
        counts = self.receiver.received.counts
        counts["requests"] += 1
        counts[f"fault {fault}" if fault else "well"] += 1
        length = int(self.headers.get("Content-Length", "0"))
        if fault == "cut":
            self.rfile.read(length // 2)
            self._hang_up()
            return
        body = self.rfile.read(length)
        if fault in {"500", "503"}:
            self._answer(int(fault), {"accepted": False, "code": "fault"})
        elif fault == "422":  # not now, but the same message will be taken later
            self._answer(422, {"accepted": False, "code": "later", "retry": True})
        elif fault == "refused":  # never: it takes a person
            self._answer(422, {"accepted": False, "code": "unknown_order", "detail": "没有这张工单"})
        elif fault == "nonsense":
            self._answer(200, ["what?"])
        else:
            self._judge(body, fault)

    def _judge(self, body: bytes, fault: str) -> None:
        once = self.headers.get("X-Hotline-Nonce", "")
        received = self.receiver.received
        if not self.receiver.credentials.fits(self.path, dict(self.headers), body) or once in received.nonces:
            received.counts["bad signatures"] += 1
            self._answer(401, {"accepted": False, "code": "signature"})
            return
        received.nonces.add(once)
        said = self.receiver.keep(json.loads(body), body)
        if fault == "cut after":  # taken, but the platform never hears of it
            self._hang_up()
            return
        if fault == "slow":
            time.sleep(_SLOWLY)
        self._answer(200, said, drip=fault == "drip")

    def _answer(self, status: int, said: Any, *, drip: bool = False) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for place in range(len(content)) if drip else ():
            self.wfile.write(content[place : place + 1])
            time.sleep(_DRIP)
        if not drip:
            self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- its name in the standard library
        pass
