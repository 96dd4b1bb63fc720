"""Blocks: a mechanism on matters, small enough to see through; restricted ones are known to named persons only."""

from __future__ import annotations

from pydantic import Field

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.opening import name_person, open_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, Guard, State, Who
from ecoduty.organisation.directory.models import Body
from tests.toy.models import Block

STATES = (
    State("draft", "起草", waits_for="联络员"),
    State("review", "审核", waits_for="统筹负责同志"),
    State("done", "办结", open=False),
)
ANYBODY = Who("anyone", ("liaison",), "联络员")
PLATFORM = Who("system", ("system",), "平台")
LIAISON = Who("holder_body", ("liaison",), "主办单位联络员")
COORDINATOR = Who("holder_coordinator", (), "统筹负责同志")
PRINCIPAL = Who("holder_body", ("principal",), "主要负责人")
OFFICE = Who("committee_office", (), "生态环境保护委员会办公室")
NAMED = Who("handler", (), "经办人")


class Opening(ActData):
    title: str = Field(default="一块积木", title="题目", max_length=200)
    body: str = Field(title="主办单位")
    secrecy: Secrecy = Field(default=Secrecy.INTERNAL, title="密级")
    duty: str = Field(default="", title="义务")
    period: str = Field(default="", title="期间")
    colour: str = Field(default="red", title="颜色", max_length=20)


class Naming(Opening):
    handler: int = Field(title="经办人")


class Colour(ActData):
    colour: str = Field(title="颜色", min_length=1, max_length=20, pattern="^[a-z]+$")


def _open(attempt: Attempt) -> None:
    data = attempt.data
    secrecy = data.secrecy if attempt.table.kind == "block" else Secrecy.RESTRICTED
    matter = open_matter(
        attempt, title=data.title, holder=Body.objects.get(key=data.body), state="draft", clauses=["11.1"],
        secrecy=secrecy, duty=data.duty, period=data.period,
    )  # fmt: skip
    Block.objects.create(matter=matter, colour=data.colour)
    if attempt.table.kind == "block_restricted":
        name_person(matter, data.handler, "handler", attempt.occurred_at)


def _paint(attempt: Attempt) -> None:
    Block.objects.filter(matter=attempt.subject).update(colour=attempt.data.colour)
    attempt.record(colour=attempt.data.colour)


is_red = Guard(
    "block_not_red", "只有红色的积木可以办结，请先涂成红色。", lambda attempt: attempt.subject.block.colour == "red"
)

BLOCK = ActTable(
    kind="block",
    label="积木",
    states=STATES,
    acts=(
        Act("open", "立项", ("",), "draft", (ANYBODY, PLATFORM), ("11.1",), data=Opening, effect=_open),
        Act("paint", "涂色", ("draft",), None, (LIAISON,), ("11.1",), data=Colour, effect=_paint),
        Act("submit", "送审", ("draft",), "review", (LIAISON,), ("11.1",), main=True),
        Act("give_back", "退回", ("review",), "draft", (COORDINATOR, PRINCIPAL), ("11.1",)),
        Act("finish", "办结", ("review",), "done", (COORDINATOR, PRINCIPAL), ("11.1",), guards=(is_red,), main=True),
        Act("reopen", "重启", ("done",), "draft", (PRINCIPAL,), ("11.1",)),
        Act("nudge", "催办", ("draft", "review"), None, (OFFICE, PLATFORM), ("11.1",), aside=True),
    ),
    store=MatterStore(own="block"),
    clauses=("11.1",),
)

RESTRICTED = ActTable(
    kind="block_restricted",
    label="受限积木",
    states=STATES,
    acts=(
        Act("open", "立项", ("",), "draft", (ANYBODY, PLATFORM), data=Naming, effect=_open),
        Act("submit", "送审", ("draft",), "review", (NAMED,), main=True),
        Act("finish", "办结", ("review",), "done", (NAMED,), main=True),
    ),
    store=MatterStore(own="block"),
)


def block(body: str = "water-bureau", actor: Actor | None = None, **data: object) -> Matter:
    """A block opened through the gate."""
    matter: Matter = flow.perform(
        BLOCK, "open", actor=actor or Actor.system("测试"), data={"body": body, **data}
    ).subject
    return matter


def restricted_block(handler: int, body: str = "water-bureau", **data: object) -> Matter:
    """A restricted block, known to one person."""
    matter: Matter = flow.perform(
        RESTRICTED, "open", actor=Actor.system("测试"), data={"body": body, "handler": handler, **data}
    ).subject
    return matter
