"""A problem until it is struck off: on the plain road, or on the full road of inspections with plan, acceptance and notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.roads import Road
from ecoduty.organisation.directory.models import Body

_ROUNDS = 3
_PERSON_HEADS = ("deputy", "principal", "director", "clerk")


@dataclass(slots=True)
class Fault:
    """One problem: whoever found it judges, whoever is responsible puts it right."""

    town: Town
    rng: Random
    pk: int

    @property
    def matter(self) -> Matter:
        """As it stands now."""
        return Matter.objects.select_related(
            "holder", "problem__found_by__region", "problem__accepting", "problem__district"
        ).get(pk=self.pk)

    @property
    def own(self) -> Problem:
        """What it has beside its matter."""
        found: Problem = self.matter.problem
        return found

    @property
    def finder(self) -> str:
        """A head of the body that found it."""
        return people.somebody(self.own.found_by, _PERSON_HEADS)

    @property
    def worker(self) -> str:
        """Whoever works on it in the body that has it."""
        return people.somebody(self.matter.holder)

    def do(self, act: str, by: str, data: dict[str, Any] | None = None) -> None:
        """An act on it."""
        self.town.do(PROBLEMS, act, self.pk, by=by, data=data)

    def word(self, name: str) -> str:
        """What is said of this very problem: measures, evidence, why it goes back; of several, one."""
        said = content(self.own.text)[name]
        return said if isinstance(said, str) else str(self.rng.choice(said))

    def chance(self, share: float) -> bool:
        """True as often as that."""
        return self.rng.random() < share


@cache
def _contents() -> dict[str, Mapping[str, Any]]:
    """By what was seen: in the register, by an audit, on the spot, or when a complaint was looked into."""
    lists = words("inspections")
    known = {one["text"]: one for one in lists["problems"]}
    known |= {one["text"]: one for audit in words("auditing")["audits"] for one in audit["findings"]}
    known |= {one["seen"]: {**lists["any"], **one} for one in words("offices")["visits"]}
    for kind in words("complaints")["kinds"].values():
        for scene in kind["scenes"]:
            for seen, done in scene["handled"]:
                known[seen] = {**lists["any"], "measures": f"{done}，复查到没有同类情况为止。"}
    return known


def content(text: str) -> Mapping[str, Any]:
    """What is said of a problem from its measures to its end, by what was found."""
    return _contents().get(text) or words("inspections")["any"]


def found(town: Town, rng: Random, pk: int, responsible: Body) -> Steps:
    """From the register to the end, by the road that its source takes."""
    fault = Fault(town, rng, pk)
    if fault.own.road == Road.FULL and fault.own.found_by_id != responsible.pk:
        yield from _heard(fault, responsible)
    else:
        yield pace.before_due(rng, pk, "problem.assignment", late=0.02)
    _assign(fault, responsible)
    if fault.chance(0.06):
        yield pace.in_days(rng, 1, 3)
        fault.do("give_back", fault.worker, {"note": "该处是否由本单位管，请先核实责任单位。"})
        yield pace.in_days(rng, 1, 3)
        _assign(fault, responsible)
    yield from put_right(town, rng, pk)


def put_right(town: Town, rng: Random, pk: int) -> Steps:
    """From assignment to the end; what was assigned already comes here at once."""
    fault = Fault(town, rng, pk)
    if fault.own.road == Road.FULL:
        yield from _planned(fault)
        yield from _applied(fault)
        yield from _accepted(fault)
        return
    yield pace.before_due(rng, pk, "problem.measures", late=0.03)
    unit = "责任处室"
    fault.do(
        "plan_measures", fault.worker, {"measures": fault.word("measures"), "unit": unit, "person": f"{unit}负责人"}
    )
    yield from _applied(fault)


def _heard(fault: Fault, inspected: Body) -> Steps:
    """The inspected body speaks before the problem is fixed (clause 14.2)."""
    rng, pk = fault.rng, fault.pk
    yield pace.in_days(rng, 0, 2)
    fault.do(
        "ask_statement",
        fault.finder,
        {"inspected": inspected.key, "points": "请说明情况是否属实、原因和已经采取的措施。"},
    )
    yield pace.before_due(rng, pk, "problem.statement", late=0)
    objects = fault.chance(0.3)
    said = fault.word("objects") if objects else rng.choice(words("inspections")["agrees"])
    given = {"said": "objects" if objects else "agrees", "text": said}
    fault.do("give_statement", people.somebody(inspected), given)
    yield pace.in_days(rng, 1, 4)
    if objects:
        finder = fault.own.found_by
        given = {
            "held_on": today().isoformat(), "attendees": f"{finder.short_name}、{inspected.short_name}",
            "positions": [f"{finder.key}｜现场情况有照片和记录，应当整改。", f"{inspected.key}｜{said}"],
            "result": "责任的分歧另行协商，不影响先整改。",
        }  # fmt: skip
        fault.do("record_problem_conferral", fault.finder, given)
    yield pace.before_due(rng, pk, "problem.determination", late=0.02)
    given = {
        "finding": f"{fault.matter.title}，情况属实。", "handling": "责令限期整改，举一反三。", "bases": words("inspections")["basis"],
        "on_objection": "所提情况不影响先行整改，异议不予采纳。" if objects else "", "waived": "" if objects else "事实清楚，各方无异议。",
    }  # fmt: skip
    fault.do("determine", fault.finder, given)
    yield pace.in_days(rng, 0, 2)


def _assign(fault: Fault, responsible: Body) -> None:
    limit = today() + timedelta(days=fault.rng.choice((20, 30, 30, 45, 60, 90, 120)))
    needs = list(content(fault.own.text)["needs"])
    fault.do(
        "assign", fault.finder, {"responsible": responsible.key, "limit_on": limit.isoformat(), "closing_needs": needs}
    )


def _planned(fault: Fault) -> Steps:
    """The plan of five elements; some come back once."""
    for turn in range(2):
        yield pace.before_due(fault.rng, fault.pk, "problem.plan", late=0.05)
        own = fault.own
        assert own.limit_on is not None
        given = {
            "implementer": "责任处室，处室负责人", "goal": "；".join(own.closing_needs) or "问题消除，不反弹。", "limit_on": max(own.limit_on, today()).isoformat(),
            "measures": fault.word("measures"), "accepting": _acceptor(fault).key,
        }  # fmt: skip
        if own.limit_on < today():
            given["limit_on"] = own.limit_on.isoformat()
        fault.do("submit_plan", fault.worker, given)
        yield pace.before_due(fault.rng, fault.pk, "problem.plan-approval", late=0.02)
        if turn == 0 and fault.chance(0.12):
            fault.do("return_plan", fault.finder, {"note": "措施没有落到点位，请补充。"})
            continue
        fault.do("approve_plan", fault.finder)
        return


def _acceptor(fault: Fault) -> Body:
    """Who accepts: the committee office of the district, or of the city, that is neither finder nor responsible."""
    own = fault.own
    region = own.district
    offices = [people.office(region)] if region is not None else []
    return next((one for one in offices if one.pk not in (own.responsible_id, own.inspected_id)), people.office())


def _applied(fault: Fault) -> Steps:
    """Work, progress, and the application to be struck off; what is not there yet goes back."""
    for turn in range(_ROUNDS):
        row_due = fault.own.limit_on
        if turn == 0 and row_due is not None and row_due - today() > timedelta(days=40):
            yield from _reported(fault, row_due)
        yield pace.before_due(fault.rng, fault.pk, "problem.limit", late=0.1, most_late=25)
        given = {"text": fault.word("done"), "evidence": fault.word("evidence")}
        fault.do("apply_closing", fault.worker, given)
        yield pace.before_due(fault.rng, fault.pk, "problem.verification", late=0.02)
        fails = turn < _ROUNDS - 1 and fault.chance(0.12)
        if fault.own.road == Road.FULL:
            given = {
                "checked_on": today().isoformat(), "checkers": "检查组两人", "result": "failed" if fails else "passed",
                "text": f"{fault.word('still')}退回继续整改。" if fails else "现场踏勘，符合销号条件。",
            }  # fmt: skip
            fault.do("record_check", fault.finder, given)
        elif fails:
            fault.do("return_problem", fault.finder, {"note": fault.word("still")})
        else:
            fault.do("strike_off", fault.finder, {"covered": _covered(fault), "text": "逐条核对，同意销号。"})
        if not fails:
            return


def _reported(fault: Fault, until: date) -> Steps:
    """A word on how far it is, now and then: one step after the other."""
    said = iter([*content(fault.own.text)["progress"], *words("inspections")["late-progress"]])
    for text in said:
        wait = fault.rng.randint(22, 32)
        if today() + timedelta(days=wait + 5) >= until:
            return
        yield pace.at_work(fault.rng, today() + timedelta(days=wait))
        fault.do("report_rectification", fault.worker, {"text": text, "evidence": ""})


def _covered(fault: Fault) -> list[str]:
    return [str(number) for number in range(len(fault.own.closing_needs))]


def _accepted(fault: Fault) -> Steps:
    """Accepted by a named post, shown to the public, struck off after the notice, looked at again half a year later."""
    rng, pk = fault.rng, fault.pk
    yield pace.before_due(rng, pk, "problem.acceptance", late=0.02)
    accepting = fault.own.accepting
    assert accepting is not None
    given = {
        "covered": _covered(fault), "person": "某验收人", "post": "负责人", "accepted_on": today().isoformat(), "text": "逐条核对，同意通过验收。",
    }  # fmt: skip
    fault.do("accept_rectification", people.somebody(accepting, _PERSON_HEADS), given)
    yield pace.in_days(rng, 1, 4)
    fault.do("clear_public_version", people.somebody(fault.matter.holder, _PERSON_HEADS))
    yield pace.before_due(rng, pk, "problem.publication", late=0.03)
    fault.do(
        "register_publication",
        fault.worker,
        {"own_url": f"https://simulated.example/notice/{pk}", "published_on": today().isoformat()},
    )
    yield pace.in_days(rng, 1, 3)
    fault.do("settle_policy", fault.worker, {"way": "not_needed", "reason": "制度已有规定，属执行不到位，已重申要求。"})
    until = fault.own.notice_until or today()
    yield pace.at_work(rng, until + timedelta(days=rng.randint(1, 5)))
    fault.do("close_out", fault.finder, {"text": "公示期满无异议，同意销号。"})
    yield pace.at_work(rng, today() + timedelta(days=rng.randint(120, 175)))
    relapsed = fault.chance(0.08)
    given = {
        "looked_on": today().isoformat(),
        "result": "relapsed" if relapsed else "holds",
        "text": "现场查看，" + ("问题复发。" if relapsed else "未见反弹。"),
    }
    if relapsed:
        given["limit_on"] = (today() + timedelta(days=30)).isoformat()
    fault.do("look_back", fault.finder, given)


__all__ = ["Fault", "content", "found", "put_right"]
