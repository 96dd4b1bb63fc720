"""The committee office's week: what the ladders laid out for its decision is released, held or left; what hangs is urged."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.states import RungState
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.flow import table

_HELD, _LEFT = 0.12, 0.1
_MOST = 12  # decisions in one sitting


def from_new_year(rng: Random, year: int) -> datetime:
    """It begins with the year."""
    return datetime.combine(date(year, 1, 5), time(9, rng.randrange(60)), SHANGHAI)


@story("office", a_year=1, starts=from_new_year)
def office(town: Town, rng: Random, number: int) -> Steps:
    """Twice a week, all through the year."""
    del number
    while True:
        _decide(town, rng)
        _urge(town, rng)
        yield pace.in_days(rng, 2, 3)


def _decide(town: Town, rng: Random) -> None:
    """The first open rung of each ladder: they leave in the ladder's order."""
    body = people.office()
    waiting = Rung.objects.filter(state=RungState.PREPARED, release_body=body).select_related("deadline__matter")
    first: dict[int, Rung] = {}
    for rung in waiting.order_by("pk"):
        first.setdefault(rung.deadline_id, rung)
    for rung in list(first.values())[:_MOST]:
        luck, matter = rng.random(), rung.deadline.matter
        if luck < _LEFT or not Rung.objects.filter(pk=rung.pk, state=RungState.PREPARED).exists():
            continue
        by = people.somebody(body, (rung.release_role, "director"))
        if luck < _LEFT + _HELD:
            reason = rng.choice(words("office")["held"])
            town.do(table(matter.kind), "hold_rung", matter.pk, by=by, data={"rung": rung.pk, "reason": reason})
        else:
            town.do(table(matter.kind), "release_rung", matter.pk, by=by, data={"rung": rung.pk})


def _urge(town: Town, rng: Random) -> None:
    """One matter that has been late for a while."""
    late = Matter.objects.filter(
        open=True, suspended=False, next_due_at__lt=now() - timedelta(days=6), kind__in=words("office")["urged"]
    )
    found = list(late.exclude(secrecy=Secrecy.RESTRICTED).order_by("next_due_at", "pk")[:8])
    if found and rng.random() < 0.5:
        one = rng.choice(found)
        by = people.somebody(people.office(), ("clerk", "director"))
        town.do(table(one.kind), "urge", one.pk, by=by, data={"note": rng.choice(words("office")["urgings"])})


__all__ = ["office"]
