"""Pages people open all day: the floor is the page's own statements; the rest is Python, templates and middleware."""

from __future__ import annotations

from typing import Any

from bench.cases.acts import signed_in
from bench.load import NOW
from bench.measure import Aim, Result, paired, result
from bench.replay import Recording, recording
from bench.server import Server

AIM = Aim(3, 25)
# Somebody who holds matters, and somebody who sees every one of them.
READERS = (("分管负责人", "siming-commerce-bureau.deputy"), ("市环委办", "committee-office.clerk"))
PAGES = (
    ("工作台", "/"),
    ("办件列表", "/matters/"),
    ("办件列表，按类按状态", "/matters/?kind=annual_report&state=reviewing"),
)


def pages(server: Server, rows: int, runs: int) -> list[Result]:
    """Every page for every reader."""
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    found = []
    for who, username in READERS:
        actor = actors_of(Account.objects.get(username=username), NOW.date())[0]
        client = signed_in(actor)
        for label, address in PAGES:
            found.append(measured(server, client, f"{label}（{who}）", address, rows, runs))
    return found


def measured(server: Server, client: Any, label: str, address: str, rows: int, runs: int) -> Result:
    """One page beside its own statements."""

    def get(_: int = 0) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (answer.status_code, address)

    get()
    with recording() as sent:
        get()
    reads = Recording([(statement, values) for statement, values in sent.statements if not _writes(statement)])
    with server.connect() as raw:
        times = paired(get, lambda _: reads.play_unframed(raw), runs, 2)
    return result(label, rows, times, AIM, len(sent))


def _writes(statement: str) -> bool:
    """A session that is refreshed now and then is no part of the page's floor."""
    return statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
