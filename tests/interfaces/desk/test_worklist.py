"""工作台: what one asked of others and what waits for one's name are filters like the others, for the price of the others."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.turns import next_act
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.enforcement.court_enforcement.flow import ENFORCEMENTS
from tests.city import City
from tests.mechanisms.coordination.steps import ITEM, LEAD, SUPPORTER, Road
from tests.mechanisms.enforcement.case_steps import COURT, OFFICER, CourtCase, scan


def counters(client, address: str = "/") -> dict[str, int]:
    page = client.get(address).content.decode()
    return {label: int(number) for label, number in re.findall(r'hx-push-url="true">(\S+) <b>(\d+)</b>', page)}


def test_what_i_asked_of_others_stands_until_it_is_my_turn_again(city: City) -> None:
    lead, supporter = city.client(f"{LEAD}.liaison"), city.client(f"{SUPPORTER}.liaison")
    road = Road(city)
    assert counters(lead)["请别人办的"] == 1
    assert counters(supporter)["请别人办的"] == 0
    page = lead.get("/?show=asked").content.decode()
    assert ITEM in page
    assert "whose=asked" in page
    assert lead.get("/matters/?whose=asked").context["listing"].totals.count == 1

    road.do("supporter.liaison", "answer", {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"})
    assert counters(lead)["请别人办的"] == 0
    assert ITEM in lead.get("/").content.decode()


def test_the_figures_cost_the_same_however_much_was_asked(city: City) -> None:
    client = city.client(f"{LEAD}.liaison")
    Road(city)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(8):
        Road(city)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def section(page: str) -> str:
    return page.partition('aria-label="等对方办的"')[2].partition("</section>")[0]


def test_what_waits_for_the_court_is_not_the_officer_s_turn_and_is_not_lost(city: City) -> None:
    officer, court = city.client(OFFICER), city.client(COURT)
    case = CourtCase(city)
    case.to_demanded()
    case.put_papers("court-enforcement")
    assert (counters(officer)["等我办"], counters(officer).get("等对方办的", 0)) == (1, 0)
    assert not section(officer.get("/").content.decode())

    case.do(OFFICER, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})
    assert (counters(officer)["等我办"], counters(officer).get("等对方办的", 0)) == (0, 1)
    assert (counters(court)["等我办"], counters(court).get("等对方办的", 0)) == (1, 0)
    shown = section(officer.get("/").content.decode())
    for words in ("某公司拒不缴纳罚款", "等人民法院", "11月27日", "代登记", "whose=theirs", ">1件<"):
        assert words in shown, words
    assert officer.get("/matters/?whose=theirs").context["listing"].totals.count == 1
    assert "某公司拒不缴纳罚款" in officer.get("/?show=theirs").content.decode()
    assert "某公司拒不缴纳罚款" not in court.get("/?show=theirs").content.decode()
    assert (
        counters(city.client("water-bureau.enforcement-officer-1")).get("等对方办的", 0) == 0
    )  # restricted: he is not named


def test_the_officer_may_still_enter_the_court_s_paper_and_then_the_next_turn_is_whose_it_is(city: City) -> None:
    case = CourtCase(city)
    case.to_applied()
    paper = {"court_number": "（2026）闽02行审9号", "scan": scan(city, OFFICER)}
    case.do(OFFICER, "accept_enforcement", paper, on_behalf_of="人民法院", reason="收到受理通知书")
    assert (case.state, counters(city.client(OFFICER)).get("等对方办的", 0)) == ("accepted", 1)
    officer, court = city.actor(OFFICER), city.actor(COURT)
    relations = [case.matter.relations_of(one, today()) for one in (officer, court)]
    assert next_act(ENFORCEMENTS, "accepted", officer, relations[0]) is None
    entered = next_act(ENFORCEMENTS, "accepted", officer, relations[0], on_behalf=True)
    his_own = next_act(ENFORCEMENTS, "accepted", court, relations[1])
    assert entered is not None
    assert entered is his_own
    assert next_act(ENFORCEMENTS, "accepted", court, relations[1], on_behalf=True) is None


def test_what_waits_for_others_costs_the_same_however_much_it_is(city: City) -> None:
    client = city.client(OFFICER)
    CourtCase(city).to_applied()
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(6):
        CourtCase(city).to_applied()
    with CaptureQueriesContext(connection) as many:
        page = client.get("/").content.decode()
    assert len(many) == len(few)
    assert section(page).count('class="row"') == 5
    assert "在清单中查看7件" in section(page)
