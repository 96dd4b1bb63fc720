"""What transfers for administrative detention add to the generic pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.pages import enforcement_cases as shared
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.detention import queries
from ecoduty.mechanisms.enforcement.detention.models import Detention


def _own(matter: Matter) -> Detention:
    return Detention.objects.select_related("police", "case").get(pk=matter.pk)


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    window = queries.supplement_window(own)
    return {
        "own": own,
        "ground": dict(queries.grounds(on)).get(own.ground, own.ground),
        "case": shared.case_link(own.case, actor),
        "sent": words.moment(own.sent_at, on) if own.sent_at else "",
        "taken_in": words.moment(own.taken_in_at, on) if own.taken_in_at else "",
        "decided": words.moment(own.decided_at, on) if own.decided_at else "",
        "window": words.day(window.due.moment if window.due_on is None else window.due_on, on) if window else "",
        "working": window.due.explanation.text if window else "",
        "rounds": [
            {
                "row": row,
                "asked": words.moment(row.asked_at, on),
                "answered": words.moment(row.answered_at, on) if row.answered_at else "",
            }
            for row in own.supplements.all()
        ],
    }


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "propose_detention":
        offered = queries.polices(shared.holder_of(actor).level, today())
        return Prefill(
            choices={
                "ground": queries.grounds(today()),
                "officers": shared.officers(actor),
                "police": shared.bodies(offered),
                "case": shared.cases(actor, queries.CASES),
            },
            values={"officers": shared.team(actor), "police": offered[0].key if offered else ""},
        )
    return Prefill(choices=shared_choices(act.code, subject, actor)) if subject is not None else Prefill()


def _may_begin(actor: Actor) -> bool:
    return shared.may_begin(queries.KIND, "propose_detention", actor)


register(
    queries.KIND,
    Parts(
        tabs=(Tab("detention", "移送和办理", "desk/enforcement/detention.html", _content), *shared_tabs()),
        facts=lambda matter: [Fact("移送", _own(matter).police.short_name)],
        prefill=_prefill,
        before=lambda act, subject, actor: shared.entering(act, subject, actor, "公安机关"),
        inline=INLINE,
        pages=(PageLink("提请移送行政拘留", "desk:propose-detention", _may_begin, begins=True),),
    ),
)
