"""What requests for police support and reports of obstruction add to the generic pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Act, Actor, ActTable
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.obstruction import queries
from ecoduty.mechanisms.enforcement.obstruction.flow import OBSTRUCTIONS, SUPPORTS
from ecoduty.mechanisms.enforcement.obstruction.models import Obstruction
from ecoduty.mechanisms.enforcement.obstruction.queries import OBSTRUCTION, SUPPORT
from ecoduty.mechanisms.enforcement.obstruction.states import Decision
from ecoduty.mechanisms.enforcement.relations import OFFICER
from ecoduty.organisation.directory.models import Body

_BEGIN = frozenset({"request_support", "prepare_obstruction", "obstruction_from_support"})
_BEFORE_SUPPORT = frozenset({"answer_support", "handle_support", "close_support", "obstruction_from_support"})
_BEFORE_OBSTRUCTION = frozenset({
    "report_obstruction", "receive_obstruction", "decide_obstruction", "tell_obstruction",
})  # fmt: skip


def _support(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own, on = queries.support_of(matter), today()
    known = queries.measures(on)
    return {
        "own": own,
        "matter": matter,
        "purpose": queries.purposes(on).get(own.purpose, own.purpose),
        "wanted": words.moment(own.wanted_at, on),
        "agreed": _moment(own.agreed_for),
        "answered": _moment(own.answered_at),
        "handled": _moment(own.handled_at),
        "measures": "、".join(known.get(code, code) for code in own.measures),
    }


def _obstruction(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = queries.obstruction_of(matter), today()
    return {
        "own": own,
        "matter": matter,
        "manner": queries.manners(on).get(own.manner, own.manner),
        "happened": words.moment(own.happened_at, on),
        "called": _moment(own.called_at),
        "officers": "、".join(own.officers),
        "reported": _moment(own.reported_at),
        "received": _moment(own.received_at),
        "decision": Decision(own.decision).label if own.decision else "",
        "decided": words.day(own.decided_on, on) if own.decided_on else "",
        "unfounded": own.decision == Decision.NOT_ESTABLISHED,
        "told": _moment(own.told_at),
    }


def _moment(moment: datetime | None) -> str:
    return words.moment(moment, today()) if moment is not None else ""


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what answers or judges: what was asked or reported, and what was said so far."""
    if subject is None:
        return {}
    if act.code in _BEFORE_SUPPORT:
        return {"before": "desk/enforcement/obstruction/support.html", "content": _support(subject, actor)}
    if act.code in _BEFORE_OBSTRUCTION:
        return {"before": "desk/enforcement/obstruction/report.html", "content": _obstruction(subject, actor)}
    return {}


def _support_facts(matter: Matter) -> list[Fact]:
    own = queries.support_of(matter)
    return [
        Fact("请求", matter.holder.short_name),
        Fact("公安", own.police.short_name),
        Fact("到场", _moment(own.wanted_at)),
    ]


def _obstruction_facts(matter: Matter) -> list[Fact]:
    own = queries.obstruction_of(matter)
    decided = [Fact("决定", Decision(own.decision).label)] if own.decision else []
    return [Fact("报案", matter.holder.short_name), Fact("公安", own.police.short_name), *decided]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code in _BEGIN:
        return _beginning(act.code, subject, actor)
    if subject is None:
        return Prefill()
    if act.code == "handle_support":
        own = queries.support_of(subject)
        return Prefill(
            choices={"measures": list(queries.measures(today()).items())},
            values={"handled_at": min(own.agreed_for or now(), now())},
        )
    if act.code == "decide_obstruction":
        return Prefill(values={"decided_on": today().isoformat()})
    if act.code == "tell_obstruction":
        return Prefill(values={"text": _told(queries.obstruction_of(subject))})
    return Prefill(choices=shared_choices(act.code, subject, actor))


def _beginning(code: str, subject: Any, actor: Actor) -> Prefill:
    """Officers, police and codes to choose from; out of a request what it says already."""
    on = today()
    body = Body.objects.select_related("region").get(key=actor.body)
    team = circle.in_posts(body, OFFICER, on)
    police = queries.police_for(body, on)
    listed: dict[str, Choices] = {
        "officers": people(team),
        "police": [(one.key, one.short_name) for one in police],
        "purpose": list(queries.purposes(on).items()),
        "manner": list(queries.manners(on).items()),
    }
    chosen = {str(row.person_id) for row in team if row.person_id == actor.person}
    values: dict[str, Any] = {"officers": sorted(chosen), "police": police[0].key if police else ""}
    if code == "obstruction_from_support" and subject is not None:
        own = queries.support_of(subject)
        values |= {
            "place": own.place, "about": own.about, "police": own.police.key, "happened_at": own.agreed_for or own.wanted_at,
            "officers": [str(person.pk) for person in circle.team_of(subject, on)],
        }  # fmt: skip
        return Prefill(choices=listed, values=values, source="联动请求")
    return Prefill(choices=listed, values=values)


def _told(own: Obstruction) -> str:
    """What was decided is what is told."""
    if not own.decision:
        return ""
    number = f"，{own.decision_number}" if own.decision_number else ""
    text = f"：{own.decision_text}" if own.decision_text else ""
    return f"{Decision(own.decision).label}{number}{text}"


def _may(table: ActTable, code: str, actor: Actor) -> bool:
    """Whether this post, in a body with officers of its own, begins one."""
    if not may_create(table.by_code[code], actor) or actor.body_id is None:
        return False
    return bool(circle.in_posts(actor.body_id, OFFICER, today()))


register(
    SUPPORT,
    Parts(
        tabs=(Tab("support", "请求和处置", "desk/enforcement/obstruction/support.html", _support), shared_tabs()[-1]),
        facts=_support_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE,
        pages=(
            PageLink("请公安联动", "desk:request-support", lambda actor: _may(SUPPORTS, "request_support", actor), begins=True),
        ),
    ),
)  # fmt: skip
register(
    OBSTRUCTION,
    Parts(
        tabs=(Tab("report", "经过和处理", "desk/enforcement/obstruction/report.html", _obstruction), *shared_tabs()),
        facts=_obstruction_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE,
        pages=(
            PageLink(
                "登记阻碍执法", "desk:prepare-obstruction", lambda actor: _may(OBSTRUCTIONS, "prepare_obstruction", actor),
                begins=True,
            ),
        ),
    ),
)  # fmt: skip
