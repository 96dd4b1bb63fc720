"""Conditions of the full road, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.rectifying import queries
from ecoduty.mechanisms.inspections.roads import Road


def _notice_over(attempt: Attempt) -> bool:
    if attempt.subject.state == states.WITHHELD.code:  # a head said why nothing is shown
        return True
    until = attempt.subject.problem.notice_until
    return until is not None and local_date(attempt.occurred_at) > until


PLAIN = Guard(
    "full_road_only",
    "督查整改的问题按五要素方案、现场核查、验收、公示的步骤办。",
    lambda attempt: attempt.subject.problem.road == Road.PLAIN,
    clause="9.2",
)
FULL = Guard(
    "plain_road_only",
    "这个问题按一般整改办理，没有这一步。",
    lambda attempt: attempt.subject.problem.road == Road.FULL,
    clause="9.2",
)
BY_ACCEPTOR = Guard(
    "not_the_acceptor",
    "验收由整改方案里的验收单位办：谁验收谁负责。",
    lambda attempt: attempt.subject.problem.accepting_id in attempt.actor.bodies,
    clause="9.2",
)
NOTICE_OVER = Guard("notice_running", "整改结果还在公示，公示期过后才能销号。", _notice_over, clause="3.3")
NO_OPEN_OBJECTION = Guard(
    "objection_open",
    "公示期间的异议还没有处理完，请先处理。",
    lambda attempt: not queries.open_objections(attempt.subject.problem),
    clause="3.3",
)
POLICY_SETTLED = Guard(
    "policy_open",
    "还没有写明制度怎么完善：请先办“完善制度”，不需要改的写明理由（方案9.2）。",
    lambda attempt: queries.policy_settled(attempt.subject.problem),
    clause="9.2",
)

__all__ = ["BY_ACCEPTOR", "FULL", "NOTICE_OVER", "NO_OPEN_OBJECTION", "PLAIN", "POLICY_SETTLED"]
