"""Projects from the reserve to completion, some late, and the tasks that they are done by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.stories.tasks import HEADS, outskirts, places, topic_of
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import start_of_day, today
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS
from ecoduty.mechanisms.work_plans.projects.models import Project
from ecoduty.mechanisms.work_plans.states import DOING
from ecoduty.organisation.directory.models import Body


def in_spring(rng: Random, year: int) -> datetime:
    """Projects are settled in the first half of the year."""
    return start_of_day(date(year, 1, 12) + timedelta(days=rng.randrange(120))) + timedelta(hours=rng.randint(9, 16))


@story("projects", a_year=14, starts=in_spring)
def project(town: Town, rng: Random, number: int) -> Steps:
    """One project: reserve, construction, reports, completion; a few are never begun or stopped."""
    office = people.office()
    yield pace.in_days(rng, 0, 2)
    body, given = _content(rng, office)
    pk = int(town.do(PROJECTS, "register_project", by=people.somebody(office), data=given).subject.pk)
    _linked(town, pk, body)
    begins = date.fromisoformat(given["begin_on"]) + timedelta(days=rng.choice((-3, 0, 0, 5, 20)))
    yield pace.at_work(rng, max(begins, today() + timedelta(days=2)))
    if number % 9 == 8:
        return
    lists = words("tasks")
    town.do(
        PROJECTS, "start_project", pk, by=people.somebody(body),
        data={"started_on": today().isoformat(), "evidence": rng.choice(lists["begun"])},
    )  # fmt: skip
    yield from _built(town, rng, pk, body)


def _content(rng: Random, office: Body) -> tuple[Body, dict[str, Any]]:
    """What a task that is under way needs built; else one of the topics that need a project, at whoever leads the topic."""
    known = {one.key: one for one in queries.leads(office, today())}
    waiting = [one for one in _waiting() if one.lead is not None and one.lead.key in known]
    if waiting:
        task = rng.choice(waiting)
        topic, name = topic_of(task.matter.title), task.matter.title
        assert topic is not None
        assert task.lead is not None
        body = task.lead
    else:
        topics: list[Mapping[str, Any]] = [
            one for one in words("tasks")["topics"] if one.get("project") and known.keys() & set(one["lead"])
        ]
        topic = rng.choice(topics or words("tasks")["topics"])
        body = next((known[key] for key in topic["lead"] if key in known), rng.choice(people.departments()))
        district = rng.choice(outskirts() if topic.get("rural") else people.districts())
        name = say(rng, topic["name"], {"place": places(topic)}, district=district.short_name)
    begin = today() + timedelta(days=rng.randint(15, 70))
    return body, {
        "name": f"{name}工程", "content": f"{topic['measures']}，涉及点位{rng.randint(6, 60)}处",
        "investment": str(rng.choice((86, 150, 320, 480, 900, 1250, 2600, 4300))), "funding": rng.choice(words("tasks")["funding"]),
        "begin_on": begin.isoformat(), "end_on": (begin + timedelta(days=rng.randint(90, 300))).isoformat(), "responsible": body.key,
    }  # fmt: skip


def _waiting() -> list[Task]:
    """Tasks under way that have to be done by a project and have none, nor is one of that name registered."""
    found = Task.objects.filter(project=None, matter__state=DOING.code).select_related("matter", "lead").order_by("pk")
    taken = set(Project.objects.values_list("matter__title", flat=True))
    return [
        one
        for one in found
        if (topic_of(one.matter.title) or {}).get("project") and f"{one.matter.title}工程" not in taken
    ]


def _linked(town: Town, pk: int, body: Body) -> None:
    """The task that it was registered for is done by this project."""
    own = Project.objects.select_related("matter").get(pk=pk)
    title = own.matter.title.removesuffix("工程")
    task = Task.objects.filter(lead=body, project=None, matter__state=DOING.code, matter__title=title).first()
    if task is not None:
        given = {"needs_project": True, "project": own.matter.number}
        town.do(TASKS, "link_project", task.pk, by=people.somebody(body), data=given)


def _built(town: Town, rng: Random, pk: int, body: Body) -> Steps:
    lists = words("tasks")
    works = lists["works"]
    own = Project.objects.get(pk=pk)
    money, spent, percent = float(own.investment), 0.0, 0
    last = own.end_on + timedelta(days=rng.choice((-20, -12, -8, -4, -2, 0, 0, 0, 8, 40)))
    by = people.somebody(body)
    while percent < 90 and last - today() > timedelta(days=20):
        yield pace.at_work(rng, today() + timedelta(days=min(rng.randint(28, 45), (last - today()).days)))
        percent = min(percent + rng.randint(8, 25), 96)
        spent = max(spent, round(money * percent / 100 * rng.uniform(0.8, 1.0), 2))
        town.do(PROJECTS, "report_project", pk, by=by, data={
            "percent": percent, "spent": f"{spent:.2f}", "changed": say(rng, works["progress"][min(percent // 35, 2)], lists), "evidence": rng.choice(works["evidence"]),
        })  # fmt: skip
    yield pace.at_work(rng, max(last, today() + timedelta(days=1)))
    total = max(spent, round(money * rng.uniform(0.93, 1.0), 2))
    town.do(PROJECTS, "finish_project", pk, by=people.somebody(body, HEADS), data={
        "finished_on": today().isoformat(), "spent": f"{total:.2f}", "result": rng.choice(works["result"]), "evidence": rng.choice(lists["finished"]),
    })  # fmt: skip


__all__ = ["project"]
