"""Conditions on the acts of a complaint."""

from __future__ import annotations

from ecoduty.casework.matters.opening import receiver_kinds
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.complaints import queries, rules, states
from ecoduty.mechanisms.complaints.models import Reporter
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level


def _approves(attempt: Attempt) -> bool:
    own = attempt.subject.complaint
    if not rules.office_approves(own.channel, local_date(attempt.recorded_at)):
        return True
    return COMMITTEE_OFFICE in attempt.actor.capacities and attempt.actor.level == Level.CITY


def _has_reporter(attempt: Attempt) -> bool:
    rows = Reporter.objects.filter(complaint=attempt.subject.pk, erased_at=None)
    return rows.exclude(name="", phone="").exists()


def _may_know(attempt: Attempt) -> bool:
    if not Reporter.objects.filter(complaint=attempt.subject.pk, anonymous=True).exists():
        return True
    relations = attempt.subject.relations_of(attempt.actor, local_date(attempt.recorded_at))
    return bool(relations & {"supervisor", "committee_office"})


DETERMINED = Guard(
    "determination_open",
    "牵头部门还在明确之中：明确之后再派。",
    lambda attempt: attempt.before != states.UNDETERMINED.code or not queries.being_determined(attempt.subject),
    clause="5.1",
)
CAN_BE_DETERMINED = Guard(
    "nobody_determines", "平台没有启用牵头部门明确。", lambda _: "lead_determination" in receiver_kinds(), clause="5.1"
)
NOT_FINAL = Guard(
    "conferral_is_final",
    "这一件经会商定由本单位承办，不能再退；办理中确有困难的，可请登记单位延期。",
    lambda attempt: not attempt.subject.complaint.final,
)
APPROVES = Guard("office_approves", "这个渠道来的反映，答复由市环委办审核。", _approves)
HAS_REPORTER = Guard("no_reporter_kept", "这件反映没有留下反映人的信息，或者已经依申请删除。", _has_reporter)
MAY_KNOW = Guard("reporter_anonymous", "反映人要求匿名，承办单位不能查看。确须联系的，请登记单位代为联系。", _may_know)
FROM_OUTSIDE = Guard(
    "complaint_not_from_outside",
    "只有别的系统派来的反映，才能由来源撤回。",
    lambda attempt: attempt.subject.complaint.external_number != "",
)
