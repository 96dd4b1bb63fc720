"""The act table of hints (clause 15.3): the platform points out, a named person decides, either way with a reason."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.escalation.inheriting import inheriting_act
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.accountability.omissions import acts, data, states

KIND = "omission"
DECISION = "accountability.omission-decision"
_PLATFORM = Who("system", ("system",), "平台")
DECIDER = Who(states.DECIDER, (), "被提示的负责人")
_CLAUSE = ("15.3",)


def _acts() -> tuple[Act, ...]:
    pending = states.TO_DECIDE.code
    return (
        Act("open_omission", "提示应移交未移交", (START,), pending, (_PLATFORM,), _CLAUSE,
            data=data.OpenOmission, effect=acts.open_omission, starts=(DECISION,)),
        Act("refer_omission", "转登记移交", (pending,), states.REFERRED.code, (DECIDER,), _CLAUSE,
            data=data.ReferOmission, effect=acts.refer, meets=(DECISION,), main=True, fresh_factor=True,
            hint="以您的名义登记一件移交件，由您经办"),
        Act("decide_not_omission", "判断不移交", (pending,), states.NOT_REFERRED.code, (DECIDER,), _CLAUSE,
            data=data.DecideOmission, effect=acts.decide_not, meets=(DECISION,), fresh_factor=True,
            hint="不移交也是决定：理由和依据留痕"),
        Act("let_decide_omission", "请另一位负责人判断", (pending,), None, (DECIDER,), _CLAUSE,
            data=data.LetDecide, effect=acts.let_decide, aside=True),
    )  # fmt: skip


OMISSIONS = ActTable(
    kind=KIND,
    label="应移交未移交提示",
    states=states.OMISSION,
    acts=(*_acts(), *standard_acts(states.OMISSION), *archive_acts(states.OMISSION), inheriting_act(states.OMISSION)),
    store=MatterStore(own="omission__about", restricted=True),
    clauses=_CLAUSE,
)


def install() -> None:
    """Register the table."""
    flow.register(OMISSIONS)


__all__ = ["DECISION", "KIND", "OMISSIONS", "install"]
