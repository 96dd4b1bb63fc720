"""The act table of eco-damage compensation (domain: code art. 1073; served with clause 20.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.circle import installed_kind
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.damage import acts, claiming, data, guards, limits, restoring, states
from ecoduty.mechanisms.enforcement.damage.queries import (
    CHECK,
    CLAIM,
    CONFIRMATION,
    EVALUATION,
    KIND,
    LIMITATION,
    NEGOTIATION,
    RESTORATION,
    SUING,
)
from ecoduty.mechanisms.enforcement.dated import on_its_day
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by
from ecoduty.mechanisms.enforcement.relations import COURTS, HEADS, OFFICERS, PROCURATORATES

REGISTRAR = Who("anyone", ("enforcement_officer",), "有执法权单位的执法人员")
PLATFORM = Who("system", ("system",), "平台")
_OF = ("20.1",)
_LEGS = ("eco-damage-confirmation", "eco-damage-suit")


def _beginning() -> tuple[Act, ...]:
    """From the clue to the assessed damage."""
    checking, checked, filed = states.CHECKING.code, states.CHECKED.code, states.FILED.code
    assessing, assessed = states.ASSESSING.code, states.ASSESSED.code
    return (
        Act("register_damage", "登记损害线索", (START,), checking, (REGISTRAR,), _OF, data=data.RegisterDamage,
            effect=masked(acts.register), starts=(CHECK, LIMITATION)),
        Act("report_damage_check", "报初步核查结论", (checking,), checked, (OFFICERS,), _OF, data=data.ReportCheck,
            effect=masked(on_its_day(acts.report_check)), meets=(CHECK,), main=True),
        Act("file_damage", "立案启动索赔", (checked,), filed, (HEADS,), _OF, data=data.FileDamage, effect=acts.file_damage,
            starts=(CLAIM,), main=True, fresh_factor=True),
        Act("return_damage_check", "退回补充核查", (checked,), checking, (HEADS,), _OF, data=data.DamageReason,
            effect=masked(acts.begin_again), starts=(CHECK,)),
        Act("do_not_start", "不启动索赔", (checked,), states.NOT_STARTED.code, (HEADS,), _OF, data=data.DoNotStart,
            effect=masked(acts.do_not_start), fresh_factor=True, hint="检察机关从此看得到"),
        Act("commission_assessment", "委托评估", (filed, assessing), assessing, (OFFICERS,), _OF, data=data.Commission,
            effect=masked(acts.commission), main=True),
        Act("record_assessment", "登记评估结果", (assessing,), assessed, (OFFICERS,), _OF, data=data.RecordAssessment,
            effect=masked(acts.record_assessment), main=True),
        Act("mark_major", "标为重大案件", states.OPEN, None, (OFFICERS, HEADS), _OF, data=data.MarkMajor, effect=acts.mark_major, aside=True),
        Act("report_major_damage", "登记重大案件报告", states.OPEN, None, (OFFICERS, HEADS), _OF, guards=(guards.IS_MAJOR,),
            data=data.ReportMajor, effect=masked(acts.report_major), aside=True),
    )  # fmt: skip


def _claiming() -> tuple[Act, ...]:
    """Negotiation and agreement, or the suit."""
    assessed, negotiating, agreed = states.ASSESSED.code, states.NEGOTIATING.code, states.AGREED.code
    confirming, failed, sued, restoring_ = (
        states.CONFIRMING.code, states.FAILED.code, states.SUED.code, states.RESTORING.code,
    )  # fmt: skip
    court = by(COURTS)
    return (
        Act("invite_negotiation", "启动磋商", (assessed, failed), negotiating, (OFFICERS,), _OF, guards=(guards.LIABLE_KNOWN,),
            data=data.InviteNegotiation, effect=masked(on_its_day(claiming.invite)), meets=(CLAIM,), cancels=(SUING,), starts=(NEGOTIATION,), main=True),
        Act("record_meeting", "登记磋商会议", (negotiating,), None, (OFFICERS,), _OF, data=data.RecordMeeting,
            effect=masked(claiming.record_meeting)),
        Act("sign_agreement", "登记赔偿协议", (negotiating,), agreed, (OFFICERS,), _OF, data=data.SignAgreement,
            effect=masked(on_its_day(claiming.sign)), meets=(NEGOTIATION, LIMITATION), starts=(CONFIRMATION,), main=True),
        Act("fail_negotiation", "认定磋商不成", (assessed, negotiating), failed, (OFFICERS,), _OF, data=data.FailNegotiation,
            effect=masked(on_its_day(claiming.fail)), meets=(NEGOTIATION,), starts=(SUING,)),
        Act("apply_confirmation", "申请司法确认", (agreed,), confirming, (OFFICERS,), _OF, data=data.ApplyConfirmation,
            effect=masked(on_its_day(claiming.apply_confirmation)), meets=(CONFIRMATION,), main=True),
        Act("perform_unconfirmed", "不申请确认，直接履行", (agreed,), restoring_, (HEADS,), _OF, data=data.DamageReason,
            effect=masked(), cancels=(CONFIRMATION,), starts=(RESTORATION,)),
        Act("announce_confirmation", "登记司法确认公告", (confirming,), None, court, _OF, guards=(ENTERED_WITH_SCAN,),
            data=data.AnnounceConfirmation, effect=masked(claiming.announce)),
        Act("confirm_agreement", "登记确认裁定", (confirming,), restoring_, court, _OF, guards=(ENTERED_WITH_SCAN,),
            data=data.ConfirmAgreement, effect=masked(claiming.confirm), starts=(RESTORATION,), main=True),
        Act("refuse_confirmation", "登记不予确认", (confirming,), failed, court, _OF, guards=(ENTERED_WITH_SCAN,),
            data=data.RefuseConfirmation, effect=masked(claiming.refuse_confirmation), starts=(SUING,)),
        Act("sue_for_damage", "提起诉讼", (failed,), sued, (OFFICERS,), _OF, guards=(guards.LIABLE_KNOWN,), data=data.Sue,
            effect=masked(on_its_day(claiming.sue)), meets=(SUING, CLAIM, LIMITATION), main=True, hint="另立一件诉讼案件，法院在那里回填节点"),
        Act("do_not_sue", "决定不起诉", (failed,), states.NOT_SUED.code, (HEADS,), _OF, data=data.DamageReason,
            effect=masked(acts.do_not_sue), fresh_factor=True, hint="检察机关从此看得到"),
        Act("record_damage_judgment", "登记裁判结果", (sued,), restoring_, (OFFICERS,), _OF, data=data.RecordDamageJudgment,
            effect=masked(claiming.record_judgment), starts=(RESTORATION,), main=True, or_to=(states.LOST.code,)),
    )  # fmt: skip


def _ending() -> tuple[Act, ...]:
    """Restoration, evaluation, close; and the procuratorate where nobody claims."""
    restoring_, restored, evaluated = states.RESTORING.code, states.RESTORED.code, states.EVALUATED.code
    return (
        Act("record_performance", "登记履行情况", (restoring_,), None, (OFFICERS,), _OF, data=data.RecordPerformance,
            effect=masked(restoring.record_performance)),
        Act("report_restored", "登记修复完成", (restoring_,), restored, (OFFICERS,), _OF, data=data.ReportRestored,
            effect=masked(on_its_day(restoring.report_restored)), meets=(RESTORATION,), starts=(EVALUATION,), main=True),
        Act("record_evaluation", "登记效果评估", (restored,), evaluated, (OFFICERS,), _OF, data=data.RecordEvaluation,
            effect=masked(on_its_day(restoring.record_evaluation)), meets=(EVALUATION,), starts=(RESTORATION,), main=True, or_to=(restoring_,)),
        Act("waive_evaluation", "不做效果评估", (restored,), evaluated, (HEADS,), _OF, data=data.WaiveEvaluation,
            effect=masked(restoring.waive_evaluation), cancels=(EVALUATION,)),
        Act("close_damage", "结案", (evaluated,), states.CLOSED.code, (HEADS,), _OF, guards=(guards.MAJOR_REPORTED,),
            data=data.CloseDamage, effect=masked(restoring.close), main=True, fresh_factor=True),
        Act("extend_damage", "延长期限", states.OPEN, None, (HEADS,), _OF, data=data.ExtendDamage, effect=masked(), aside=True),
        Act("show_procuratorate", "让检察机关看到", states.OPEN, None, (PLATFORM,), _OF, data=data.ShowProcuratorate,
            effect=acts.show_procuratorate, aside=True),
        Act("intervene", "登记检察机关意见", (*states.OPEN, *states.UNCLAIMED), None, by(PROCURATORATES), _OF,
            guards=(guards.SHOWN, ENTERED_WITH_SCAN), data=data.Intervene, effect=masked(restoring.intervene), aside=True),
        Act("begin_again", "重新核查", states.UNCLAIMED, states.CHECKING.code, (HEADS,), _OF, data=data.DamageReason,
            effect=masked(acts.begin_again), starts=(CHECK, LIMITATION)),
    )  # fmt: skip


DAMAGES = ActTable(
    kind=KIND,
    label="生态环境损害赔偿",
    states=states.STATES,
    acts=(
        *_beginning(),
        *_claiming(),
        *_ending(),
        *case_acts(KIND, states.STATES, _LEGS),
    ),
    store=MatterStore(own="eco_damage", restricted=True),
    clauses=_OF,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another case leads to a claim, in the name of whoever decides so: `content` has the fields of `data.RegisterDamage`.

    Raises Refused as the act does, also where the actor holds no post of an enforcement officer.
    """
    done = perform(DAMAGES, "register_damage", actor=actor, data=acts.received(content), occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, its limits, its succession, and that other cases may lead here."""
    flow.register(DAMAGES)
    limits.install()
    installed_kind(KIND)
    receives(KIND, receive)


__all__ = ["DAMAGES", "install", "receive"]
