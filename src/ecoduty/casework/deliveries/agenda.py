"""What a person's calendar shows: deadlines of matters that wait for him in any of his posts, seen by the same rules as
his lists. Restricted matters are in no calendar.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from ecoduty.casework.deliveries.acts import token_digest
from ecoduty.casework.deliveries.models import NoticeSettings
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING, DeadlineState
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.turns import waiting_for
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.access import actors_of, one_reading
from ecoduty.organisation.accounts.models import Account

LIMIT = 1000
REMEMBERED = timedelta(days=30)  # for so long a calendar is told that something is off
_OVER = (DeadlineState.MET, DeadlineState.CANCELLED)


def account_behind(token: str) -> Account | None:
    """Whose calendar an address opens; None for an address that was revoked or never given, and for closed accounts."""
    row = (
        NoticeSettings.objects.filter(calendar_digest=token_digest(token), account__is_active=True)
        .select_related("account__person")
        .first()
    )
    return row.account if row else None


def deadlines(account: Account, moment: datetime) -> list[Deadline]:
    """The person's deadlines, and those of his bodies that were met or dropped lately; the earliest first."""
    on = local_date(moment)
    with one_reading():
        actors = [actor for actor in actors_of(account, on) if actor.post is not None]
        if not actors:
            return []
        wanted = Q(pk__in=[])
        for actor in actors:
            wanted |= _of(actor, moment)
        rows = Deadline.objects.filter(wanted).exclude(matter__secrecy=Secrecy.RESTRICTED)
        return list(rows.select_related("matter").order_by("due_at", "pk")[:LIMIT])


def _of(actor: Actor, moment: datetime) -> Q:
    on = local_date(moment)
    seen = _on_deadlines(visible_to(actor) & waiting_for(actor, on))
    since = moment - REMEMBERED
    over = Q(state=DeadlineState.MET, met_at__gte=since) | Q(
        state=DeadlineState.CANCELLED, matter__last_occurred_at__gte=since
    )
    return Q(state__in=TICKING) & seen | over & Q(matter__holder=actor.body_id) & _on_deadlines(visible_to(actor))


def _on_deadlines(condition: Q) -> Q:
    """A condition on matters as one on deadlines."""
    return Q(matter__in=Matter.objects.filter(condition).values("pk"))


def is_over(deadline: Deadline) -> bool:
    """Whether nothing is owed any longer."""
    return deadline.state in _OVER
