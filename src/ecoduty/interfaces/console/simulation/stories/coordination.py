"""Departments asking each other: requests for cooperation with their ladder, and reports of major situations (articles 7, 8)."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import now, today
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.models import Situation
from ecoduty.mechanisms.coordination.situations import SITUATION

_REPLY, _CORRECTION = "coordination.reply", "coordination.correction"


@story("cooperation", a_year=34, starts=pace.all_winter)
def cooperation(town: Town, rng: Random, number: int) -> Steps:
    """A lead asks a supporter; one in six answers only after the ladder was climbed (clauses 7.2–7.4)."""
    lists = words("offices")
    content = lists["cooperation"][number % len(lists["cooperation"])]
    lead, supporter = rng.sample(people.departments(), 2)
    by, head = people.somebody(lead, ("liaison",)), people.somebody(lead, ("principal",))
    given = {**content, "partners": [supporter.key]}
    pk = town.do(COOPERATION, "ask", by=by, data=given).subject.pk
    theirs = people.somebody(supporter, ("liaison",))
    if rng.random() < 0.85:
        yield pace.in_days(rng, 0, 3)
        town.do(COOPERATION, "receive", pk, by=theirs)
    if rng.random() < 0.1:
        yield from _objected(town, rng, pk, supporter.key, head)
    slow = rng.random() < 0.16
    if slow:
        yield from _pressed(town, rng, pk, rungs=rng.randint(1, 3))
    else:
        yield pace.before_due(rng, pk, _REPLY, late=0.1)
    town.do(COOPERATION, "answer", pk, by=theirs, data={"text": rng.choice(lists["answers"])})
    yield pace.in_days(rng, 1, 4)
    if rng.random() < 0.15:
        town.do(COOPERATION, "return_answer", pk, by=by, data={"note": "清单缺两个片区，请补齐。"})
        yield pace.before_due(rng, pk, _CORRECTION, late=0.1)
        town.do(COOPERATION, "answer", pk, by=theirs, data={"text": "两个片区的清单已补齐，随函报送。"})
        yield pace.in_days(rng, 1, 4)
    every = [str(place) for place in range(len(content["points"]))]
    town.do(COOPERATION, "accept", pk, by=by, data={"covered": every, "note": "逐条核对，已落实。"})


def _objected(town: Town, rng: Random, pk: int, supporter: str, head: str) -> Steps:
    yield pace.in_days(rng, 1, 4)
    given = {"text": rng.choice(words("offices")["objections"])}
    town.do(COOPERATION, "object", pk, by=people.somebody(people.body(supporter), ("deputy",)), data=given)
    yield pace.in_days(rng, 1, 3)
    town.do(COOPERATION, "insist", pk, by=head, data={"note": "责任清单写明由贵单位配合，请予支持。"})


def _pressed(town: Town, rng: Random, pk: int, *, rungs: int) -> Steps:
    """Nobody answers: the lead releases what the platform has laid ready, rung by rung."""
    for _ in range(60):
        yield timedelta(days=2)
        ready = (
            Rung.objects.select_related("release_body")
            .filter(deadline__matter=pk, state="prepared")
            .order_by("pk")
            .first()
        )
        if ready is not None and ready.release_body is not None:
            yield pace.in_days(rng, 0, 1)
            by = people.somebody(ready.release_body, (ready.release_role, "principal", "deputy"))
            town.do(COOPERATION, "release_rung", pk, by=by, data={"rung": ready.pk, "note": "请尽快答复。"})
            rungs -= 1
        if not rungs:
            break
    yield pace.in_days(rng, 2, 6)


@story("situations", a_year=5)
def situation(town: Town, rng: Random, number: int) -> Steps:
    """Something grave: told upwards at once, instructed, carried out (clause 8.4)."""
    content = words("offices")["situations"][number % len(words("offices")["situations"])]
    host = people.office().host
    body = host if host is not None and number % 2 == 0 else rng.choice(people.departments())
    head, by = people.somebody(body, ("principal",)), people.somebody(body, ("liaison",))
    given = {**content, "known_at": (now() - timedelta(minutes=rng.randint(30, 150))).isoformat()}
    pk = town.do(SITUATION, "report", by=head, data=given).subject.pk
    yield timedelta(hours=rng.randint(2, 6))
    recipient = Situation.objects.select_related("document").get(pk=pk).document.recipients.order_by("pk").first()
    if recipient is None:
        return
    given = {
        "of": recipient.pk,
        "leader": "分管领导",
        "given_on": today().isoformat(),
        "text": "立即查清源头，依法处理，每日报告。",
    }
    town.do(SITUATION, "give_instruction", pk, by=by, data=given)
    yield timedelta(hours=rng.randint(20, 30))
    given = {"situation": "现场已经控制，监测数据恢复正常，未发现次生影响。", "done": "继续加密监测。"}
    town.do(SITUATION, "report_further", pk, by=head, data=given)
    yield pace.in_days(rng, 4, 12)
    if Matter.objects.filter(pk=pk, state="instructed").exists():
        town.do(SITUATION, "report_carried_out", pk, by=by, data={"result": words("offices")["carried"]})


__all__ = ["cooperation", "situation"]
