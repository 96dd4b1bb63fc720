"""Where a criminal transfer stands, from the special team to the judgment and back (clause 18.3).

Every station waits for one side only, so that a case that lies is somebody's.
"""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_OFFICERS, _HEAD, _POLICE = "办案人员", "单位负责人", "公安机关"
_PROCURATORATE, _COURT = "人民检察院", "人民法院"

VERIFYING = State("verifying", "待核实和报告", waits_for=_OFFICERS)
REPORTED = State("reported", "待批准移送", waits_for=_HEAD)
NOT_APPROVED = State("not_approved", "不批准移送", open=False, main=False)
OPINION_GIVEN = State("opinion_given", "待按检察意见移送", waits_for=_HEAD, main=False)
APPROVED = State("approved", "待移送", waits_for=_OFFICERS)
SENT = State("sent", "待公安接受", waits_for=_POLICE)
RECEIVED = State("received", "待公安决定", waits_for=_POLICE)
COMPLETING = State("completing", "待补正材料", waits_for=_OFFICERS, main=False)
SUPPLEMENTING = State("supplementing", "待补充调查", waits_for=_OFFICERS, main=False)
RETURNED = State("returned", "管辖退回待处理", waits_for=_OFFICERS, main=False)
FILING_DECIDED = State("filing_decided", "待通知立案", waits_for=_POLICE)
FILED = State("filed", "已立案，待移交物品", waits_for=_OFFICERS)
INVESTIGATING = State("investigating", "侦查中", waits_for=_POLICE)
ARREST_REQUESTED = State("arrest_requested", "待审查逮捕", waits_for=_PROCURATORATE, main=False)
REVIEWING = State("reviewing", "审查起诉", waits_for=_PROCURATORATE)
REINVESTIGATING = State("reinvestigating", "补充侦查", waits_for=_POLICE, main=False)
PROSECUTED = State("prosecuted", "已起诉，待判决", waits_for=_COURT)
JUDGED = State("judged", "已判决，待转回", waits_for=_OFFICERS)
NON_PROSECUTION_DECIDED = State("non_prosecution_decided", "待告知不起诉", waits_for=_PROCURATORATE, main=False)
NON_PROSECUTED = State("non_prosecuted", "不起诉，待转回", waits_for=_OFFICERS, main=False)
NOT_FILING_DECIDED = State("not_filing_decided", "待通知不立案", waits_for=_POLICE, main=False)
NOT_FILED = State("not_filed", "不立案，待申请复议或转回", waits_for=_OFFICERS, main=False)
RECONSIDERING = State("reconsidering", "复议中", waits_for=_POLICE, main=False)
UPHELD = State("upheld", "复议维持，待建议监督或转回", waits_for=_OFFICERS, main=False)
WITHDRAWAL_DECIDED = State("withdrawal_decided", "待通知撤案", waits_for=_POLICE, main=False)
WITHDRAWN = State("withdrawn", "已撤案，待申请复议或转回", waits_for=_OFFICERS, main=False)
SUGGESTED = State("suggested", "待审查立案监督", waits_for=_PROCURATORATE, main=False)
EXPLAINING = State("explaining", "待公安说明理由", waits_for=_POLICE, main=False)
EXPLAINED = State("explained", "待审查不立案理由", waits_for=_PROCURATORATE, main=False)
REASON_ACCEPTED = State("reason_accepted", "待告知理由成立", waits_for=_PROCURATORATE, main=False)
FILING_ORDERED = State("filing_ordered", "待按通知立案", waits_for=_POLICE, main=False)
NOT_PURSUED = State("not_pursued", "立案监督终结，待转回", waits_for=_OFFICERS, main=False)
CLOSED = State("closed", "已办结", open=False)

ALL = (
    VERIFYING, REPORTED, NOT_APPROVED, OPINION_GIVEN, APPROVED, SENT, RECEIVED, COMPLETING, SUPPLEMENTING, RETURNED,
    FILING_DECIDED, FILED, INVESTIGATING, ARREST_REQUESTED, REVIEWING, REINVESTIGATING, PROSECUTED, JUDGED,
    NON_PROSECUTION_DECIDED, NON_PROSECUTED, NOT_FILING_DECIDED, NOT_FILED, RECONSIDERING, UPHELD, WITHDRAWAL_DECIDED,
    WITHDRAWN, SUGGESTED, EXPLAINING, EXPLAINED, REASON_ACCEPTED, FILING_ORDERED, NOT_PURSUED, CLOSED,
)  # fmt: skip


def codes(*states: State) -> tuple[str, ...]:
    """Codes of stations, as rows of the act table name them."""
    return tuple(state.code for state in states)


OPEN = codes(*(state for state in ALL if state.open))
BEFORE_SENDING = codes(VERIFYING, REPORTED, OPINION_GIVEN, APPROVED, RETURNED)
UNDECIDED = codes(RECEIVED, COMPLETING, SUPPLEMENTING)
"""The police have it and have neither filed nor refused to."""
IN_INVESTIGATION = codes(FILED, INVESTIGATING)
REFUSED_OR_DROPPED = codes(NOT_FILED, UPHELD, WITHDRAWN)
"""Against these the procuratorate can be asked."""
ENDED = codes(RETURNED, JUDGED, NON_PROSECUTED, NOT_PURSUED)
"""From these a case goes back to the administrative authority: nothing else is left to do."""


class RoundSort(models.TextChoices):
    """What a round of supplement asks for."""

    MATERIALS = "materials", "补正材料"
    EVIDENCE = "evidence", "补充调查"
    REINVESTIGATION = "reinvestigation", "补充侦查"


class PoliceReconsidered(models.TextChoices):
    """What the police came to when asked to reconsider."""

    UPHELD = "upheld", "维持原决定"
    CHANGED = "changed", "撤销原决定，予以立案"


class ArrestDecision(models.TextChoices):
    """What the procuratorate came to on a request for arrest."""

    APPROVED = "approved", "批准逮捕"
    REFUSED = "refused", "不批准逮捕"


class CriminalJudgment(models.TextChoices):
    """What the court came to, as far as the administrative case needs to know."""

    CONVICTED = "convicted", "有罪判决"
    EXEMPTED = "exempted", "有罪，免予刑事处罚"
    ACQUITTED = "acquitted", "无罪"


class NonProsecutionGround(models.TextChoices):
    """Why the procuratorate does not prosecute."""

    NO_CRIME = "no_crime", "没有犯罪事实或依法不追究"
    MINOR = "minor", "情节轻微，不需要判处刑罚"
    EVIDENCE = "evidence", "证据不足"


class CriminalOutcome(models.TextChoices):
    """How the criminal side ended, for the administrative case."""

    RETURNED = "returned", "不属公安机关管辖"
    NOT_FILED = "not_filed", "不予立案"
    WITHDRAWN = "withdrawn", "撤销案件"
    NOT_PROSECUTED = "not_prosecuted", "不起诉"
    CONVICTED = "convicted", "有罪判决"
    EXEMPTED = "exempted", "免予刑事处罚"
    ACQUITTED = "acquitted", "无罪"
