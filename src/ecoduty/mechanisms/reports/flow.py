"""The act tables of the two reports."""

from __future__ import annotations

from ecoduty.casework import documents, duties, publications
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.reports import acts, data, guards, states

SYSTEM = Who("system", (), "平台")
LIAISON = Who("holder_body", ("liaison",), "主办单位联络员")
COORDINATOR = Who("holder_coordinator", (), "统筹负责同志")
DEPUTY = Who("holder_body", ("deputy",), "分管负责人")
PRINCIPAL = Who("holder_body", ("principal",), "主要负责人")
COMMITTEE_OFFICE = Who("committee_office", (), "生态环境保护委员会办公室")
RECIPIENT = Who("copy", (), "收文单位")
LEADER = Who("leader_in_charge", (), "分管领导")


def _preparation(clauses: tuple[str, ...], *, annual: bool) -> tuple[Act, ...]:
    """From opening to signature: the same road for both reports (clauses 10.3, 11.1, 11.2)."""
    return (
        Act(
            "open", "立项", (START,), states.DRAFTING.code, (SYSTEM,), clauses,
            data=data.Opened, effect=acts.open_report, starts=(duties.INSTANCE,),
        ),
        Act(
            "save_draft", "拟稿", (states.DRAFTING.code,), None, (LIAISON, COORDINATOR, DEPUTY), clauses,
            data=data.DraftText, effect=acts.save_draft,
        ),
        Act(
            "submit_for_review", "送审", (states.DRAFTING.code,), states.REVIEWING.code, (LIAISON,), clauses,
            guards=(guards.SECTIONS_COMPLETE,), effect=acts.freeze_draft, main=True,
        ),
        Act(
            "return_for_revision", "退回修改", (states.REVIEWING.code, states.SIGNING.code), states.DRAFTING.code,
            (COORDINATOR, DEPUTY, PRINCIPAL), clauses, data=data.Return,
        ),
        Act(
            "pass_review", "审核通过", (states.REVIEWING.code,), states.SIGNING.code, (COORDINATOR, DEPUTY), clauses,
            data=data.Remark, main=True,
        ),
        Act(
            "sign", "签发", (states.SIGNING.code,), states.SIGNED.code, (PRINCIPAL,), clauses,
            data=documents.SignData, guards=documents.SIGN_GUARDS, effect=acts.sign, main=True,
        ),
        Act(
            "send", "报送", (states.SIGNED.code,), states.SENT.code if annual else states.DELIVERED.code, (LIAISON,),
            (*clauses, *(("11.3",) if annual else ())), effect=acts.send, meets=(duties.INSTANCE,),
            starts=("publication.after-sending",) if annual else (), main=True,
        ),
    )  # fmt: skip
