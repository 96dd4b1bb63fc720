"""The plans of the year: compiled from the list in force, spoken to each field, adopted; their tasks are led as all tasks are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.stories.tasks import HEADS, content, places
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import start_of_day, today
from ecoduty.mechanisms.work_plans import compiling, substance
from ecoduty.mechanisms.work_plans.flow import TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.models import WorkPlan
from ecoduty.organisation.directory.models import Body

_DAYS = ("03-31", "05-31", "06-30", "08-31", "09-30", "10-31", "11-30", "12-20")  # last days of tasks of a year's plan


def in_january(rng: Random, year: int) -> datetime:
    """Plans are begun in the first working weeks."""
    return start_of_day(date(year, 1, 4) + timedelta(days=rng.randrange(20))) + timedelta(hours=rng.randint(9, 16))


def in_december(rng: Random, year: int) -> datetime:
    """The next year's are begun before the old one is over."""
    return start_of_day(date(year, 12, 8) + timedelta(days=rng.randrange(20))) + timedelta(hours=rng.randint(9, 16))


@story("work_plans", a_year=15, starts=in_january)
def plan(town: Town, rng: Random, number: int) -> Steps:
    """One body's plan of the year, until it is over and its tasks are done."""
    body = _body(number)
    writer, head = people.somebody(body), people.somebody(body, HEADS)
    yield pace.in_days(rng, 0, 2)
    pk = _begun(town, rng, body, town.year)
    yield pace.in_days(rng, 1, 6)
    _compiled(town, rng, pk, rng.randint(2, 4))
    topics = [one for one in words("tasks")["topics"] if body.key in one["lead"]]
    own = WorkPlan.objects.select_related("matter").get(pk=pk)
    for topic in rng.sample(topics, min(rng.randint(1, 3), len(topics))):
        given = content(rng, topic, body, rng.choice(people.districts()), plan=own.matter.number)
        if given is not None:
            town.do(TASKS, "draft_task", by=writer, data=given)
    yield pace.in_days(rng, 1, 8)
    said = words("tasks")["fields"]
    fields = {
        code: rng.choice(said.get(code, [f"按年度计划推进{label}工作"])) for code, label in substance.fields(today())
    }
    town.do(WORK_PLAN, "fill_fields", pk, by=writer, data={"fields": fields})
    yield pace.in_days(rng, 1, 8)
    if own.tasks.exists():
        town.do(WORK_PLAN, "adopt_plan", pk, by=head)
    for turn, (step, name) in enumerate(words("tasks")["proofs"].items()):
        if step in dict(substance.synchronies(today())):
            day = today()
            town.do(
                WORK_PLAN, "link_proof", pk, by=writer, data={"synchrony": step, "words": name, "on": day.isoformat()}
            )
        yield pace.at_work(rng, today() + timedelta(days=30 + 60 * turn))
    yield pace.at_work(rng, date(town.year + 1, 1, rng.randint(8, 25)))
    if not own.tasks.filter(matter__open=True).exists() and own.matter.state != "planning":
        town.do(WORK_PLAN, "close_plan", pk, by=head)


@story("next_plans", a_year=6, starts=in_december)
def next_plan(town: Town, rng: Random, number: int) -> Steps:
    """The plan of the year to come is begun, with what the old one leaves over."""
    body = _body(number * 2)
    yield pace.in_days(rng, 0, 3)
    pk = _begun(town, rng, body, town.year + 1)
    yield pace.in_days(rng, 1, 5)
    _compiled(town, rng, pk, 2)


def _body(number: int) -> Body:
    """The departments with a list first: a plan is compiled from it."""
    every = sorted(people.departments(), key=lambda one: not one.coordinator_required)
    return every[number % len(every)]


def _begun(town: Town, rng: Random, body: Body, year: int) -> int:
    lists = words("tasks")
    rows = [one.name for one in compiling.proposals(WorkPlan(body=body, year=year, pk=0), today()) if one.row]
    own = [
        say(rng, one["name"], {"place": places(one)}, district="全市")
        for one in lists["topics"]
        if body.key in one["lead"]
    ]
    goals = say(rng, lists["goals"], {"row": rows or own or lists["fields"]["planning"]})
    return int(
        town.do(WORK_PLAN, "draft_plan", by=people.somebody(body), data={"year": year, "goals": goals}).subject.pk
    )


def _compiled(town: Town, rng: Random, pk: int, most: int) -> None:
    """Some of what is proposed, each with a last day; nothing where the body's list is silent."""
    own = WorkPlan.objects.select_related("body").get(pk=pk)
    open_ones = [one for one in compiling.proposals(own, today()) if not one.taken]
    chosen = rng.sample(open_ones, min(most, len(open_ones)))
    rows = [f"{one.token}{compiling.PARTED}{own.year}-{rng.choice(_DAYS)}" for one in chosen]
    if rows:
        town.do(WORK_PLAN, "compile_plan", pk, by=people.somebody(own.body), data={"rows": rows})


__all__ = ["next_plan", "plan"]
