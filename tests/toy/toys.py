"""Toys: matters of a mechanism that lives only in the tests, with an ordinary and a restricted kind."""

from __future__ import annotations

from pydantic import Field

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.duties.instances import DutyOpening, open_for_duty
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import PartyRole, Secrecy
from ecoduty.casework.matters.opening import add_party, name_person, open_matter
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, State, Who
from ecoduty.organisation.directory.models import Body

SYSTEM = Who("system", ("system",), "系统")
ANYONE = Who("anyone", (), "在任的任何人")
HOLDER = Who("holder_body", (), "承办车间")
NAMED = Who("named_person", (), "点名的人")

STATES = (
    State("doing", "制作中", waits_for="联络员"),
    State("checking", "检验中", waits_for="主任"),
    State("done", "完工", open=False),
)


class NewToy(ActData):
    """A toy that somebody asks for."""

    title: str = Field(title="名称")
    holder: str = Field(title="车间")
    supporter: str = Field("", title="协办")
    person: int | None = Field(None, title="知情人")


def _open(attempt: Attempt) -> None:
    open_for_duty(attempt, "doing")


def _ask(attempt: Attempt) -> None:
    data: NewToy = attempt.data
    secrecy = Secrecy.RESTRICTED if attempt.table.kind == "toy_restricted" else Secrecy.INTERNAL
    holder = Body.objects.get(key=data.holder)
    matter = open_matter(attempt, title=data.title, holder=holder, state="doing", clauses=["1.1"], secrecy=secrecy)
    if data.supporter:
        add_party(matter, Body.objects.get(key=data.supporter), PartyRole.SUPPORTER, attempt.occurred_at)
    if data.person is not None:
        name_person(matter, data.person, "holder", attempt.occurred_at)


def _acts(who: Who) -> tuple[Act, ...]:
    """Acts beside opening: every limit of the toy city can be started, met and cancelled."""
    everywhere = ("doing", "checking")
    limits = ("toy.reply", "toy.strict", "toy.plan", "toy.loose", "toy.hours")
    return (
        Act("ask", "要一件玩具", ("",), "doing", (ANYONE, SYSTEM), data=NewToy, effect=_ask),
        Act(
            "ask_urgently",
            "急要一件玩具",
            ("",),
            "doing",
            (ANYONE, SYSTEM),
            data=NewToy,
            effect=_ask,
            starts=("toy.reply",),
        ),
        *(Act(f"start_{key[4:]}", f"开始{key}", everywhere, None, (who, SYSTEM), starts=(key,)) for key in limits),
        *(Act(f"meet_{key[4:]}", f"办好{key}", everywhere, None, (who, SYSTEM), meets=(key,)) for key in limits),
        Act("start_complex", "开始复杂答复", everywhere, None, (who,), starts=("toy.reply/complex",)),
        Act("drop_reply", "撤销答复", everywhere, None, (who,), cancels=("toy.reply",)),
        Act("submit", "送检", ("doing",), "checking", (who,), main=True),
        Act("deliver", "交货", everywhere, None, (who, SYSTEM), meets=(DUTY,), main=True),
        Act("finish", "完工", ("doing", "checking"), "done", (who, SYSTEM), main=True),
        Act("reopen", "返工", ("done",), "doing", (who,), starts=("toy.loose",)),
        *standard_acts(STATES),
    )


TOYS = ActTable(
    kind="toy",
    label="玩具",
    states=STATES,
    acts=(
        Act("open", "立项", ("",), "doing", (SYSTEM,), data=DutyOpening, effect=_open, starts=(DUTY,)),
        *_acts(HOLDER),
    ),
    store=MatterStore(),
    clauses=("1.1",),
)
RESTRICTED_TOYS = ActTable(
    kind="toy_restricted",
    label="受限玩具",
    states=STATES,
    acts=(*_acts(NAMED), *archive_acts(STATES)),
    store=MatterStore(),
    clauses=("1.1",),
)
