"""The act table of facilities that open to the public: registered, planned, opened, suspended, withdrawn."""

from __future__ import annotations

from ecoduty.casework.duties.acts import SYSTEM
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.facility_openings import acts, booking, data, queries, states

KIND = queries.KIND
_POSTS = ("liaison", "deputy", "principal")
ANYBODY = Who("anyone", _POSTS, "设施主管单位")
HOLDER = Who("holder_body", _POSTS, "设施主管单位")
HEADS = Who("holder_body", ("deputy", "principal"), "设施主管单位负责人")
_OF = ("24.4",)


def _acts() -> tuple[Act, ...]:
    opened, suspended = states.OPEN.code, states.SUSPENDED.code
    here = (opened,)
    return (
        Act("register", "登记开放设施", (START,), opened, (ANYBODY,), _OF, data=data.RegisterFacility, effect=acts.register),
        Act("load_sample", "载入示例设施", (START,), opened, (SYSTEM,), _OF, data=data.SampleFacility, effect=acts.load_sample),
        Act("amend", "修改设施信息", (opened, suspended), None, (HOLDER,), _OF, data=data.FacilityFacts, effect=acts.amend),
        Act("plan", "制定开放计划", here, None, (HOLDER,), _OF, data=data.OpeningPlan, effect=acts.plan,
            hint="每半年一份，每两个月至少一次"),
        Act("schedule", "安排场次", here, None, (HOLDER,), _OF, data=data.SessionFacts, effect=acts.schedule, main=True,
            hint="安排即在门户公布，接受预约"),
        Act("change_session", "改期或改名额", here, None, (HOLDER,), _OF, data=data.ChangeSession, effect=acts.change_session),
        Act("cancel_session", "取消场次", here, None, (HOLDER,), _OF, data=data.CancelSession, effect=acts.cancel_session),
        Act("record_visit", "登记到访", here, None, (HOLDER,), _OF, data=data.RecordVisit, effect=acts.record_visit,
            hint="开放一次，下一个两个月从当日起算"),
        Act("suspend", "暂停开放", here, suspended, (HOLDER,), _OF, data=data.Suspension, effect=acts.suspend,
            cancels=(data.INTERVAL,)),
        Act("resume", "恢复开放", (suspended,), opened, (HOLDER,), _OF, data=data.Resumption, effect=acts.resume, main=True),
        Act("withdraw", "撤销开放", (opened, suspended), states.WITHDRAWN.code, (HEADS,), _OF, data=data.Withdrawal,
            effect=acts.withdraw),
        Act("open_contacts", "查看预约联系人", (opened, suspended), None, (HOLDER,), _OF, data=data.OpenContacts,
            effect=acts.open_contacts, aside=True),
        Act("book_by_phone", "电话预约", here, None, (HOLDER,), _OF, data=data.BookByPhone, effect=booking.book_by_phone, aside=True,
            hint="给打电话来的人登记，当场告诉他编号和查询码"),
        Act("cancel_for_caller", "代为取消预约", here, None, (HOLDER,), _OF, data=data.CancelForCaller,
            effect=booking.cancel_for_caller, aside=True),
        Act("book", "公众预约", here, None, (SYSTEM,), _OF, data=data.Book, effect=booking.book, aside=True),
        Act("cancel_booking", "公众取消预约", (opened, suspended), None, (SYSTEM,), _OF, data=data.CancelBooking,
            effect=booking.cancel, aside=True),
        Act("give_feedback", "参观者评价", (opened, suspended), None, (SYSTEM,), _OF, data=data.Feedback,
            effect=booking.feedback, aside=True),
        Act("erase_contacts", "删除预约联系人", tuple(state.code for state in states.ALL), None, (SYSTEM,), _OF,
            data=data.EraseContacts, effect=acts.erase_contacts, aside=True),
    )  # fmt: skip


FACILITY = ActTable(
    kind=KIND,
    label="环保设施开放",
    states=states.ALL,
    acts=(*_acts(), *standard_acts(states.ALL)),
    store=MatterStore(own="facility__district"),
    clauses=("24.4",),
)


def install() -> None:
    """Register the table."""
    flow.register(FACILITY)
