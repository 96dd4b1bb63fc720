"""What was said before a problem was fixed: statements, conferrals, the finding and its basis (clauses 9.3, 14.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.legal_basis.writing import write
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Tab
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.inspections import queries
from ecoduty.mechanisms.inspections.hearing import bases, duties
from ecoduty.mechanisms.inspections.hearing.states import Said
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.roads import Road

ACTS = frozenset({"ask_statement", "record_problem_conferral", "determine"})


def prefill(act: Act, own: Problem, actor: Actor) -> Prefill:
    """What is known and what there is to choose before a problem is fixed."""
    if act.code == "ask_statement":
        bodies = queries.responsible_bodies(own.found_by, today())
        return Prefill(
            choices={"inspected": [(one.key, one.short_name) for one in bodies if one.pk != own.found_by_id]}
        )
    if act.code == "determine":
        rows = duties.rows(actor, own, today())
        return Prefill(choices={"duty": [(str(row.key), f"{row.number} {row.name}") for row in rows]})
    return Prefill(values={"held_on": today().isoformat()})


def fixed(own: Problem) -> Mapping[str, Any] | None:
    """The finding that holds, with the provisions it rests on; None before there is one."""
    found = own.determinations.order_by("-id").first()
    return {"row": found, "bases": write(bases.kept(found))} if found else None


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = Problem.objects.select_related("inspected", "found_by").get(pk=matter.pk)
    on = today()
    statements = [
        {"row": one, "when": words.day(one.at, on), "said": Said(one.said).label, "objects": one.said == Said.OBJECTS}
        for one in own.statements.select_related("body", "file")
    ]
    conferrals = [
        {"row": one, "when": words.day(one.held_on, on), "positions": one.positions.all()}
        for one in own.conferrals.select_related("file").prefetch_related("positions__body")
    ]
    asked = own.inspected_id is not None
    return {
        "own": own, "full": own.road == Road.FULL, "asked": asked, "statements": statements, "conferrals": conferrals,
        "until": words.day(queries.statement_day(own), on) if asked and not statements else "", "fixed": fixed(own),
    }  # fmt: skip


TAB = Tab(
    "hearing", "陈述与会商", "desk/problems/hearing.html", _content, lambda matter: matter.problem.statements.count()
)

__all__ = ["ACTS", "TAB", "fixed", "prefill"]
