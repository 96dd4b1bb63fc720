"""Who read a restricted matter: an entry for every reading, in a stream of its own beside the matter's.

A reading changes nothing, so it is no act and needs no gate: it would make every open form stale. It has its own stream so
that whoever reads never waits for whoever acts. The stream is named by the matter's random id, which tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger import append
from ecoduty.kernel.ledger.append import Draft
from ecoduty.kernel.ledger.models import Entry

READ = "read"


def stream_of(matter: Matter) -> str:
    """Name of the ledger stream that holds the readings of a matter."""
    return f"access:{matter.public_id}"


def note_reading(matter: Matter, actor: Actor) -> None:
    """Write down that this person reads a restricted matter now; nothing for any other matter, nor for the platform itself."""
    if matter.secrecy != Secrecy.RESTRICTED or actor.is_system:
        return
    moment = now()
    stream = stream_of(matter)
    draft = Draft(
        stream=stream, kind=matter.kind, act=READ, occurred_at=moment, recorded_at=moment, actor_name=actor.name,
        actor_title=actor.title, actor_account=actor.account, actor_body=actor.body, from_state=matter.state,
        to_state=matter.state,
    )  # fmt: skip
    with transaction.atomic():
        append.append([draft], append.lock([stream]))


def readings(matter: Matter, most: int) -> Sequence[Entry]:
    """Who read it, newest first."""
    return list(Entry.objects.filter(stream=stream_of(matter)).order_by("-seq")[:most])
