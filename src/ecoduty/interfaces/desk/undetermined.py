"""牵头未明确 on staff pages: items whose lead is being determined, as this visitor may know of them (article 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ecoduty.casework.ports.undetermined import Open
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.undetermined import Known, known_to
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One item without a lead. `state`, `holder` and `url` are empty for whoever does not see the determination."""

    item: str
    field: str
    where: str
    since: str
    state: str
    holder: str
    url: str
    open: Open

    @property
    def told(self) -> str:
        """Where it stands: who determines it and how far that is, or only since when."""
        return f"{self.since}起研究明确" + (f"，{self.holder}办理，{self.state}" if self.state else "")


def items(actor: Actor, text: str, region: str | None, on: date) -> list[Item]:
    """Those that resemble a text, all of them for an empty one, the likeliest first. Three queries at most."""
    return [_item(one, on) for one in known_to(actor, text, region, on)]


def touched(found: Sequence[Item], rows: Mapping[str, str]) -> dict[str, list[Item]]:
    """Of rows by key and name, those that speak of an item without a lead, with these items. No query."""
    near = {key: [one for one in found if one.open.touches(key, name)] for key, name in rows.items()} if found else {}
    return {key: some for key, some in near.items() if some}


def _item(known: Known, on: date) -> Item:
    one = known.open
    return Item(
        item=one.item,
        field=one.field,
        where=one.region_name,
        since=words.short_day(one.since, on),
        state=one.state if known.inside else "",
        holder=one.holder if known.inside else "",
        url=reverse("desk:matter", args=[one.public_id]) if known.inside else "",
        open=one,
    )


__all__ = ["Item", "items", "touched"]
