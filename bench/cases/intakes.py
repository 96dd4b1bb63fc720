"""The public sends: reports a second that the portal's own server accepts over HTTP, none of them lost.

Two processes as the product starts them, four callers that never pause, tokens whose riddles are solved beforehand, and every
report from an address of its own, as the limiter counts them. The floor is one connection that sends the same statements.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench import web
from bench.measure import Result, milliseconds, p95
from bench.replay import rehearse
from bench.server import Server

PER_SECOND = 100  # accepted, on two processors
CALLERS = 4
_FLOOR_RUNS = 200
_WARM = 1.0  # seconds
_NUMBER = re.compile(r"<dt>编号</dt><dd>([0-9-]+)</dd>")
_TEXT = "夜里十一点多工地还在打桩，持续一周，老人孩子睡不着。"
_COUNTED = """
SELECT count(*), count(*) FILTER (WHERE reference = ANY(%s)), count(DISTINCT reference)
FROM intakes_intake JOIN intakes_receipt USING (reference)
"""


def intakes(server: Server, seconds: float) -> Result:
    """Send for so long; then hold what was told to senders against what stands in the database."""
    form = _open_the_form()
    senders = [_Sender(form, number) for number in range(CALLERS)]
    portal = {"ECODUTY_HTTPS": "1", "ECODUTY_CONNECT_AS": "portal", "ECODUTY_ROLES": "portal"}
    with web.serving(2, 2, **portal) as port:
        web.together(port, [one.send for one in senders], _WARM)
        for one in senders:
            one.times.clear()
        accepted = sum(web.together(port, [one.send for one in senders], seconds))
    told = [number for one in senders for number in one.numbers]
    with server.connect("owner") as owner:
        stand, found, different = owner.execute(_COUNTED, [told]).fetchone() or (0, 0, 0)
    lost, doubled = len(told) - found, stand - different + len(told) - len(set(told))
    assert (lost, doubled, stand) == (0, 0, len(told)), (lost, doubled, stand, len(told))
    floor, statements = _floor(server, form)
    times = [one for sender in senders for one in sender.times]
    return Result(
        case="公众反映", rows=accepted, runs=accepted, ours=1000 * seconds / accepted, floor=median(floor), ours_p95=p95(times),
        floor_p95=p95(floor), aim=f"每秒≥ {PER_SECOND}件", limit=1000 / PER_SECOND, statements=statements,
        note=f"{seconds:.0f}秒内每秒收下{accepted / seconds:.0f}件，丢失{lost}，重复{doubled}",
    )  # fmt: skip


class _Sender:
    """One who sends again and again, each time as somebody else; keeps the numbers he was told and how long it took."""

    def __init__(self, form: dict[str, Any], number: int) -> None:
        self.entered, self.network = _entered(form), number
        self.addresses = itertools.count(1)
        self.numbers: list[str] = []
        self.times: list[float] = []

    def send(self, caller: web.Caller, _: int) -> None:
        """A new form, filled in and sent; anything but a number is a failure."""
        token, proof = _solved()
        body = urlencode({**self.entered, "token": token, "proof": proof, "go": "send"}).encode()
        n = next(self.addresses)
        address = f"10.{self.network}.{n // 250 % 250}.{n % 250 + 1}"
        request = web.post("/portal/complain/", body, x_forwarded_for=address, x_forwarded_proto="https")
        self.times.append(milliseconds(lambda: self._told(caller.ask(request))))

    def _told(self, answer: web.Answer) -> None:
        page = answer.body.decode(errors="replace")
        number = _NUMBER.search(page)
        assert answer.status == 200, (answer.status, page[-2000:])
        assert number, page[-2000:]
        self.numbers.append(number[1])


def _open_the_form() -> dict[str, Any]:
    """What the public's page asks for, published as the worker does."""
    from django.conf import settings

    from ecoduty.kernel.sealing import keyring
    from ecoduty.mechanisms.complaints.intake import offering

    if not Path(settings.KEY_FILE).exists():
        keyring.create(Path(settings.KEY_FILE), "bench")
    form = offering.refresh()
    assert form is not None
    content: dict[str, Any] = form.content
    return content


def _entered(form: dict[str, Any]) -> dict[str, str]:
    category, district = form["categories"][0][0], form["districts"][0]["key"]
    return {"category": category, "district": district, "place": "湖滨南路某工地", "text": _TEXT, "named": "yes", "name": "李四",
            "phone": "13800000000"}  # fmt: skip


def _solved() -> tuple[str, str]:
    """A token as the form hands it out, with a riddle of one bit, and its solution."""
    from ecoduty.casework.intakes import tokens

    token = tokens.hand_out(1)
    return token.text, next(str(n) for n in itertools.count() if tokens.solved(token, str(n)))


def _floor(server: Server, form: dict[str, Any]) -> tuple[list[float], int]:
    """The statements of the limiter and of a report, each set with values of its own, sent raw one after another."""
    from ecoduty.casework.intakes import limiting, sending, tokens
    from ecoduty.casework.intakes.states import IntakeKind

    content = {**_entered(form), "longitude": None, "latitude": None, "files": []}

    def report(number: int) -> Callable[[], object]:
        def work() -> None:
            address = limiting.digest_of(f"10.250.{number // 250}.{number % 250 + 1}")
            assert limiting.allow(limiting.SEND, address, form["most"][limiting.SEND], using="portal")
            sending.hand_in(
                IntakeKind.REPORT, tokens.hand_out(1).nonce, content, {"name": "李四", "phone": "13800000000", "anonymous": False}, public_key=form["sealing"],
                address=address, held=False, using="portal",
            )  # fmt: skip

        return work

    recordings = [rehearse(report(number), using="portal") for number in range(_FLOOR_RUNS)]
    with server.connect("portal") as raw:
        times = [milliseconds(lambda one=one: one.play(raw)) for one in recordings]
    return times, len(recordings[0])
