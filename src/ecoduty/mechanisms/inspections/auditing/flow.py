"""The act table of audit projects (clause 14.3)."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Attempt, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.inspections.auditing import acts, data, guards, queries, states
from ecoduty.mechanisms.inspections.auditing.queries import AUDIT_PROJECT
from ecoduty.organisation.directory.models import Body

_HEADS = ("deputy", "principal")
_POSTS = ("liaison", "clerk", "director", "secretary", *_HEADS)
ANYBODY = Who("anyone", ("liaison", *_HEADS), "审计机关")
OWN = Who("holder_body", ("liaison", *_HEADS), "审计机关")
HEADS = Who("holder_body", _HEADS, "审计机关负责人")
AUDITED = Who("supporter", _POSTS, "被审计单位")
_OF = acts.CLAUSES


def _acts() -> tuple[Act, ...]:
    set_up, under_way, opinion = states.SET_UP.code, states.UNDER_WAY.code, states.OPINION.code
    answered, reported = states.ANSWERED.code, states.REPORTED.code
    found = (under_way, opinion, answered, reported)
    return (
        Act("set_up_audit", "立审计项目", (START,), set_up, (ANYBODY,), _OF, data=data.AuditContent, effect=acts.set_up),
        Act("change_audit", "改审计项目", (set_up,), None, (OWN,), _OF, data=data.AuditContent, effect=acts.change),
        Act("send_audit_notice", "送达审计通知", (set_up,), under_way, (OWN,), _OF, data=data.SendNotice, effect=acts.send_notice, main=True),
        Act("register_audit_finding", "登记审计发现的问题", found, None, (OWN,), _OF, data=data.Finding, effect=acts.register_finding,
            hint="进问题台账，来源记为审计，从那里交办、整改、销号"),
        Act("ask_audit_opinion", "征求被审计方意见", (under_way,), opinion, (HEADS,), _OF, data=data.AskOpinion, effect=acts.ask_opinion,
            starts=(queries.OPINION,), main=True),
        Act("answer_audit", "提出书面意见", (opinion,), answered, (AUDITED,), _OF, guards=(guards.AUDITED,), data=data.AnswerAudit,
            effect=acts.answer, meets=(queries.OPINION,), main=True),
        Act("note_silence", "登记逾期未提意见", (opinion,), answered, (OWN,), _OF, guards=(guards.SILENT,), effect=acts.note_silence,
            cancels=(queries.OPINION,)),
        Act("issue_audit_report", "出具审计报告", (answered,), reported, (HEADS,), _OF, data=data.IssueReport, effect=acts.issue_report, main=True),
        Act("close_audit", "结束审计项目", (reported,), states.CLOSED.code, (HEADS,), _OF, data=data.CloseAudit, effect=acts.close, main=True),
        Act("cancel_audit", "取消审计项目", (set_up, under_way), states.CANCELLED.code, (HEADS,), _OF, data=data.AuditReason),
    )  # fmt: skip


AUDITS = ActTable(
    kind=AUDIT_PROJECT,
    label="审计项目",
    states=states.STATES,
    acts=(*_acts(), *standard_acts(states.STATES)),
    store=MatterStore(own="audit_project__audited"),
    clauses=_OF,
)


def _audited(attempt: Attempt) -> Body:
    body: Body = attempt.subject.audit_project.audited
    return body


def install() -> None:
    """Whose the time of an opinion is."""
    owing.held_by(queries.OPINION, _audited)
