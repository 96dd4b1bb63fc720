"""From a message of the outbox to what a channel sends: put into words at the last moment, as things stand then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from ecoduty.casework.deliveries import outside, rules, wording
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.deliveries.wording import Said
from ecoduty.kernel.clock import is_rehearsal, now
from ecoduty.kernel.outbox.drainer import DeliveryRefusedError, NothingToDeliverError

_ADDRESS = {"mail": "电子邮箱", "mobile": "手机号码"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a channel sends. `reference` stays the same however often it is tried: the other side can tell a repetition."""

    reference: str
    address: str
    said: Said
    deliveries: tuple[int, ...]


def compose(message: int, channel: str) -> Outgoing:
    """The words and the address of one message, read now. Raises NothingToDeliverError when nothing of it holds any
    longer (met, moved, closed, read already, or a rehearsal), DeliveryRefusedError when the person has no address.
    """
    rows = _live(message)
    if not rows:
        raise NothingToDeliverError("所说的事项已办结、已变更或已阅知，不再发送")
    if is_rehearsal():
        raise NothingToDeliverError("演练库不对外发送")
    column = outside.offered()[channel].address
    address: str = getattr(rows[0].person, column)
    if not address:
        raise DeliveryRefusedError(f"没有登记{_ADDRESS[column]}")
    said = wording.say([row.notice for row in rows], rules.current(now().date()), settings.DESK_URL)
    return Outgoing(f"ecoduty-{message}", address, said, tuple(row.pk for row in rows))


def sent(outgoing: Outgoing, *, confirmed: bool = False) -> None:
    """Note that a channel has sent it; `confirmed` when the other side says that it reached the person."""
    moment = now()
    Delivery.objects.filter(pk__in=outgoing.deliveries).update(
        sent_at=moment, cancelled_at=None, confirmed_at=moment if confirmed else None
    )


def _live(message: int) -> Sequence[Delivery]:
    """The deliveries of a message that still hold, one query."""
    return list(
        Delivery.objects.filter(
            message=message, sent_at=None, cancelled_at=None, notice__cancelled_at=None, notice__read_at=None
        )
        .select_related("person", "notice__matter", "notice__deadline")
        .order_by("pk")
    )
