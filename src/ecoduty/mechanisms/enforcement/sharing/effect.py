"""What a shared decision brings with it, in the gate's own transaction: an entry to be made, and the procuratorate let in.

The case is in the shared view from its first shared decision on, not from the day somebody enters it: whoever forgets the entry
does not thereby keep the case from the procurators (decision 0056).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, perform_many, registry
from ecoduty.kernel.flow.gate import Item
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import PROCURATORATE
from ecoduty.mechanisms.enforcement.sharing.entries.flow import ENTRIES
from ecoduty.mechanisms.enforcement.sharing.offices import office_of
from ecoduty.mechanisms.enforcement.sharing.registry import Group, shared

ORDER = 200  # after deadlines of the case itself
_ACTOR = Actor.system("信息共享")


def install() -> None:
    """Register with the gate."""
    registry.before_write("sharing", apply, ORDER)


def apply(attempts: Sequence[Attempt]) -> None:
    """Open an entry for each shared decision of a batch, and name the procuratorate in its case.

    Raises Refused `nobody_there` where the procuratorate has nobody in office who could be named.
    """
    kind, act = attempts[0].table.kind, attempts[0].act.code  # one batch does one act of one table
    group = shared(kind, act)
    if group is None:
        return
    items = [item for attempt in attempts if (item := _item(attempt, group)) is not None]
    if items:
        perform_many(ENTRIES, "open_entry", items, actor=_ACTOR)


def _item(attempt: Attempt, group: Group) -> Item | None:
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    _let_in(attempt, on)
    office = office_of(matter, group, on)
    if office is None:
        attempt.record(not_to_share="没有录入单位")
        return None
    actor = attempt.actor
    own = actor.person if actor.body_id == office.pk and not actor.delegated_from else None
    return Item(
        ref=matter.pk,
        data={
            "case": matter.pk, "act": attempt.act.code, "label": attempt.act.label, "group": group.value,
            "office": office.pk, "person": own,
        },
        occurred_at=attempt.occurred_at,
        reason="随决定登记" if attempt.late else "",
    )  # fmt: skip


def _let_in(attempt: Attempt, on: date) -> None:
    """The procurators' linkage officers may read the whole file from now on; once is enough."""
    office = office_of(attempt.subject, Group.PROCURATORATE, on)
    if office is None or office.pk == attempt.subject.holder_id:
        return
    if (office.pk, "copy") in (attempt.subject.current_parties or ()):
        return
    circle.name_side(attempt, office, PROCURATORATE)


__all__ = ["apply", "install"]
