"""The act table of instruments: entered, verified, corrected, repealed, their provisions mapped to the new ones."""

from __future__ import annotations

from ecoduty.casework.legal_basis import acts, data, guards
from ecoduty.casework.legal_basis.states import KEEPER_KINDS, PENDING, RECORDED
from ecoduty.casework.legal_basis.store import InstrumentStore
from ecoduty.kernel.flow import Act, ActTable, State, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.directory.relations import IN_OFFICE

PLATFORM = Who("system", (), "平台")
KEEPERS = (PLATFORM, Who("committee_office", KEEPER_KINDS, "市环委办主任、经办人"))
ENTERERS = (PLATFORM, Who(IN_OFFICE, KEEPER_KINDS, "市环委办主任、经办人"))
_ENTRY = (guards.keeps_library, guards.key_free, guards.title_free, guards.body_known, guards.days_forward)
BOTH = (PENDING, RECORDED)

INSTRUMENT = register(
    ActTable(
        kind="instrument",
        label="法律依据",
        states=(State(PENDING, "待核", open=False), State(RECORDED, "已核对", open=False)),
        acts=(
            Act(
                "register", "登记文件", (START,), RECORDED, ENTERERS, data=data.Register, effect=acts.register,
                guards=_ENTRY, main=True, hint="看过公布的文本再登记；只登记名称和日期，不录条文。",
            ),
            Act(
                "enter", "登记待核文件", (START,), PENDING, ENTERERS, data=data.Register, effect=acts.register,
                guards=_ENTRY, hint="只见到名称或转述的，先登记，核对以前处处标明待核。",
            ),
            Act(
                "verify", "核对无误", (PENDING,), RECORDED, KEEPERS, data=data.Verify, main=True,
                hint="对照公布的文本，登记内容都对。",
            ),
            Act(
                "correct", "更正登记", BOTH, None, KEEPERS, data=data.Correct, effect=acts.correct,
                guards=(guards.title_free, guards.days_forward), hint="登记有误时改，改前内容留痕。",
            ),
            Act(
                "record_repeal", "登记废止", BOTH, None, KEEPERS, data=data.RecordRepeal, effect=acts.record_repeal,
                guards=(guards.repeal_after_start, guards.successor_known), hint="引用它的依据从那天起标“依据失效”，由人更换。",
            ),
            Act(
                "revoke_repeal", "撤销废止登记", BOTH, None, KEEPERS, data=data.RevokeRepeal, effect=acts.revoke_repeal,
                guards=(guards.is_repealed,), hint="废止登记错了时用。",
            ),
            Act(
                "map_provision", "登记条文对应", BOTH, None, KEEPERS, data=data.MapProvision, effect=acts.map_provision,
                guards=(guards.repealed_first, guards.old_understood, guards.new_understood, guards.new_elsewhere),
                hint="旧条款对应哪几条新条款；只作建议，逐处由人确认。",
            ),
        ),
        store=InstrumentStore(),
    )
)  # fmt: skip
