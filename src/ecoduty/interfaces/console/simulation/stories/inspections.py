"""Inspections through a year, planned and not, and the problems they and others find, in every district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Link
from ecoduty.interfaces.console.simulation import geography, pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, rectifying, story
from ecoduty.interfaces.console.simulation.stories.tasks import outskirts
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, weighed, words
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.models import PlanLine
from ecoduty.organisation.directory.models import Body

_SOURCES = {"on-site": 6, "special-check": 3, "city-inspection": 2, "provincial-inspection": 1, "central-inspection": 1, "media": 1,
            "enforcement": 2, "own": 2}  # fmt: skip
_HEADS = ("director", "principal", "deputy")
_WRITERS = ("liaison", "clerk")


@dataclass(frozen=True, slots=True)
class Site:
    """Where an inspection goes: an enterprise that does not exist, its sort, why one looks at it and how."""

    name: str
    region: Body
    sort: str
    purpose: str
    scope: str
    looked: str


def in_january(rng: Random, year: int) -> datetime:
    """A working morning of the first month, when plans are written."""
    return datetime.combine(date(year, 1, rng.randint(5, 30)), time(rng.randint(9, 11), rng.randrange(60)), SHANGHAI)


@story("inspection_plans", a_year=8, starts=in_january)
def inspection_plan(town: Town, rng: Random, number: int) -> Steps:
    """A body's plan of the year, and each inspection when its month has come."""
    inspecting = _inspecting(number)
    by, head = people.somebody(inspecting, _WRITERS), people.somebody(inspecting, _HEADS)
    given: dict[str, Any] = {"year": today().year, "principles": rng.choice(words("inspections")["principles"])}
    pk = town.do(INSPECTION_PLANS, "draft_inspection_plan", by=by, data=given).subject.pk
    months = sorted(rng.sample(range(3, 13), 4))
    sites = [_site(rng, inspecting.region) for _ in months]
    for month, site in zip(months, sites, strict=True):
        yield pace.in_days(rng, 0, 1)
        town.do(INSPECTION_PLANS, "add_line", pk, by=by, data=_line(rng, site, month))
    yield pace.in_days(rng, 0, 2)
    town.do(INSPECTION_PLANS, "submit_inspection_plan", pk, by=by)
    yield pace.in_days(rng, 1, 4)
    town.do(INSPECTION_PLANS, "approve_inspection_plan", pk, by=head)
    lines = list(PlanLine.objects.filter(plan=pk).order_by("pk").values_list("pk", "first_month"))
    yield from pace.together(
        *(_in_its_month(town, rng, inspecting, site, *line) for site, line in zip(sites, lines, strict=True))
    )
    yield pace.at_work(rng, date(given["year"] + 1, 1, rng.randint(8, 25)))
    town.do(INSPECTION_PLANS, "close_inspection_plan", pk, by=head, data={"note": "年度检查已按计划完成。"})


def _inspecting(number: int) -> Body:
    """The committee office first, then its host, then districts' committee offices and other departments by turns."""
    office = people.office()
    every = [office, *([office.host] if office.host else [])]
    districts = [people.office(one) for one in people.districts()]
    others = [one for one in people.departments() if office.host is None or one.pk != office.host.pk]
    every += [body for pair in zip(districts, others, strict=False) for body in pair]
    return every[number % len(every)]


def _line(rng: Random, site: Site, month: int) -> dict[str, Any]:
    return {
        "site_name": site.name, "site_region": site.region.key, "kind": rng.choice(("routine", "special")),
        "basis": words("inspections")["basis"], "purpose": site.purpose, "method": "现场检查、调阅资料", "when": str(month),
    }  # fmt: skip


def _site(rng: Random, region: Body | None) -> Site:
    """An enterprise that does not exist: a letter in place of its name. Farms lie where there are fields."""
    lists = words("inspections")
    there = region or rng.choice(people.districts())
    sort = rng.choice([one for one in lists["sites"] if not one.get("rural") or there in outskirts()])
    scope, looked = rng.choice(lists["ways"])
    name = f"{there.short_name}{rng.choice(lists['names'])}{sort['name']}（模拟{rng.randrange(1000):03d}）"
    return Site(name, there, sort["name"], rng.choice(sort["purposes"]), scope, looked)


def _in_its_month(town: Town, rng: Random, inspecting: Body, site: Site, line: int, month: int) -> Steps:
    year = today().year
    day = date(year, month, rng.randint(1, 24))
    if day > today():
        yield pace.at_work(rng, day)
    given = {"line": str(line), **_days(rng, site)}
    by = people.somebody(inspecting, _WRITERS)
    pk = town.do(INSPECTIONS, "prepare_planned", by=by, data=given).subject.pk
    yield from _inspected(town, rng, pk, inspecting, site)


@story("inspections", a_year=14, starts=pace.all_winter)
def unplanned(town: Town, rng: Random, number: int) -> Steps:
    """A covert inspection because of what people report."""
    inspecting = _inspecting(number)
    site = _site(rng, inspecting.region)
    given = {
        "site_name": site.name, "site_region": site.region.key, "kind": "covert", "basis": words("inspections")["basis"],
        "purpose": site.purpose, "unplanned_reason": "群众连续反映，须尽快核实。", **_days(rng, site),
    }  # fmt: skip
    by = people.somebody(inspecting, _WRITERS)
    pk = town.do(INSPECTIONS, "prepare_unplanned", by=by, data=given).subject.pk
    yield from _inspected(town, rng, pk, inspecting, site)


def _days(rng: Random, site: Site) -> dict[str, str]:
    last = date(today().year, 12, 31)
    first = min(today() + timedelta(days=rng.randint(1, 4)), last)
    return {
        "team": words("inspections")["team"], "scope": site.scope, "starts_on": first.isoformat(),
        "ends_on": min(first + timedelta(days=rng.randint(0, 1)), last).isoformat(),
    }  # fmt: skip


def _inspected(town: Town, rng: Random, pk: int, inspecting: Body, site: Site) -> Steps:
    """Carried out, problems registered, concluded; then each problem goes its way and the inspection is closed."""
    lists = words("inspections")
    by, head = people.somebody(inspecting, _WRITERS), people.somebody(inspecting, _HEADS)
    yield pace.in_days(rng, 5, 9)
    day = today().isoformat()
    town.do(INSPECTIONS, "carry_out", pk, by=by, data={"held_from": day, "held_to": day, "looked_at": site.looked})
    there = [one for one in lists["problems"] if site.sort in one.get("sites", ())]
    problems: list[tuple[int, Body]] = []
    for content in rng.sample(there, min(rng.choice((0, 1, 1, 1, 2, 2)), len(there))):
        yield pace.in_days(rng, 0, 1)
        problems.append(_finding(town, rng, pk, by, site, content))
    yield pace.in_days(rng, 1, 4)
    said = "found" if problems else "none"
    given = {
        "found": said, "received_on": today().isoformat(), "evidence": "送达回证，企业负责人签收",
        "conclusion": say(rng, lists["found" if problems else "clean"], {}, n=str(len(problems))),
    }  # fmt: skip
    town.do(INSPECTIONS, "conclude_site", pk, by=head, data=given)
    roads = [rectifying.found(town, rng, problem, body) for problem, body in problems]
    yield from pace.together(_closed(town, rng, pk, by), *roads)


def _closed(town: Town, rng: Random, pk: int, by: str) -> Steps:
    yield pace.at_work(rng, today() + timedelta(days=rng.randint(33, 50)))
    town.do(INSPECTIONS, "close_inspection", pk, by=by)


def _finding(town: Town, rng: Random, pk: int, by: str, site: Site, content: Mapping[str, Any]) -> tuple[int, Body]:
    """A problem of that enterprise in the register with its point on the map, and who will have to put it right."""
    where = geography.spot(rng, site.region)
    given = {
        "title": say(rng, content["title"], {}, place=site.name), "text": content["text"], "district": site.region.key, "place": site.name,
    }  # fmt: skip
    town.do(INSPECTIONS, "register_finding", pk, by=by, data=given)
    problem = (
        Link.objects.filter(source=pk, target__kind="problem").order_by("-pk").values_list("target_id", flat=True)[0]
    )
    if where.longitude is not None:
        point = {"longitude": where.longitude, "latitude": where.latitude, "district": where.district.key}
        town.do(PROBLEMS, "mark_place", problem, by=by, data=point)
    return problem, _responsible(content, site.region)


def _responsible(content: Mapping[str, Any], district: Body) -> Body:
    """The body of the district that has to do with it; its committee office's host where the district has none."""
    keys = [f"{district.key}-{one}" for one in content["responsible"]]
    found = next((key for key in keys if people.there_is(key)), "")
    host = people.office(district).host
    return people.body(found) if found or host is None else host


@story("problems", a_year=48, starts=pace.all_winter)
def problem(town: Town, rng: Random, number: int) -> Steps:
    """A problem that was found on the spot, handed down by an inspection from above, or found by a body itself."""
    source = weighed(rng, _SOURCES)
    drawn = people.districts()[number % len(people.districts())] if rng.random() < 0.5 else None
    content = rng.choice(_outside(drawn))
    where = geography.spot(rng, drawn, rural=bool(content.get("rural")), at=content["at"])
    responsible = _responsible(content, where.district)
    finder = responsible if source == "own" else rng.choice((people.office(), people.office(where.district)))
    given = {
        "title": say(rng, content["title"], {}, place=where.place), "text": content["text"], "source": source,
        "found_on": (today() - timedelta(days=rng.randint(0, 3))).isoformat(), "source_note": "", **where.data,
    }  # fmt: skip
    by = people.somebody(finder, people.HEADS)
    pk = town.do(PROBLEMS, "register", by=by, data=given).subject.pk
    yield pace.in_days(rng, 0, 1)
    yield from rectifying.found(town, rng, pk, responsible)


def _outside(district: Body | None) -> Sequence[Mapping[str, Any]]:
    """Problems that are met outside enterprises; fields and hills where the district has them."""
    every = [one for one in words("inspections")["problems"] if "at" in one]
    return [one for one in every if district is None or not one.get("rural") or district in outskirts()]


__all__ = ["in_january", "inspection_plan", "problem", "unplanned"]
