"""Conditions of the acts of an application for exemption, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.encouragement.tolerance.models import Inquiry
from ecoduty.organisation.directory.models import Body

_PLATFORM = "platform"


def _somebody_else(attempt: Attempt) -> bool:
    own = attempt.subject.exemption
    return attempt.actor.account is None or own.applied_account != attempt.actor.account


def _not_oneself(attempt: Attempt) -> bool:
    own = attempt.subject.exemption
    return own.appointment is None or own.appointment.person_id != attempt.actor.person


def _heard(attempt: Attempt) -> bool:
    return Inquiry.objects.filter(exemption=attempt.subject.pk, heard=True).exists()


def _elsewhere(attempt: Attempt) -> bool:
    body: Body = attempt.subject.holder
    return body.pk not in attempt.actor.bodies and not body.posts.exists()


SOMEBODY_ELSE = Guard("exemption_second_person", "申请是您提的，认定要由另一个人办。", _somebody_else, clause="17.2")
NOT_ONESELF = Guard("exemption_own_case", "这件涉及您本人，请由本单位其他负责人办。", _not_oneself, clause="17.2")
HEARD = Guard(
    "exemption_not_heard", "还没有听取本人陈述的核查记录，请先登记核查情况，再作认定。", _heard, clause="17.2"
)
ELSEWHERE = Guard("decider_works_here", "认定单位在平台上办理，由它自己作认定。", _elsewhere)
NOT_REVIEWED = Guard(
    "reviewed_already", "已经复核过一次，不能再申请复核。", lambda attempt: not attempt.subject.exemption.reviewed
)
