"""The act table of yearly catalogues (clause 22.2)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.duties.instances import DutyOpening, opens
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.legal_review.catalogues import acts, data, states
from ecoduty.mechanisms.legal_review.catalogues.guards import NONE_CAME_OUT, SOME_CAME_OUT

KIND, COMPLETION = "filing_catalogue", "filing-catalogue.completion"
SYSTEM = Who("system", ("system",), "平台")
MAKER = Who("holder_body", acts.MAKERS, "制定机关经办人")
RECEIVER = Who("supervisor", acts.RECEIVERS, "备案审查机关")
_C = ("22.2",)
_TO_REPORT, _COMPLETING, _REPORTED, _CLOSED = (one.code for one in states.STATES)
_OWED = (_TO_REPORT, _COMPLETING)

FILING_CATALOGUE = ActTable(
    kind=KIND,
    label="年度备案目录",
    states=states.STATES,
    acts=(
        Act("open", "立项", (START,), _TO_REPORT, (SYSTEM,), _C, data=DutyOpening, effect=acts.open_duty, starts=(DUTY,)),
        Act("report_catalogue", "报送目录", _OWED, _REPORTED, (MAKER,), _C, guards=(SOME_CAME_OUT,), data=data.ReportCatalogue,
            effect=acts.report, meets=(DUTY, COMPLETION), main=True, hint="各件由平台带出，报送后不再变动"),
        Act("report_nothing", "零报送", _OWED, _REPORTED, (MAKER,), _C, guards=(NONE_CAME_OUT,), effect=acts.report_nil,
            meets=(DUTY, COMPLETION), hint="上一年没有公布过应报备的文件"),
        Act("return_catalogue", "退回补正", (_REPORTED,), _COMPLETING, (RECEIVER, MAKER), _C, data=data.CatalogueReturned,
            effect=acts.send_back, starts=(COMPLETION,), hint="书面退回的，由制定机关登记"),
        Act("register_receipt", "登记回执", (_REPORTED,), _CLOSED, (RECEIVER, MAKER), _C, data=data.CatalogueReceipt,
            effect=acts.register_receipt, main=True),
        Act("close_catalogue", "办结", (_REPORTED,), _CLOSED, (MAKER,), _C, hint="不另给回执的，报送后即可办结"),
        *standard_acts(states.STATES),
        *archive_acts(states.STATES),
    ),
    store=MatterStore(own="filing_catalogue"),
    clauses=_C,
)  # fmt: skip


def install() -> None:
    """Register the table, and that the duty opens catalogues."""
    flow.register(FILING_CATALOGUE)
    opens(KIND)
