"""Numbers of persons in what people wrote: read by those who handle a complaint, hidden from everybody else who sees it."""

from __future__ import annotations

from collections.abc import Callable

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications import privacy
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.table import permits
from ecoduty.mechanisms.complaints import queries, reporters


def handles(matter: Matter, actor: Actor) -> bool:
    """Whether the actor is of those who may have to call the reporter: who handles it, who registered it, the office."""
    act = flow.table(queries.KIND).by_code[reporters.OPEN_ACT]
    return permits(act, actor, matter.relations_of(actor, today()))


def reading(matter: Matter, actor: Actor) -> Callable[[str], str]:
    """How this actor reads the words of this complaint: as they are, or with numbers of persons hidden."""
    return _as_written if handles(matter, actor) else privacy.masked


def _as_written(text: str) -> str:
    return text
