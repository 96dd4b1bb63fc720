"""The rows of the act table of the full road after a problem is assigned (clauses 3.3, 9.2)."""

from __future__ import annotations

from ecoduty.casework.publications import guards as publication
from ecoduty.casework.publications.data import PublicVersion, Registration
from ecoduty.kernel.flow import Act, Who
from ecoduty.mechanisms.inspections import data as plain
from ecoduty.mechanisms.inspections import queries as problems
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.guards import BY_ASSIGNER
from ecoduty.mechanisms.inspections.posts import (
    ACCEPTOR,
    ASSIGNER,
    FINDER,
    RESPONSIBLE,
    RESPONSIBLE_HEADS,
    WATCHER,
    WATCHER_HEADS,
    WITHHOLDER,
)
from ecoduty.mechanisms.inspections.rectifying import accepting, closing, data, evidence, guards, planning, policy
from ecoduty.mechanisms.inspections.rectifying import queries as limits

SYSTEM = Who("system", ("system",), "平台")
_PUT_RIGHT, _CHAIN = ("3.3",), ("9.2",)


def _planning() -> tuple[Act, ...]:
    assigned, submitted, rectifying = states.ASSIGNED.code, states.PLAN_SUBMITTED.code, states.RECTIFYING.code
    every = tuple(state.code for state in states.PROBLEM if state.open)
    full = (guards.FULL,)
    return (
        Act("submit_plan", "报送整改方案", (assigned,), submitted, (RESPONSIBLE,), _PUT_RIGHT, guards=full,
            data=data.SubmitPlan, effect=planning.submit_plan, meets=(limits.PLAN,), starts=(limits.PLAN_APPROVAL,),
            main=True, hint="五要素：实施主体、目标、时限、重点措施、验收单位"),
        Act("approve_plan", "批准整改方案", (submitted,), rectifying, ASSIGNER, _PUT_RIGHT, guards=(BY_ASSIGNER,),
            data=data.PlanRemark, effect=planning.approve_plan, meets=(limits.PLAN_APPROVAL,),
            starts=(limits.PROGRESS,), main=True),
        Act("return_plan", "退回整改方案", (submitted,), assigned, ASSIGNER, _PUT_RIGHT, guards=(BY_ASSIGNER,),
            data=plain.ProblemReason, effect=planning.return_plan, meets=(limits.PLAN_APPROVAL,), starts=(limits.PLAN,)),
        Act("add_evidence", "加证据", every, None, (FINDER, WATCHER), _CHAIN, data=data.AddEvidence,
            effect=planning.add_evidence, hint="照片、监测报告、笔录；存入时留下摘要"),
    )  # fmt: skip


def _accepting() -> tuple[Act, ...]:
    applied, checked, accepted = states.APPLIED.code, states.CHECKED.code, states.ACCEPTED.code
    return (
        Act("record_check", "登记现场核查", (applied,), checked, ASSIGNER, _PUT_RIGHT, guards=(guards.FULL, BY_ASSIGNER),
            or_to=(states.RECTIFYING.code,), data=data.RecordSpotCheck, effect=accepting.record_check,
            meets=(problems.VERIFICATION,), starts=(limits.ACCEPTANCE, problems.LIMIT, limits.PROGRESS), main=True),
        Act("accept_rectification", "验收", (checked,), accepted, (ACCEPTOR, WATCHER_HEADS), _PUT_RIGHT,
            guards=(guards.BY_ACCEPTOR,), data=data.AcceptRectification, effect=accepting.accept,
            meets=(limits.ACCEPTANCE,), starts=(limits.PUBLICATION,), main=True, fresh_factor=True,
            hint="谁验收谁负责：逐条勾齐，写明验收人和职务"),
    )  # fmt: skip


def _publishing() -> tuple[Act, ...]:
    accepted, cleared, showing = states.ACCEPTED.code, states.CLEARED.code, states.SHOWING.code
    withheld = states.WITHHELD.code
    return (
        Act("edit_public_version", "编公开版", (accepted,), None, (RESPONSIBLE,), _PUT_RIGHT, data=PublicVersion,
            effect=closing.edit_public_version, hint="遮盖不宜公开的内容，不改写"),
        Act("clear_public_version", "审定公开版", (accepted,), cleared, (RESPONSIBLE_HEADS,), _PUT_RIGHT,
            guards=(publication.ANOTHER_THAN_PREPARER,), effect=closing.clear_public_version, main=True),
        Act("return_public_version", "退回重编公开版", (cleared,), accepted, (RESPONSIBLE,), _PUT_RIGHT,
            data=plain.ProblemReason),
        Act("register_publication", "登记公示", (cleared,), showing, (RESPONSIBLE,), _PUT_RIGHT,
            guards=(publication.PREPARED, publication.CLEARED), data=Registration, effect=closing.register_publication,
            meets=(limits.PUBLICATION,), starts=(limits.CLOSE_OUT,), main=True),
        Act("withhold_result", "不公开", (accepted, cleared), withheld, (WITHHOLDER,), _PUT_RIGHT, guards=(guards.FULL, BY_ASSIGNER),
            data=data.WithholdResult, effect=closing.withhold, cancels=(limits.PUBLICATION,), starts=(limits.CLOSE_OUT,),
            fresh_factor=True, hint="涉及国家秘密、个人隐私等不得公开的，写明理由和依据，不再公示"),
        Act("show_after_all", "改为公示", (withheld,), accepted, (WITHHOLDER,), _PUT_RIGHT, guards=(BY_ASSIGNER,),
            data=plain.ProblemReason, effect=closing.show_after_all, cancels=(limits.CLOSE_OUT,), starts=(limits.PUBLICATION,)),
        Act("record_notice_objection", "登记公示异议", (showing,), None, (RESPONSIBLE, WATCHER), _PUT_RIGHT,
            data=data.RecordNoticeObjection, effect=closing.record_objection),
        Act("settle_notice_objection", "处理公示异议", (showing,), None, ASSIGNER, _PUT_RIGHT,
            guards=(BY_ASSIGNER,), or_to=(states.RECTIFYING.code,), data=data.SettleNoticeObjection,
            effect=closing.settle_objection, starts=(problems.LIMIT, limits.PROGRESS)),
    )  # fmt: skip


def _closing() -> tuple[Act, ...]:
    showing, look_back, closed = states.SHOWING.code, states.LOOK_BACK.code, states.CLOSED.code
    working = (states.RECTIFYING.code, states.APPLIED.code, states.CHECKED.code, states.ACCEPTED.code,
               states.CLEARED.code, showing, states.WITHHELD.code)  # fmt: skip
    again = (problems.START, limits.PLAN, problems.LIMIT)
    return (
        Act("settle_policy", "完善制度", working, None, (RESPONSIBLE,), _CHAIN, guards=(guards.FULL,),
            data=data.SettlePolicy, effect=policy.settle_policy, hint="问题、处置、制度完善三段成链；不需要改的写理由"),
        Act("close_out", "销号", (showing, states.WITHHELD.code), look_back, ASSIGNER, ("3.3", "9.2"),
            guards=(BY_ASSIGNER, guards.NOTICE_OVER, guards.NO_OPEN_OBJECTION, guards.POLICY_SETTLED),
            data=data.CloseOut, effect=closing.close_out, meets=(limits.CLOSE_OUT,), starts=(limits.LOOK_BACK,), main=True),
        Act("look_back", "登记回头看", (look_back,), closed, ASSIGNER, _PUT_RIGHT, guards=(BY_ASSIGNER,),
            or_to=(states.ASSIGNED.code,), data=data.RecordLookBack, effect=closing.look_back,
            meets=(limits.LOOK_BACK,), starts=again, main=True),
        Act("reopen_problem", "复发重开", (closed,), states.ASSIGNED.code, ASSIGNER, _PUT_RIGHT,
            guards=(BY_ASSIGNER,), data=data.ReopenProblem, effect=closing.reopen, starts=again),
        Act("note_altered_evidence", "记下证据变动", tuple(state.code for state in states.PROBLEM), None, (SYSTEM,), _CHAIN,
            data=data.NoteAltered, effect=evidence.note_altered, aside=True),
    )  # fmt: skip


def rows() -> tuple[Act, ...]:
    """From the plan to the look-back."""
    return (*_planning(), *_accepting(), *_publishing(), *_closing())


__all__ = ["rows"]
