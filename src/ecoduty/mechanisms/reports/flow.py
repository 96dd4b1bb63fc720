"""The act tables of the two reports (clauses 10.3 and 11.1–11.4)."""

from __future__ import annotations

from ecoduty.casework.documents import notes, papers, receipts
from ecoduty.casework.documents.attachments import AttachData
from ecoduty.casework.documents.numbers import NUMBER_ENTERED, NUMBER_IN_FORM, NUMBERED_ELSEWHERE, NumberData, SignData
from ecoduty.casework.duties.instances import DutyOpening, opens
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.publications import guards as publication
from ecoduty.casework.publications import kinds
from ecoduty.casework.publications.data import Decline, PublicVersion, Registration, Withdraw
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, State, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.reports import acts, data, guards, states

ANNUAL = "annual_report"
HALF_YEAR = "half_year_report"
PUBLICATION = "report.publication-registration"
FOLLOW_UP = "report.instruction-follow-up"
CORRECTION = "report.correction"

SYSTEM = Who("system", ("system",), "平台")
LIAISON = Who("holder_body", ("liaison",), "主办单位联络员")
COORDINATOR = Who("holder_coordinator", (), "统筹负责同志")
DEPUTY = Who("holder_body", ("deputy",), "分管负责人")
PRINCIPAL = Who("holder_body", ("principal",), "主要负责人")
COMMITTEE_OFFICE = Who("committee_office", (), "生态环境保护委员会办公室")
RECIPIENT = Who("copy", ("liaison", "deputy", "principal"), "收文单位")
LEADER = Who("leader_in_charge", (), "分管领导")


def _preparation(*clauses: str) -> tuple[Act, ...]:
    """From opening to signature: the same road for both reports."""
    drafting, reviewing = states.DRAFTING.code, states.REVIEWING.code
    signing, signed = states.SIGNING.code, states.SIGNED.code
    return (
        Act("open", "立项", (START,), drafting, (SYSTEM,), clauses,
            data=DutyOpening, effect=acts.open_report, starts=(DUTY,)),
        Act("save_draft", "拟稿", (drafting,), None, (LIAISON, COORDINATOR, DEPUTY), clauses,
            data=data.DraftText, effect=acts.save_draft, main=True, hint="各节可分次写，每次保存都留一稿"),
        Act("attach", "加附件", (drafting,), None, (LIAISON, COORDINATOR), clauses,
            data=AttachData, effect=acts.attach_file),
        Act("note_contact", "写附注", (drafting,), None, (LIAISON, COORDINATOR), clauses,
            data=notes.ContactData, guards=(notes.CONTACT_COMPLETE,), effect=acts.note_contact,
            hint="成文日期下方括号里的联系人和电话；请示必须有，报告可以有"),
        Act("submit_for_review", "送审", (drafting,), reviewing, (LIAISON,), clauses,
            guards=(guards.sections_complete(clauses), papers.PAPER_RULES), effect=acts.hand_in, main=True),
        Act("return_for_revision", "退回修改", (reviewing, signing), drafting,
            (COORDINATOR, DEPUTY, PRINCIPAL), clauses, data=data.Return),
        Act("pass_review", "审核通过", (reviewing,), signing, (COORDINATOR, DEPUTY), clauses,
            data=data.Remark, main=True),
        Act("sign", "签发", (signing,), signed, (PRINCIPAL,), clauses,
            guards=(NUMBER_IN_FORM, papers.PAPER_RULES), data=SignData, effect=acts.sign, main=True, fresh_factor=True),
        Act("enter_number", "登记字号", (signed,), None, (LIAISON, PRINCIPAL), clauses,
            guards=(NUMBERED_ELSEWHERE, NUMBER_IN_FORM), data=NumberData, effect=acts.enter_number,
            hint="由本单位办公系统编号的，报送前登记或更正"),
    )  # fmt: skip


def _receipts(from_: tuple[str, ...], *clauses: str) -> tuple[Act, ...]:
    """Receipts, given by the recipient or recorded by the sender."""
    return (
        Act("record_receipt", "登记回执", from_, None, (LIAISON,), clauses,
            guards=(guards.RECEIPTS_MISSING,), data=receipts.ReceiptData, effect=acts.record_receipt),
        Act("acknowledge", "签收", from_, None, (RECIPIENT, LEADER), clauses,
            guards=(receipts.OWES_RECEIPT,), effect=acts.acknowledge),
    )  # fmt: skip


def _annual() -> tuple[Act, ...]:
    """What follows the signature of the annual report: sending, receipts, publication."""
    signed, sent = states.SIGNED.code, states.SENT.code
    review, cleared = states.PUBLIC_REVIEW.code, states.CLEARED.code
    asked, published, kept = states.NON_PUBLICATION.code, states.PUBLISHED.code, states.NOT_PUBLISHED.code
    return (
        Act("send", "报送", (signed,), sent, (LIAISON,), ("11.1", "11.2", "11.3"),
            guards=(NUMBER_ENTERED,), effect=acts.send_annual, meets=(DUTY, CORRECTION), starts=(PUBLICATION,), main=True),
        *_receipts((sent, review, cleared, asked, published, kept), "11.3"),
        Act("return_for_correction", "退回补正", (sent, review, cleared), states.DRAFTING.code, (COMMITTEE_OFFICE,), ("11.2",),
            data=data.Return, effect=acts.return_for_correction, cancels=(PUBLICATION,), starts=(CORRECTION,)),
        Act("edit_public_version", "编公开版", (sent,), None, (LIAISON,), ("11.4",),
            data=PublicVersion, effect=acts.edit_public_version, hint="遮盖不宜公开的内容，不改写"),
        Act("submit_public_version", "送审公开版", (sent,), review, (LIAISON,), ("11.4",),
            guards=(publication.PREPARED,), main=True),
        Act("clear_public_version", "审定公开版", (review,), cleared, (COORDINATOR, DEPUTY, PRINCIPAL), ("11.4",),
            guards=(publication.ANOTHER_THAN_PREPARER,), effect=acts.clear_public_version, main=True,
            hint="看过与报送稿的差别再审定，审定的才能公开"),
        Act("return_public_version", "退回重编公开版", (review, cleared), sent,
            (LIAISON, COORDINATOR, DEPUTY, PRINCIPAL), ("11.4",), data=data.Return),
        Act("register_publication", "登记公开", (cleared,), published, (LIAISON,), ("11.4",),
            guards=(publication.PREPARED, publication.CLEARED), data=Registration,
            effect=acts.register_publication, meets=(PUBLICATION,), main=True),
        Act("ask_not_to_publish", "申请不公开", (sent, cleared), asked, (LIAISON, COORDINATOR), ("11.4",),
            guards=(publication.PREPARED,), data=Decline, effect=acts.ask_not_to_publish),
        Act("approve_non_publication", "批准不公开", (asked,), kept, (PRINCIPAL,), ("11.4",),
            guards=(publication.ANOTHER_POST,), effect=acts.approve_non_publication, cancels=(PUBLICATION,), main=True),
        Act("refuse_non_publication", "不同意，应予公开", (asked,), sent, (PRINCIPAL,), ("11.4",),
            data=data.Return, effect=acts.refuse_non_publication),
        Act("withdraw_publication", "撤回公开", (published,), None, (PRINCIPAL,), ("11.4",),
            guards=(publication.REGISTERED,), data=Withdraw, effect=acts.withdraw_publication),
    )  # fmt: skip


def _half_year() -> tuple[Act, ...]:
    """What follows the signature of the half-year report: the leader reads it and may write an instruction."""
    delivered, read, instructed = states.DELIVERED.code, states.READ.code, states.INSTRUCTED.code
    return (
        Act("send", "报送", (states.SIGNED.code,), delivered, (LIAISON,), ("10.3",),
            guards=(NUMBER_ENTERED,), effect=acts.send, meets=(DUTY,), main=True),
        *_receipts((delivered, instructed), "10.3"),
        Act("close", "办结", (delivered,), read, (LIAISON,), ("10.3",), guards=(guards.MAIN_SIGNED,), main=True),
        Act("give_instruction", "批示", (delivered, read), instructed, (LEADER, LIAISON), ("10.3",),
            data=data.InstructionText, effect=acts.give_instruction, starts=(FOLLOW_UP,),
            hint="可由领导本人填写，或由秘书、联络员代录，并在“代谁登记”注明"),
        Act("report_follow_up", "报告落实情况", (instructed,), states.FOLLOWED_UP.code, (LIAISON,), ("10.3",),
            data=data.FollowUp, meets=(FOLLOW_UP,), main=True),
    )  # fmt: skip


def _table(kind: str, label: str, road: tuple[State, ...], rows: tuple[Act, ...], clauses: tuple[str, ...]) -> ActTable:
    return ActTable(
        kind=kind,
        label=label,
        states=road,
        acts=(*rows, *standard_acts(road)),
        store=MatterStore(own="report__document"),
        clauses=clauses,
    )


ANNUAL_TABLE = _table(
    ANNUAL,
    "年度专题报告",
    states.ANNUAL,
    (*_preparation("11.1", "11.2"), *_annual()),
    ("11.1", "11.2", "11.3", "11.4"),
)
HALF_YEAR_TABLE = _table(
    HALF_YEAR,
    "半年履职报告",
    states.HALF_YEAR,
    (*_preparation("10.3"), *_half_year()),
    ("10.3",),
)


def install() -> None:
    """Register both tables and that the platform opens reports by itself."""
    for table in (ANNUAL_TABLE, HALF_YEAR_TABLE):
        flow.register(table)
        opens(table.kind)
        papers.use(table.kind, papers.REPORT)
    kinds.register(kinds.PublicKind(ANNUAL, "年度专题报告", "11.4", duty="annual-report", limit=PUBLICATION))
