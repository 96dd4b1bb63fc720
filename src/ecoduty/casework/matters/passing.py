"""Into other hands: what a dissolved body held or took part in passes to its successor, each matter with an entry.

One act for every kind, done by the platform on many matters at once. Here the matter itself and its parties; deadlines,
rungs and papers follow in their own rooms, which listen to the same act: a fixed number of statements for a whole batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from pydantic import Field

from ecoduty.casework.matters.models import Matter, NamedAccess, PartyRole
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Act, ActData, Attempt, State, Who, registry
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

TAKING_OVER = "pass_on"
CARRY = "carry_named_access"
ORDER = 50  # before deadlines: what follows finds the matter in its new hands
SYSTEM = Who("system", ("system",), "系统")

# The old body's part ends on the day, the successor's begins; who takes part already, or holds the matter, is not added.
_PARTS = """
WITH ended AS (
    UPDATE matters_party SET until = greatest(%(since)s, since)
    WHERE matter_id = ANY(%(ids)s) AND body_id = %(former)s AND until IS NULL
    RETURNING matter_id, role, until
), begun AS (
    INSERT INTO matters_party (matter_id, body_id, role, since)
    SELECT e.matter_id, %(heir)s, e.role, e.until FROM ended e JOIN matters_matter m ON m.id = e.matter_id
    WHERE e.role = %(holder)s OR m.holder_id NOT IN (%(heir)s, %(former)s)
    ON CONFLICT DO NOTHING
)
SELECT matter_id, role FROM ended
"""


class PassOn(ActData):
    """Which body's part passes to which, from which day on. The same for all matters of a batch."""

    former: int = Field(title="原机构")
    heir: int = Field(title="承接单位")
    since: date = Field(title="承接日期")

    def facts(self) -> dict[str, Any]:
        """The effect records the bodies by their keys."""
        return {"since": self.since.isoformat()}


def passing_act(states: Sequence[State]) -> Act:
    """The act that every kind of matter has for it, possible in every open state."""
    from_ = tuple(state.code for state in states if state.open)
    return Act(TAKING_OVER, "转由承接单位办理", from_, None, (SYSTEM,), data=PassOn, aside=True)


class CarryAccess(ActData):
    """Two rows of one person were joined. `passed` says that whoever signs in is let in as before; else the name must be
    given anew by somebody who is.
    """

    person: int = Field(title="原记录")
    into: int = Field(title="保留的记录")
    passed: bool = Field(title="随转")


def carrying_act(states: Sequence[State]) -> Act:
    """The act that every kind of matter has for it, in every state: closed ones are read, too."""
    from_ = tuple(state.code for state in states)
    return Act(
        CARRY, "列名人员记录合并", from_, None, (SYSTEM,), data=CarryAccess, aside=True
    )  # fmt: skip


def lasting(on: date) -> Q:
    """Named access that has not ended by that day."""
    return Q(until=None) | Q(until__gt=on)


def carry(attempts: Sequence[Attempt]) -> None:
    """The old row is named no more; the other is, where that was passed on. Two statements for all."""
    data = attempts[0].data if attempts else None
    if not isinstance(data, CarryAccess):
        return
    matters = [attempt.subject.pk for attempt in attempts]
    on = local_date(attempts[0].recorded_at)
    rows = NamedAccess.objects.filter(lasting(on), matter__in=matters, person=data.person)
    if data.passed:
        NamedAccess.objects.bulk_create(
            [
                NamedAccess(matter_id=row.matter_id, person_id=data.into, relation=row.relation, since=on)
                for row in rows
            ],
            ignore_conflicts=True,
        )
    rows.update(until=on)
    for attempt in attempts:
        attempt.record(note="随人员记录转到保留的一条" if data.passed else "列名没有随转，须由本件列名人员重新列名")


def passing(attempts: Sequence[Attempt]) -> PassOn | None:
    """What is passed on by these attempts, which are of one act; None where it is another one."""
    data = attempts[0].data if attempts else None
    return data if isinstance(data, PassOn) else None


def apply(attempts: Sequence[Attempt]) -> None:
    """Give matters and parts in them to the successor. Two statements, however many matters."""
    data = passing(attempts)
    if data is None:
        return
    bodies = Body.objects.select_related("region").in_bulk([data.former, data.heir])
    former, heir = bodies[data.former], bodies[data.heir]
    parts = _parts([attempt.subject.pk for attempt in attempts], data)
    for attempt in attempts:
        matter: Matter = attempt.subject
        held = matter.holder_id == former.pk
        if held:
            _take(matter, heir)
        roles = parts[matter.pk]
        _attach(matter, former, heir, roles)
        attempt.record(
            former=former.key, heir=heir.key, held=held, parts=sorted(roles - {PartyRole.HOLDER.value}),
            note=_words(former, heir, data.since, held=held),
        )  # fmt: skip


def _take(matter: Matter, heir: Body) -> None:
    """The successor holds it; which unit of it shall work on it, the successor decides."""
    matter.holder, matter.holder_unit = heir, None
    matter.body_level = heir.level
    matter.region = heir.region if heir.level == Level.DISTRICT else None


def _parts(matters: list[int], data: PassOn) -> dict[int, set[str]]:
    """End the old body's parts and begin the successor's; the roles that ended, by matter."""
    found: dict[int, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            _PARTS,
            {
                "ids": matters, "former": data.former, "heir": data.heir, "since": data.since,
                "holder": PartyRole.HOLDER.value,
            },
        )  # fmt: skip
        for matter, role in cursor.fetchall():
            found[matter].add(role)
    return found


def _attach(matter: Matter, former: Body, heir: Body, roles: set[str]) -> None:
    """The parties of today as the statement left them."""
    kept = {(body, role) for body, role in matter.current_parties or () if body != former.pk}
    own = matter.holder_id == heir.pk
    begun = {(heir.pk, role) for role in roles if role == PartyRole.HOLDER or not own}
    matter.current_parties = frozenset(kept | begun)


def _words(former: Body, heir: Body, since: date, *, held: bool) -> str:
    what = "主办的此件" if held else "在此件中的事项"
    return f"{former.name}自{spoken_date(since)}起撤销，{what}由{heir.name}承接"


def install() -> None:
    """Register with the gate."""
    registry.before_write("passing", apply, ORDER)
    registry.before_write("named-access", carry, ORDER)
