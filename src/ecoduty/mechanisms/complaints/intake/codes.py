"""A new code for a lost one, and word by text message that there is something to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from ecoduty.casework.intakes import limiting, numbers, texts
from ecoduty.casework.intakes.models import PublicStanding, Receipt
from ecoduty.casework.intakes.texts import Text
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.clock import spoken_date, today
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints import reporters
from ecoduty.mechanisms.complaints.models import Complaint, Reporter

LOST = "complaint_code"
ANSWERED = "complaint_answered"
_MOST = 5  # complaints of one telephone, the latest
_NEXT = "intake.dissatisfied-next"
_HOTLINE = "public.hotline"
_PER_DAY = "intake.lost-codes-per-day"
_DAY = timedelta(days=1)


def references_of(phone: str, reference: str) -> list[str]:
    """Numbers of the complaints that were sent with that telephone, the latest first; of one alone where it is named."""
    tags = reporters.phone_tags(phone)
    rows = Reporter.objects.filter(phone_tag__in=tags).exclude(phone_tag="").exclude(complaint__reference="")
    if reference:
        rows = rows.filter(complaint__reference=reference)
    known = rows.order_by("-complaint__received_at").values_list("complaint__reference", flat=True)[:_MOST]
    return [one for one in known if numbers.meant_reference(one) == one]  # another system's number has no code of ours


def may_send(phone: str) -> bool:
    """Whether this telephone gets one more new code today, from wherever it is asked for: else whoever knows a number could
    have its owner called all day, and void his code each time.
    """
    most = rulebooks.current().whole(_PER_DAY, on=today())
    tag = sm3(reporters.phone_tags(phone)[-1].encode()).hex()
    return limiting.allow(limiting.RECOVER, tag, most, using=DEFAULT_DB_ALIAS, within=_DAY)


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


def tell_result(complaints: Iterable[int]) -> None:
    """Have a message written for each of these whose reporter asked for it; nothing of it stands in the outbox but ids."""
    wanted = Reporter.objects.filter(complaint__in=list(complaints), wants_sms=True, erased_at=None).order_by("pk")
    for complaint in wanted.values_list("pk", flat=True):
        texts.write(ANSWERED, f"complaint:{complaint}", complaint=complaint)


def _answered(payload: dict[str, Any]) -> Text | None:
    own = Complaint.objects.select_related("matter").filter(pk=payload["complaint"]).first()
    person = reporters.known(own.pk) if own is not None and own.matter.secrecy != Secrecy.RESTRICTED else None
    if own is None or person is None or not person.wants_sms:
        return None
    shown = PublicStanding.objects.filter(reference=own.reference).first() if own.reference else None
    if shown is not None:
        words = f"您反映的编号{own.reference}：{shown.label}。请凭编号和查询码在网上“查进度”查看。"
    else:
        words = f"您{spoken_date(own.received_on)}反映的环境问题（{own.matter.number}）已有办理结果，请留意来电回访{_or_ask()}。"
    return Text(person.phone, words)


def _or_ask() -> str:
    """Where one can ask by telephone, where the rulebook says so."""
    book = rulebooks.current()
    return f"，或拨打{book.value(_HOTLINE, on=today())}询问" if _HOTLINE in book.values else ""


def _reporter(reference: str) -> reporters.Known | None:
    complaint = Complaint.objects.filter(reference=reference).first()
    return reporters.known(complaint.pk) if complaint else None


def install() -> None:
    """Say how these messages are put into words."""
    texts.composed_by(LOST, _new_code)
    texts.composed_by(ANSWERED, _answered)
