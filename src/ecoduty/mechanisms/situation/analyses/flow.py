"""The act table of analyses (clause 25.1)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.documents import papers as paper_rules
from ecoduty.casework.duties.instances import DutyOpening, opens
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.situation import papers
from ecoduty.mechanisms.situation.analyses import acts, data
from ecoduty.mechanisms.situation.analyses.acts import KIND

SYSTEM = Who("system", ("system",), "平台")
ANYBODY = Who("anyone", papers.WRITERS, "各单位联络员、负责人，环委办")
HEAD = Who("holder_body", ("deputy", "principal"), "起草单位负责人")
_C = ("25.1",)
_DRAFTING, _SIGNED, _SENT, _CLOSED = papers.DRAFTING.code, papers.SIGNED.code, papers.SENT.code, papers.CLOSED.code
_ALIVE = (_DRAFTING, "reviewing", "signing", _SIGNED, _SENT)

ANALYSIS = ActTable(
    kind=KIND,
    label="研究分析报告",
    states=papers.STATES,
    acts=(
        Act("open", "立项", (START,), _DRAFTING, (SYSTEM,), _C, data=DutyOpening, effect=acts.open_duty, starts=(DUTY,)),
        Act("begin_analysis", "起草研究分析", (START,), _DRAFTING, (ANYBODY,), _C, data=data.BeginAnalysis, effect=acts.begin),
        Act("take_analysis_numbers", "取数成稿", (_DRAFTING,), None, (papers.WRITER,), _C, data=data.TakeAnalysisNumbers,
            effect=acts.take_numbers, hint="同一天取数，数字相同；只填空着的节"),
        Act("suggest", "提一条建议", _ALIVE, None, (papers.WRITER,), _C, data=data.Suggest, effect=acts.suggest),
        Act("take_out_suggestion", "取出建议", _ALIVE, None, (papers.WRITER,), _C, data=data.TakeOutSuggestion,
            effect=acts.take_out),
        Act("make_task", "建议转任务", (_SIGNED, _SENT, _CLOSED), None, (papers.WRITER,), _C, data=data.MakeTask,
            effect=acts.make_task),
        Act("report_up", "重大情况上报", _ALIVE, None, (HEAD,), ("25.1", "8.4"), data=data.ReportUp, effect=acts.report_up),
        *papers.signing_acts(_C, papers.save_text(acts.titles)),
        Act("send_analysis", "报送", (_SIGNED,), _SENT, (papers.WRITER,), _C, guards=(papers.NUMBER_ENTERED,), effect=acts.send,
            meets=(DUTY,), main=True),
        *papers.receipt_acts(_C),
        *standard_acts(papers.STATES),
        *archive_acts(papers.STATES),
    ),
    store=MatterStore(own="situation_analysis"),
    clauses=_C,
)  # fmt: skip


def install() -> None:
    """Register the table, that duties open analyses, and that they are reports."""
    flow.register(ANALYSIS)
    opens(KIND)
    paper_rules.use(KIND, paper_rules.REPORT)
