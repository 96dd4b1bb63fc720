"""Tasks: drafted through the year by committee offices and departments, and led from the draft to the issuer's word on its quality."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, weighed, words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.work_plans import extending, queries
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.mechanisms.work_plans.states import APPLIED, DOING, DRAFT
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

HEADS = ("deputy", "principal", "director", "clerk")
_ISSUERS = {"office": 4.0, "district": 3.0, "host": 1.5, "own": 1.5}
_LATE = 0.08
_GAPS = re.compile(r"\{[a-z]+\}")


@story("tasks", a_year=68)
def task(town: Town, rng: Random, number: int) -> Steps:
    """One task is drafted; what becomes of it is told by `led`, as of every task that comes from elsewhere."""
    del number
    issuer = _issuer(rng)
    district = issuer.region or rng.choice(people.districts())
    given = content(rng, _topic(rng, issuer), issuer, district)
    if given is not None:
        town.do(TASKS, "draft_task", by=people.somebody(issuer), data=given)
    yield timedelta(days=1)


def content(rng: Random, topic: Mapping[str, Any], issuer: Body, district: Body, **more: Any) -> dict[str, Any] | None:
    """A whole task on that topic; None where nobody of this issuer's could lead it."""
    lists = words("tasks")
    if topic.get("rural") and issuer.level != Level.DISTRICT:
        district = rng.choice(outskirts())
    known = {one.key: one for one in queries.leads(issuer, today())}
    of_district = issuer.level == Level.DISTRICT
    wanted = [f"{district.key}-{key}" for key in topic.get("district_lead", ())] if of_district else topic["lead"]
    wanted = [issuer.key] if issuer.key in wanted else wanted
    lead = next((key for key in wanted if key in known), "")
    if not lead:
        return None
    limit = min(today() + timedelta(days=rng.randint(40, 230)), date(today().year, 12, 25))
    limit = max(limit, today() + timedelta(days=25))
    stations = topic.get("milestones", ())
    between = [
        today() + timedelta(days=(limit - today()).days * (place + 1) // (len(stations) + 1))
        for place in range(len(stations))
    ]
    source = rng.choice(topic["sources"])
    return {
        "name": say(rng, topic["name"], {"place": places(topic)}, district=district.short_name),
        **{name: topic[name] for name in ("goal", "measures", "requirements")},
        "limit_on": limit.isoformat(), "lead": lead, "source": source, "source_note": rng.choice(lists["source_notes"][source]),
        "supporters": [f"{key}｜{part}" for key, part in topic["support"].items() if key in known and key != lead],
        "milestones": [f"{day} {name}" for day, name in zip(between, stations, strict=True)],
        "livelihood": bool(topic.get("livelihood")) and rng.random() < 0.4,
        **more,
    }  # fmt: skip


def topic_of(title: str) -> Mapping[str, Any] | None:
    """The topic that a task or a project of that title is of; None for what comes from elsewhere."""
    every: list[Mapping[str, Any]] = words("tasks")["topics"]
    return next((one for one in every if max(_GAPS.split(one["name"]), key=len) in title), None)


def places(topic: Mapping[str, Any]) -> list[str]:
    """Words for where a thing like this happens."""
    found: list[str] = topic.get("places") or words("tasks")["places"]
    return found


def outskirts() -> list[Body]:
    """The half of the districts in which less is going on."""
    every = people.districts()
    weights = [*words("places")["district_weights"], *([1] * len(every))][: len(every)]
    middle = sorted(weights)[(len(weights) - 1) // 2]
    return [one for one, weight in zip(every, weights, strict=True) if weight <= middle]


def _issuer(rng: Random) -> Body:
    chosen = weighed(rng, _ISSUERS)
    office = people.office()
    if chosen == "district":
        return people.office(rng.choice(people.districts()))
    if chosen == "host" and office.host is not None:
        return office.host
    return rng.choice(people.departments()) if chosen == "own" else office


def _topic(rng: Random, issuer: Body) -> Mapping[str, Any]:
    """A department that is nobody's superior gives itself what it can lead."""
    every: list[Mapping[str, Any]] = words("tasks")["topics"]
    alone = issuer.kind == "department" and issuer != people.office().host
    town = issuer.region is not None and issuer.level == Level.DISTRICT and issuer.region not in outskirts()
    able = [one for one in every if not (alone and issuer.key not in one["lead"]) and not (town and one.get("rural"))]
    return rng.choice(able or every)


class Job:
    """One task: who issued it, who leads it, who supports it."""

    def __init__(self, town: Town, rng: Random, pk: int) -> None:
        self.town, self.rng, self.pk, self.lists = town, rng, pk, words("tasks")
        self.sort = self.lists[(topic_of(self.matter.title) or {}).get("sort", "plain")]

    @property
    def matter(self) -> Matter:
        """As it stands now."""
        return Matter.objects.select_related("holder", "task__issued_by", "task__lead", "task__plan__matter").get(
            pk=self.pk
        )

    @property
    def own(self) -> Task:
        """What it has beside its matter."""
        found: Task = self.matter.task
        return found

    @property
    def lead(self) -> str:
        """Who works on it in the body that has it."""
        return people.somebody(self.matter.holder)

    @property
    def head(self) -> str:
        """A head of the body that issued it."""
        return people.somebody(self.own.issued_by, HEADS)

    def do(self, act: str, by: str, data: Mapping[str, Any] | None = None) -> None:
        """An act on it."""
        self.town.do(TASKS, act, self.pk, by=by, data=data)

    def word(self, name: str) -> str:
        """One of the sentences of that list: of the sort of work that it is where there are several."""
        return say(self.rng, self.sort[name] if name in self.sort else self.lists[name], self.lists)

    def progress(self, percent: int) -> str:
        """What is said of so many percent."""
        return say(self.rng, self.sort["progress"][min(percent // 35, 2)], self.lists)

    def chance(self, share: float) -> bool:
        """True as often as that."""
        return self.rng.random() < share


@follows("task")
def led(town: Town, rng: Random, matter: Matter) -> Steps:
    """From the draft, whoever began it, to the end."""
    job = Job(town, rng, matter.pk)
    for turn in range(2):
        yield pace.in_days(rng, 0, 4)
        if job.matter.state != DRAFT.code:
            return
        _complete(job)
        job.do("issue", people.somebody(job.matter.holder, HEADS))
        yield pace.before_due(rng, job.pk, "task.receipt", late=0.03, most_late=5)
        if turn or not job.chance(0.05) or job.own.lead_id == job.own.issued_by_id:
            break
        job.do("give_back", job.lead, {"note": job.word("given_back")})
    unit = job.word("units")
    job.do("sign_for", job.lead, {"unit": unit, "person": f"{unit}负责人"})
    if job.chance(0.03):
        yield pace.in_days(rng, 5, 20)
        job.do("cancel_task", job.head, job.lists["cancelled"])
        return
    yield from _worked_on(job)
    yield from _judged(job)


def _complete(job: Job) -> None:
    """What is missing of a draft is written before it is issued (clause 7.1)."""
    own, day = job.own, job.own.limit_on
    parts = list(own.parts.select_related("body"))
    if not own.missing and all(part.result for part in parts) and day is not None and day > today() + timedelta(days=3):
        return
    topic = topic_of(job.matter.title) or job.lists["plain"]
    lead = own.lead or (own.issued_by if own.issued_by in queries.leads(own.issued_by, today()) else None)
    if lead is None:
        lead = job.rng.choice(people.departments())
    late = day is None or day <= today() + timedelta(days=3)
    limit = today() + timedelta(days=job.rng.randint(30, 150)) if late else day
    assert limit is not None
    job.do("edit_task", people.somebody(job.matter.holder), {
        "name": job.matter.title[:200], "goal": own.goal or topic["goal"], "measures": own.measures or topic["measures"],
        "requirements": own.requirements or topic["requirements"], "limit_on": limit.isoformat(), "lead": lead.key,
        "supporters": [f"{part.body.key}｜{part.result or '提供数据、配合核查'}" for part in parts if part.body_id != lead.pk],
        "source": own.source, "source_note": own.source_note, "livelihood": own.livelihood, "weight": own.weight,
        "plan": own.plan.matter.number if own.plan else "", "responsibility": str(own.row or ""),
    })  # fmt: skip


def _worked_on(job: Job) -> Steps:
    """Progress, stations, parts of the supporters, and now and then a later last day, until the limit."""
    own, rng = job.own, job.rng
    last = queries.last_day(own) or today()
    span = max((last - today()).days, 3)
    turns = min(1 + span // 50, 4)
    deeds: list[tuple[date, str, int]] = [
        (today() + timedelta(days=span * (turn + 1) // (turns + 2)), "progress", (turn + 1) * 90 // (turns + 1)) for turn in range(turns)
    ]  # fmt: skip
    deeds += [
        (one.due_on + timedelta(days=rng.choice((-6, -5, -3, -3, -2, -2, -1, -1, -1, 0, 0, 4, 9))), "station", one.pk)
        for one in own.milestones.filter(reached_at=None)
        if job.chance(0.85)
    ]
    deeds += [
        (today() + timedelta(days=int(span * rng.uniform(0.3, 0.9))), "part", part.pk)
        for part in own.parts.filter(finished_at=None) if job.chance(0.85)
    ]  # fmt: skip
    if job.chance(0.12) and span > 20:
        deeds.append((last - timedelta(days=rng.randint(5, 12)), "later", 0))
    elif job.chance(0.06):
        deeds.append((today() + timedelta(days=span // 3), "adjust", 0))
    for day, deed, number in sorted(deeds):
        if day > today():
            yield pace.at_work(rng, day)
        if job.matter.state != DOING.code:
            return
        if deed == "later":
            yield from _extended(job)
        else:
            _do(job, deed, number)


def _do(job: Job, deed: str, number: int) -> None:
    own = job.own
    if deed == "progress":
        percent = max(min(number + job.rng.randint(-8, 8), 95), own.percent)
        job.do(
            "report_progress",
            job.lead,
            {"changed": job.progress(percent), "evidence": job.word("evidence"), "percent": percent},
        )
    elif deed == "station":
        name = own.milestones.get(pk=number).name
        job.do("reach_milestone", job.lead, {"milestone": name})
    elif deed == "part":
        part = own.parts.select_related("body").get(pk=number)
        job.do("finish_part", people.somebody(part.body), {"finding": job.word("finding")})
    else:
        job.do("adjust_task", job.head, job.sort["adjusted"])


def _extended(job: Job) -> Steps:
    last = queries.last_day(job.own)
    if last is None or last < today():
        return
    until = last + timedelta(days=job.rng.choice((15, 20, 30, 45)))
    given = {"until": until.isoformat(), "reason": job.word("extension"), "authority": job.word("authority")}
    job.do("ask_extension", job.lead, given)
    yield pace.in_days(job.rng, 1, 3)
    if extending.waiting(job.own) is None:
        return
    if job.chance(0.7) and last >= today():
        job.do("grant_extension", job.head, {"authority": job.word("authority")})
    else:
        job.do("refuse_extension", job.head, {"note": job.word("extension_refused")})


def _judged(job: Job) -> Steps:
    """The lead says that it is done; some come back once."""
    for turn in range(2):
        yield pace.before_due(job.rng, job.pk, "task.limit", late=_LATE, most_late=20)
        if job.matter.state != DOING.code:
            return
        silent = job.lists["open_parts"] if queries.open_parts(job.own) else ""
        job.do(
            "apply_completion",
            job.lead,
            {"result": job.word("result"), "evidence": job.word("evidence"), "open_parts": silent},
        )
        yield pace.before_due(job.rng, job.pk, "task.acceptance", late=0.03)
        if job.matter.state != APPLIED.code:
            return
        if turn or not job.chance(0.12):
            job.do("accept_task", job.head, {"opinion": job.word("opinion")})
            return
        job.do("return_result", job.head, {"note": job.word("returned")})


__all__ = ["HEADS", "content", "led", "outskirts", "places", "task", "topic_of"]
