"""What the acts of one body's supervised work do. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date, datetime, time

from ecoduty.casework.documents import receipts, texts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.documents.models import Document
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Link, LinkKind, Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, open_matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date, spoken_date, spoken_day
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.supervision_orders import data, queries
from ecoduty.mechanisms.supervision_orders.models import Feedback, SupervisedWork, SupervisionOrder
from ecoduty.mechanisms.supervision_orders.states import ENTRUSTED
from ecoduty.organisation.directory.models import Body

_NAME = 200  # a task's name at most
_TEXT = 2000


def entrust(attempt: Attempt) -> None:
    """Begin what an order asks of one body; the issuer watches over it."""
    given: data.Entrust = attempt.data
    order = SupervisionOrder.objects.select_related("matter__holder").get(pk=given.order)
    body = Body.objects.select_related("region").get(pk=given.body)
    issuer = order.matter.holder
    matter = open_matter(
        attempt,
        title=f"{order.matter.title}（{body.short_name}）",
        holder=body,
        state=ENTRUSTED.code,
    )
    add_party(matter, issuer, PartyRole.SUPERVISOR, attempt.occurred_at)
    matter.supervised_work = SupervisedWork.objects.create(matter=matter, order=order, issuer=issuer)
    Link.objects.create(source=order.matter, target=matter, kind=LinkKind.ORIGIN, made_at=attempt.recorded_at)
    telling.tell_holder(
        attempt, f"督办单待签收：{order.matter.title}", f"{issuer.name}交办，{spoken_day(order.limit_on)}前办结。"
    )


def sign_for(attempt: Attempt) -> None:
    """The body signs for the order and says who does it."""
    own = _own(attempt)
    own.unit, own.person = attempt.data.unit, attempt.data.person
    own.received_at, own.received_by = attempt.occurred_at, attempt.actor.title
    own.save(update_fields=["unit", "person", "received_at", "received_by"])
    document = _document(own)
    if document.recipients.filter(body__in=attempt.actor.bodies, receipted_at=None).exists():
        receipts.acknowledge(attempt, document)


def record_receipt(attempt: Attempt) -> None:
    """The issuer enters the receipt of a body that does not work here.

    Raises Refused `receipt_before_sending`, `receipt_in_future`.
    """
    given: data.PaperReceipt = attempt.data
    own = _own(attempt)
    sent = local_date(attempt.subject.opened_at)
    if given.received_on < sent:
        raise Refused("receipt_before_sending", f"签收日期早于交办的{spoken_date(sent)}，次序不对。", status=422)
    if given.received_on > _day(attempt):
        raise Refused("receipt_in_future", "签收日期还没有到，请核对。", status=422)
    at = datetime.combine(given.received_on, time(12), tzinfo=attempt.recorded_at.tzinfo)
    own.received_at, own.received_by = at, f"{attempt.actor.title}代登记（{given.evidence}）"
    own.save(update_fields=["received_at", "received_by"])
    waiting = _document(own).recipients.filter(body=attempt.subject.holder_id, receipted_at=None)
    waiting.update(receipted_at=at, receipted_by=f"{attempt.actor.title}代登记", evidence=given.evidence)


def give_feedback(attempt: Attempt) -> None:
    """How far it is. The issuer is told where there are difficulties."""
    given: data.GiveFeedback = attempt.data
    _keep(attempt, given.text, difficulties=given.difficulties, file=given.file)
    if given.difficulties:
        own = _own(attempt)
        text = f"{attempt.subject.holder.short_name}：{given.difficulties[:300]}"
        telling.tell_body(attempt, own.issuer_id, f"督办事项有困难需要协调：{attempt.subject.title}", text)


def report_result(attempt: Attempt) -> None:
    """It is held to be done; the issuer checks."""
    given: data.ReportResult = attempt.data
    _keep(attempt, given.text, file=given.file, final=True)
    own = _own(attempt)
    text = f"{attempt.subject.holder.short_name}报来办理结果，请核查。"
    telling.tell_body(attempt, own.issuer_id, f"督办事项待核查：{attempt.subject.title}", text)


def accept(attempt: Attempt) -> None:
    """The check holds. Raises Refused `check_way_unknown`."""
    given: data.CheckResult = attempt.data
    if given.way not in dict(queries.check_ways(_day(attempt))):
        raise wrong("way", "check_way_unknown", "没有这种核查方式，请从所列的里选。")


def send_back(attempt: Attempt) -> None:
    """The result does not do; the limit is the one it had."""
    own = _own(attempt)
    own.returned += 1
    own.save(update_fields=["returned"])
    text = f"{attempt.actor.title}：{attempt.data.note}"
    telling.tell_holder(attempt, f"督办反馈被退回：{attempt.subject.title}", text)


def withdraw(attempt: Attempt) -> None:
    """Whoever works on it is told that it is not asked for any more."""
    text = f"{attempt.actor.title}：{attempt.data.note}"
    telling.tell_holder(attempt, f"督办已撤销：{attempt.subject.title}", text)


def link_task(attempt: Attempt) -> None:
    """A task that it belongs with. Raises Refused `task_unknown` for one that the actor knows nothing of."""
    seen = Matter.objects.filter(visible_to(attempt.actor), kind=queries.TASK)
    found = seen.filter(number=attempt.data.task.strip()).first()
    if found is None:
        raise wrong("task", "task_unknown", f"没有编号为{attempt.data.task}的任务，请核对办件编号。")
    values = {"made_at": attempt.recorded_at}
    Link.objects.get_or_create(source=attempt.subject, target=found, kind=LinkKind.RELATED, defaults=values)
    attempt.record(task=found.number)


def to_task(attempt: Attempt) -> None:
    """A draft of a task of the body's own. Raises Refused as the receiver does, `task_made` where there is one already."""
    matter: Matter = attempt.subject
    own = _own(attempt)
    if Link.objects.filter(source=matter, target__kind=queries.TASK, kind=LinkKind.ORIGIN).exists():
        raise Refused("task_made", "这件已经转过任务，见“关联”。", status=409)
    document = _document(own)
    content = {
        "name": own.order.matter.title[:_NAME], "source": queries.task_source(_day(attempt)),
        "source_note": f"{own.issuer.short_name}督办单{document.number}"[:_NAME],
        "requirements": own.order.requirements[:_TEXT], "lead": matter.holder.key,
    }  # fmt: skip
    if own.order.limit_on >= _day(attempt):
        content["limit_on"] = own.order.limit_on.isoformat()
    if attempt.data.goal:
        content["goal"] = attempt.data.goal
    hand_off(queries.TASK, attempt, content)


def _keep(attempt: Attempt, text: str, *, difficulties: str = "", file: str = "", final: bool = False) -> None:
    Feedback.objects.create(
        work=_own(attempt), final=final, text=text, difficulties=difficulties,
        evidence=getattr(attempt.data, "evidence", ""),
        file=claim_file(attempt, attempt.subject, file) if file else None,
        given_by=attempt.actor.title, given_at=attempt.occurred_at,
    )  # fmt: skip


def _own(attempt: Attempt) -> SupervisedWork:
    matter: Matter = attempt.subject
    own: SupervisedWork = matter.supervised_work
    return own


def _document(own: SupervisedWork) -> Document:
    document = texts.main_document(own.order.matter)
    assert document is not None  # work begins with an issued order
    return document


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
