"""Items whose lead is being determined (牵头未明确, article 5), as far as somebody in office may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.undetermined import UNDETERMINED, Open
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """An item, and whether this actor sees the determination itself or only what everybody does."""

    open: Open
    inside: bool


def known_to(actor: Actor, text: str, region: str | None, on: date) -> list[Known]:
    """Items that resemble a text, all of them for an empty one, the likeliest first: those before the public, and those
    of matters that this actor sees. `region` as the port has it. Three queries, fewer where there are none.
    """
    found = ask(UNDETERMINED)(text, region, on) if asked(UNDETERMINED) else ()
    seen: frozenset[int] = frozenset()
    if found:
        visible = Matter.objects.filter(visible_to(actor), pk__in=[one.matter for one in found])
        seen = frozenset(visible.values_list("pk", flat=True))
    return [Known(one, one.matter in seen) for one in found if one.public or one.matter in seen]


__all__ = ["Known", "known_to"]
