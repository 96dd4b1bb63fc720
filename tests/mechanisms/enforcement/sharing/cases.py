"""A kind of case that tests of sharing bring themselves: opened, decided by the bureau, decided by the police, closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pydantic import Field

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, State, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned.acts import concerned_acts
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, OnPaper, by
from ecoduty.mechanisms.enforcement.pieces.acts import piece_acts
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.relations import HEADS, OFFICERS, POLICE, POLICES
from ecoduty.mechanisms.enforcement.sharing import registry
from ecoduty.mechanisms.enforcement.sharing.registry import Group
from ecoduty.organisation.directory.models import Body

KIND = "toy_case"
OFFICER, SECOND, HEAD = (
    f"ecology-bureau.{post}" for post in ("enforcement-officer-1", "enforcement-officer-2", "principal")
)
LINKAGE, POLICE_LINKAGE, PROCURATOR = (
    f"{body}.linkage-officer" for body in ("ecology-bureau", "police", "procuratorate")
)
STATES = (State("open", "在办"), State("sent", "已移送"), State("filed", "已立案"), State("done", "办结", open=False))
ANYBODY = Who("anyone", (), "任何人")


class Open(ActData):
    title: str = Field(title="案名")
    officers: tuple[int, ...] = Field(title="办案人员")


class Filed(OnPaper):
    number: str = Field(title="文号", default="", max_length=80)


def _open(attempt: Attempt) -> None:
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    circle.open_restricted(attempt, title=attempt.data.title, holder=body, state="open", officers=attempt.data.officers)


def _send(attempt: Attempt) -> None:
    circle.name_side(attempt, Body.objects.get(key="police"), POLICE)


def _file(attempt: Attempt) -> None:
    if attempt.data.scan:  # not by `kept`: the rulebook lets content into the city's own kinds of cases only
        storage.claim(attempt.data.scan, owner=attempt.subject.stream, account=attempt.actor.uploader)


TABLE = ActTable(
    kind=KIND,
    label="试验案件",
    states=STATES,
    acts=(
        Act("open", "立案", (START,), "open", (ANYBODY,), data=Open, effect=_open),
        Act("penalise", "作出处罚决定", ("open",), None, (OFFICERS, HEADS)),
        Act("send", "移送公安", ("open",), "sent", (OFFICERS, HEADS), effect=_send, main=True),
        Act("file", "公安立案", ("sent",), "filed", by(POLICES), data=Filed, guards=(ENTERED_WITH_SCAN,), effect=_file, main=True),
        Act("close", "结案", ("open", "sent", "filed"), "done", (OFFICERS, HEADS)),
        *concerned_acts(STATES), *piece_acts(KIND, STATES, ()), *circle.circle_acts(STATES), *standard_acts(STATES),
    ),
    store=MatterStore(),
)  # fmt: skip
SHARED = {
    "penalise": Group.ADMINISTRATIVE, "send": Group.ADMINISTRATIVE, "file": Group.POLICE, "close": Group.ADMINISTRATIVE,
}  # fmt: skip


@contextmanager
def known() -> Iterator[None]:
    """The kind is there, and its decisions are shared."""
    flow.register(TABLE)
    registry.shares(KIND, SHARED)
    try:
        yield
    finally:
        registry.withdraw(KIND)
        flow.registry.unregister(KIND)


def opened(city: Any, title: str = "某公司非法处置危险废物案", **more: Any) -> Matter:
    """A case of the ecology bureau with two officers."""
    officers = [city.actor(name).person for name in (OFFICER, SECOND)]
    done = perform(TABLE, "open", actor=city.actor(OFFICER), data={"title": title, "officers": officers}, **more)
    return Matter.objects.get(pk=done.subject.pk)


def do(
    city: Any,
    matter: Matter,
    who: str,
    act: str,
    data: dict[str, Any] | None = None,
    *,
    at: datetime | None = None,
    **more: Any,
) -> Matter:
    """One act on it."""
    perform(TABLE, act, matter.pk, actor=city.actor(who), data=data, occurred_at=at, **more)
    return Matter.objects.get(pk=matter.pk)


def piece(matter: Matter, title: str = "现场检查笔录", content: bytes = "检查所见".encode()) -> StoredFile:
    """A material of it with a file, as it stands after 登记材料."""
    file = storage.store(storage.Content("笔录.txt", content), owner=matter.stream)
    Piece.objects.create(matter=matter, code="other", title=title, file=file, original=True, added_at=matter.opened_at)
    return file
