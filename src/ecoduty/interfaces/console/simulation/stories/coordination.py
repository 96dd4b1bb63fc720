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
from ecoduty.mechanisms.coordination.situation_papers import unreceipted
from ecoduty.mechanisms.coordination.situations import SITUATION

_REPLY, _CORRECTION = "coordination.reply", "coordination.correction"
_FOLLOW_UP = "report.instruction-follow-up"


@story("cooperation", a_year=34, starts=pace.all_winter)
def cooperation(town: Town, rng: Random, number: int) -> Steps:
    """A lead asks a supporter; one in ten answers only after the ladder was climbed (clauses 7.2–7.4)."""
    lists = words("offices")
    content = lists["cooperation"][number % len(lists["cooperation"])]
    lead, supporter = people.one_of(rng, content["leads"]), people.one_of(rng, content["partners"])
    by, head = people.somebody(lead, ("liaison",)), people.somebody(lead, ("principal",))
    given = {**{name: content[name] for name in ("item", "reason", "points")}, "partners": [supporter.key]}
    pk = town.do(COOPERATION, "ask", by=by, data=given).subject.pk
    theirs = people.somebody(supporter, ("liaison",))
    if rng.random() < 0.85:
        yield pace.in_days(rng, 0, 3)
        town.do(COOPERATION, "receive", pk, by=theirs)
    if rng.random() < 0.1:
        yield from _objected(town, rng, pk, supporter.key, head)
    slow = rng.random() < 0.1
    if slow:
        yield from _pressed(town, rng, pk, rungs=rng.randint(1, 3))
    else:
        yield pace.before_due(rng, pk, _REPLY, late=pace.LATE)
    town.do(COOPERATION, "answer", pk, by=theirs, data={"text": rng.choice(lists["answers"])})
    yield pace.in_days(rng, 1, 4)
    if rng.random() < 0.15:
        town.do(COOPERATION, "return_answer", pk, by=by, data={"note": content["lacking"]})
        yield pace.before_due(rng, pk, _CORRECTION, late=pace.LATE)
        town.do(COOPERATION, "answer", pk, by=theirs, data={"text": lists["supplied"]})
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


@story("situations", a_year=9)
def situation(town: Town, rng: Random, number: int) -> Steps:
    """Something grave: told upwards at once, instructed, carried out (clause 8.4)."""
    every = words("offices")["situations"]
    content = every[number % len(every)]
    body = people.one_of(rng, content["bodies"])
    head, by = people.somebody(body, ("principal",)), people.somebody(body, ("liaison",))
    known = (now() - timedelta(minutes=rng.randint(30, 150))).isoformat()
    given = {**{name: content[name] for name in ("subject", "situation", "done")}, "known_at": known}
    pk = town.do(SITUATION, "report", by=head, data=given).subject.pk
    yield timedelta(hours=rng.randint(2, 6))
    recipient = Situation.objects.select_related("document").get(pk=pk).document.recipients.order_by("pk").first()
    instructed = recipient is not None and number % 3 < 2
    if instructed:
        assert recipient is not None
        given = {
            "of": recipient.pk, "leader": "分管领导", "given_on": today().isoformat(), "text": "立即查清原因，依法处理，每日报告。",
        }  # fmt: skip
        town.do(SITUATION, "give_instruction", pk, by=by, data=given)
    _receipted(town, pk, by)
    yield timedelta(hours=rng.randint(20, 30))
    town.do(SITUATION, "report_further", pk, by=head, data={"situation": content["further"], "done": content["then"]})
    yield timedelta(hours=rng.randint(2, 5) if rng.random() < 0.85 else rng.randint(26, 50))
    _receipted(town, pk, by)
    if instructed:
        yield pace.before_due(rng, pk, _FOLLOW_UP, late=pace.LATE)
        town.do(SITUATION, "report_carried_out", pk, by=by, data={"result": words("offices")["carried"]})


def _receipted(town: Town, pk: int, by: str) -> None:
    """Party committee and government sign on paper; whoever reported records it."""
    matter = Matter.objects.get(pk=pk)
    for row in list(unreceipted(matter)):
        given = {"recipient": row.pk, "received_on": today().isoformat(), "evidence": "机要交换签收单"}
        town.do(SITUATION, "record_receipt", pk, by=by, data=given)


__all__ = ["cooperation", "situation"]
