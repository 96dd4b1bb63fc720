"""Conditions of the acts of an inspection plan, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.inspections.planning import overlaps, queries
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE


def _grants(attempt: Attempt) -> bool:
    """By the rulebook the plan's own heads, or the committee office of the level; its own plans its own heads."""
    body = attempt.subject.inspection_plan.body
    own = body.pk in attempt.actor.bodies
    if queries.own_head_grants(local_date(attempt.recorded_at)) or body.kind == COMMITTEE_OFFICE:
        return own
    return not own


def _no_offer_open(attempt: Attempt) -> bool:
    return bool(overlaps.of_plan(attempt.subject, local_date(attempt.recorded_at)))


ANY_LINE = Guard(
    "plan_empty",
    "计划里还没有计划项，不能报批。",
    lambda attempt: queries.standing(attempt.subject).exists(),
    clause="14.1",
)
GRANTED = Guard(
    "over_cap_ungranted",
    "还有超过年度上限的计划项没有批准，请等批准，或退回修改。",
    lambda attempt: not queries.ungranted(attempt.subject).exists(),
    clause="14.1",
)
SOMETHING_OVER = Guard(
    "nothing_over_cap",
    "没有等着批准的超上限计划项。",
    lambda attempt: queries.ungranted(attempt.subject).exists(),
    clause="14.1",
)
GRANTS = Guard("not_the_granter", "超上限的检查按规则书由环委办（或本单位负责人）批准。", _grants, clause="14.1")
SOMETHING_MEETS = Guard("nothing_overlaps", "没有与别的单位重叠的计划项。", _no_offer_open, clause="14.1")
OFFERED = Guard(
    "no_offer", "没有等着答复的合并提议。", lambda attempt: queries.offers_got(attempt.subject).exists(), clause="14.1"
)
