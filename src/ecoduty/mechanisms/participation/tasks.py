"""What happens to collections of opinions by itself."""

from __future__ import annotations

from ecoduty.kernel.clock import today
from ecoduty.kernel.clock.routine import nightly
from ecoduty.kernel.flow import Actor, Item, perform_many
from ecoduty.mechanisms.participation.flow import OPINION
from ecoduty.mechanisms.participation.models import Opinion
from ecoduty.mechanisms.participation.states import COLLECTING


@nightly("00:05", "participation.close_collections")
def close_collections() -> int:
    """After midnight: collections whose last day is over are closed."""
    return close_due()


def close_due() -> int:
    """Close what is over; how many. A night that was missed is caught up with."""
    over = Opinion.objects.filter(matter__state=COLLECTING.code, closes_on__lt=today()).order_by("pk")
    items = [Item(pk) for pk in over.values_list("pk", flat=True)]
    if not items:
        return 0
    return len(perform_many(OPINION, "close", items, actor=Actor.system("到期截止"), on_refusal="skip").done)
