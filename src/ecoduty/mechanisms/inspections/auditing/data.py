"""What the acts of an audit project ask for. Bodies are named by their keys; officials by post, never by name."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.inspections.inspecting.data import Finding
from ecoduty.mechanisms.inspections.planning.data import CHOICE, FILE, LONG


class AuditContent(ActData):
    """Whose audit, for which term and period, on which basis."""

    audited: str = Field(title="被审计领导干部所在单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    post_title: str = Field(title="职务", min_length=2, max_length=80, description="只写职务，不写姓名，如“主要负责人”")
    term_from: date = Field(title="任职从哪天")
    term_to: date | None = Field(default=None, title="到哪天", description="仍在任的不填")
    period_from: date = Field(title="审计期间从哪天")
    period_to: date = Field(title="审计到哪天")
    basis: str = Field(
        title="依据", min_length=4, max_length=1000, json_schema_extra=LONG, description="法规条款、年度审计计划的文号"
    )
    scope: str = Field(title="审计内容", min_length=4, max_length=2000, json_schema_extra=LONG)
    team: str = Field(title="审计组", min_length=2, max_length=500, description="组长和成员，写单位和职务")


class SendNotice(ActData):
    """The audited body is told."""

    number: str = Field(title="审计通知书文号", min_length=2, max_length=80)
    notified_on: date = Field(title="送达日期")


class AskOpinion(ActData):
    """What the audit came to, before the report."""

    draft: str = Field(title="审计报告（征求意见稿）要点", min_length=4, max_length=8000, json_schema_extra=LONG)
    file: str = Field(default="", title="征求意见稿", json_schema_extra=FILE)


class AnswerAudit(ActData):
    """What the audited holds of it."""

    opinion: str = Field(
        title="书面意见", min_length=4, max_length=8000, json_schema_extra=LONG, description="没有意见的写“没有意见”"
    )


class IssueReport(ActData):
    """The report."""

    number: str = Field(title="审计报告文号", min_length=2, max_length=80)
    reported_on: date = Field(title="报告日期")
    report: str = Field(
        title="总体评价和主要问题",
        min_length=4,
        max_length=8000,
        json_schema_extra=LONG,
        description="采纳、不采纳被审计方意见的理由也写在这里",
    )


class CloseAudit(ActData):
    """What became of it."""

    used: str = Field(
        title="结果运用", min_length=4, max_length=4000, json_schema_extra=LONG, description="报送了谁，整改和移送情况"
    )


class AuditReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=4, max_length=500, json_schema_extra=LONG)


__all__ = [
    "AnswerAudit",
    "AskOpinion",
    "AuditContent",
    "AuditReason",
    "CloseAudit",
    "Finding",
    "IssueReport",
    "SendNotice",
]
