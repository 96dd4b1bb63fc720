"""Who read a restricted matter: an entry for every reading, in a stream of its own beside the matter's.

A reading changes nothing, so it is no act and needs no gate: it would make every open form stale. It has its own stream so
that whoever reads never waits for whoever acts. The stream is named by the matter's random id, which tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger import append
from ecoduty.kernel.ledger.append import Draft
from ecoduty.kernel.ledger.models import Entry

READ, EXPORT = "read", "export"


def stream_of(matter: Matter) -> str:
    """Name of the ledger stream that holds the readings of a matter."""
    return f"access:{matter.public_id}"


def note_reading(matter: Matter, actor: Actor, *, file: str = "") -> None:
    """Write down that this person reads a restricted matter now, or one file of it; nothing for any other matter, nor for the
    platform itself.
    """
    if matter.secrecy != Secrecy.RESTRICTED or actor.is_system:
        return
    _note(matter, actor, READ, {"file": file} if file else {})


def note_export(matter: Matter, actor: Actor, reason: str, *, what: str) -> int:
    """Write down that a copy of a matter is taken out, why, and of which sort; the place of the entry in its stream, by which the
    copy can be named.
    """
    return _note(matter, actor, EXPORT, {"reason": reason, "what": what})


def _note(matter: Matter, actor: Actor, act: str, facts: dict[str, Any]) -> int:
    moment = now()
    stream = stream_of(matter)
    draft = Draft(
        stream=stream, kind=matter.kind, act=act, occurred_at=moment, recorded_at=moment, actor_name=actor.name,
        actor_title=actor.title, actor_account=actor.account, actor_body=actor.body, from_state=matter.state,
        to_state=matter.state, facts=facts,
    )  # fmt: skip
    with transaction.atomic():
        (written,) = append.append([draft], append.lock([stream]))
    return written.seq


def readings(matter: Matter, most: int) -> Sequence[Entry]:
    """Who read it, newest first."""
    return list(Entry.objects.filter(stream=stream_of(matter)).order_by("-seq")[:most])
