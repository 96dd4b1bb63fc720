"""Stories of what offices do together: joint meetings, inquiries, police support, obstruction, entries in the shared platform."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.cast import Bureau, first, of_kind, some
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, pick
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words

ENTRY = "platform_entry"


@story("joint_meeting", a_year=4)
def meeting(town: Town, rng: Random, number: int) -> Steps:
    """Convened, held, two things decided, minutes issued; both are reported on, one late."""
    court, prosecutor, police, who = of_kind("court"), of_kind("procuratorate"), of_kind("police"), first()
    agenda = rng.sample(words("cases")["agenda"], 2)
    led = Led.opened(
        town, "joint_meeting", "convene_joint_meeting", court.linkage, convener=court.key, title=f"生态环境司法协作联席会议第{number + 1}次会议",
        planned_on=day(12), place="第一会议室", agenda=agenda, invited=[prosecutor.key, police.key, who.key],
    )  # fmt: skip
    yield later(rng, 12, 13)
    led.do(
        court.linkage,
        "hold_joint_meeting",
        held_on=day(),
        chair="法院副院长",
        attended=[court.key, prosecutor.key, who.key],
    )
    for text in rng.sample(words("cases")["decisions"], 2):
        led.do(
            court.linkage,
            "record_joint_decision",
            text=text,
            responsible=who.key,
            supporters=[police.key],
            due_on=day(35),
        )
    yield later(rng, 2, 5)
    led.do(court.linkage, "issue_joint_minutes", number=court.number("联", town.now.year, number + 1), signed_on=day())
    decided = Matter.objects.filter(joint_decision__meeting=led.pk).order_by("pk").values_list("pk", flat=True)
    for place, pk in enumerate(decided):
        yield later(rng, 3, 9) if place and rng.random() > 0.2 else later(rng, 8, 20)
        made = Led(town, "joint_decision", pk)
        made.do(who.linkage, "report_joint_decision", result=pick(rng, "cases", "results"))
        yield later(rng, 1, 5)
        made.do(court.linkage, "confirm_joint_decision", opinion="同意销号。")


@story("legal_inquiry", a_year=14)
def inquiry(town: Town, rng: Random, number: int) -> Steps:
    """One office asks another in writing."""
    del number
    who, whom = first(), of_kind(rng.choice(("procuratorate", "procuratorate", "court", "police")))
    subject, question, answer = rng.choice(
        list(zip(*(words("cases")[one] for one in ("inquiries", "questions", "answers")), strict=True))
    )
    led = Led.opened(
        town,
        "legal_inquiry",
        "ask_legal_inquiry",
        who.linkage,
        asked=whom.key,
        subject=subject,
        question=question,
    )
    yield later(rng, 10, 14) if rng.random() < 0.06 else later(rng, 1, 6)
    led.do(whom.linkage, "answer_legal_inquiry", answer=answer)
    yield later(rng, 1, 8)
    led.do(who.linkage, "close_legal_inquiry")


@story("police_support", a_year=10)
def support(town: Town, rng: Random, number: int) -> Steps:
    """Officers ask the police to come along."""
    del number
    who, police = some(rng), of_kind("police")
    wanted = later(rng, 2, 4)
    led = Led.opened(
        town, "police_support", "request_support", who.officer, purpose=rng.choice(("entry", "joint-action", "evidence")),
        wanted_at=wanted.isoformat(), place=enterprise(rng), text=pick(rng, "cases", "supports"), officers=who.team(town), police=police.key,
    )  # fmt: skip
    yield town.now + timedelta(hours=rng.randint(2, 20))
    if rng.random() < 0.15:
        led.do(police.linkage, "answer_support", agreed="no", text="当日另有安保任务，建议改期。")
        return
    led.do(police.linkage, "answer_support", agreed="yes", text="由辖区派出所两名民警到场。")
    yield max(wanted + timedelta(hours=3), town.now + timedelta(hours=1))
    led.do(
        police.linkage,
        "handle_support",
        handled_at=town.now.isoformat(),
        measures=["order"],
        text=pick(rng, "cases", "handled"),
    )
    yield later(rng, 1, 3)
    led.do(who.officer, "close_support", text="检查完成，采样三份。")


@story("obstruction", a_year=4)
def obstruction(town: Town, rng: Random, number: int) -> Steps:
    """Officers were hindered and report it."""
    who, police, year = first(), of_kind("police"), town.now.year
    led = Led.opened(
        town, "obstruction", "prepare_obstruction", who.officer, happened_at=(town.now - timedelta(minutes=50)).isoformat(),
        place=f"{enterprise(rng)}大门", manner=rng.choice(("refuse-entry", "threat", "crowd")), text=pick(rng, "cases", "hindrances"),
        officers=who.team(town), police=police.key,
    )  # fmt: skip
    led.lay_ready(who.officer, "obstruction-report")
    led.do(who.officer, "report_obstruction")
    yield later(rng, 0, 1)
    led.do(police.linkage, "receive_obstruction", receipt_number=police.number("受", year, 800 + number))
    yield later(rng, 3, 20)
    led.do(
        police.linkage, "decide_obstruction", decision="public_order", decided_on=day(), number=police.number("公行罚", year, number + 1), text="行政拘留三日",
    )  # fmt: skip
    yield later(rng, 1, 3)
    led.do(police.linkage, "tell_obstruction", text="已经执行，文书随后送达。")


@follows(ENTRY)
def entry(town: Town, rng: Random, matter: Matter) -> Steps:
    """What was decided is entered in the platform of the linkage by whose office it is; some lie too long."""
    yield later(rng, 9, 15) if rng.random() < 0.06 else later(rng, 0, 6)
    number = f"衔接{town.now.year}-{matter.pk:05}"
    Led(town, ENTRY, matter.pk).do(Bureau(matter.holder).linkage, "enter_platform", platform_number=number)
