"""The stand-alone 12345 against the platform over real HTTP: cut lines, 500s, doubles, wrong order, three days away."""

from __future__ import annotations

import base64
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from ecoduty.interfaces.channels.hotline12345 import lines, sending
from ecoduty.interfaces.channels.hotline12345.models import Exchange
from ecoduty.interfaces.channels.hotline12345.simulator.people import OverApi
from ecoduty.interfaces.channels.hotline12345.simulator.receiver import FAULTS, Receiver
from ecoduty.interfaces.channels.hotline12345.simulator.run import Plan, Simulation
from ecoduty.interfaces.channels.hotline12345.simulator.sender import Sender
from ecoduty.interfaces.channels.hotline12345.simulator.wire import Credentials
from ecoduty.kernel.outbox.models import Channel, Message
from tests.browser.fixtures import Live
from tests.city import City
from tests.interfaces.api.calling import issued
from tests.interfaces.channels.hotline12345.other_side import APP, PATH, connected


@dataclass(frozen=True)
class Here:
    """People over the API, the platform's time by its frozen clock, its worker's beat by hand."""

    over: OverApi
    city: City

    def dispatch(self, matter: str) -> None:
        self.over.dispatch(matter)

    def act(self, matter: str, code: str, data: dict[str, Any] | None = None) -> None:
        self.over.act(matter, code, data)

    def approve(self, matter: str) -> None:
        self.over.approve(matter)

    def pass_time(self, hours: float) -> None:
        self.city.clock.advance(timedelta(hours=hours))
        while sending.drain():
            pass


def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.mark.clause("24.3", page="/channels/hotline12345/")
def test_three_days_down_and_a_bad_line_lose_nothing_and_double_nothing(fresh_city: City, live: Live, settings) -> None:
    settings.API_RATE = 100_000
    address = ("127.0.0.1", port())
    link = connected(url=f"http://127.0.0.1:{address[1]}/ecoduty/messages")
    credentials = Credentials(APP, base64.b64decode(lines.shown(link)))
    receiver = Receiver(credentials, faults=0.3, seed=7, address=address)
    sender = Sender(f"{live.url}{PATH}", credentials, faults=0.3, seed=7)
    clerk = issued("committee-office", "committee-office-clerk")[1]
    people = Here(OverApi(live.url, clerk, issued("construction-bureau")[1], "construction-bureau"), fresh_city)

    result = Simulation(Plan(orders=6, down_days=3), sender, receiver, people).run()

    assert result.missing == []
    assert result.refused == []
    assert (result.lost, result.doubled, result.out_of_order, result.bad_signatures) == (0, 0, 0, 0)
    assert (result.orders, result.sent, result.told) == (6, 25, 25)
    ours = ("cut in the body", "cut before the answer", "sent twice", "out of order")
    theirs = [*(f"fault {kind}" for kind in FAULTS), "repeated"]
    assert [one for one in (*ours, *theirs) if not result.counts.get(one)] == []
    assert Exchange.objects.exclude(state__in=["applied", "sent"]).count() == 0
    assert Message.objects.filter(channel="hotline12345").exclude(state="sent").count() == 0
    assert Channel.objects.get(pk="hotline12345").failures == 0
