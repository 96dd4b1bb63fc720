"""Tasks by the hundred thousand, with five entries each: 工作台, the list with any filter, a task's page.

The floor is each page's own statements, as for other pages; a page slower than `SLOW` misses whatever its floor is, for a
slow statement would be its own excuse.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench.cases.acts import signed_in
from bench.cases.pages import AIM, measured
from bench.load import NOW, Led, Place, Population, Sort
from bench.measure import Result
from bench.server import Server
from ecoduty.kernel.clock import frozen

ISSUER, LEAD, SUPPORTER = "ecology-bureau.principal", "water-bureau.liaison", "construction-bureau.liaison"
READERS = (("下达单位", ISSUER), ("牵头单位", LEAD), ("配合单位", SUPPORTER), ("市环委办", "committee-office.clerk"))
FILTERS = (
    ("按状态", "&state=doing"), ("办结", "&state=closed"), ("按来源", "&source=meeting"), ("民生实事", "&livelihood=yes"),
    ("逾期", "&due=overdue"), ("按灯", "&light=soon"), ("按主办", "&holder=water-bureau"), ("三项一起", "&state=doing&source=annual&livelihood=no"),
    ("等我办", "&whose=turn"), ("等我签", "&whose=sign"), ("我交办的", "&whose=asked"), ("按词", "&q=污水直排"), ("按编号排", "&sort=-number"),
)  # fmt: skip
SLOW = 1000.0  # milliseconds; nobody waits longer for a page
_SOURCES = ("annual", "meeting", "inspection", "complaint")
_STARTED = NOW - timedelta(days=30)


def population(matters: int) -> Population:
    """Tasks of which thirty of a hundred are under way."""
    return Population(matters, open_percent=30, due_from=-20, due_to=200)


def pages(server: Server, rows: int, runs: int) -> list[Result]:
    """工作台 and the unfiltered list for every reader, every filter for who sees most, one task with its tabs."""
    from ecoduty.casework.matters.models import Matter

    task = Matter.objects.filter(kind="task", state="doing", holder__key="water-bureau").order_by("-pk")[:1].get()
    found = []
    for who, username in READERS:
        client = signed_in(_actor(username))
        wanted = [("工作台", "/"), ("任务列表", "/matters/?kind=task"), ("任务页", f"/matters/{task.public_id}/")]
        if username in {ISSUER, LEAD}:
            wanted += [(f"任务列表，{label}", f"/matters/?kind=task{more}") for label, more in FILTERS]
        found += [measured(server, client, f"{label}（{who}）", address, rows, runs) for label, address in wanted]
    for line in found:
        line.limit = min(line.limit, SLOW)
        line.aim = f"{AIM.words}，{SLOW / 1000:g} s"
    return found


def _actor(username: str) -> Any:
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    return actors_of(Account.objects.get(username=username), NOW.date())[0]


def _lead(state: str) -> Any:
    """Take one task through the gate as far as that state: five or six entries."""
    from ecoduty.casework.matters.models import Matter
    from ecoduty.kernel import flow

    with frozen(_STARTED, every_thread=True) as clock:
        actors = {name: _actor(name) for name in (ISSUER, LEAD, SUPPORTER)}
        table = flow.table("task")
        given = {
            "name": "筼筜湖排口整治", "goal": "全部排口达标", "measures": "排查、溯源、整治", "requirements": "每月报送台账",
            "limit_on": (NOW + timedelta(days=60)).date(), "lead": "water-bureau", "source": "annual",
            "supporters": ["construction-bureau｜工地排水整改｜质安处｜王工"],
            "milestones": [f"{(NOW + timedelta(days=30)).date()} 完成排查"],
        }  # fmt: skip
        pk = flow.perform(table, "draft_task", actor=actors[ISSUER], data=given).subject.pk

        def do(who: str, act: str, **data: Any) -> None:
            clock.advance(timedelta(days=1))
            flow.perform(table, act, pk, actor=actors[who], data=data)

        do(ISSUER, "issue")
        do(LEAD, "sign_for", unit="河湖处", person="李明")
        do(LEAD, "report_progress", changed="已完成排查", evidence="台账1号", percent=30)
        do(SUPPORTER, "finish_part", finding="三处工地已整改")
        if state == "accepted":
            do(LEAD, "apply_completion", result="排口全部达标。", evidence="验收报告1号")
            do(ISSUER, "accept_task", opinion="抽查合格")
    return Matter.objects.get(pk=pk)


def changes(table: str, place: Place) -> dict[str, str]:
    """Tasks of several sources, some of them 民生实事, each with the lead that holds it."""
    if table != "plans_task":
        return {}
    return {
        "lead_id": str(place.holder), "limit_on": str(place.due_on), "source": _SOURCES[place.number % 4],
        "livelihood": "t" if place.number % 10 == 0 else "f", "percent": str(place.number % 101),
    }  # fmt: skip


TASKS = Sort(
    "task", Led("task", ("doing", "accepted"), _lead), "task.limit", roles=("holder", "supervisor", "supporter"), entries=5, changes=changes,
    own=(("plans_task", "matter_id"), ("plans_task_part", "task_id"), ("plans_milestone", "task_id"), ("plans_progress", "task_id")),
)  # fmt: skip
