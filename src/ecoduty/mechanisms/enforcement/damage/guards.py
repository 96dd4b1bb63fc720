"""Conditions of the acts of eco-damage compensation, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.concerned.states import Part


def _liable(attempt: Attempt) -> bool:
    return any(row.part in (Part.LIABLE, Part.RESPONDENT) for row in concerned.standing(attempt.subject))


def _reported(attempt: Attempt) -> bool:
    own = attempt.subject.eco_damage
    return not own.major or own.major_reported_on is not None


def _is_major(attempt: Attempt) -> bool:
    return bool(attempt.subject.eco_damage.major)


def _shown(attempt: Attempt) -> bool:
    return attempt.subject.eco_damage.shown_at is not None


LIABLE_KNOWN = Guard("nobody_liable", "还没有登记赔偿义务人：请先用“登记当事人”登记，再启动磋商或者起诉。", _liable)
MAJOR_REPORTED = Guard("major_unreported", "这是重大案件，还没有登记向上级报告：请先登记报告，再结案。", _reported)
IS_MAJOR = Guard("not_major", "还没有标为重大案件，请先标明属于哪种情形。", _is_major)
SHOWN = Guard("not_shown", "检察机关在部门不磋商且不起诉时才介入，这个案件还没有到那一步。", _shown)

__all__ = ["IS_MAJOR", "LIABLE_KNOWN", "MAJOR_REPORTED", "SHOWN"]
