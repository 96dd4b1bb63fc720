"""What every kind of case shows alike: whom it is about, its materials, who is named and who read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices
from ecoduty.interfaces.desk.pages import case_papers, case_sharing
from ecoduty.interfaces.desk.parts import Tab
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.table import permits
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.mechanisms.enforcement.pieces.acts import legs_of
from ecoduty.mechanisms.enforcement.relations import OTHER_SIDES, WORDS
from ecoduty.organisation.directory.models import Appointment

_READINGS_SHOWN = 30
INLINE = frozenset(
    {"take_out_concerned", "take_out_piece", "no_such_paper", "let_out", "draw_up_paper", "edit_paper", "sign_paper"}
)
"""Acts on one part of a case: offered beside it, not among its steps."""


def _may(matter: Matter, actor: Actor, act: str) -> bool:
    """Whether links to an act belong beside what it is about: it is this reader's and the case still open."""
    row = flow.table(matter.kind).by_code.get(act)
    if row is None or matter.state not in row.from_:
        return False
    return permits(row, actor, matter.relations_of(actor, today()))


def _persons(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    persons = concerned.shown_to(matter, actor)
    return {"matter": matter, "persons": persons, "open": _may(matter, actor, "add_concerned")}


def _ahead(matter: Matter) -> frozenset[str]:
    """Lists of papers that belong to legs at which the case does not stand: nothing is missing for them yet."""
    of_kind = [
        (leg.papers, any(matter.state in one.states for one in leg.stretches if one.kind == matter.kind))
        for leg in rulebooks.current().legs.values()
        if leg.papers and any(one.kind == matter.kind for one in leg.stretches)
    ]
    here = {papers for papers, standing in of_kind if standing}
    return frozenset(papers for papers, _ in of_kind if papers and papers not in here)


def _materials(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """The checklist of each leg that the case stands at or has papers for, then what belongs to none."""
    ahead = _ahead(matter)
    lists = []
    listed: set[str] = set()
    for leg in legs_of(matter.kind):
        asked = pieces.required(leg)
        if asked is not None:
            lines = pieces.checklist(matter, leg)
            if leg in ahead and not any(line.pieces for line in lines):
                continue
            listed |= {line.paper.code for line in lines}
            lists.append({"label": asked.label, "lines": lines, "missing": sum(line.missing for line in lines)})
    others = [piece for piece in pieces.standing(matter) if piece.code not in listed]
    return {"matter": matter, "lists": lists, "others": others, "open": _may(matter, actor, "add_piece")}


def _named(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    on = today()
    rows = circle.named(matter, on)
    return {
        "named": [
            {"person": row.person, "part": WORDS.get(row.relation, row.relation), "since": words.day(row.since, on)}
            for row in rows
        ],
        "readings": [
            {"entry": one, "when": words.moment(one.recorded_at, on)} for one in readings(matter, _READINGS_SHOWN)
        ],
        "most": _READINGS_SHOWN,
    }


def shared_tabs() -> tuple[Tab, ...]:
    """Tabs for the parts of any kind of case; put a kind's own tabs before them."""
    return (
        Tab(
            "concerned",
            "当事人",
            "desk/enforcement/concerned.html",
            _persons,
            lambda matter: len(concerned.standing(matter)),
        ),
        case_papers.TAB,
        Tab("pieces", "材料", "desk/enforcement/pieces.html", _materials, lambda matter: len(pieces.standing(matter))),
        case_sharing.TAB,
        Tab(
            "named",
            "知情人",
            "desk/accountability/named.html",
            _named,
            lambda matter: len(circle.named(matter, today())),
        ),
    )


def people(rows: Iterable[Appointment]) -> Choices:
    """Persons with their posts, for a choice."""
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.post.own_title)
    names = {row.person_id: row.person.name for row in rows}
    return [(str(pk), f"{names[pk]}（{'、'.join(titles)}）") for pk, titles in found.items()]


def shared_choices(code: str, matter: Matter, actor: Actor) -> dict[str, Choices]:
    """What can be chosen in the form of a shared act; empty for any other."""
    on = today()
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "add_piece": lambda: {"paper": pieces.choices(legs_of(matter.kind))},
        "no_such_paper": lambda: {"paper": pieces.choices(legs_of(matter.kind))},
        "take_out_piece": lambda: {"piece": [(str(one.pk), one.title) for one in pieces.standing(matter)]},
        "take_out_concerned": lambda: {"concerned": [(str(one.row.pk), one.name) for one in concerned.masked(matter)]},
        "let_in": lambda: {"person": people(circle.candidates(matter, circle.own_body(matter, actor), on))},
        "let_in_own": lambda: {"person": people(circle.candidates(matter, actor.body_id or 0, on))},
        "let_out": lambda: {"person": _to_let_out(matter)},
    }
    return listed[code]() if code in listed else {}


def _to_let_out(matter: Matter) -> Choices:
    rows = [row for row in circle.named(matter, today()) if row.relation not in OTHER_SIDES]
    return [(str(row.person_id), f"{row.person.name}（{WORDS.get(row.relation, '')}）") for row in rows]


__all__ = ["INLINE", "people", "shared_choices", "shared_tabs"]
