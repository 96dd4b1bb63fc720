"""The act table of target letters (clauses 2.3, 23.1)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.appraisals import acts, data, limits, states
from ecoduty.mechanisms.appraisals.limits import CHECKING, OBJECTING, SELF_SCORING, SIGNING
from ecoduty.mechanisms.appraisals.queries import KIND

_POSTS = ("clerk", "director")
DRAWING_UP = Who("anyone", _POSTS, "考核机关")
OFFICE = Who("supervisor", _POSTS, "考核机关")
OFFICE_HEAD = Who("supervisor", ("director",), "考核机关负责人")
BODY = Who("holder_body", ("liaison", "deputy", "principal", "supervision_clerk"), "承担单位")
BODY_HEAD = Who("holder_body", ("principal", "supervision_clerk"), "承担单位主要负责人")
USER = Who("copy", ("personnel_clerk",), "组织人事部门")
_C = ("2.3",)


def _signing() -> tuple[Act, ...]:
    drafting, signing, in_force = states.DRAFTING.code, states.SIGNING.code, states.IN_FORCE.code
    return (
        Act("draft_letter", "拟定责任书", (START,), drafting, (DRAWING_UP,), _C, data=data.DraftLetter, effect=acts.draft,
            hint="指标从规则书带出，可以改"),
        Act("set_indicator", "写指标", (drafting,), None, (OFFICE,), _C, data=data.SetIndicator, effect=acts.set_indicator),
        Act("take_out_indicator", "取出指标", (drafting,), None, (OFFICE,), _C, data=data.TakeOutIndicator,
            effect=acts.take_out_indicator),
        Act("send_for_signing", "送签", (drafting,), signing, (OFFICE,), _C, effect=acts.send_for_signing, starts=(SIGNING,),
            main=True),
        Act("sign_letter", "签订", (signing,), in_force, (BODY_HEAD,), _C, data=data.SignLetter, effect=acts.sign,
            meets=(SIGNING,), main=True, fresh_factor=True),
        Act("return_letter", "退回商改", (signing,), drafting, (BODY_HEAD,), _C, data=data.LetterReturned, meets=(SIGNING,)),
        Act("drop_letter", "不再签订", (drafting, signing), states.DROPPED.code, (OFFICE_HEAD,), _C, data=data.LetterReturned),
    )  # fmt: skip


def _scoring() -> tuple[Act, ...]:
    in_force, self_scoring, checking = states.IN_FORCE.code, states.SELF_SCORING.code, states.CHECKING.code
    reviewing, objecting, approving = states.REVIEWING.code, states.OBJECTING.code, states.APPROVING.code
    return (
        Act("open_scoring", "开始考核", (in_force,), self_scoring, (OFFICE,), _C, data=data.OpenScoring,
            effect=acts.open_scoring, starts=(SELF_SCORING,), main=True, hint="平台数据只取一次，以后重算结果不变"),
        Act("enter_value", "填数", (self_scoring,), None, (BODY,), _C, data=data.EnterValue, effect=acts.enter),
        Act("correct_value", "核定数", (checking, reviewing), None, (OFFICE,), _C, data=data.EnterValue, effect=acts.enter),
        Act("submit_self_score", "报送自评", (self_scoring,), checking, (BODY,), _C, effect=acts.finish,
            meets=(SELF_SCORING,), starts=(CHECKING,), main=True),
        Act("finish_check", "核查完毕", (checking,), reviewing, (OFFICE,), _C, effect=acts.finish, meets=(CHECKING,), main=True),
        Act("return_self_score", "退回自评", (checking,), self_scoring, (OFFICE,), _C, data=data.LetterReturned, meets=(CHECKING,),
            starts=(SELF_SCORING,)),
        Act("finish_review", "复核完毕", (reviewing,), objecting, (OFFICE_HEAD,), _C, effect=acts.finish, starts=(OBJECTING,),
            main=True),
        Act("accept_result", "确认结果", (objecting,), approving, (BODY,), _C, meets=(OBJECTING,), main=True),
        Act("object_result", "提出异议", (objecting,), reviewing, (BODY_HEAD,), _C, data=data.LetterReturned, effect=acts.object_,
            meets=(OBJECTING,)),
        Act("pass_objection_time", "异议期满", (objecting,), approving, (OFFICE,), _C, data=data.LetterReturned, cancels=(OBJECTING,)),
    )  # fmt: skip


def _using() -> tuple[Act, ...]:
    approving, approved, published, delivered = (
        states.APPROVING.code, states.APPROVED.code, states.PUBLISHED.code, states.DELIVERED.code,
    )  # fmt: skip
    return (
        Act("approve_result", "登记审定", (approving,), approved, (OFFICE_HEAD,), _C, data=data.ApproveResult,
            effect=acts.approve, main=True),
        Act("return_to_review", "退回复核", (approving,), states.REVIEWING.code, (OFFICE_HEAD,), _C, data=data.LetterReturned),
        Act("publish_result", "登记公布", (approved,), published, (OFFICE,), _C, data=data.PublishResult, effect=acts.publish,
            main=True),
        Act("deliver_result", "送组织部门", (published,), delivered, (OFFICE,), ("23.1",), data=data.DeliverResult,
            effect=acts.deliver, main=True),
        Act("register_use", "登记运用", (delivered,), None, (USER,), ("23.1",), data=data.RegisterUse,
            effect=acts.register_use),
    )  # fmt: skip


TARGET_LETTER = ActTable(
    kind=KIND,
    label="目标责任书",
    states=states.STATES,
    acts=(*_signing(), *_scoring(), *_using(), *standard_acts(states.STATES), *archive_acts(states.STATES)),
    store=MatterStore(own="target_letter__body"),
    clauses=("2.3", "23.1"),
)


def install() -> None:
    """Register the table and its clocks."""
    flow.register(TARGET_LETTER)
    limits.install()
