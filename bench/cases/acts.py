"""One act: in process, and through the desk's POST. The floor of both are the act's own statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from bench.load import KIND, Road
from bench.measure import Aim, Result, paired, result
from bench.replay import Recording, rehearse
from bench.server import Server
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Actor

ACT = "pass_review"
IN_PROCESS = Aim(4)
BY_DESK = Aim(10)


def perform(server: Server, rows: int, runs: int, *, durable: bool) -> Result:
    """`perform()` of an everyday act, one matter each."""
    matters = waiting(2 * (runs + WARM) + 1)
    table = flow.table(KIND)

    def act(matter: Any) -> None:
        flow.perform(table, ACT, matter.pk, actor=matter.actor, data={"note": "同意"}, key=uuid.uuid4().hex)

    mine, theirs = matters[0::2], matters[1::2]
    floors = recordings(act, theirs)
    durability(durable)
    with server.connect(durable=durable) as raw:
        times = paired(lambda n: act(mine[n]), lambda _: next(floors).play(raw), runs, WARM)
    durability(True)
    words = "提交落盘" if durable else "提交不等落盘"
    return result("perform()", rows, times, IN_PROCESS, length(act, matters[-1]), words)


def post(server: Server, rows: int, runs: int) -> Result:
    """The same act through the desk: middleware, form, gate, redirect."""
    from django.test import Client

    matters = waiting(2 * (runs + WARM) + 1)
    table = flow.table(KIND)

    def act(matter: Any) -> None:
        flow.perform(table, ACT, matter.pk, actor=matter.actor, data={"note": "同意"}, key=uuid.uuid4().hex)

    clients: dict[int, Client] = {}
    for matter in matters:
        if matter.actor.account not in clients:
            clients[matter.actor.account] = signed_in(matter.actor)

    def send(matter: Any) -> None:
        answer = clients[matter.actor.account].post(
            f"/matters/{matter.public_id}/{ACT}/", {"note": "同意", "key": uuid.uuid4().hex}
        )
        assert answer.status_code == 302, (answer.status_code, answer.content.decode()[:2000])

    mine, theirs = matters[0::2], matters[1::2]
    floors = recordings(act, theirs)
    durability(False)
    with server.connect(durable=False) as raw:
        times = paired(lambda n: send(mine[n]), lambda _: next(floors).play(raw), runs, WARM)
    durability(True)
    return result("desk POST", rows, times, BY_DESK, length(act, matters[-1]), "含登录态、表单、页面跳转")


WARM = 20


def recordings(act: Any, matters: Sequence[Any]) -> Iterator[Recording]:
    """What the act sends for each of these matters; made before anything is timed."""
    return iter([rehearse(lambda matter=matter: act(matter)) for matter in matters])


def length(act: Any, matter: Any) -> int:
    """How many statements the act sends."""
    return len(rehearse(lambda: act(matter)))


def waiting(count: int) -> list[Any]:
    """Matters under review, each with the deputy of its holder as `actor`; no two runs touch the same."""
    from ecoduty.casework.matters.models import Matter

    found = list(
        Matter.objects.filter(kind=KIND, state="reviewing", version__gt=0)
        .select_related("holder")
        .order_by("pk")[:count]
    )
    assert len(found) == count, f"only {len(found)} matters are under review, {count} are needed"
    actors: dict[int, Actor] = {}
    for matter in found:
        if matter.holder_id not in actors:
            actors[matter.holder_id] = Road(matter).actor("deputy")
        matter.actor = actors[matter.holder_id]
    return found


def signed_in(actor: Actor) -> Any:
    """A browser's session for that actor."""
    from django.test import Client

    from ecoduty.organisation.accounts.models import Account

    client = Client(raise_request_exception=True)
    client.handler = _handler()  # middleware is loaded once in a process, as it is in a server
    client.force_login(Account.objects.get(pk=actor.account), backend="django.contrib.auth.backends.ModelBackend")
    return client


@cache
def _handler() -> Any:
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def durability(on: bool) -> None:  # noqa: FBT001
    """Whether Django's commits wait for the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {'on' if on else 'off'}")
