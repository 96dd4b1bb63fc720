"""The API: the act that the desk case does, and lists as another system asks for them; the floors are the same."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from bench.cases.acts import WARM, _handler, durability, length, recordings, waiting
from bench.load import KIND
from bench.measure import Aim, Result, paired, result
from bench.replay import Recording, recording
from bench.server import Server
from ecoduty.kernel import flow
from ecoduty.kernel.clock import wall_now

ACT = "pass_review"
BY_API = Aim(10)
LIST = Aim(3, 25)
LISTS = (
    ("API 办件列表", "/api/v1/matters"),
    ("API 办件列表，将到期", "/api/v1/matters?sort=due&kind=annual_report&due_until=2027-02-10"),
    ("API 期限列表", "/api/v1/deadlines?state=running"),
)


def post(server: Server, rows: int, runs: int) -> Result:
    """The act through POST /api/v1/matters/…/acts/…: token, rate, parsing, gate, answer."""
    matters = waiting(2 * (runs + WARM) + 1)
    table = flow.table(KIND)
    client = _client()
    tokens = {matter.actor.post: _token(matter.actor.post) for matter in matters}

    def act(matter: Any) -> None:
        flow.perform(table, ACT, matter.pk, actor=matter.actor, data={"note": "同意"}, key=uuid.uuid4().hex)

    def send(matter: Any) -> None:
        answer = client.post(
            f"/api/v1/matters/{matter.number}/acts/{ACT}",
            json.dumps({"data": {"note": "同意"}}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {tokens[matter.actor.post]}", "Idempotency-Key": uuid.uuid4().hex},
        )
        assert answer.status_code == 200, answer.content.decode()[:2000]

    mine, theirs = matters[0::2], matters[1::2]
    floors = recordings(act, theirs)
    durability(False)
    with server.connect(durable=False) as raw:
        times = paired(lambda n: send(mine[n]), lambda _: next(floors).play(raw), runs, WARM)
    durability(True)
    return result("API POST", rows, times, BY_API, length(act, matters[-1]), "含令牌、限频、解析、答复")


def lists(server: Server, rows: int, runs: int) -> list[Result]:
    """Every list for a department and for the committee office."""
    from ecoduty.organisation.directory.models import Post

    found = []
    for who, body, kind in (("联络员", "siming-commerce-bureau", "liaison"), ("市环委办", "committee-office", "clerk")):
        token = _token(Post.objects.get(body__key=body, kind=kind).pk)
        found += [_list(server, f"{label}（{who}）", address, token, rows, runs) for label, address in LISTS]
    return found


def _list(server: Server, label: str, address: str, token: str, rows: int, runs: int) -> Result:
    client = _client()

    def get(_: int = 0) -> None:
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.content.decode()[:2000]

    get()
    with recording() as sent:
        get()
    reads = Recording([one for one in sent.statements if "api_rate" not in one[0]])
    with server.connect() as raw:
        times = paired(get, lambda _: reads.play_unframed(raw), runs, 2)
    return result(label, rows, times, LIST, len(sent))


def _client() -> Any:
    from django.conf import settings
    from django.test import Client

    settings.API_RATE = 10**9
    client = Client(raise_request_exception=True)
    client.handler = _handler()
    return client


def _token(post: int) -> str:
    """A token for any post, so that both doors do the same act: issuing one for a deputy would be refused."""
    from ecoduty.organisation.tokens import secrets
    from ecoduty.organisation.tokens.models import Token
    from ecoduty.organisation.tokens.states import Scope

    shown = secrets.fresh()
    Token.objects.create(
        purpose="bench",
        post_id=post,
        scopes=[scope.value for scope in Scope],
        digest=secrets.digest(shown),
        expires_on=wall_now().date() + timedelta(days=1),
    )
    return shown
