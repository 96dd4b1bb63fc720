"""Reports of a major situation: the urgent path to party committee and government, receipt, instruction, what came of it (clause 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import Field

from ecoduty.casework.documents import numbers, papers, receipts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.numbers import NUMBER_IN_FORM, NUMBERED_ELSEWHERE, NumberData
from ecoduty.casework.escalation import telling
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, open_matter, receiver_kinds, receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.clock import as_local, end_of_day, local_date, spoken_date, spoken_moment
from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, Guard, Refused, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.coordination import bodies, situation_papers, states
from ecoduty.mechanisms.coordination.data import LONG
from ecoduty.mechanisms.coordination.models import Situation, SituationInstruction
from ecoduty.mechanisms.coordination.situation_papers import FURTHER, KIND
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.queries import leaders_in_charge

RECEIPT = "major-situation.receipt"
FOLLOW_UP = "report.instruction-follow-up"
TASK = "task"

_HEADS = ("deputy", "principal")
ANY_HEAD = Who("anyone", _HEADS, "各单位负责人")
REPORTER = Who("holder_body", ("liaison", *_HEADS), "报告单位")
REPORTER_HEADS = Who("holder_body", _HEADS, "报告单位负责人")
LEADER = Who("leader_in_charge", (), "分管领导或其秘书")
RECIPIENT = Who("main_recipient", (), "收文的党委、政府")


class ReportSituation(ActData):
    """What happened, what was done, what is asked for. Written to be sent within minutes."""

    subject: str = Field(title="情况", min_length=4, max_length=70, description="一句话说清发生了什么")
    known_at: datetime = Field(title="发现或得知的时间")
    place: str = Field(default="", title="地点", max_length=200)
    situation: str = Field(title="基本情况", min_length=10, max_length=4000, json_schema_extra=LONG)
    done: str = Field(title="已采取的措施", min_length=2, max_length=4000, json_schema_extra=LONG)
    next_steps: str = Field(default="", title="下一步打算", max_length=4000, json_schema_extra=LONG)


class ReportFurther(ActData):
    """What has changed since the last report."""

    situation: str = Field(title="最新情况", min_length=10, max_length=4000, json_schema_extra=LONG)
    done: str = Field(default="", title="又采取的措施", max_length=4000, json_schema_extra=LONG)
    next_steps: str = Field(default="", title="下一步打算", max_length=4000, json_schema_extra=LONG)


class GiveInstruction(ActData):
    """A leader's instruction, by himself or entered by his secretary or the reporting body's liaison."""

    of: int = Field(title="批示人所在单位", json_schema_extra={"widget": "choice"})
    leader: str = Field(title="批示人", min_length=2, max_length=120, description="岗位名称，如“分管副市长”")
    given_on: date = Field(title="批示日期")
    text: str = Field(title="批示内容", min_length=2, max_length=2000, json_schema_extra=LONG)
    lead: str = Field(
        default="", title="交哪个单位落实", max_length=80, description="不选的，由报告单位落实", json_schema_extra={"widget": "choice"}
    )  # fmt: skip
    limit_on: date | None = Field(default=None, title="落实时限", description="批示写明日期的才填")


class CarriedOut(ActData):
    """How the instruction was carried out."""

    result: str = Field(title="落实情况", min_length=10, max_length=4000, json_schema_extra=LONG)


def report(attempt: Attempt) -> None:
    """Open the matter, write the report, send it at once. Raises Refused `in_future` or `nobody_above`."""
    given: ReportSituation = attempt.data
    known = as_local(given.known_at)
    if known > attempt.recorded_at:
        raise Refused("in_future", f"得知的时间{spoken_moment(known)}还没有到，请核对。", status=422, clause="8.4")
    on = local_date(attempt.occurred_at)
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    above = _above(body, on)
    matter = open_matter(attempt, title=f"关于{given.subject}的报告", holder=body, state=states.SENT.code)
    document = situation_papers.start(matter, KIND, matter.title)
    matter.situation = Situation.objects.create(matter=matter, document=document, known_at=known, place=given.place)
    where = f"（{given.place}）" if given.place else ""
    parts = [
        ("基本情况", f"{known:%Y年%-m月%-d日%-H时%-M分}{where}：{given.situation}"),
        ("已采取的措施", given.done),
        *([("下一步打算", given.next_steps)] if given.next_steps else []),
    ]
    situation_papers.send(attempt, document, parts, above)
    _tell_leaders(attempt, matter, on)


def report_further(attempt: Attempt) -> None:
    """What has changed since, in a paper of its own to the same bodies; its receipts are owed anew. Raises Refused `nobody_above`."""
    given: ReportFurther = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.occurred_at)
    above = _above(matter.holder, on)
    title = situation_papers.further_title(matter)
    document = situation_papers.start(matter, FURTHER, title)
    parts = [
        ("最新情况", given.situation),
        *([("又采取的措施", given.done)] if given.done else []),
        *([("下一步打算", given.next_steps)] if given.next_steps else []),
    ]
    situation_papers.send(attempt, document, parts, above)
    if attempt.before == states.READ.code:
        attempt.lead_to(states.SENT.code)
    attempt.record(paper=title)
    _tell_leaders(attempt, matter, on)


def _above(body: Body, on: date) -> list[Body]:
    found = bodies.above(body, on)
    if not found:
        raise Refused("nobody_above", "机构目录里没有本级党委、政府，无法上报：请先在机构目录登记。", clause="8.4")
    return found


def _tell_leaders(attempt: Attempt, matter: Matter, on: date) -> None:
    """Whoever is in charge of the reporting body that day learns of it at once, whatever way the paper takes."""
    posts = {leader.post.kind for leader in leaders_in_charge(matter.holder, on)}
    text = f"{matter.holder.name}报告，请阅看、批示。"
    telling.tell_body(attempt, matter.holder_id, f"{attempt.act.label}：{matter.title}", text, tuple(sorted(posts)))


def enter_number(attempt: Attempt) -> None:
    """Enter the number that the body's own office system gave, after the report has gone: urgency comes first.

    The earliest paper without a number gets it; with none left the first paper's is corrected.
    """
    numbers.enter(attempt, situation_papers.to_number(attempt.subject))


def record_receipt(attempt: Attempt) -> None:
    """The reporting body records that a recipient has it. With the last receipt it has been read everywhere."""
    receipts.record(attempt, situation_papers.of_recipient(attempt.subject, attempt.data.recipient))
    _read_everywhere(attempt)


def acknowledge(attempt: Attempt) -> None:
    """A recipient that works here signs itself for every paper that came to it."""
    for document in situation_papers.owed_by(attempt):
        receipts.acknowledge(attempt, document)
    _read_everywhere(attempt)


def _read_everywhere(attempt: Attempt) -> None:
    """The limit of receipt ends with the last one that is owed, not with the first."""
    if situation_papers.unreceipted(attempt.subject).exists():
        attempt.leave_running(RECEIPT)
    elif attempt.before == states.SENT.code and states.READ.code in attempt.act.or_to:
        attempt.lead_to(states.READ.code)


def give_instruction(attempt: Attempt) -> None:
    """Keep the instruction, which is its body's receipt as well, and make a task of it.

    Raises Refused `instruction_out_of_order` or `not_a_recipient`.
    """
    given: GiveInstruction = attempt.data
    document: Document = attempt.subject.situation.document
    assert document.sent_at is not None  # reporting sends it
    sent, today = local_date(document.sent_at), local_date(attempt.recorded_at)
    if not sent <= given.given_on <= today:
        raise Refused(
            "instruction_out_of_order",
            f"批示日期应在报送（{spoken_date(sent)}）之后、今天之前，请核对。",
            status=422,
            clause="8.4",
        )
    _who_writes_has_it(attempt, document)
    _read_everywhere(attempt)
    task = None
    if TASK in receiver_kinds():
        task = hand_off(TASK, attempt, _task(attempt))
    SituationInstruction.objects.create(
        situation=attempt.subject.situation, leader=given.leader, given_on=given.given_on, text=given.text, task=task,
        recorded_by=attempt.actor.title, recorded_at=attempt.recorded_at,
    )  # fmt: skip
    if attempt.actor.body_id != attempt.subject.holder_id:
        text = f"{given.leader}批示，请补齐转成的任务并下达。"
        telling.tell_holder(attempt, f"领导批示：{attempt.subject.title}", text, ("liaison", *_HEADS))


def _task(attempt: Attempt) -> dict[str, Any]:
    """What is handed over: issued by the reporting body, and its own unless the leader named another lead."""
    given: GiveInstruction = attempt.data
    holder = attempt.subject.holder.key
    content: dict[str, Any] = {
        "name": f"落实批示：{attempt.subject.title}",
        "source": "instruction",
        "source_note": f"{given.leader}{spoken_date(given.given_on)}批示，办件编号{attempt.subject.number}",
        "goal": given.text,
        "issuer": holder,
        "lead": given.lead or holder,
    }
    return content if given.limit_on is None else {**content, "limit_on": given.limit_on}


def _who_writes_has_it(attempt: Attempt, document: Document) -> None:
    """Whoever wrote on it has received it: without a receipt of its own, the instruction is the body's receipt."""
    given: GiveInstruction = attempt.data
    recipient = document.recipients.select_related("body").filter(pk=given.of).first()
    if recipient is None:
        raise Refused("not_a_recipient", "所选单位不是这份公文的收文单位。", status=422, clause="8.4")
    waiting = situation_papers.unreceipted(attempt.subject).filter(body=recipient.body)
    waiting.filter(sent_at__lt=end_of_day(given.given_on)).update(  # what came after he wrote, he has not read
        receipted_at=attempt.occurred_at,
        receipted_by=attempt.actor.title,
        evidence=f"{given.leader}{spoken_date(given.given_on)}批示",
    )
    attempt.record(recipient=recipient.label, leader=given.leader)


def _receipts_missing(attempt: Attempt) -> bool:
    return situation_papers.unreceipted(attempt.subject).exists()


def _owes_receipt(attempt: Attempt) -> bool:
    return bool(situation_papers.owed_by(attempt))


OWES_RECEIPT = Guard("receipt_not_due", "没有等您签收的公文，或已经签收过了。", _owes_receipt, clause="8.4")
RECEIPTS_MISSING = Guard("receipts_complete", "收文单位都已签收。", _receipts_missing, clause="8.4")
_EVERYWHERE = tuple(state.code for state in states.SITUATION)
_SENT, _READ, _INSTRUCTED = states.SENT.code, states.READ.code, states.INSTRUCTED.code
SITUATION = ActTable(
    kind=KIND,
    label="重大情况专报",
    states=states.SITUATION,
    acts=(
        Act("report", "上报重大情况", (START,), _SENT, (ANY_HEAD,), ("8.4",), data=ReportSituation, effect=report,
            starts=(RECEIPT,), hint="一步成文、送达本级党委、政府；字号可以后补"),
        Act("report_further", "续报", (_SENT, _READ, _INSTRUCTED), None, (REPORTER_HEADS,), ("8.4",), data=ReportFurther,
            effect=report_further, starts=(RECEIPT,), or_to=(_SENT,), or_from=(_READ,), hint="情况有变化随时续报，送达同样的单位"),
        Act("enter_number", "登记字号", _EVERYWHERE, None, (REPORTER,), ("8.4",),
            guards=(NUMBERED_ELSEWHERE, NUMBER_IN_FORM), data=NumberData, effect=enter_number),
        Act("acknowledge", "签收", (_SENT, _INSTRUCTED), None, (RECIPIENT, LEADER), ("8.4",),
            guards=(OWES_RECEIPT,), effect=acknowledge, meets=(RECEIPT,), main=True, or_to=(_READ,), or_from=(_SENT,)),
        Act("record_receipt", "登记回执", (_SENT, _INSTRUCTED), None, (REPORTER,), ("8.4",), guards=(RECEIPTS_MISSING,),
            data=receipts.ReceiptData, effect=record_receipt, meets=(RECEIPT,), main=True, or_to=(_READ,), or_from=(_SENT,)),
        Act("give_instruction", "批示", _EVERYWHERE, _INSTRUCTED, (LEADER, RECIPIENT, REPORTER), ("8.4",),
            data=GiveInstruction, effect=give_instruction, meets=(RECEIPT,), starts=(FOLLOW_UP,),
            hint="由领导本人填写，或由秘书、报告单位代录，并在“代谁登记”注明"),
        Act("report_carried_out", "报告落实情况", (_INSTRUCTED,), states.CARRIED_OUT.code, (REPORTER,), ("8.4",),
            data=CarriedOut, meets=(FOLLOW_UP,), main=True),
        *standard_acts(states.SITUATION),
    ),
    store=MatterStore(own="situation__document"),
    clauses=("8.4",),
)  # fmt: skip


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another mechanism finds something that has to go up at once, in the name of whoever does so.

    `content` has the fields of `ReportSituation`. Raises Refused.
    """
    done = flow.perform(SITUATION, "report", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, which paper it is, and that others may have a situation reported."""
    flow.register(SITUATION)
    receives(KIND, receive)
    for kind in (KIND, FURTHER):
        papers.use(kind, papers.REPORT)
