"""Reminding of receipts that do not come: once for each recipient, after the rulebook's limit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ecoduty.casework.documents import recipients
from ecoduty.casework.documents.models import Delivery, Recipient
from ecoduty.casework.escalation import notices, sweep
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import reckon
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.states import LIAISON

LIMIT = "report.receipt-reminder"
FALLBACK_DAYS = 3  # natural days, where a rulebook sets no limit
LOOK_BACK = timedelta(days=90)  # what was reminded of once is not reminded of again; older rows need no look


def install() -> None:
    """Have the sweep remind."""
    sweep.register("receipts", remind)


def receipts_overdue(moment: datetime) -> list[Recipient]:
    """Recipients who should have signed by now and have not, oldest first."""
    book, calendar = rulebooks.current_or_none(), current_calendar()
    found = []
    for recipient in recipients.overdue(moment).filter(sent_at__gt=moment - LOOK_BACK).order_by("sent_at", "pk"):
        sent = recipient.sent_at
        assert sent is not None
        if book is not None and LIMIT in book.limits:
            late = reckon.limit_due(book, LIMIT, sent, calendar).is_missed(moment)
        else:
            late = local_date(moment) > local_date(sent) + timedelta(days=FALLBACK_DAYS)
        if late:
            found.append(recipient)
    return found


def remind(moment: datetime) -> int:
    """Put reminders into inboxes: of the recipient where the platform reaches it, else of the sender, who records it."""
    late = receipts_overdue(moment)
    seats = seats_of(late, moment)
    drafts = []
    for recipient in late:
        document = recipient.document
        restricted = document.matter.secrecy == Secrecy.RESTRICTED
        title = RESTRICTED_WORDS if restricted else document.title
        if recipient.delivery == Delivery.PLATFORM:
            heading, body = f"请签收：{title}", "这份公文已送达多日，尚未签收。请打开办件签收。"
        else:
            heading = f"尚未登记签收：{title}"
            body = f"{recipient.label}的签收还没有登记。请与对方核实，凭交换登记或签收单登记签收。"
        drafts += [
            Draft(seat, NoticeKind.REMINDER, heading, body, document.matter_id, once=f"receipt:{recipient.pk}")
            for seat in seats.of(_asked(recipient), [LIAISON])
        ]
    return notices.write(drafts, moment)


def seats_of(late: Iterable[Recipient], moment: datetime) -> Addressees:
    """The liaisons asked about these recipients."""
    return Addressees({(_asked(recipient), LIAISON) for recipient in late}, local_date(moment))


def _asked(recipient: Recipient) -> int:
    on_platform = recipient.delivery == Delivery.PLATFORM and recipient.post_id is None
    return recipient.body_id if on_platform else recipient.document.issuer_id
