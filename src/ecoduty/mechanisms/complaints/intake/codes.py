"""A new code for a lost one, and word by text message that there is something to read."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.intakes import numbers, texts
from ecoduty.casework.intakes.models import PublicStanding, Receipt
from ecoduty.casework.intakes.texts import Text
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints import reporters
from ecoduty.mechanisms.complaints.models import Complaint, Reporter

LOST = "complaint_code"
ANSWERED = "complaint_answered"
_MOST = 5  # complaints of one telephone, the latest
_NEXT = "intake.dissatisfied-next"


def references_of(phone: str, reference: str) -> list[str]:
    """Numbers of the complaints that were sent with that telephone, the latest first; of one alone where it is named."""
    tags = reporters.phone_tags(phone)
    rows = Reporter.objects.filter(phone_tag__in=tags).exclude(phone_tag="").exclude(complaint__reference="")
    if reference:
        rows = rows.filter(complaint__reference=reference)
    return list(rows.order_by("-complaint__received_at").values_list("complaint__reference", flat=True)[:_MOST])


def where_next() -> str:
    """Where somebody can go who is not satisfied, in the rulebook's words."""
    book = rulebooks.current()
    return str(book.value(_NEXT, on=today())) if _NEXT in book.values else "可以向受理单位的上级机关反映"


def _new_code(payload: dict[str, Any]) -> Text | None:
    """The code that replaces the lost one: the same however often the message is tried."""
    reference = str(payload["reference"])
    person = _reporter(reference)
    if person is None:
        return None
    code = numbers.code(f"lost:{payload['intake']}:{reference}")
    Receipt.objects.filter(reference=reference).update(code=numbers.code_digest(reference, code))
    return Text(person.phone, f"您反映的编号{reference}，新的查询码{code}，旧的已作废。请勿告诉他人。")


def _answered(payload: dict[str, Any]) -> Text | None:
    reference = str(payload["reference"])
    person, standing = _reporter(reference), PublicStanding.objects.filter(reference=reference).first()
    if person is None or standing is None or not person.wants_sms:
        return None
    return Text(person.phone, f"您反映的编号{reference}：{standing.label}。请凭编号和查询码在网上“查进度”查看。")


def _reporter(reference: str) -> reporters.Known | None:
    complaint = Complaint.objects.filter(reference=reference).first()
    return reporters.known(complaint.pk) if complaint else None


def install() -> None:
    """Say how these messages are put into words."""
    texts.composed_by(LOST, _new_code)
    texts.composed_by(ANSWERED, _answered)
