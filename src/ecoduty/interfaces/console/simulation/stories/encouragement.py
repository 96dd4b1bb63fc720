"""What keeps people going: training of the year, commendations with notice, protection of those in the front line (articles 16, 17)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from ecoduty.interfaces.console.simulation import pace, papers, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.stories.inspections import in_january
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from ecoduty.mechanisms.encouragement.commendation.models import Commendation
from ecoduty.mechanisms.encouragement.protection.flow import PROTECTIONS
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.models import Course

_TOPICS = ("duties", "law", "cases", "skills")


@story("training", a_year=15, starts=in_january)
def training(town: Town, rng: Random, number: int) -> Steps:
    """A department's plan of the year and its courses; heads are counted, names are not kept (clause 16.1)."""
    every = people.departments()
    body = every[number % len(every)]
    by, head = people.somebody(body, ("liaison",)), people.somebody(body, ("deputy",))
    lists = words("offices")
    people_there = rng.randint(40, 160)
    given = {
        "year": today().year,
        "goals": rng.choice(lists["goals"]),
        "to_train": people_there,
        "to_train_source": "在编干部花名册",
    }
    pk = town.do(TRAINING, "draft_training", by=by, data=given).subject.pk
    days = sorted(date(today().year, month, rng.randint(5, 25)) for month in rng.sample(range(3, 12), 2))
    for place, day in enumerate(days):
        given = {
            "name": lists["courses"][(number + place) % len(lists["courses"])], "topic": _TOPICS[(number + place) % len(_TOPICS)],
            "planned_on": day.isoformat(), "hours": "4", "teacher": "本单位分管负责人", "audience": "各处室负责人和经办人",
        }  # fmt: skip
        town.do(TRAINING, "add_course", pk, by=by, data=given)
    yield pace.in_days(rng, 1, 5)
    town.do(TRAINING, "adopt_training", pk, by=head)
    for day, course in zip(
        days, Course.objects.filter(plan=pk).order_by("pk").values_list("pk", flat=True), strict=False
    ):
        yield pace.at_work(rng, day)
        town.do(
            TRAINING,
            "hold_course",
            pk,
            by=by,
            data={"course": course, "held_on": today().isoformat(), "held_hours": "4"},
        )
        yield pace.in_days(rng, 1, 4)
        lines = f"{body.short_name}｜{rng.randint(people_there // 3, people_there // 2)}"
        town.do(TRAINING, "record_attendance", pk, by=by, data={"course": course, "lines": lines})
    yield pace.in_days(rng, 5, 20)
    town.do(TRAINING, "close_training", pk, by=head)


def in_autumn(rng: Random, year: int) -> datetime:
    """A working morning in October, when nominations come in."""
    return datetime.combine(date(year, 10, rng.randint(9, 30)), time(rng.randint(9, 11), rng.randrange(60)), SHANGHAI)


@story("commendations", a_year=12, starts=in_autumn)
def commendation(town: Town, rng: Random, number: int) -> Steps:
    """A body is nominated, reviewed, shown to the public, commended or not (clause 16.3)."""
    every = people.departments()
    body, by = every[(number * 4) % len(every)], people.somebody(every[(number * 4) % len(every)], ("liaison",))
    deeds = rng.choice(words("offices")["deeds"])
    if Commendation.objects.filter(body=body, year=today().year).exists():
        return
    given = {"award": "collective", "year": today().year, "body": body.key, "deeds": deeds}
    pk = town.do(COMMENDATIONS, "nominate", by=by, data=given).subject.pk
    office = people.somebody(people.office(), ("clerk",))
    yield pace.in_days(rng, 2, 8)
    if rng.random() < 0.2:
        town.do(COMMENDATIONS, "return_nomination", pk, by=office, data={"note": "事迹缺数据和出处，请补充。"})
        yield pace.in_days(rng, 2, 5)
        town.do(COMMENDATIONS, "amend_nomination", pk, by=by, data={"deeds": f"{deeds}数据见部门年报。"})
        yield pace.in_days(rng, 1, 4)
    town.do(COMMENDATIONS, "pass_review", pk, by=office, data={"opinion": "事迹属实，同意公示。", "adverse_seen": True})
    yield pace.in_days(rng, 1, 3)
    given = {"public_text": deeds, "contact": "市环委办，见政府网站公布的办公电话"}
    town.do(COMMENDATIONS, "begin_notice", pk, by=office, data=given)
    until = Commendation.objects.values_list("notice_until", flat=True).get(pk=pk) or today()
    yield pace.at_work(rng, until + timedelta(days=rng.randint(2, 6)))
    given = {
        "outcome": "commend", "decided_by": people.bodies("government")[0].key, "decided_on": today().isoformat(),
        "number": papers.number(rng, "彰"),
    }  # fmt: skip
    town.do(COMMENDATIONS, "decide", pk, by=office, data=given)
    yield pace.in_days(rng, 1, 4)
    town.do(COMMENDATIONS, "publish", pk, by=office)


@story("protections", a_year=6)
def protection(town: Town, rng: Random, number: int) -> Steps:
    """A measure that protects people in the front line, counted once more later (clause 17.3)."""
    every = people.departments()
    body = every[(number * 3 + 4) % len(every)]
    by = people.somebody(body, ("liaison",))
    lists = words("offices")
    eligible = rng.randint(30, 90)
    sort, name = list(lists["protections"].items())[number % len(lists["protections"])]
    given = {
        "name": name, "sort": sort,
        "content": "覆盖现场检查和执法人员，费用由单位承担。", "basis": papers.number(rng, "办"), "since": today().isoformat(),
        "covered": eligible - rng.randint(3, 20), "eligible": eligible, "source": "在岗人员名册",
    }  # fmt: skip
    pk = town.do(PROTECTIONS, "register_protection", by=by, data=given).subject.pk
    yield pace.in_days(rng, 60, 110)
    given = {"on": today().isoformat(), "covered": eligible, "eligible": eligible, "source": "在岗人员名册"}
    town.do(PROTECTIONS, "report_coverage", pk, by=by, data=given)


__all__ = ["commendation", "protection", "training"]
