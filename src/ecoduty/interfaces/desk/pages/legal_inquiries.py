"""What written inquiries add to the generic pages: question by question what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.inquiries import queries


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for both sides
    own, on = queries.own_of(matter), today()
    return {
        "own": own,
        "received": words.day(own.received_on, on) if own.received_on else "",
        "turns": [
            {
                "row": row,
                "asked": words.day(local_date(row.asked_at), on),
                "answered": words.day(local_date(row.answered_at), on) if row.answered_at else "",
            }
            for row in queries.turns(matter)
        ],
        "most": queries.MOST_TURNS,
    }


def _facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    case = [Fact("有关案件", own.case_number)] if own.case_number else []
    return [Fact("咨询机关", own.asker.short_name), Fact("受咨询机关", matter.holder.short_name), *case]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same in every state
    if act.code != "ask_legal_inquiry":
        return Prefill()
    bodies = queries.bodies(today())
    mine = next((body for body in bodies if body.pk in actor.bodies), None)
    justice = queries.justice_kinds(today())
    listed = [(body.key, body.short_name) for body in bodies]
    # A department asks one of justice; one of justice may ask anybody. Letters that came in are entered the other way round.
    first = [(body.key, body.short_name) for body in bodies if body.kind in justice]
    asked = first + [pair for pair in listed if pair not in first]
    return Prefill(choices={"asker": listed, "asked": asked}, values={"asker": mine.key} if mine else {})


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the answer: the question."""
    if subject is None or act.code not in {"answer_legal_inquiry", "follow_up_legal_inquiry"}:
        return {}
    return {"before": "desk/enforcement/legal_inquiry.html", "content": _content(subject, actor)}


register(
    queries.KIND,
    Parts(
        tabs=(Tab("content", "咨询和答复", "desk/enforcement/legal_inquiry.html", _content),),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        pages=(PageLink("提出书面咨询", "desk:new-legal-inquiry", queries.may_ask, begins=True),),
    ),
)
