"""Problems by the hundred thousand, as a register has them after years: the list by every filter there is, and the page of where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from bench.cases.acts import signed_in
from bench.cases.pages import measured
from bench.load import NOW, Led, Place, Population, Sort
from bench.measure import Result
from bench.server import Server
from ecoduty.kernel.clock import frozen

KIND = "problem"
FINDER, RESPONSIBLE = "committee-office.clerk", "water-bureau.liaison"
READERS = (("登记单位", FINDER), ("责任单位", RESPONSIBLE), ("区环委办", "siming-committee-office.clerk"))
FILTERS = (
    ("按状态", "state=rectifying"), ("已销号", "state=closed"), ("在办和办结", "state=all"), ("逾期", "due=overdue"), ("按灯", "light=soon"),
    ("按责任单位", "holder=water-bureau"), ("等我办", "whose=turn"), ("我交办的", "whose=asked"), ("按词", "q=污水直排"),
    ("按编号排", "sort=-number"), ("按状态排", "state=all&sort=state"),
)  # fmt: skip
_STARTED = NOW - timedelta(days=40)
_NEED = "截污管接通，晴天无污水入沟"


def population(matters: int) -> Population:
    """Problems of which thirty of a hundred are being put right."""
    return Population(matters, open_percent=30, due_from=-20, due_to=200)


def sort() -> Sort:
    """Problems of every source and district, each at the body that puts it right."""
    from ecoduty.mechanisms.inspections import queries
    from ecoduty.organisation.directory.queries import districts

    places = tuple(districts().order_by("order").values_list("pk", flat=True))
    return Sort(
        KIND, Led(KIND, ("rectifying", "closed"), _lead), "problem.limit", roles=("holder", "supervisor", "copy"), entries=4,
        own=(("inspections_problem", "matter_id"), ("inspections_rectification", "problem_id")),
        changes=partial(changes, places, tuple(queries.sources(NOW.date()))),
    )  # fmt: skip


def pages(server: Server, rows: int, runs: int, readers: int = len(READERS)) -> list[Result]:
    """The list of problems for so many readers, by every filter of its own and of all lists; where they are; one of them."""
    from ecoduty.casework.matters.models import Matter

    one = Matter.objects.filter(kind=KIND, state="rectifying", holder__key="water-bureau").order_by("-pk")[:1].get()
    found = []
    for who, username in READERS[:readers]:
        client = signed_in(_actor(username))
        wanted = [("问题页", f"/matters/{one.public_id}/")] if who != "区环委办" else []
        wanted += [("问题分布", "/problems/"), ("问题列表", f"/matters/?kind={KIND}")]
        wanted += [
            (f"问题列表，{label}", f"/matters/?kind={KIND}&{query}") for label, query in (*FILTERS, *own_filters())
        ]
        found += [measured(server, client, f"{label}（{who}）", address, rows, runs) for label, address in wanted]
    return found


def own_filters() -> Sequence[tuple[str, str]]:
    """What only problems can be asked for: each with its first choice, all together with their last."""
    from ecoduty.interfaces.desk.parts import parts_of

    choices = [(one.label, one.name, [code for code, _ in one.choices()]) for one in parts_of(KIND).filters]
    single = [(f"按{label}", f"state=all&{name}={codes[0]}") for label, name, codes in choices]
    return [*single, ("各项一起", "&".join(["state=all", *(f"{name}={codes[-1]}" for _, name, codes in choices)]))]


def changes(places: tuple[int, ...], sources: tuple[str, ...], table: str, place: Place) -> dict[str, str]:
    """Problems found everywhere on every occasion, each with the body that puts it right."""
    if table != "inspections_problem":
        return {}
    return {
        "responsible_id": str(place.holder), "limit_on": str(place.due_on), "source": sources[place.number % len(sources)],
        "district_id": str(places[place.number // 7 % len(places)]),
        "found_on": str(_STARTED.date() - timedelta(days=place.number % 900)),
    }  # fmt: skip


def _actor(username: str) -> Any:
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    return actors_of(Account.objects.get(username=username), NOW.date())[0]


def _lead(state: str) -> Any:
    """Take one problem through the gate as far as that state."""
    from ecoduty.casework.matters.models import Matter
    from ecoduty.kernel import flow

    with frozen(_STARTED, every_thread=True) as clock:
        actors = {name: _actor(name) for name in (FINDER, RESPONSIBLE)}
        table = flow.table(KIND)
        given = {
            "title": "杏林湾排洪沟污水直排", "text": "晴天仍有污水入沟，岸边有异味。", "found_on": str(_STARTED.date()), "source": "on-site",
            "district": "siming", "place": "杏林湾北岸三号排口",
        }  # fmt: skip
        pk = flow.perform(table, "register", actor=actors[FINDER], data=given).subject.pk

        def do(who: str, act: str, **data: Any) -> None:
            clock.advance(timedelta(days=1))
            flow.perform(table, act, pk, actor=actors[who], data=data)

        due = str((NOW + timedelta(days=60)).date())
        do(FINDER, "assign", responsible="water-bureau", limit_on=due, closing_needs=[_NEED])
        do(RESPONSIBLE, "plan_measures", measures="接通截污管，排查上游错接点。", unit="排水处", person="处长")
        if state == "closed":
            do(RESPONSIBLE, "apply_closing", text="截污管已接通，监测达标。", evidence="监测报告2026-118")
            do(FINDER, "strike_off", covered=["0"], text="现场核查合格")
    return Matter.objects.get(pk=pk)
