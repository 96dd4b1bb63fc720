"""The act table of supervising civil and administrative suits (clause 21.1)."""

from __future__ import annotations

from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.supervision import acts, data, limits, states
from ecoduty.mechanisms.enforcement.procuratorial.supervision.queries import ANSWER, KIND
from ecoduty.mechanisms.enforcement.relations import COURTS, HEADS, LINKAGES, PARTNERS, entering

_CLAUSE = ("21.1",)
ANYBODY = Who("anyone", bodies.FILING, "检察院的联络员、负责人，或代为登记的单位")
OURS = (HEADS, LINKAGES, *entering(PARTNERS))  # who entered it for the procuratorate goes on doing so, with the scan


def _acts() -> tuple[Act, ...]:
    reviewing, submitted, answered = states.REVIEWING.code, states.SUBMITTED.code, states.ANSWERED.code
    return (
        Act("register_supervision", "登记诉讼监督", (START,), reviewing, (ANYBODY,), _CLAUSE,
            data=data.RegisterSupervision, effect=masked(acts.register), hint="抗诉、再审检察建议、执行监督"),
        Act("submit_supervision", "向法院提出", (reviewing,), submitted, OURS, _CLAUSE,
            data=data.SubmitSupervision, effect=masked(acts.submit), starts=(ANSWER,), main=True),
        Act("not_support_supervision", "不支持监督申请", (reviewing,), states.NOT_SUPPORTED.code, OURS, _CLAUSE,
            data=data.NotSupported, effect=masked(acts.give_up)),
        Act("answer_supervision", "登记法院处理", (submitted,), answered, (COURTS, *entering(*OURS)), _CLAUSE,
            data=data.AnswerSupervision, effect=masked(acts.answer), meets=(ANSWER,), main=True),
        Act("withdraw_supervision", "撤回", (submitted,), states.WITHDRAWN.code, OURS, _CLAUSE,
            data=data.NotSupported, effect=masked(acts.give_up)),
        Act("close_supervision", "登记监督结果", (answered,), states.CLOSED.code, OURS, _CLAUSE,
            data=data.CloseSupervision, effect=masked(acts.close), main=True),
    )  # fmt: skip


SUPERVISIONS = ActTable(
    kind=KIND,
    label="民事行政诉讼监督",
    states=states.ALL,
    acts=(
        *_acts(),
        *case_acts(KIND, states.ALL, concerned=OURS, pieces=OURS),
    ),
    store=MatterStore(own="litigation_supervision__court", restricted=True),
    clauses=_CLAUSE,
)


def install() -> None:
    """Register the table and its clock."""
    flow.register(SUPERVISIONS)
    circle.installed_kind(KIND)
    limits.install()
