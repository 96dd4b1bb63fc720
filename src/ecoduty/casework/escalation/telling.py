"""A word to whoever holds a matter, said by an act of a mechanism's own: the order was changed, another one was joined to it."""

from __future__ import annotations

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.firing import seats_for
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory.states import CLERK, LIAISON

HOTLINE = "hotline"


def tell_holder(attempt: Attempt, title: str, text: str, roles: tuple[str, ...] = (LIAISON, CLERK, HOTLINE)) -> None:
    """Notices to these roles of the holder. Of a restricted matter nothing is said but that there is one."""
    tell_body(attempt, attempt.subject.holder_id, title, text, roles)


def tell_body(
    attempt: Attempt, body: int, title: str, text: str, roles: tuple[str, ...] = (LIAISON, CLERK, HOTLINE)
) -> None:
    """The same to a body (its id) that is no holder but has to know: who issued it, who leads what it asks for."""
    matter: Matter = attempt.subject
    if matter.secrecy == Secrecy.RESTRICTED:
        title, text = f"通知：{RESTRICTED_WORDS}", "请登录后查看。"
    seats = seats_for(matter, body, roles, attempt.recorded_at)
    drafts = [Draft(seat, NoticeKind.OTHER, title, text, matter.pk) for seat in seats]
    notices.write(drafts, attempt.recorded_at)


__all__ = ["tell_body", "tell_holder"]
