"""What the sweep watches beside deadlines: departments without a coordinator, rungs nobody decides about, receipts
that nobody gives.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ecoduty.casework.documents.models import Delivery
from ecoduty.casework.documents.recipients import overdue
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees, office_seats
from ecoduty.casework.escalation.states import NoticeKind, RungState
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.states import LIAISON, PRINCIPAL

RECEIPT = "report.receipt-reminder"  # the rulebook's limit for signing that a paper has come


def vacancies(moment: datetime) -> int:
    """Alarm the principal and the committee office where a body that needs a coordinator has none (clause 10.2).

    At most once a week for each vacancy: a default of this platform.
    """
    on = local_date(moment)
    vacant = list(queries.vacant_coordinators(on))
    if not vacant:
        return 0
    office = office_seats(on)
    addressees = Addressees({(body.pk, PRINCIPAL) for body in vacant}, on)
    year, week, _ = on.isocalendar()
    drafts = []
    for body in vacant:
        seats = addressees.of(body.pk, [PRINCIPAL]) + office
        text = f"{body.name}现在没有在任的统筹负责同志，请尽快明确并登记。"
        once = f"vacancy:{body.key}:{year}-{week:02d}"
        drafts += [
            Draft(seat, NoticeKind.VACANCY, f"{body.short_name}统筹负责同志空缺", text, once=once, statutory=True)
            for seat in seats
        ]
    return notices.write(drafts, moment)


def undecided(moment: datetime) -> int:
    """Remind the releasing post, once, of a prepared rung whose own limit is over."""
    late = list(
        Rung.objects.filter(state=RungState.PREPARED, release_due_at__lte=moment).select_related("deadline__matter")
    )
    addressees = Addressees(
        {(rung.release_body_id, rung.release_role) for rung in late if rung.release_body_id is not None},
        local_date(moment),
    )
    drafts = []
    for rung in late:
        if rung.release_body_id is None:
            continue
        matter = rung.deadline.matter
        text = f"“{rung.label}”等待您的岗位决定，已过规定时间。请发出、并入或写明暂不发的理由。"
        drafts += [
            Draft(
                seat,
                NoticeKind.RELEASE,
                f"超时未决定：{matter.title}",
                text,
                matter.pk,
                rung.deadline_id,
                once=f"release:{rung.pk}",
            )
            for seat in addressees.of(rung.release_body_id, [rung.release_role])
        ]
    return notices.write(drafts, moment)


def unreceipted(moment: datetime) -> int:
    """Remind, once, of a paper that was not receipted within the rulebook's limit: the sender, who can ask and record
    the receipt, and the recipient where he works on this platform.
    """
    book = store.current_or_none()
    if book is None or RECEIPT not in book.limits:
        return 0
    calendar = current_calendar()
    late = [
        row
        for row in overdue(moment)
        if row.sent_at is not None and reckon_limit(book, RECEIPT, row.sent_at, calendar).due.is_missed(moment)
    ]
    pairs = {(row.document.matter.holder_id, LIAISON) for row in late} | {(row.body_id, LIAISON) for row in late}
    addressees = Addressees(pairs, local_date(moment))
    drafts = []
    for row in late:
        matter = row.document.matter
        if matter.secrecy == Secrecy.RESTRICTED:
            continue  # who may know of it is told by its own deadlines
        title, once = f"未签收：{matter.title}", f"receipt:{row.pk}"
        sender = addressees.of(matter.holder_id, [LIAISON])
        text = f"{row.label}还没有签收，请联系对方；对方不在本平台办公的，请登记回执。"
        drafts += [Draft(seat, NoticeKind.REMINDER, title, text, matter.pk, once=once) for seat in sender]
        if row.delivery == Delivery.PLATFORM:
            text = "这份公文已送达贵单位，还没有签收。请签收。"
            recipient = addressees.of(row.body_id, [LIAISON])
            drafts += [Draft(seat, NoticeKind.REMINDER, title, text, matter.pk, once=once) for seat in recipient]
    return notices.write(drafts, moment)


WATCHERS: dict[str, Callable[[datetime], int]] = {
    "vacancies": vacancies,
    "undecided_rungs": undecided,
    "unreceipted": unreceipted,
}
