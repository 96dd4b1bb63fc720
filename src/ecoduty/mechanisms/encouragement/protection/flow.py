"""The act table of protection measures (clause 17.3)."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.protection import acts, data, states
from ecoduty.mechanisms.encouragement.protection.queries import PROTECTION

COUNTING = "protection.counting"
_POSTS = ("liaison", "deputy", "principal", "clerk", "director")
ANYBODY = Who("anyone", _POSTS, "各单位联络员和负责人，环委办")
OWN = Who("holder_body", _POSTS, "实施单位")
_CLAUSE = ("17.3",)
_RUNNING = (states.RUNNING.code,)

PROTECTIONS = ActTable(
    kind=PROTECTION,
    label="职业保障措施",
    states=states.STATES,
    acts=(
        Act("register_protection", "登记保障措施", (START,), states.RUNNING.code, (ANYBODY,), _CLAUSE,
            data=data.RegisterProtection, effect=acts.register, starts=(COUNTING,)),
        Act("edit_protection", "修改登记", _RUNNING, None, (OWN,), _CLAUSE, data=data.ProtectionContent, effect=acts.edit),
        Act("report_coverage", "填报覆盖人数", _RUNNING, None, (OWN,), _CLAUSE,
            data=data.ReportCoverage, effect=acts.report, meets=(COUNTING,), starts=(COUNTING,), main=True),
        Act("end_protection", "登记结束", _RUNNING, states.ENDED.code, (OWN,), _CLAUSE,
            data=data.EndProtection, effect=acts.end, meets=(COUNTING,)),
        Act("cancel_protection", "撤销登记", _RUNNING, states.CANCELLED.code, (OWN,), _CLAUSE,
            data=data.CancelProtection, cancels=(COUNTING,)),
        *standard_acts(states.STATES),
    ),
    store=MatterStore(own="protection"),
    clauses=_CLAUSE,
)  # fmt: skip
