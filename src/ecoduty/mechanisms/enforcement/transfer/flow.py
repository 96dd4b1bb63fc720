"""The act table of criminal transfers (clause 18.3), leg by leg. Everybody in it acts by name: a post alone opens nothing.

Acts of police, procuratorate and court may be entered by the case's own officers, on behalf and with the scan.
"""

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
from ecoduty.mechanisms.enforcement.case_papers.composing import known_of
from ecoduty.mechanisms.enforcement.circle import installed_kind
from ecoduty.mechanisms.enforcement.concerned.numbers import without_numbers
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.relations import HEADS, OFFICERS, POLICES, PROCURATORATES
from ecoduty.mechanisms.enforcement.sharing.registry import Group, shares
from ecoduty.mechanisms.enforcement.transfer import acts, data, limits, queries, states, warning
from ecoduty.mechanisms.enforcement.transfer.acts import written
from ecoduty.mechanisms.enforcement.transfer.deciding_flow import CLAUSE, filing, justice, supervision, theirs
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer
from ecoduty.mechanisms.enforcement.transfer.queries import KIND

_WHY = "由行政案件提请移送"
REGISTRAR = Who("anyone", ("enforcement_officer",), "执法人员")


def _before_the_police() -> tuple[Act, ...]:
    """The special team, the report, the head's decision, the opinion of the procuratorate, and off it goes."""
    verifying, reported = states.VERIFYING.code, states.REPORTED.code
    return (
        Act("register_transfer", "登记移送案件", (START,), verifying, (REGISTRAR,), CLAUSE,
            data=data.RegisterTransfer, effect=written(acts.register),
            hint="组成两人以上专案组核实；只有专案组、本单位负责人、法制审核人员和联络员知道有此案"),
        Act("report_transfer", "提出移送报告", (verifying,), reported, (OFFICERS,), CLAUSE,
            data=data.ReportTransfer, effect=written(acts.report), starts=(queries.APPROVAL,), main=True),
        Act("return_report", "退回再核实", (reported,), verifying, (HEADS,), CLAUSE,
            data=data.ReturnReport, effect=written(acts.noted), cancels=(queries.APPROVAL,)),
        Act("approve_transfer", "批准移送", (reported, states.OPINION_GIVEN.code), states.APPROVED.code, (HEADS,), CLAUSE,
            data=data.ApproveTransfer, effect=written(acts.approve), meets=(queries.APPROVAL,), starts=(queries.SENDING,),
            main=True, fresh_factor=True, hint="移送的期限从批准之时起按小时算，节假日不顺延"),
        Act("refuse_transfer", "不批准移送", (verifying, reported), states.NOT_APPROVED.code, (HEADS,), CLAUSE,
            data=data.RefuseTransfer, effect=written(acts.refuse), meets=(queries.APPROVAL,), fresh_factor=True,
            hint="理由存档备查，不得以罚代移"),
        theirs(PROCURATORATES, "give_opinion", "提出移送的检察意见",
               (verifying, reported, states.NOT_APPROVED.code), states.OPINION_GIVEN.code,
               data.ReasonedPaper, acts.give_opinion, starts=(queries.OPINION,), hint="期限内移送，并通知执行情况"),
        Act("send_transfer", "移送公安机关", (states.APPROVED.code, states.RETURNED.code), states.SENT.code, (OFFICERS,), CLAUSE,
            data=data.SendTransfer, effect=written(acts.send), meets=(queries.SENDING, queries.OPINION), main=True,
            fresh_factor=True, hint="移送书同时抄送检察院；缺一种必备材料都不能移送"),
    )  # fmt: skip


def _receiving() -> tuple[Act, ...]:
    """The receipt, what is missing, whose case it is."""
    received = states.RECEIVED.code
    return (
        theirs(POLICES, "receive_transfer", "接受案件并出具回执", (states.SENT.code,), received,
               data.ReceiveTransfer, acts.receive, starts=(queries.DECISION,), main=True,
               hint="立即接受，不得以材料不全为由拒收"),
        theirs(POLICES, "ask_materials", "告知补正材料", (received,), states.COMPLETING.code,
               data.AskMaterials, acts.ask(states.RoundSort.MATERIALS), starts=(queries.COMPLETION,),
               hint="期限从接受起按小时算，书面告知"),
        Act("complete_materials", "补正材料", (states.COMPLETING.code,), received, (OFFICERS,), CLAUSE,
            data=data.SupplyAnswer, effect=written(acts.answer(states.RoundSort.MATERIALS)), meets=(queries.COMPLETION,), main=True),
        theirs(POLICES, "ask_evidence", "提出补充调查意见", (received,), states.SUPPLEMENTING.code,
               data.AskForSupplement, acts.ask(states.RoundSort.EVIDENCE)),
        Act("supply_evidence", "补充调查并反馈", (states.SUPPLEMENTING.code,), received, (OFFICERS,), CLAUSE,
            data=data.SupplyAnswer, effect=written(acts.answer(states.RoundSort.EVIDENCE)), main=True),
        theirs(POLICES, "pass_to_police", "转送有管辖权的公安机关", (received,), states.SENT.code,
               data.PassToPolice, acts.pass_to_police, cancels=(queries.DECISION,), hint="期限从接受起按小时算，转送并书面告知"),
        theirs(POLICES, "return_transfer", "不属公安管辖，退回", (received,), states.RETURNED.code,
               data.ReturnTransfer, acts.return_transfer, cancels=(queries.DECISION,), hint="期限从接受起按小时算，退回并书面告知"),
    )  # fmt: skip


TRANSFERS = ActTable(
    kind=KIND,
    label="涉嫌犯罪案件移送",
    states=states.ALL,
    acts=(
        *_before_the_police(),
        *_receiving(),
        *filing(),
        *supervision(),
        *justice(),
        warning.warning_act(),
        *case_acts(KIND, states.ALL, (acts.LEG, acts.SUPERVISION)),
    ),
    store=MatterStore(own="criminal_transfer__police", restricted=True),
    clauses=("18.3",),
)

SHARED = {
    **dict.fromkeys(("send_transfer", "apply_reconsideration", "suggest_supervision"), Group.ADMINISTRATIVE),
    **dict.fromkeys(
        (
            "decide_filing", "decide_not_filing", "withdraw_case", "decide_reconsideration", "file_as_ordered",
            "request_arrest", "transfer_to_prosecution",
        ),
        Group.POLICE,
    ),
    **dict.fromkeys(
        ("give_opinion", "require_explanation", "order_filing", "decide_arrest", "prosecute", "judge"),
        Group.PROCURATORATE,
    ),
}  # fmt: skip
"""Decisions that their office enters on the sharing platform (2017 measures, art. 34)."""


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """An administrative case is suspected of crime: its officers register the transfer.

    `content` has `title`, `group`, `officers` (numbers of persons) and `case`, the id of the case, from which persons and
    materials come along; `facts`, where given, is what the report is begun with. Raises Refused.
    """
    about = Matter.objects.filter(pk=content.get("case", 0)).values_list("number", flat=True).first() or ""
    given = {name: content[name] for name in ("title", "group", "officers")} | {"about": about}
    done = perform(TRANSFERS, "register_transfer", actor=actor, data=given, occurred_at=occurred_at, reason=_WHY)
    matter: Matter = done.subject
    if facts := without_numbers(str(content.get("facts") or ""))[0]:
        CriminalTransfer.objects.filter(pk=matter.pk).update(facts_found=facts)
    return matter


def install() -> None:
    """Register the table, its limits, what is shared, who goes on, and that a case may be handed over here."""
    flow.register(TRANSFERS)
    limits.install()
    installed_kind(KIND)
    known_of(KIND, queries.known)
    shares(KIND, SHARED)
    receives(KIND, receive)
