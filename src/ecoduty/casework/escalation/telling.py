"""A word to whoever holds a matter, said by an act of a mechanism's own: the order was changed, another one was joined to it."""

from __future__ import annotations

from collections.abc import Iterable

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.firing import seats_for
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
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
    tell_bodies(attempt, [body], title, text, roles)


def tell_bodies(
    attempt: Attempt, bodies: Iterable[int], title: str, text: str, roles: tuple[str, ...] = (LIAISON, CLERK, HOTLINE),
    also: Iterable[Seat] = (),
) -> None:  # fmt: skip
    """The same to several, each person once; `also` are single persons, who hear nothing of a restricted matter this way."""
    matter: Matter = attempt.subject
    if matter.secrecy == Secrecy.RESTRICTED:
        title, text, also = f"通知：{RESTRICTED_WORDS}", "请登录后查看。", ()
    seats = [seat for body in bodies for seat in seats_for(matter, body, roles, attempt.recorded_at)] + list(also)
    drafts = [Draft(seat, NoticeKind.OTHER, title, text, matter.pk) for seat in seats]
    notices.write(drafts, attempt.recorded_at)


def tell_persons(attempt: Attempt, persons: Iterable[int]) -> None:
    """A word to single persons named in a restricted matter that there is one; no more."""
    title, text = f"通知：{RESTRICTED_WORDS}", "请登录后查看。"
    drafts = [Draft(Seat(0, person), NoticeKind.OTHER, title, text, attempt.subject.pk) for person in persons]
    notices.write(drafts, attempt.recorded_at)


__all__ = ["tell_bodies", "tell_body", "tell_holder", "tell_persons"]
