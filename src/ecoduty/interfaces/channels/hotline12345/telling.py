"""From acts on complaints to messages for 12345, written within the act, so that neither is there without the other.

The number of a message within its order is given here; the other side takes them in this order, whatever comes first.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from ecoduty.casework.matters.models import Link as MatterLink
from ecoduty.casework.matters.models import LinkKind, Matter, Secrecy
from ecoduty.interfaces.channels.hotline12345 import applying, mapping, messages
from ecoduty.interfaces.channels.hotline12345.models import Exchange, ExchangeState, Order
from ecoduty.kernel.clock import as_local, local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.outbox import queue
from ecoduty.kernel.outbox.queue import Outgoing
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.flow import KIND
from ecoduty.mechanisms.complaints.models import Complaint, Return

CHANNEL = "hotline12345"
EFFECT_ORDER = 910  # after everything that counts
_SHARED = {messages.FEEDBACK, messages.COMPLETION}  # what is also said of those that were merged into this one


def note(attempts: Sequence[Attempt]) -> None:
    """After an act: a message for every order concerned whose complaint is no secret. One query where there is none."""
    acted = {one.subject.pk: one for one in attempts if isinstance(one.subject, Matter) and one.subject.kind == KIND}
    told = {pk: one for pk, one in acted.items() if one.subject.secrecy != Secrecy.RESTRICTED}
    if not told:
        return
    on = local_date(next(iter(told.values())).recorded_at)
    told = {pk: one for pk, one in told.items() if mapping.told(one.act.code, on)}
    if not told:
        return
    merged = dict(
        MatterLink.objects.filter(target__in=told, kind=LinkKind.MERGED).values_list("source_id", "target_id")
    )
    for order in Order.objects.filter(matter__in=[*told, *merged]).order_by("pk"):
        joined = order.matter_id not in told
        attempt = told[merged[order.matter_id] if joined else order.matter_id]
        for kind in _types(attempt, mapping.told(attempt.act.code, on)):
            if not joined or kind in _SHARED:
                write(order, kind, _content(attempt, kind, on), attempt.recorded_at)


def write(order: Order, kind: str, content: dict[str, Any], moment: datetime) -> Exchange:
    """Write a message for the other side, the next of its order. Within the transaction of the act that has it to tell."""
    with (
        connection.cursor() as cursor
    ):  # two acts at once, one on the complaint and one on the order, get numbers in turn
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hotline12345:' || %s))", [order.number])
    last = order.exchanges.filter(incoming=False).aggregate(last=Max("sequence"))["last"] or 0
    row = Exchange(
        order=order, incoming=False, sequence=last + 1, message_id=f"eco-{uuid.uuid4().hex}", type=kind,
        state=ExchangeState.WRITTEN, at=moment, told=content,
    )  # fmt: skip
    row.save()
    (number,) = queue.write([Outgoing(CHANNEL, order.number, {"exchange": row.pk})], moment)
    Exchange.objects.filter(pk=row.pk).update(outbox=number)
    return row


def _types(attempt: Attempt, kind: str) -> list[str]:
    """What is told of an act; never back to 12345 what it has just said itself."""
    found = [] if kind == applying.told_by() else [kind]
    if kind == messages.FOLLOW_UP and not attempt.table.state(attempt.subject.state).open:
        found.append(messages.COMPLETION)
    return found


def _content(attempt: Attempt, kind: str, on: date) -> dict[str, Any]:
    matter: Matter = attempt.subject
    about = _ABOUT.get(kind)
    return {
        "matter": matter.number,
        "status": mapping.status(matter.state, on),
        "body": matter.holder.short_name,
        "at": as_local(attempt.occurred_at).isoformat(timespec="seconds"),
        **(about(attempt, matter.complaint, on) if about else {}),
    }


def _feedback(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    return {"answer": own.answer, "basis": own.row_name}


def _returned(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    last = Return.objects.filter(complaint=own).order_by("-pk").first()
    if last is None:
        return {}
    return {"reason": last.reason, "item": last.row_name, "belongs_to": last.row_body, "body": last.body.short_name}


def _refused(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    return {
        "ground": dict(rules.refusal_grounds(on)).get(own.refusal_ground, own.refusal_ground),
        "go_where": own.go_where,
    }


def _dispatched(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    return {"item": own.row_name}


def _followed(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    return {"resolved": own.resolved, "satisfaction": own.satisfaction, "go_where": own.go_where}


def _completed(attempt: Attempt, own: Complaint, on: date) -> dict[str, Any]:  # noqa: ARG001 -- the table's form
    return {"answer": own.answer, "resolved": own.resolved, "satisfaction": own.satisfaction, "note": own.outcome_note}


_ABOUT: dict[str, Callable[[Attempt, Complaint, date], dict[str, Any]]] = {
    messages.FEEDBACK: _feedback, messages.RETURN: _returned, messages.REFUSAL: _refused, messages.DISPATCHED: _dispatched,
    messages.FOLLOW_UP: _followed, messages.COMPLETION: _completed,
}  # fmt: skip
