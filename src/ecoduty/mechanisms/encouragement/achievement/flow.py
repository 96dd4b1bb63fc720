"""The act table of readings of achievement records (clause 16.2). A reading is one act; it owes nothing afterwards."""

from __future__ import annotations

from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.achievement import acts, data, states
from ecoduty.mechanisms.encouragement.achievement.queries import READING

READERS = Who("anyone", ("personnel_clerk",), "组织部门干部岗")

READINGS = ActTable(
    kind=READING,
    label="实绩档案查阅",
    states=states.STATES,
    acts=(
        Act("read_record", "查阅实绩档案", (START,), states.READ.code, (READERS,), acts.CLAUSES, data=data.ReadRecord,
            effect=acts.read, hint="档案由平台记录生成，当天由本人查看；再看须再次写明事由"),
    ),
    store=MatterStore(own="achievement_reading"),
    clauses=acts.CLAUSES,
)  # fmt: skip
