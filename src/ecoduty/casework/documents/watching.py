"""Receipts that do not come are called to mind: once for each recipient, after the rulebook's limit."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.casework.documents import recipients
from ecoduty.casework.documents.models import Delivery, Recipient
from ecoduty.casework.escalation import notices, sweep
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import reckon
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.states import LIAISON

LIMIT = "report.receipt-reminder"
LOOK_BACK = timedelta(days=90)  # what was said once is not said again; older rows need no look


def install() -> None:
    """Have the sweep call them to mind."""
    sweep.register("unreceipted", unreceipted)


def receipts_overdue(moment: datetime) -> list[Recipient]:
    """Recipients who should have signed by now and have not, oldest first; none where the rulebook sets no limit."""
    book = rulebooks.current_or_none()
    if book is None or LIMIT not in book.limits:
        return []
    calendar = current_calendar()
    rows = recipients.overdue(moment).filter(sent_at__gt=moment - LOOK_BACK).order_by("sent_at", "pk")
    return [
        row
        for row in rows
        if row.sent_at is not None and reckon.limit_due(book, LIMIT, row.sent_at, calendar).is_missed(moment)
    ]


def unreceipted(moment: datetime) -> int:
    """Remind the sender, who can ask and record the receipt, and the recipient where it works on this platform.

    Of restricted matters nothing is said: who may know of them is told by their own deadlines.
    """
    late = [row for row in receipts_overdue(moment) if row.document.matter.secrecy != Secrecy.RESTRICTED]
    bodies = {row.document.issuer_id for row in late} | {row.body_id for row in late}
    liaisons = Addressees({(body, LIAISON) for body in bodies}, local_date(moment))
    drafts = []
    for row in late:
        document = row.document
        asked = [(document.issuer_id, f"{row.label}还没有签收，请联系对方；对方不在本平台办公的，请登记回执。")]
        if row.delivery == Delivery.PLATFORM and row.post_id is None:
            asked.append((row.body_id, "这份公文已送达贵单位，还没有签收。请签收。"))
        drafts += [
            Draft(
                seat, NoticeKind.REMINDER, f"未签收：{document.matter.title}", text, document.matter_id,
                once=f"receipt:{row.pk}",
            )
            for body, text in asked
            for seat in liaisons.of(body, [LIAISON])
        ]  # fmt: skip
    return notices.write(drafts, moment)
