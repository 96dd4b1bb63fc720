"""What the acts of an order do: prepare, issue as an official document, add receivers, close. Inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ecoduty.casework.documents import numbers, recipients, texts
from ecoduty.casework.documents.models import Delivery, Document, Recipient, RecipientRole
from ecoduty.casework.documents.rendering.paper import chinese_date
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Item, Refused, perform_many, table
from ecoduty.kernel.flow.refusal import Problem, wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.supervision_orders import bodies, queries, rhythm
from ecoduty.mechanisms.supervision_orders.models import SupervisionOrder
from ecoduty.mechanisms.supervision_orders.states import DRAFTING
from ecoduty.organisation.directory.models import Body

if TYPE_CHECKING:
    from ecoduty.mechanisms.supervision_orders import data

CLAUSES = ("12.1", "3.2")


def prepare(attempt: Attempt) -> None:
    """Take a matter up (立项). Raises Refused `rhythm_unknown`, `limit_in_past`, and as `bodies.named`."""
    issuer = Body.objects.select_related("region").get(key=attempt.actor.body)
    receivers = _checked(attempt, issuer)
    given: data.PrepareOrder = attempt.data
    matter = open_matter(attempt, title=f"督办：{given.subject}", holder=issuer, state=DRAFTING.code)
    _write(SupervisionOrder(matter=matter), given, receivers, new=True)


def edit(attempt: Attempt) -> None:
    """Write what was taken up anew. Raises as `prepare`."""
    matter: Matter = attempt.subject
    receivers = _checked(attempt, matter.holder)
    matter.title = f"督办：{attempt.data.subject}"
    _write(matter.supervision_order, attempt.data, receivers, new=False)


def issue(attempt: Attempt) -> None:
    """The order goes out: numbered, sent, and the work of each receiver begins (交办).

    Raises Refused `limit_in_past`, `number_missing`, as `bodies.named` (the directory may have changed) and `numbers.sign`.
    """
    matter: Matter = attempt.subject
    own: SupervisionOrder = matter.supervision_order
    _still_to_come(own.limit_on, _day(attempt))
    receivers = bodies.named(
        [body.key for body in own.receivers.order_by("order", "key")], matter.holder, _day(attempt)
    )
    document = texts.start(matter, queries.ORDER, f"关于{matter.title.replace('：', '“', 1)}”的通知")
    texts.save(document, _sections(own, _day(attempt)), attempt.actor, attempt.recorded_at)
    numbers.sign(attempt, document)
    if not document.number:
        sentence = "督办单须有发文字号：请填本单位办公系统编的字号，如“×环督〔2026〕12号”。"
        raise Refused("number_missing", sentence, status=422, problems=(Problem("number", "number_missing", sentence),))
    Recipient.objects.bulk_create(_recipient(document, body, order) for order, body in enumerate(receivers))
    recipients.send(attempt, document)
    _entrust(attempt, own, receivers)


def add_receivers(attempt: Attempt) -> None:
    """Further bodies are ordered on the same terms. Raises Refused `received_before`, `limit_in_past`, as `bodies.named`."""
    matter: Matter = attempt.subject
    own: SupervisionOrder = matter.supervision_order
    _still_to_come(own.limit_on, _day(attempt))
    receivers = bodies.named(attempt.data.receivers, matter.holder, _day(attempt))
    known = set(own.receivers.values_list("pk", flat=True))
    again = [body.short_name for body in receivers if body.pk in known]
    if again:
        raise wrong("receivers", "received_before", f"{'、'.join(again)}已经是承办单位，请从增加的单位里去掉。")
    own.receivers.add(*receivers)
    document = texts.main_document(matter)
    assert document is not None  # an issued order has one
    rows = [_recipient(document, body, len(known) + order) for order, body in enumerate(receivers)]
    for row in rows:
        row.sent_at = attempt.occurred_at
        add_party(matter, row.body, PartyRole.MAIN, attempt.occurred_at)
    Recipient.objects.bulk_create(rows)
    attempt.record(recipients=[body.short_name for body in receivers])
    attempt.send(numbers.RENDER, f"document:{document.pk}", document=document.pk)
    _entrust(attempt, own, receivers)


def close(attempt: Attempt) -> None:
    """What came of it as a whole."""
    own: SupervisionOrder = attempt.subject.supervision_order
    own.conclusion = attempt.data.conclusion
    own.save(update_fields=["conclusion"])


def _checked(attempt: Attempt, issuer: Body) -> list[Body]:
    given: data.PrepareOrder = attempt.data
    on = _day(attempt)
    found = bodies.named(given.receivers, issuer, on)
    if given.rhythm not in dict(queries.rhythms(on)):
        raise wrong("rhythm", "rhythm_unknown", "没有这种反馈要求，请从所列的里选。")
    _still_to_come(given.limit_on, on)
    return found


def _still_to_come(limit: date, on: date) -> None:
    if limit < on:
        raise wrong("limit_on", "limit_in_past", "办结期限已经过去，请改为以后的日期。")


def _write(own: SupervisionOrder, given: data.PrepareOrder, receivers: Sequence[Body], *, new: bool) -> None:
    for name in ("grounds", "approved_by", "requirements", "limit_on", "rhythm"):
        setattr(own, name, getattr(given, name))
    own.save(force_insert=new)
    own.receivers.set(receivers)


def _entrust(attempt: Attempt, own: SupervisionOrder, receivers: Sequence[Body]) -> None:
    """The work of each receiver begins, by the platform and in the same transaction."""
    items = [Item(body.key, {"order": own.pk, "body": body.pk}, attempt.occurred_at) for body in receivers]
    perform_many(table(queries.WORK), "entrust", items, actor=Actor.system("督办单交办"))


def _sections(own: SupervisionOrder, on: date) -> list[tuple[str, str]]:
    name = dict(queries.rhythms(on)).get(own.rhythm, own.rhythm)
    reports = f"反馈要求：{name}。" if own.rhythm != rhythm.NONE else f"反馈要求：{name}，办结时书面报告。"
    return [
        ("立项依据", f"{own.grounds}\n批准立项：{own.approved_by}。"),
        ("办理要求", own.requirements),
        ("期限和反馈", f"请于{chinese_date(own.limit_on)}前办结。{reports}"),
    ]


def _recipient(document: Document, body: Body, order: int) -> Recipient:
    delivery = Delivery(rulebooks.current().kinds[body.kind].delivery)
    return Recipient(document=document, body=body, role=RecipientRole.MAIN, delivery=delivery, order=order)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
