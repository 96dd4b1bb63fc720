"""Conditions of the acts of an inspection, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.inspections.planning import objects, queries
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE


def _self(attempt: Attempt) -> bool:
    own = attempt.subject.inspection
    return own.kind in queries.self_kinds(local_date(attempt.recorded_at)) and objects.of_own_system(own.object, own.by)


def _inspected(attempt: Attempt) -> bool:
    return attempt.subject.inspection.object.body_id in attempt.actor.bodies


def _of_body(attempt: Attempt) -> bool:
    return attempt.subject.inspection.object.body_id is not None and not _self(attempt)


def _of_site(attempt: Attempt) -> bool:
    return attempt.subject.inspection.object.body_id is None and not _self(attempt)


def _grants(attempt: Attempt) -> bool:
    """By the rulebook the own heads, or the committee office of the level; its own its own heads."""
    own = attempt.subject.inspection
    mine = own.by_id in attempt.actor.bodies
    if queries.own_head_grants(local_date(attempt.recorded_at)) or own.by.kind == COMMITTEE_OFFICE:
        return mine
    return not mine


def _announceable(attempt: Attempt) -> bool:
    own = attempt.subject.inspection
    covert = own.kind in queries.covert_kinds(local_date(attempt.recorded_at))
    return (
        not covert and own.object.body_id is not None and own.announced_at is None and own.object.body_id != own.by_id
    )


def _window_over(attempt: Attempt) -> bool:
    until = attempt.subject.inspection.review_until
    return until is None or local_date(attempt.recorded_at) > until


def _asks(attempt: Attempt) -> bool:
    own = attempt.subject.inspection
    return _inspected(attempt) if own.object.body_id is not None else own.by_id in attempt.actor.bodies


def _over_pending(attempt: Attempt) -> bool:
    own = attempt.subject.inspection
    return bool(own.over_reason) and own.over_granted_at is None


SELF = Guard("no_self_check", "只有自查由本单位直接办结。", _self, clause="25.2")
OF_BODY = Guard("not_a_body", "检查的是企业、点位的，用“下结论并登记送达”；自查用“自查办结”。", _of_body, clause="14.1")
OF_SITE = Guard("not_a_site", "检查的是名录中的单位的，用“下结论并送达”；自查用“自查办结”。", _of_site, clause="14.1")
INSPECTED = Guard("not_the_inspected", "这一步由被检查单位办。", _inspected, clause="14.1")
ASKS = Guard("not_the_inspected", "这一步由被检查单位办；企业申请的，由检查单位代为登记。", _asks, clause="14.1")
GRANTS = Guard("not_the_granter", "超上限的检查按规则书由环委办（或本单位负责人）批准。", _grants, clause="14.1")
OVER_PENDING = Guard("nothing_over_cap", "没有等着批准的超上限检查。", _over_pending, clause="14.1")
GRANTED = Guard(
    "over_cap_ungranted",
    "超过年度上限，还没有批准，不能实施。",
    lambda attempt: not _over_pending(attempt),
    clause="14.1",
)
ANNOUNCEABLE = Guard("not_announced", "暗查暗访、企业点位和自查不发通知，或已经通知过。", _announceable, clause="14.1")
WINDOW_OVER = Guard(
    "review_still_open",
    "被检查单位申请复核的期限还没有过。对方表示没有异议的，由对方确认。",
    _window_over,
    clause="14.1",
)
