"""What clues add to the generic pages: what was seen and where it went, what came of it, filters of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor, ActTable, State
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement.clues import queries, routes, states
from ecoduty.mechanisms.enforcement.clues.flow import CLUES
from ecoduty.mechanisms.enforcement.clues.models import Clue
from ecoduty.mechanisms.enforcement.clues.queries import KIND
from ecoduty.mechanisms.enforcement.clues.states import Outcome
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

NOT_SAID = "none"
_SENDING = frozenset({"refer_clue", "refer_clue_by_letter"})
_SHOWN_BEFORE = frozenset({
    "accept_clue", "return_clue", "resend_clue", "conclude_clue", "report_back_clue", "object_to_clue_report",
    "answer_clue_objection", "record_letter_reply",
})  # fmt: skip


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for both sides
    own, on = queries.clue_of(matter), today()
    return {
        "own": own,
        "matter": matter,
        "conduct": queries.conducts().get(own.conduct, own.conduct),
        "seen": words.day(own.seen_on, on),
        "received": words.moment(own.received_at, on) if own.received_at else "",
        "letter": words.day(own.letter_on, on) if own.letter_on else "",
        "evidence": queries.evidence(matter),
        "returns": [{"row": row, "when": words.moment(row.given_at, on)} for row in queries.returns(matter)],
    }


def _outcome(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = queries.clue_of(matter), today()
    objection = queries.objection(matter)
    return {
        "own": own,
        "outcome": Outcome(own.outcome).label if own.outcome else "",
        "concluded": words.moment(own.concluded_at, on) if own.concluded_at else "",
        "reports": [{"row": row, "when": words.moment(row.given_at, on)} for row in reversed(queries.reports(matter))],
        "objection": objection,
        "objected": words.moment(objection.given_at, on) if objection else "",
        "answered": words.moment(objection.answered_at, on) if objection and objection.answered_at else "",
    }


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above whatever takes it in or judges it: what was seen, and what was said of it so far."""
    if subject is None or act.code not in _SHOWN_BEFORE:
        return {}
    content = {**_content(subject, actor), **_outcome(subject, actor)}
    return {"before": "desk/enforcement/clues/before.html", "content": content}


def _facts(matter: Matter) -> list[Fact]:
    own = queries.clue_of(matter)
    letter = [Fact("函告", own.addressee)] if own.addressee else []
    return [Fact("转送", own.sender.short_name), *letter, Fact("地点", where(own))]


def where(own: Clue) -> str:
    """District and place in one line."""
    return " ".join([*([own.district.short_name] if own.district else []), own.place])


def _drawn(matter: Matter, table: ActTable) -> ActTable:  # noqa: ARG001 -- the table is known
    """A letter to a body outside has a short road of its own, which is no part of the other."""
    return _road(by_letter=bool(matter.clue.letter_number))


@lru_cache(maxsize=2)
def _road(*, by_letter: bool) -> ActTable:
    if by_letter:
        return _between(CLUES, [replace(state, main=True) for state in (states.LETTERED, states.SETTLED)])
    return _between(CLUES, [state for state in states.ALL if state is not states.LETTERED])


def _between(table: ActTable, shown: Sequence[State]) -> ActTable:
    """The table with these states only, and what leads from one of them to another."""
    codes = {state.code for state in shown}
    acts = []
    for act in table.acts:
        from_ = tuple(code for code in act.from_ if code in codes)
        if from_ and act.targets and set(act.targets) <= codes:
            acts.append(replace(act, from_=from_))
    return replace(table, states=tuple(shown), acts=tuple(acts))


def _bodies(bodies: Sequence[Body]) -> Choices:
    return [(body.key, body.short_name) for body in bodies]


def _conducts(sender: Body) -> Choices:
    """Every kind of conduct with who acts against it, seen from the sender."""
    ways = routes.Routes(sender, today())
    return [(key, f"{label}（{_whose(ways.of(key))}）") for key, label in queries.conducts().items()]


def _whose(found: routes.Route) -> str:
    if found.own:
        return "本单位应自己查处"
    if found.vertical:
        return f"函告{found.vertical}"
    return f"转{found.to.short_name}" if found.to else "由您选定"


def from_body(sender: Body) -> dict[str, Choices]:
    """What a body that sends a clue can choose from: kinds of conduct and receivers."""
    return {"conduct": _conducts(sender), "to": _bodies(routes.receivers(sender, today()))}


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code in _SENDING:
        sender = Body.objects.select_related("region").get(key=actor.body)
        districts = list(directory.districts().order_by("order").values_list("key", "short_name"))
        listed = {**from_body(sender), "district": districts}
        own = sender.region.key if sender.region and sender.level == "district" else ""
        return Prefill(choices=listed, values={"seen_on": on.isoformat(), "letter_on": on.isoformat(), "district": own})
    if subject is None:
        return Prefill()
    return Prefill(choices=_choices(act.code, subject), values=_values(act.code, subject))


def _choices(code: str, matter: Matter) -> dict[str, Choices]:
    on = today()
    if code == "return_clue":
        return {"belongs_to": _bodies([body for body in directory.bodies(on=on) if body.pk != matter.holder_id])}
    if code == "conclude_clue":
        return {"to": _bodies(routes.receivers(matter.holder, on))}
    if code == "resend_clue":
        gone = {row.body_id for row in queries.returns(matter)}
        sender = queries.clue_of(matter).sender
        return {"to": _bodies([body for body in routes.receivers(sender, on) if body.pk not in gone])}
    return {}


def _values(code: str, matter: Matter) -> dict[str, str]:
    """What is known already: what was concluded is what is reported, where it belongs is where it is sent on."""
    if code == "report_back_clue":
        own = queries.clue_of(matter)
        return {"text": f"{Outcome(own.outcome).label}。{own.outcome_reason}" if own.outcome else ""}
    if code == "resend_clue":
        last = next(reversed(queries.returns(matter)), None)
        return {"to": last.belongs_to.key} if last and last.belongs_to else {}
    return {"replied_on": today().isoformat()} if code == "record_letter_reply" else {}


def _districts() -> Choices:
    return [*directory.districts().order_by("order").values_list("key", "short_name"), (NOT_SAID, "未写明")]


def _may(code: str, actor: Actor) -> bool:
    return may_create(CLUES.by_code[code], actor)


register(
    KIND,
    Parts(
        tabs=(
            Tab("clue", "线索", "desk/enforcement/clues/clue.html", _content),
            Tab("outcome", "核查和回告", "desk/enforcement/clues/outcome.html", _outcome, lambda m: len(queries.reports(m))),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        drawn=_drawn,
        inline=frozenset({"add_clue_evidence"}),
        pages=(
            PageLink("转送线索", "desk:refer-clue", lambda actor: _may("refer_clue", actor), begins=True),
            PageLink("函告移交", "desk:refer-clue-by-letter", lambda actor: _may("refer_clue_by_letter", actor), begins=True),
        ),
        filters=(
            Filter("conduct", "行为种类", lambda: list(queries.conducts().items()), lambda value: Q(clue__conduct=value)),
            Filter(
                "district", "所在区", _districts,
                lambda value: Q(clue__district=None) if value == NOT_SAID else Q(clue__district__key=value),
            ),
            Filter("outcome", "核查结论", lambda: list(Outcome.choices), lambda value: Q(clue__outcome=value)),
        ),
    ),
)  # fmt: skip
