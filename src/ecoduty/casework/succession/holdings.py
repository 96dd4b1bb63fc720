"""What is open with a body: what it holds, takes part in and has to decide; and the same as one reader may count it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.states import UNDECIDED
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.directory.models import Body


def open_with(body: Body) -> list[tuple[int, str]]:
    """Open matters, by id and kind, that a body holds, takes part in, or in which a rung waits for it. One query."""
    open_ones = Matter.objects.filter(open=True).order_by()
    held = open_ones.filter(holder=body)
    joined = open_ones.filter(pk__in=Party.objects.filter(body=body, until=None).values("matter"))
    deciding = open_ones.filter(pk__in=undecided_of(body).values("deadline__matter"))
    found = held.values_list("pk", "kind").union(joined.values_list("pk", "kind"), deciding.values_list("pk", "kind"))
    return sorted(found)


def undecided_of(body: Body) -> QuerySet[Rung]:
    """Rungs that wait for a decision of some post of the body."""
    return Rung.objects.filter(release_body=body, state__in=UNDECIDED)


@dataclass(frozen=True, slots=True)
class Held:
    """Open matters of one kind that a body holds."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a reader may know of what is open with a body. `joined` are matters of others in which it takes part."""

    held: tuple[Held, ...]
    joined: int
    deciding: int

    @property
    def total(self) -> int:
        """How many matters it holds."""
        return sum(row.count for row in self.held)


def holdings(body: Body, actor: Actor) -> Holdings:
    """Counted as the lists behind the numbers are: by what this reader may see. Three queries."""
    seen = Matter.objects.filter(visible_to(actor, Sight.SUMMARY), open=True).order_by()
    kinds = seen.filter(holder=body).values_list("kind").annotate(Count("pk")).order_by("kind")
    parties = Party.objects.filter(body=body, until=None).values("matter")
    return Holdings(
        held=tuple(Held(kind, flow.table(kind).label, count) for kind, count in kinds),
        joined=seen.filter(pk__in=parties).exclude(holder=body).count(),
        deciding=undecided_of(body).filter(deadline__matter__in=seen.values("pk")).count(),
    )
