"""Where a list stands. Chinese labels stand here and nowhere else."""

from __future__ import annotations

from ecoduty.kernel.flow import State

COLLECTING = State("collecting", "梳理", waits_for="联络员")
DRAFTING = State("drafting", "起草", waits_for="联络员")
CHECKING = State("checking", "质检", waits_for="统筹负责同志")
CONSULTING = State("consulting", "会签", waits_for="被征求意见单位")
APPROVING = State("approving", "待审定", waits_for="主要负责人")
APPROVED = State("approved", "待公布", waits_for="联络员")
FILING = State("filing", "已公布，备案中", waits_for="联络员")
EFFECTIVE = State("effective", "已公布", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
DROPPED = State("dropped", "不再办理", open=False, main=False)

# The list of one body: its own approval, then filing with the committee office beside its effect (clauses 4.1–4.7).
SPECIFIC = (
    COLLECTING, DRAFTING, CHECKING, CONSULTING, APPROVING, APPROVED, FILING, EFFECTIVE, WITHDRAWN, DROPPED,
)  # fmt: skip

# The list of the city or a district: compiled, put to the departments, approved by party committee and government.
COMPILING = State("drafting", "汇编", waits_for="联络员")
ASKING = State("consulting", "征求意见", waits_for="被征求意见单位")
SUBMITTED = State("approving", "报党委政府审定", waits_for="联络员")
CONSOLIDATED = (COMPILING, ASKING, SUBMITTED, APPROVED, EFFECTIVE, WITHDRAWN, DROPPED)

IN_WORK = tuple(
    state.code for state in (COLLECTING, DRAFTING, CHECKING, CONSULTING, APPROVING, APPROVED)
)  # before it takes effect
