"""What grass-roots capacity adds to the generic pages: the numbers of a return, the targets of a standard (clause 17.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.encouragement.capacity import queries
from ecoduty.mechanisms.encouragement.capacity.flow import CAPACITY, TARGETS
from ecoduty.mechanisms.encouragement.capacity.models import CapacityReturn, Target
from ecoduty.mechanisms.encouragement.capacity.queries import RETURN, STANDARD, OfBody
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

LEVELS = {"city": "市直部门", "district": "各区"}


def stands(matter: Matter) -> OfBody:
    """How the body of a return stands with every measure."""
    own = CapacityReturn.objects.select_related("body").get(pk=matter.pk)
    return queries.of_year(own.year, [own.body], today())[0]


def _numbers(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001
    return {"own": matter.capacity_return, "standings": stands(matter).standings}


def _targets(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001
    measured = queries.measures(today())
    rows = list(Target.objects.filter(standard=matter.pk).order_by("-pk"))
    newest: dict[tuple[str, str], Target] = {}
    for row in rows:
        newest.setdefault((row.measure, row.level), row)
    lines = [
        (one, level, label, newest.get((code, level)))
        for level, label in LEVELS.items()
        for code, one in measured.items()
    ]
    kept = {row.pk for row in newest.values()}
    return {
        "lines": lines,
        "before": [(measured.get(row.measure), LEVELS[row.level], row) for row in rows if row.pk not in kept],
    }


def _start_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001
    return Prefill(values={"year": today().year}) if act.code == "start_return" else Prefill()


def _standard_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001
    if act.code == "draft_standard":
        return Prefill(values={"year": today().year})
    if act.code == "set_target":
        return Prefill(choices={"measure": [(one.code, one.title) for one in queries.measures(today()).values()]})
    return Prefill()


def may_start(actor: Actor) -> bool:
    """Whether this post fills in a return for its body."""
    if not may_create(CAPACITY.by_code["start_return"], actor):
        return False
    body = Body.objects.filter(key=actor.body).first()
    return body is not None and queries.bears(body, today())


def may_set(actor: Actor) -> bool:
    """Whether this post keeps the standards: one for the whole city."""
    return actor.level == Level.CITY and may_create(TARGETS.by_code["draft_standard"], actor)


register(
    RETURN,
    Parts(
        tabs=(Tab("numbers", "数", "desk/encouragement/numbers.html", _numbers),),
        prefill=_start_prefill,
        instead={"enter_amounts": "desk:capacity-amounts"},
        pages=(
            PageLink("能力对比", "desk:capacity"),
            PageLink("填报基层能力", "desk:new-capacity-return", may_start, begins=True),
        ),
    ),
)
register(
    STANDARD,
    Parts(
        tabs=(Tab("targets", "对标值", "desk/encouragement/targets.html", _targets),),
        prefill=_standard_prefill,
        pages=(PageLink("拟订对标标准", "desk:new-capacity-standard", may_set, begins=True),),
    ),
)
