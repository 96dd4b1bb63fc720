"""The act table of entries on the sharing platform (clause 18.5): opened by the decision itself, met within seven days."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters import machines
from ecoduty.casework.matters.machines import MACHINE
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.circle import circle_acts, installed_kind
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES
from ecoduty.mechanisms.enforcement.sharing.entries import acts, data, states

KIND = "platform_entry"
LIMIT = "criminal-transfer.platform-entry"
_PLATFORM = Who("system", ("system",), "平台")
_MACHINES = Who(MACHINE, (), "本单位接入的业务系统")
_CLAUSE = ("18.5",)


def _acts() -> tuple[Act, ...]:
    waiting = (states.TO_ENTER.code,)
    return (
        Act("open_entry", "待录入共享平台", (START,), states.TO_ENTER.code, (_PLATFORM,), _CLAUSE,
            data=data.OpenEntry, effect=acts.open_entry, starts=(LIMIT,)),
        Act("enter_platform", "录入共享平台", waiting, states.ENTERED.code, (LINKAGES, HEADS, _MACHINES), _CLAUSE,
            data=data.EnterPlatform, effect=acts.enter, meets=(LIMIT,), main=True,
            hint="在外部信息共享平台录入后，登记它给出的编号"),
        Act("inform_by_letter", "已函告", waiting, states.INFORMED.code, (LINKAGES, HEADS), _CLAUSE,
            data=data.InformByLetter, effect=acts.inform, meets=(LIMIT,),
            hint="没有接入共享平台的，以函告代替，期限相同"),
        Act("not_to_enter", "不须录入", waiting, states.NOT_DUE.code, (HEADS,), _CLAUSE,
            data=data.NotToEnter, effect=acts.not_to_enter, cancels=(LIMIT,),
            hint="例如决定已被撤销；须由负责人写明理由"),
    )  # fmt: skip


ENTRIES = ActTable(
    kind=KIND,
    label="信息共享录入",
    states=states.ENTRY,
    acts=(*_acts(), *standard_acts(states.ENTRY), *circle_acts(states.ENTRY), *archive_acts(states.ENTRY)),
    store=MatterStore(own="shared_decision__case", restricted=True),
    clauses=_CLAUSE,
)


def install() -> None:
    """Register the table, and that a system of the office may read and confirm its entries."""
    flow.register(ENTRIES)
    installed_kind(KIND)
    machines.let_in(KIND)


__all__ = ["ENTRIES", "KIND", "LIMIT", "install"]
