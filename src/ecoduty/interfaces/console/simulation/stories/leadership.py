"""Leaders at work: meetings that study, hear and decide, topics put before them, visits on the spot (articles 10, 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.interfaces.console.simulation import geography, pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, rectifying, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.inspections import queries as problems
from ecoduty.mechanisms.leadership import queries
from ecoduty.mechanisms.leadership.flow import MEETINGS, TOPICS
from ecoduty.mechanisms.leadership.models import AgendaItem, Decision, Topic
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from ecoduty.organisation.directory.models import Body

_MINUTES = "leadership.minutes"
_LEADERS = {"government": "executive", "party_committee": "standing"}


@story("studies", a_year=48, starts=pace.all_winter)
def study(town: Town, rng: Random, number: int) -> Steps:
    """A department's principal studies its ecological duties, about once a quarter (clause 10.1)."""
    every = people.departments()
    body = every[number % len(every)]
    by = people.somebody(body, ("liaison",))
    day = pace.at_work(rng, today() + timedelta(days=rng.randint(1, 5)))
    pk = _convened(
        town,
        rng,
        by,
        "party-group",
        body,
        f"{body.short_name}党组第{1 + number // len(every)}次生态环境专题会",
        day.date().isoformat(),
    )
    yield day
    yield from _held(town, rng, pk, by, presided="principal" if rng.random() < 0.85 else "other", topics=())


@story("meetings", a_year=16, starts=pace.all_winter)
def meeting(town: Town, rng: Random, number: int) -> Steps:
    """Government and party committee hear leaders on their portfolios and decide topics (clauses 10.4, 13.1)."""
    kind_of_body, kind = list(_LEADERS.items())[number % 2]
    body = people.bodies(kind_of_body)[0]
    by = people.somebody(people.office(), ("clerk",))
    day = pace.at_work(rng, today() + timedelta(days=rng.randint(6, 10)))
    word = "常务会议" if kind == "executive" else "常委会会议"
    pk = _convened(town, rng, by, kind, body, f"{body.short_name}第{number + 3}次{word}", day.date().isoformat())
    yield pace.in_days(rng, 1, 3)
    waiting = list(Topic.objects.filter(matter__state="proposed", forum=kind).values_list("matter_id", flat=True)[:2])
    for topic in waiting:
        town.do(TOPICS, "place", topic, by=by, data={"meeting": pk})
    yield day
    yield from _held(town, rng, pk, by, presided="principal", topics=waiting, hears=True)


def _convened(town: Town, rng: Random, by: str, kind: str, body: Body, title: str, day: str) -> int:
    agenda = rng.sample(_matters_of(body), 2)
    given = {
        "kind": kind, "held_by": body.key, "title": title, "planned_on": day,
        "agenda": [f"{one['name']}｜{body.short_name}" for one in agenda],
    }  # fmt: skip
    return int(town.do(MEETINGS, "convene", by=by, data=given).subject.pk)


def _matters_of(body: Body) -> list[Mapping[str, Any]]:
    """What a body studies: a department its own matters and what concerns everybody; leaders everything."""
    every: list[Mapping[str, Any]] = words("offices")["agenda"]
    return [one for one in every if body.kind != "department" or body.key in one.get("bodies", [body.key])]


def _decided(pk: int) -> list[str]:
    """What may come of the agenda of a meeting."""
    named = list(AgendaItem.objects.filter(meeting=pk, topic=None).values_list("title", flat=True))
    found = [one for one in words("offices")["agenda"] if any(title.startswith(one["name"]) for title in named)]
    return [text for one in found for text in one["decisions"]]


def _held(
    town: Town, rng: Random, pk: int, by: str, *, presided: str, topics: Sequence[int], hears: bool = False
) -> Steps:
    """Held, heard, decided; minutes and what follows within some weeks."""
    lists = words("offices")
    kind = Matter.objects.values_list("meeting__kind", flat=True).get(pk=pk)
    given = {
        "held_on": today().isoformat(), "presided": presided, "chair": lists["chair"], "attendees": lists["attendees"][kind],
    }  # fmt: skip
    own = town.do(MEETINGS, "hold", pk, by=by, data=given).subject.meeting
    if hears:
        asked = [key for key, _ in queries.portfolios(own, today())]
        reported = rng.sample(asked, min(len(asked), 4))
        if reported:
            given = {"reported": reported, "gist": "汇报分管领域责任落实情况和下一步打算。"}
            town.do(MEETINGS, "record_hearing", pk, by=by, data=given)
    for topic in topics:
        given = {"text": "原则同意，由提请单位牵头，按程序办理。", "topic": topic}
        town.do(MEETINGS, "record_decision", pk, by=by, data=given)
    able = _decided(pk)
    for text in rng.sample(able, min(rng.randint(1, 2), len(able))):
        town.do(MEETINGS, "record_decision", pk, by=by, data={"text": text})
    yield pace.in_days(rng, 1, 3)
    for decision in Decision.objects.filter(meeting=pk).order_by("order").values_list("pk", flat=True):
        town.do(MEETINGS, "no_task", pk, by=by, data={"decision": decision, "note": lists["no_task"]})
    yield pace.before_due(rng, pk, _MINUTES, late=pace.LATE)
    given = {"number": f"模拟〔{today().year}〕{pk}号", "on": today().isoformat()}
    town.do(MEETINGS, "register_minutes", pk, by=by, data=given)
    yield pace.in_days(rng, 0, 5)
    town.do(MEETINGS, "close_meeting", pk, by=by)


@story("topics", a_year=10, starts=pace.all_winter)
def topic(town: Town, rng: Random, number: int) -> Steps:
    """A department asks for a decision that it cannot take itself; some are sent back or declined first (clause 10.4)."""
    every = words("offices")["topics"]
    content = every[number % len(every)]
    body = people.one_of(rng, content["bodies"])
    by = people.somebody(body, ("deputy",))
    given = {name: content[name] for name in ("title", "reason", "question")}
    given |= {"forum": rng.choice(list(_LEADERS.values())), "urgent": rng.random() < 0.1}
    pk = town.do(TOPICS, "propose", by=by, data=given).subject.pk
    office = people.somebody(people.office(), ("clerk",))
    yield pace.in_days(rng, 0, 2)
    if rng.random() < 0.35 and _still(pk, "proposed"):
        town.do(TOPICS, "return_topic", pk, by=office, data={"note": "请补充测算和有关部门的意见。"})
        yield pace.in_days(rng, 3, 9)
        more = {"reason": f"{content['reason']}测算和部门意见已补充。", "question": content["question"]}
        town.do(TOPICS, "resubmit", pk, by=by, data=more)
    yield pace.in_days(rng, 11, 13) if not given["urgent"] and rng.random() > pace.LATE else pace.in_days(rng, 17, 24)
    if _still(pk, "proposed"):
        town.do(TOPICS, "decline", pk, by=office, data={"note": "可由分管领导专题协调，不列会。"})


def _still(pk: int, state: str) -> bool:
    return Matter.objects.filter(pk=pk, state=state).exists()


@story("visits", a_year=24, starts=pace.all_winter)
def visit(town: Town, rng: Random, number: int) -> Steps:
    """A leader on the spot, entered by the office; what was seen goes into the register (clause 13.2)."""
    districts = people.districts()
    content = rng.choice(words("offices")["visits"])
    where = geography.spot(rng, districts[number % len(districts)], at=content["at"])
    finds = rng.random() < 0.6
    seen, asked = (content["seen"], content["asked"]) if finds else content["fine"]
    city = rng.random() < 0.5
    office = people.office(None if city else where.district)
    by = people.somebody(office, ("clerk",))
    region = None if city else where.district
    leading = (
        people.bodies("government", region.level if region else office.level, region)
        if region
        else people.bodies("government")
    )
    given = {
        "title": say(rng, content["title"], {}, district=where.district.short_name), "visited_on": today().isoformat(),
        "district": where.district.key, "place": where.place, "seen": seen, "asked": asked,
        "of_body": leading[0].key, "leader_title": "分管领导",
    }  # fmt: skip
    pk = town.do(VISITS, "record_visit", by=by, data=given).subject.pk
    if where.longitude is not None:
        point = {"longitude": where.longitude, "latitude": where.latitude, "district": where.district.key}
        town.do(VISITS, "mark_place", pk, by=by, data=point)
    yield pace.in_days(rng, 1, 2)
    roads: list[Steps] = []
    if finds:
        able = {one.key for one in problems.responsible_bodies(office, today())}
        wanted = next(key for key in (f"{where.district.key}-urban-management-bureau", *sorted(able)) if key in able)
        given = {
            "title": f"{where.place}{content['problem']}", "text": content["seen"], "place": where.place,
            "responsible": wanted, "limit_on": (today() + timedelta(days=rng.choice((20, 30, 60)))).isoformat(),
            "requirements": content["asked"], "closing_needs": content["needs"],
        }  # fmt: skip
        town.do(VISITS, "problem_from_visit", pk, by=by, data=given)
        found = (
            Link.objects.filter(source=pk, target__kind="problem")
            .order_by("-pk")
            .values_list("target_id", flat=True)[0]
        )
        roads.append(rectifying.put_right(town, rng, found))
    town.do(
        VISITS,
        "finish_visit",
        pk,
        by=by,
        data={"note": "" if roads else "现场总体正常，所提要求由责任单位日常落实，没有需列入台账的问题。"},
    )
    yield from pace.together(*roads)


__all__ = ["meeting", "study", "topic", "visit"]
