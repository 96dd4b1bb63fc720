"""To whom a referral goes, by who manages the cadre (clause 15.2): rank × body, as the rulebook's table says.

The table proposes and says why; a person confirms. Where it says nothing, or where the one who would have to be
referred stands above who refers, that is told in words and the next level is proposed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.book import Placed, matches
from ecoduty.kernel.rulebook.schema import Destination, Receiver
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Line
from ecoduty.organisation.directory.states import LineKind

LEVELS = ("district", "city", "province")
_LEVEL_WORDS = {"district": "区", "city": "市", "province": "省", "outside": "上级"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the table says of one person: `bodies` in the order to be proposed, the row's words and its basis.

    `missing` names kinds of bodies that the directory does not have. `says` is what a person must know before choosing;
    `by_hand` is true where somebody has to choose with a reason.
    """

    bodies: tuple[Body, ...]
    label: str
    missing: tuple[str, ...] = ()
    says: str = ""
    by_hand: bool = False

    @property
    def first(self) -> Body | None:
        """The one to propose."""
        return self.bodies[0] if self.bodies else None


def propose(rank: str, body: Body, made_by: Body, book: Rulebook, on: date) -> Proposal:
    """Who manages a person of that rank in that body, for a referral that `made_by` makes."""
    above = superiors(made_by, on)
    row = row_for(rank, _placed(body), book)
    if row is None:
        return Proposal(
            (), "", says=f"规则书没有写明{body.short_name}的这一职级由谁管理，请选定移交对象并写明理由", by_hand=True
        )
    wanted = row.to if body.pk not in above else _higher(row.to, made_by)
    bodies, missing = _found(wanted, body, book, on)
    kept = tuple(one for one in bodies if one.pk not in above)
    said = []
    if body.pk in above:
        said.append(f"涉及人员所在的{body.short_name}是{made_by.short_name}的上级，已改为建议上一级")
    if len(kept) < len(bodies):
        names = "、".join(one.short_name for one in bodies if one.pk in above)
        said.append(f"{names}是{made_by.short_name}自己的上级，不能作为移交对象")
    if missing:
        said.append(f"机构名录里没有{'、'.join(missing)}，请机构管理员登记，或选定其他对象并写明理由")
    return Proposal(kept, row.label, missing, "；".join(said), by_hand=not kept)


def row_for(rank: str, body: Placed, book: Rulebook) -> Destination | None:
    """The first row of the table that takes a rank and a body in; None where none does."""
    return next((row for row in book.destinations.values() if rank in row.ranks and matches(row.bodies, body)), None)


def superiors(body: Body, on: date) -> frozenset[int]:
    """Ids of all bodies above one on a day: what it belongs to and what leads its work, up to the top. A statement a step."""
    found: set[int] = set()
    step = {body.pk}
    while step:
        parents = set(Body.objects.filter(pk__in=step, parent__isnull=False).values_list("parent_id", flat=True))
        lines = Line.objects.filter(holding(on), body__in=step, kind=LineKind.SUPERIOR)
        step = (parents | set(lines.values_list("above_id", flat=True))) - found - {body.pk}
        found |= step
    return frozenset(found)


def _placed(body: Body) -> Placed:
    return Placed(body.key, body.kind, body.level, body.region_code, tuple(body.tags))


def _higher(to: Collection[Receiver], made_by: Body) -> tuple[Receiver, ...]:
    """The same kinds one level above who refers."""
    place = LEVELS.index(made_by.level) if made_by.level in LEVELS else len(LEVELS) - 1
    level = LEVELS[min(place + 1, len(LEVELS) - 1)]
    return tuple(dict.fromkeys(one.model_copy(update={"level": level}) for one in to))


def _found(to: Collection[Receiver], body: Body, book: Rulebook, on: date) -> tuple[list[Body], tuple[str, ...]]:
    """The bodies of those kinds and levels in the order asked for, and in words what there is none of."""
    there = list(directory.bodies(on=on).filter(kind__in={one.kind for one in to}))
    bodies: list[Body] = []
    missing: list[str] = []
    for one in to:
        fitting = [
            other for other in there
            if other.kind == one.kind and other.level == one.level
            and (one.level != "district" or other.region_id == body.region_id)
        ]  # fmt: skip
        bodies += fitting
        if not fitting:
            label = book.kinds[one.kind].label if one.kind in book.kinds else one.kind
            missing.append(f"{_LEVEL_WORDS[one.level]}{label}")
    return bodies, tuple(missing)


__all__ = ["Proposal", "propose", "row_for", "superiors"]
