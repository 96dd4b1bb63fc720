"""What a complaint brings to light beyond its own answer: a problem of the register, or a task of the body that handles it.

Both stay with the body that handles the complaint: what is another's is given back by naming a row (退单), never passed on
from here. A breach that it found and has no power against goes as a clue (clause 18.2). The complaint goes on to its answer.
"""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off
from ecoduty.casework.publications.privacy import masked
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, Attempt, Who
from ecoduty.mechanisms.complaints import data, rules

_CLAUSES = ("24.2",)
_PROBLEM, _TASK, _CLUE = "problem", "task", "clue"


def acts(states: tuple[str, ...], who: tuple[Who, ...]) -> tuple[Act, ...]:
    """The rows of the complaint's table: states in which something may arise from it, and by whom it is decided."""
    return (
        Act("problem_from_complaint", "转问题台账", states, None, who, _CLAUSES,
            data=data.ProblemFromComplaint, effect=problem, hint="要整改销号的，登记和交办给本单位一步办完；反映照常答复"),
        Act("task_from_complaint", "转任务", states, None, who, _CLAUSES,
            data=data.TaskFromComplaint, effect=task, hint="要长期办的，起草本单位的一项任务；反映照常答复"),
        Act("clue_from_complaint", "转送线索", states, None, who, ("18.2",),
            data=data.ClueFromComplaint, effect=clue, hint="核实有违法行为、本单位没有执法权的，转给有权的单位；反映照常答复"),
    )  # fmt: skip


def problem(attempt: Attempt) -> None:
    """Enter a problem in the register for the handling body to put right, in this one act. Raises Refused as the register does."""
    given: data.ProblemFromComplaint = attempt.data
    matter: Matter = attempt.subject
    own = matter.complaint
    content = {
        "title": masked(given.title), "text": masked(given.text), "found_on": own.received_on,
        "source": _source(_PROBLEM, attempt), "source_note": _note(matter), "place": masked(given.place),
        "district": own.district.key if own.district else "", "responsible": matter.holder.key, "limit_on": given.limit_on,
        "requirements": masked(given.requirements), "closing_needs": given.closing_needs,
    }  # fmt: skip
    if given.place == own.place and own.longitude is not None and own.latitude is not None:
        content |= {"longitude": float(own.longitude), "latitude": float(own.latitude)}
    hand_off(_PROBLEM, attempt, content)


def task(attempt: Attempt) -> None:
    """Begin a task of the handling body; 民生实事 stays 民生实事 (clause 2.1). Raises Refused as the tasks do."""
    given: data.TaskFromComplaint = attempt.data
    matter: Matter = attempt.subject
    content = {
        "name": masked(given.name), "source": _source(_TASK, attempt), "source_note": _note(matter), "lead": matter.holder.key,
        "limit_on": given.limit_on.isoformat(), "requirements": masked(given.requirements),
        "livelihood": matter.complaint.livelihood,
    }  # fmt: skip
    hand_off(_TASK, attempt, content)


def clue(attempt: Attempt) -> None:
    """Pass a breach to the body that has the power; it learns nothing of the complaint. Raises Refused as clues do."""
    given: data.ClueFromComplaint = attempt.data
    own = attempt.subject.complaint
    content = {
        "conduct": given.conduct, "text": masked(given.text), "place": masked(given.place), "to": given.to,
        "reason": masked(given.reason), "district": own.district.key if own.district else "", "seen_on": own.received_on,
    }  # fmt: skip
    hand_off(_CLUE, attempt, content)


def _source(kind: str, attempt: Attempt) -> str:
    return rules.arising_sources(local_date(attempt.recorded_at))[kind]


def _note(matter: Matter) -> str:
    return f"群众反映{matter.number}"
