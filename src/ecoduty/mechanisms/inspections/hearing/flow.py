"""The rows of the act table before a problem is fixed (clauses 9.3, 14.2)."""

from __future__ import annotations

from ecoduty.kernel.flow import Act
from ecoduty.mechanisms.inspections import queries, states
from ecoduty.mechanisms.inspections.hearing import acts, data, guards
from ecoduty.mechanisms.inspections.posts import FINDER, FINDER_HEADS, INSPECTED

_CLAUSE = ("14.2",)


def rows() -> tuple[Act, ...]:
    """Asking, answering, conferring, fixing."""
    registered, hearing, determined = states.REGISTERED.code, states.HEARING.code, states.DETERMINED.code
    return (
        Act("ask_statement", "听取陈述", (registered,), hearing, (FINDER,), _CLAUSE,
            data=data.AskStatement, effect=acts.ask_statement, meets=(queries.ASSIGNMENT,),
            starts=(queries.STATEMENT, queries.DETERMINATION), hint="督查检查发现的，定性之前先请被检查单位陈述"),
        Act("give_statement", "陈述意见", (hearing,), None, (INSPECTED,), _CLAUSE, guards=(guards.BY_INSPECTED,),
            data=data.GiveStatement, effect=acts.give_statement, meets=(queries.STATEMENT,),
            hint="可以补充；每一次都在案"),
        Act("record_problem_conferral", "登记会商", (hearing,), None, (FINDER,), _CLAUSE,
            data=data.RecordProblemConferral, effect=acts.record_conferral, hint="请懂行的部门一起看，各方意见逐一写明"),
        Act("determine", "定性", (hearing,), determined, (FINDER_HEADS,), ("9.3", "14.2"), guards=(guards.HEARD,),
            data=data.DetermineProblem, effect=acts.determine, meets=(queries.DETERMINATION,),
            cancels=(queries.STATEMENT,), starts=(queries.ASSIGNMENT,), main=True, hint="处置意见必须引依据"),
    )  # fmt: skip


__all__ = ["rows"]
