"""The act tables of the two kinds of lists (clauses 4.1–4.7, 6.1–6.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties import owing
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.publications import kinds
from ecoduty.casework.publications.data import Withdraw
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.responsibilities import (
    checking,
    compiling,
    consulting,
    data,
    deciding,
    editing,
    guards,
    opening,
    reform,
    states,
)
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import ListKind

SPECIFIC = "specific_list"
CONSOLIDATED = "consolidated_list"

SYSTEM = Who("system", ("system",), "平台")
ANY_LIAISON = Who("anyone", ("liaison",), "各单位联络员")
ANY_OFFICE = Who("anyone", ("clerk", "director"), "市生环委办")
LIAISON = Who("holder_body", ("liaison",), "本单位联络员")
COORDINATOR = Who("holder_coordinator", (), "统筹负责同志")
DEPUTY = Who("holder_body", ("deputy",), "分管负责人")
PRINCIPAL = Who("holder_body", ("principal",), "主要负责人")
ASKED = Who("supporter", ("liaison", "deputy", "principal"), "被征求意见单位")
OFFICE = Who("committee_office", (), "市生环委办")

_RETURNERS = (LIAISON, COORDINATOR, DEPUTY, PRINCIPAL)
_SETTLED = (guards.ANSWERED, guards.NO_OBJECTION)
COLLECTING, DRAFTING, CHECKING = states.COLLECTING.code, states.DRAFTING.code, states.CHECKING.code
CONSULTING, APPROVING, APPROVED = states.CONSULTING.code, states.APPROVING.code, states.APPROVED.code
FILING, EFFECTIVE = states.FILING.code, states.EFFECTIVE.code
WITHDRAWN, DROPPED = states.WITHDRAWN.code, states.DROPPED.code


def _reforms(in_work: tuple[str, ...], first: str) -> tuple[Act, ...]:
    """A body was dissolved: whoever goes on has one draft, with the rows of both."""
    return (
        Act("follow_reform", "随机构变动并入事项", in_work, first, (SYSTEM,), ("4.1",),
            data=data.FollowReform, effect=reform.follow, cancels=(data.CONSULTATION,)),
        Act("join_list", "并入承接单位清单", in_work, DROPPED, (SYSTEM,), ("4.1",),
            data=data.JoinList, effect=reform.join, cancels=(data.CONSULTATION,)),
    )  # fmt: skip


def _begins() -> tuple[Act, ...]:
    """How a list comes into being, and when its time begins."""
    return (
        Act("open", "立项", (START,), COLLECTING, (ANY_LIAISON, ANY_OFFICE), ("4.1", "4.5"),
            data=data.Open, effect=opening.open_list, hint="修订时照抄施行中的一版，事项编号不变"),
        Act("open_for_decision", "因牵头部门明确立项", (START,), DRAFTING, (SYSTEM,), ("4.1",),
            data=data.TakeDetermination, effect=opening.open_for_decision),
        Act("load_sample", "载入示例", (START,), EFFECTIVE, (SYSTEM,), ("4.1",),
            data=data.LoadSample, effect=opening.load_sample),
        Act("register_provincial", "登记省级公布", states.IN_WORK, None, (LIAISON, OFFICE), ("4.5", "4.7"),
            data=data.RegisterProvincial, effect=opening.register_provincial, aside=True,
            hint="两个月期限自省级公布之日起算；省级每修订一次，另起一个期限"),
        Act("take_determination", "列入经明确的事项", states.IN_WORK, DRAFTING, (SYSTEM,), ("4.1",),
            data=data.TakeDetermination, effect=opening.take_determination, cancels=(data.CONSULTATION,)),
    )  # fmt: skip


def _rows() -> tuple[Act, ...]:
    """Rows are written in drafting and nowhere else."""
    who = (LIAISON, COORDINATOR, DEPUTY)
    return (
        Act("begin_drafting", "开始起草", (COLLECTING,), DRAFTING, (LIAISON,), ("4.2",), main=True),
        Act("return_to_collecting", "退回梳理", (DRAFTING,), COLLECTING, (COORDINATOR, DEPUTY, PRINCIPAL), ("4.2",),
            data=data.ReturnList),
        Act("add_row", "加一项", (DRAFTING,), None, who, ("4.1", "4.2"), data=data.RowData, effect=editing.add_row),
        Act("edit_row", "改一项", (DRAFTING,), None, who, ("4.1", "4.2"), data=data.EditRow, effect=editing.edit_row),
        Act("remove_row", "删一项", (DRAFTING,), None, who, ("4.1",), data=data.RemoveRow, effect=editing.remove_row),
        Act("replace_rows", "导入全部事项", (DRAFTING,), None, who, ("4.1", "4.2"),
            data=data.ReplaceRows, effect=editing.replace_rows),
        Act("confirm_replacement", "改引依据", (DRAFTING,), None, who, ("4.2",),
            data=data.ConfirmReplacement, effect=editing.confirm_replacement,
            hint="依据失效的，按依据库的建议改引；平台从不自行替换"),
        Act("submit_for_check", "送质检", (DRAFTING,), CHECKING, (LIAISON,), ("4.3",),
            effect=checking.hand_in, main=True, hint="有必须改的问题不能送出，提示性的问题一并列出"),
    )  # fmt: skip


def _consultation() -> tuple[Act, ...]:
    """The departments whose lists overlap, each for itself."""
    return (
        Act("start_consultation", "质检通过，送会签", (CHECKING,), CONSULTING, (COORDINATOR, DEPUTY), ("4.3", "4.4"),
            data=data.StartConsultation, effect=consulting.start, main=True,
            hint="平台按引用、互认和相近表述找出清单交叉的部门，只征求它们的意见"),
        *_answers(),
        Act("submit_for_approval", "送审定", (CONSULTING,), APPROVING, (LIAISON,), ("4.4",), guards=_SETTLED, main=True),
    )  # fmt: skip


def _answers() -> tuple[Act, ...]:
    return (
        Act("answer_consultation", "签署会签意见", (CONSULTING,), None, (ASKED,), ("4.4",), guards=(guards.ASKED,),
            data=data.AnswerConsultation, effect=consulting.answer, main=True),
        Act("withdraw_objection", "撤回异议", (CONSULTING,), None, (ASKED,), ("4.4",), guards=(guards.OBJECTS,),
            data=data.WithdrawObjection, effect=consulting.withdraw_objection),
    )  # fmt: skip


def _publication() -> tuple[Act, ...]:
    """Approval, publication, filing beside it."""
    return (
        Act("approve", "审定", (APPROVING,), APPROVED, (PRINCIPAL,), ("4.4", "4.5"), guards=_SETTLED,
            data=data.Approve, effect=deciding.approve, main=True, fresh_factor=True),
        Act("return_for_revision", "退回修改", (CHECKING, CONSULTING, APPROVING, APPROVED), DRAFTING, _RETURNERS, ("4.3", "4.4"),
            data=data.ReturnList, cancels=(data.CONSULTATION,)),
        Act("register_publication", "登记公开", (APPROVED,), FILING, (LIAISON,), ("4.5", "4.6"), guards=_SETTLED,
            data=data.ListRegistration, effect=deciding.register_publication, main=True,
            hint="先在本部门网站公开，再登记；自清单所载日期起施行"),
        Act("file_with_office", "报备", (FILING,), None, (LIAISON,), ("4.7",), guards=(guards.NOT_FILED,),
            data=data.FileWithOffice, effect=deciding.file_with_office, main=True,
            hint="报市生环委办备案；备案不影响清单施行"),
        Act("accept_filing", "备案", (FILING,), EFFECTIVE, (OFFICE,), ("4.7",), guards=(guards.FILED,),
            data=data.AcceptFiling, effect=deciding.accept_filing, main=True),
        Act("ask_correction", "要求补正", (FILING,), None, (OFFICE,), ("4.7",), guards=(guards.FILED,),
            data=data.AskCorrection, effect=deciding.ask_correction, hint="只就备案提意见，不影响清单施行"),
        Act("correct_filing", "补正", (FILING,), None, (LIAISON,), ("4.7",), guards=(guards.CORRECTION_ASKED,),
            data=data.CorrectFiling, effect=deciding.correct_filing),
        Act("withdraw_publication", "撤回清单", (FILING, EFFECTIVE), WITHDRAWN, (PRINCIPAL,), ("4.6",),
            data=Withdraw, effect=deciding.withdraw),
        Act("drop", "不再办理", states.IN_WORK, DROPPED, (PRINCIPAL,), ("4.1",), guards=(guards.NO_CLOCK,),
            data=data.Drop, effect=deciding.drop, cancels=(data.CONSULTATION,)),
    )  # fmt: skip


def _consolidated() -> tuple[Act, ...]:
    """Compiled, put to the departments, approved by party committee and government, published."""
    return (
        Act("open", "立项", (START,), DRAFTING, (ANY_LIAISON,), ("6.1", "6.3"),
            data=data.Compile, effect=compiling.open_consolidated),
        Act("compile", "汇编", (DRAFTING,), None, (LIAISON,), ("6.1",), effect=compiling.compile_rows,
            hint="由各部门施行中的具体事项清单汇成修订稿，与上一版逐条对照"),
        Act("start_consultation", "征求意见", (DRAFTING,), CONSULTING, (LIAISON,), ("6.2",),
            data=data.StartConsultation, effect=compiling.start, main=True),
        *_answers(),
        Act("submit_for_approval", "报审定", (CONSULTING,), APPROVING, (LIAISON,), ("6.2",), guards=_SETTLED, main=True),
        Act("record_approval", "登记审定", (APPROVING,), None, (LIAISON,), ("6.2",), guards=_SETTLED,
            data=data.RecordApproval, effect=deciding.record_approval,
            hint="党委、政府的审定各登记一次，附审定文件扫描件"),
        Act("approve", "审定齐全，待公布", (APPROVING,), APPROVED, (PRINCIPAL,), ("6.2",),
            guards=(*_SETTLED, guards.BOTH_APPROVED), main=True),
        Act("return_for_revision", "退回修改", (CONSULTING, APPROVING, APPROVED), DRAFTING, (LIAISON, DEPUTY, PRINCIPAL), ("6.2",),
            data=data.ReturnList, cancels=(data.CONSULTATION,)),
        Act("register_publication", "登记公开", (APPROVED,), EFFECTIVE, (LIAISON,), ("6.2", "6.3"),
            guards=(*_SETTLED, guards.BOTH_APPROVED),
            data=data.ListRegistration, effect=deciding.register_publication, main=True),
        Act("withdraw_publication", "撤回清单", (EFFECTIVE,), WITHDRAWN, (PRINCIPAL,), ("6.2",),
            data=Withdraw, effect=deciding.withdraw),
        Act("drop", "不再办理", (DRAFTING, CONSULTING, APPROVING, APPROVED), DROPPED, (PRINCIPAL,), ("6.1",),
            data=data.Drop, effect=deciding.drop, cancels=(data.CONSULTATION,)),
    )  # fmt: skip


SPECIFIC_TABLE = ActTable(
    kind=SPECIFIC,
    label="具体事项清单",
    states=states.SPECIFIC,
    acts=(
        *_begins(),
        *_rows(),
        *_consultation(),
        *_publication(),
        *_reforms(states.IN_WORK, DRAFTING),
        *standard_acts(states.SPECIFIC),
    ),
    store=MatterStore(own="responsibility_list__body"),
    clauses=("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"),
)
CONSOLIDATED_TABLE = ActTable(
    kind=CONSOLIDATED,
    label="责任清单",
    states=states.CONSOLIDATED,
    acts=(
        *_consolidated(),
        *_reforms((DRAFTING, CONSULTING, APPROVING, APPROVED), DRAFTING),
        *standard_acts(states.CONSOLIDATED),
    ),
    store=MatterStore(own="responsibility_list__body"),
    clauses=("6.1", "6.2", "6.3"),
)


def receive(actor: Actor, content: Mapping[str, Any], at: datetime) -> Matter:
    """Rows of a lead determination (article 5) go into the revision in work, or into one that begins with them.

    `content`: `body` (id), `rows` (as `data.Entry`; supporters by id or name), `decision` (id of the matter), `reason`.
    """
    del actor, at  # the platform does it, now: whoever decided stands in the determination's own ledger
    platform = Actor.system("牵头部门研究明确")
    given = {
        "body": content["body"],
        "rows": [_entry(row) for row in content["rows"]],
        "decision": content["decision"],
        "reason": content.get("reason", ""),
    }
    known = opening.with_decision(content["body"], content["decision"])
    if known is not None:  # the decision was published once before and taken down: its row is still there
        return known
    in_work = ResponsibilityList.objects.filter(
        body=content["body"], list_kind=ListKind.SPECIFIC, preparing=True
    ).first()
    if in_work is None:
        matter: Matter = flow.perform(SPECIFIC_TABLE, "open_for_decision", actor=platform, data=given).subject
        return matter
    done = flow.perform(SPECIFIC_TABLE, "take_determination", in_work.pk, actor=platform, data=given)
    return Matter.objects.get(pk=done.subject.pk)


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as handed over: bodies by their ids become bodies by their keys."""
    from ecoduty.organisation.directory.models import Body  # noqa: PLC0415 -- only here

    wanted = [value for value in row.get("supporters", ()) if isinstance(value, int)]
    keys = dict(Body.objects.filter(pk__in=wanted).values_list("pk", "key"))
    supporters = [keys.get(value, str(value)) for value in row.get("supporters", ())]
    return {**row, "supporters": supporters}


def install() -> None:
    """Register both tables, what the public calls them, that lead determinations are taken in and reforms listened to."""
    flow.register(SPECIFIC_TABLE)
    flow.register(CONSOLIDATED_TABLE)
    receives(SPECIFIC, receive)
    reform.install()
    for kind in (SPECIFIC, CONSOLIDATED):
        owing.register(kind, consulting.silent_ones)
    kinds.register(kinds.PublicKind(SPECIFIC, "具体事项清单", "4.6"))
    kinds.register(kinds.PublicKind(CONSOLIDATED, "责任清单", "6.2"))
