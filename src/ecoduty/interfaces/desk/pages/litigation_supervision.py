"""What the supervision of civil and administrative suits adds to the generic pages. Nobody gets here who is not named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.supervision import queries
from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import Branch, Sort
from ecoduty.organisation.directory.models import Body


def _course(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own, on = queries.own_of(matter), today()
    names = ("registered_on", "submitted_on", "answered_on", "result_on")
    days = {name: getattr(own, name) for name in names}
    return {
        "own": own,
        "sort": Sort(own.sort).label,
        "branch": Branch(own.branch).label,
        "source": queries.words("sources", on).get(own.source, own.source),
        "answer": queries.answers(own.sort, on).get(own.answer, own.answer),
        "result": queries.words("results", on).get(own.result, own.result),
        **{name: words.day(day, on) if day else "" for name, day in days.items()},
    }


def _facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    behalf = [Fact("代为登记", own.recorded_by.short_name)] if own.recorded_by_id != matter.holder_id else []
    return [Fact("", Sort(own.sort).label), Fact("原案号", own.docket_number), Fact("", own.court.short_name), *behalf]


def _bodies(found: Iterable[Body]) -> Choices:
    return [(body.key, body.short_name) for body in found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "register_supervision":
        found = bodies.procuratorates(on)
        mine = next((body.key for body in found if body.pk in actor.bodies), "")
        sources = list(queries.words("sources", on).items())
        return Prefill(
            choices={"procuratorate": _bodies(found), "court": _bodies(bodies.courts(on)), "source": sources},
            values={"procuratorate": mine, "registered_on": on},
        )
    if subject is None:
        return Prefill()
    if act.code == "answer_supervision":
        return Prefill(choices={"answer": list(queries.answers(queries.own_of(subject).sort, on).items())})
    if act.code == "close_supervision":
        return Prefill(choices={"result": list(queries.words("results", on).items())})
    return Prefill(choices=shared_choices(act.code, subject, actor))


register(
    queries.KIND,
    Parts(
        tabs=(Tab("course", "监督经过", "desk/enforcement/litigation_supervision.html", _course), *shared_tabs()),
        facts=_facts,
        prefill=_prefill,
        inline=INLINE,
        pages=(PageLink("登记诉讼监督", "desk:new-litigation-supervision", queries.may_register, begins=True),),
    ),
)
