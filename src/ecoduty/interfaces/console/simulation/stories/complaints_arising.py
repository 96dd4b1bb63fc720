"""What a complaint brings to light beyond its answer: a problem that the handling body puts right under its own eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ecoduty.casework.matters.models import Link
from ecoduty.interfaces.console.simulation import people
from ecoduty.interfaces.console.simulation.stories import Steps, rectifying
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import today

if TYPE_CHECKING:
    from ecoduty.interfaces.console.simulation.stories.complaints_handled import Case

_SHARE = 0.03
_HEADS = ("deputy", "principal")


def arisen(case: Case) -> list[Steps]:
    """Mostly nothing; of some, the road of a problem that goes on beside the complaint's own answer."""
    if case.kind.get("passing") or not case.chance(_SHARE):
        return []
    matter = case.matter
    own = matter.complaint
    days = case.rng.choice((20, 30, 45, 60))
    given = {
        "title": f"{own.place}{case.kind['name']}", "text": case.rng.choice(case.kind["handled"])[0],
        "place": own.place, "limit_on": (today() + timedelta(days=days)).isoformat(),
        "requirements": "查清原因，立行立改，防止反弹。", "closing_needs": words("inspections")["any"]["needs"],
    }  # fmt: skip
    case.do("problem_from_complaint", people.somebody(matter.holder, _HEADS), given)
    found = (
        Link.objects.filter(source=matter, target__kind="problem").order_by("-pk").values_list("target_id", flat=True)
    )
    return [rectifying.put_right(case.town, case.rng, found[0])]


__all__ = ["arisen"]
