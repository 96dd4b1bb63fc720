"""Where nobody negotiates and nobody sues: from the day a watched limit passes the procuratorate sees the case (code art. 1073)."""

from __future__ import annotations

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.enforcement.damage import queries
from ecoduty.mechanisms.enforcement.damage.flow import DAMAGES


def sweep() -> int:
    """Let the procuratorate into every case in which such a limit has passed; how many. Twice gives nothing new."""
    late = Deadline.objects.filter(
        key__in=queries.WATCHED, state__in=TICKING, due_at__lte=now(), matter__kind=queries.KIND, matter__open=True,
        matter__eco_damage__shown_at=None,
    )  # fmt: skip
    actor = Actor.system("生态环境损害赔偿期限")
    shown = 0
    for matter, label in dict(late.order_by("matter_id", "-due_at").values_list("matter_id", "label")).items():
        try:
            perform(DAMAGES, "show_procuratorate", matter, actor=actor, data={"because": f"“{label}”期限已过"[:40]})
        except Refused:  # one that cannot be shown must not keep the others; it comes again tomorrow
            continue
        shown += 1
    return shown


__all__ = ["sweep"]
