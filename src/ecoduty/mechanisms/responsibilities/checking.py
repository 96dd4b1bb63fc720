"""What is wrong with a list before it is submitted: every finding by its row (clause 4.3)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.legal_basis.queries import library
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import quality, rows
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.quality import Finding

VAGUE = "responsibility.vague-words"
_TOLD = 5  # findings in a refusal's sentence; the rest stand on the page


def findings(version: ResponsibilityList, on: date) -> list[Finding]:
    """Everything the check finds; `ref` is the key of the row."""
    known = library()
    given = [
        quality.Row(str(row.key), row.name, [cite.reference for cite in row.bases if cite.reference])
        for row in rows.read(version, known)
    ]
    book = rulebooks.current()
    vague = book.value(VAGUE, on=on) if VAGUE in book.values else ()
    return quality.check(given, known, on, [str(word) for word in (vague if isinstance(vague, tuple) else (vague,))])


def hand_in(attempt: Attempt) -> None:
    """Nothing that stops may be left. Raises Refused `list_empty`, `list_has_findings` with one problem for each."""
    version = list_of(attempt)
    if not version.rows.exists():
        raise Refused("list_empty", "清单里还没有事项，先导入或逐项填写。", status=422, clause="4.1")
    found = findings(version, local_date(attempt.recorded_at))
    stopping = [one for one in found if one.stops]
    attempt.record(advice=len(found) - len(stopping), rows=version.rows.count())
    if stopping:
        told = "；".join(one.sentence for one in stopping[:_TOLD])
        more = f"等{len(stopping)}处" if len(stopping) > _TOLD else f"共{len(stopping)}处"
        raise Refused(
            "list_has_findings",
            f"质检没有通过，{more}须先改好：{told}。",
            status=422,
            problems=tuple(Problem(one.ref, one.code, one.sentence) for one in stopping),
            clause="4.3",
        )


__all__ = ["findings", "hand_in"]
