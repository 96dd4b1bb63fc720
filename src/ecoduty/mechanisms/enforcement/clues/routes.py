"""To whom a clue goes: whose power it is by the rulebook, and what the directory says of who sends it (clause 18.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.offences import groups
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Line
from ecoduty.organisation.directory.states import Enforcement, Level, LineKind

HANDS_ON = frozenset({Enforcement.REFER, Enforcement.CENTRALISED, Enforcement.ENTRUSTED})


@dataclass(frozen=True, slots=True)
class Route:
    """Where a clue of one kind of conduct goes from one body: `to` a body of the directory, or `vertical` words for one outside
    the city. Neither: the sender has to choose. `own` says that the sender has to act itself.
    """

    to: Body | None = None
    vertical: str = ""
    own: bool = False


class Routes:
    """Everything that decides where clues of one sender go on a day, read once: a fixed number of queries."""

    def __init__(self, sender: Body, on: date) -> None:
        self.sender = sender
        self.superiors = directory.superiors(sender, on)
        self.powers = rulebooks.current().powers
        self._bodies = _powers({row.to for row in self.powers.values() if row.to}, on)
        self._handing_on = _hands_on_to((sender, *self.superiors), on)
        self._near = _branches(sender, on) if sender.level == Level.DISTRICT else {}

    def of(self, conduct: str) -> Route:
        """Where a clue of this conduct goes. Raises KeyError for a conduct that the rulebook lacks.

        A body with a team of its own may pass on only what is expressly another's power; everything else it has to act on
        itself.
        """
        row = self.powers[conduct]
        if row.vertical is not None:
            return Route(vertical=row.vertical)
        has_team = self.sender.enforcement == Enforcement.OWN
        to = self._bodies.get(row.to) if row.to else None
        if to is None and not has_team:
            to = self._handing_on
        if to is not None:
            to = self._near.get(to.pk, to)
        own = has_team and (to is None or to.pk in {self.sender.pk, *(above.pk for above in self.superiors)})
        return Route(to=None if own else to, own=own)


def filing_limit(holder: Body, conduct: str, on: date) -> str:
    """The limit of the rulebook for the decision whether to open a case, where the holder or the body above it is the one whose
    power this conduct is; empty where its field has none.
    """
    row = rulebooks.current().powers.get(conduct)
    if row is None or row.limit is None or row.to is None:
        return ""
    to = _powers({row.to}, on).get(row.to)
    line = {holder.pk, *(above.pk for above in directory.superiors(holder, on))}
    return row.limit if to is not None and to.pk in line else ""


def group_of(conduct: str, on: date) -> str:
    """The group of offences by which a case of this conduct begins; the last one of the rulebook where none is written."""
    row = rulebooks.current().powers.get(conduct)
    if row is not None and row.group is not None:
        return row.group
    return groups(on)[-1][0]


def receivers(sender: Body | None, on: date) -> list[Body]:
    """Every body with a team of its own, in official order, but who sends it."""
    found = directory.bodies(on=on).filter(enforcement=Enforcement.OWN)
    return [body for body in found if sender is None or body.pk != sender.pk]


def may_receive(key: str, sender: Body, on: date) -> Body | None:
    """The receiver of that key; None where it is none."""
    return next((body for body in receivers(sender, on) if body.key == key), None)


def _powers(keys: Collection[str], on: date) -> dict[str, Body]:
    """The bodies of these keys that exist on the day, or who answers for them now."""
    answering = {body.key: directory.answering(body, on) for body in Body.objects.filter(key__in=keys)}
    return {key: body for key, body in answering.items() if body.exists_on(on)}


def _hands_on_to(bodies: Sequence[Body], on: date) -> Body | None:
    """Who acts for the sender by the directory; of a body of which it says nothing, who acts for the body above it."""
    for body in bodies:
        if body.enforcement in HANDS_ON and body.enforcement_to_id is not None:
            return directory.answering(Body.objects.get(pk=body.enforcement_to_id), on)
    return None


def _branches(sender: Body, on: date) -> dict[int, Body]:
    """The branches with a team in the sender's own district, by the id of the body above."""
    near = directory.bodies(on=on).filter(region=sender.region_id, enforcement=Enforcement.OWN)
    rows = Line.objects.filter(holding(on), body__in=near, kind=LineKind.SUPERIOR).select_related("body")
    return {row.above_id: row.body for row in rows}


__all__ = ["Route", "Routes", "filing_limit", "group_of", "may_receive", "receivers"]
