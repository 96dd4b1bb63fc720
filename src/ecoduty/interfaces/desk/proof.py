"""The second factor in the form of an act: asked where the act wants it fresh, checked before the act is tried.

The gate judges by what it is told (`Actor.proved_at`); this module only asks for the code and tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ecoduty.interfaces.desk import sessions
from ecoduty.interfaces.desk.forms import FormField
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Act
from ecoduty.kernel.flow.gate import factor_wanted
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.accounts.proving import CODE, prove


def asked(visit: Visit, act: Act, problems: Sequence[Problem] = ()) -> FormField | None:
    """The field for the code, where this act wants a fresh proof and the session has none."""
    if not factor_wanted(act, visit.actor, visit.now):
        return None
    problem = next((item.sentence for item in problems if item.field == CODE), "")
    return field(problem, "这个动作由本人负责：填手机上现在显示的六位数字，或一个恢复码。")


def field(problem: str = "", help_: str = "") -> FormField:
    """The field for a code, as every form has it."""
    return FormField(
        CODE,
        "动态口令",
        "text",
        required=True,
        help=help_,
        max_length=40,
        problem=problem,
        autocomplete="one-time-code",
    )


def given(visit: Visit, act: Act) -> Visit:
    """The visit with the proof that came with the form; as it was where none is wanted or none came.

    Raises Refused for a code that is not right.
    """
    code = visit.request.POST.get(CODE, "").strip()
    if not code or not factor_wanted(act, visit.actor, visit.now):
        return visit
    moment = prove(visit.account, code, visit.actor, "act")
    sessions.note_proof(visit.request, moment)
    return replace(visit, actor=replace(visit.actor, proved_at=moment))
