"""The loop nobody else closes: a complaint nobody owns → its lead is determined → the list's next version → the next one is routed."""

from __future__ import annotations

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.ports import ask
from ecoduty.casework.ports.undetermined import UNDETERMINED
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from tests.mechanisms.complaints.steps import HOTLINE, Case, taken_in
from tests.mechanisms.lead_departments.steps import Road, at, proposal
from tests.mechanisms.responsibilities.listing import CODE

FIRST = "鹭江上的游船炒菜，油烟飘进我家窗户。"
SECOND = "坐在岸边都闻得到船上餐厅的油烟味，没人管吗？"
TALKS = ("transport-bureau", "port-authority")
CLERK = "committee-office.clerk"


def test_from_nobodys_to_a_second_complaint_suggested_to_the_new_lead(city):
    case = Case(city, text=FIRST)
    assert case.matter.complaint.suggested == []
    case.nobodys(concerned=list(TALKS), words=["游船油烟", "船上餐厅油烟", "船上炒菜味道大"])
    determination = Link.objects.get(source=case.pk).target
    assert [row.matter for row in ask(UNDETERMINED)(SECOND, "", today())] == [determination.pk]

    road = Road.of(city, determination)
    road.to_disagreement(TALKS)
    road.do("liaison", "refer_to_staffing_office", {"note": "两家都不愿牵头，提请协调。"})
    road.do("staffing-office.liaison", "propose", proposal())
    road.approve()
    road.publish()
    assert road.state == "determined"
    assert not ask(UNDETERMINED)("", "", today())

    version = ResponsibilityList.objects.select_related("matter").get(body__key="transport-bureau")
    assert (version.matter.state, version.preparing) == ("drafting", True)
    assert Link.objects.filter(source=determination, target=version.matter).exists()
    row = version.rows.get()
    assert (row.decision_id, row.supports.get().body.key) == (determination.pk, "port-authority")

    publish(city, version, row)
    assert Responsibility.objects.get(key=row.key).decision_id == determination.pk
    second = Case(city, text=SECOND, by="water-bureau.liaison")
    assert [found["body"] for found in second.matter.complaint.suggested][:1] == ["transport-bureau"]
    second.do("water-bureau.liaison", "dispatch", {"responsibility": str(row.key)})
    assert second.standing == ("dispatched", "transport-bureau")
    case.do(CLERK, "dispatch", {"responsibility": str(row.key)})  # the first one has waited for it
    assert case.standing == ("dispatched", "transport-bureau")


def test_the_hotline_too_puts_forward_what_nobody_leads(city):
    case = taken_in(city, text=FIRST)
    case.do(HOTLINE, "accept")
    case.nobodys(concerned=list(TALKS))
    assert case.standing == ("undetermined", "hotline-office")
    assert Link.objects.get(source=case.pk).target.kind == "lead_determination"


def publish(city, version: ResponsibilityList, row: Responsibility) -> None:
    """The new lead fills in unit and basis, has its neighbours consulted, and publishes its list."""

    def do(who: str, act: str, data=None) -> Matter:
        return perform(SPECIFIC_TABLE, act, version.pk, actor=city.actor(who), data=data).subject

    lead = "transport-bureau"
    given = {"row": str(row.key), "name": row.name, "field": row.field, "unit": "水运处", "words": row.words,
             "bases": f"{CODE}第二百三十四条", "supporters": ["port-authority"]}  # fmt: skip
    do(f"{lead}.liaison", "edit_row", given)
    do(f"{lead}.liaison", "submit_for_check")
    do(f"{lead}.deputy", "start_consultation")
    do("port-authority.liaison", "answer_consultation", {"answer": "agree"})
    do(f"{lead}.liaison", "submit_for_approval")
    day = today().isoformat()
    do(f"{lead}.principal", "approve", {"meeting": "第3次局党组会", "number": "纪要3号", "approved_on": day})
    do(f"{lead}.liaison", "register_publication",
       {"own_url": "https://transport.example.gov.cn/list.html", "published_on": day})  # fmt: skip
    city.clock.move_to(at(11, 25))
