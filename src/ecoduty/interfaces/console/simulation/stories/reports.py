"""Half-year and annual reports of all departments: most in time, some returned, some signed late (clauses 10.3, 11.1)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.stories import Steps, follows
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, as_local
from ecoduty.kernel.flow import table
from ecoduty.mechanisms.reports import sections

_LATE = 0.12  # of the reports are sent after their day
_OFTEN_RETURNED = 0.25
_DONE = (
    "全年任务{n}项，完成{m}项，其余按计划推进。",
    "组织专项检查{n}次，发现问题{m}个，已督促整改。",
    "修订制度{k}项，明确处室和岗位责任。",
    "与{k}个部门建立联络机制，会商{m}次。",
    "处理群众反映{n}件，按期答复{m}件。",
)


@follows("half_year_report")
def half_year(town: Town, rng: Random, matter: Matter) -> Steps:
    """From opening to sending."""
    yield from _report(town, rng, matter)


@follows("annual_report")
def annual(town: Town, rng: Random, matter: Matter) -> Steps:
    """The same; what is due after the year ends stays on its way."""
    yield from _report(town, rng, matter)


def _report(town: Town, rng: Random, matter: Matter) -> Steps:
    acts, body = table(matter.kind), matter.holder.key
    due = as_local(matter.next_due_at) if matter.next_due_at else town.now + timedelta(days=30)
    span = max((due - town.now).days, 3)
    yield _morning(town.now + timedelta(days=rng.randint(1, max(1, span // 2))), rng)
    titles = sections.required(matter.kind, matter.rulebook)
    town.do(
        acts,
        "save_draft",
        matter.pk,
        by=f"{body}.liaison",
        data={"sections": {title: _text(rng, title) for title in titles}},
    )
    late = rng.random() < _LATE
    signed = (
        due + timedelta(days=rng.randint(1, 12)) if late else due - timedelta(days=rng.randint(2, max(2, span // 3)))
    )
    yield max(_morning(signed - timedelta(days=4), rng), town.now + timedelta(hours=2))
    town.do(acts, "submit_for_review", matter.pk, by=f"{body}.liaison")
    yield timedelta(hours=rng.randint(2, 20))
    if rng.random() < _OFTEN_RETURNED:
        town.do(
            acts,
            "return_for_revision",
            matter.pk,
            by=f"{body}.deputy",
            data={"note": "数据与上半年不一致，请核对后补充。"},
        )
        yield timedelta(hours=rng.randint(3, 24))
        town.do(
            acts,
            "save_draft",
            matter.pk,
            by=f"{body}.liaison",
            data={"sections": {title: _text(rng, title) for title in titles}},
        )
        town.do(acts, "submit_for_review", matter.pk, by=f"{body}.liaison")
        yield timedelta(hours=3)
    town.do(acts, "pass_review", matter.pk, by=f"{body}.deputy")
    yield max(_morning(signed, rng), town.now + timedelta(hours=1))
    number = f"厦{matter.holder.short_name.removeprefix('市')[0]}〔{town.now.year}〕{rng.randint(1, 400)}号"
    town.do(acts, "sign", matter.pk, by=f"{body}.principal", data={"number": number})
    yield timedelta(hours=2)
    town.do(acts, "send", matter.pk, by=f"{body}.liaison")


def _text(rng: Random, title: str) -> str:
    chosen = rng.sample(_DONE, 2)
    return f"{title}：" + "".join(
        one.format(n=rng.randint(8, 60), m=rng.randint(3, 40), k=rng.randint(1, 5)) for one in chosen
    )


def _morning(at: datetime, rng: Random) -> datetime:
    return datetime.combine(at.date(), time(rng.choice((9, 10, 14, 15)), rng.randrange(60)), SHANGHAI)
