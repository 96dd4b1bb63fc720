"""A criminal transfer out of an administrative case, and what comes back to it (clauses 18.1, 18.3)."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django import app

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.transfer.flow import TRANSFERS
from tests.mechanisms.enforcement.administrative_steps import Case
from tests.mechanisms.enforcement.transfer_steps import HAND_BACK, HEAD, NUMBER, OFFICER, POLICE, REASONED, Road

PROPOSE = {"reason": "铅超标五倍，符合入罪情形。"}


@pytest.fixture
def proposed(city):
    """A filed case with a person and a paper, and the transfer that its officers proposed."""
    case = Case(city).filed()
    case.officer("add_concerned", {"sort": "person", "part": "suspect", "name": "某甲"})
    perform(CASES, "propose_transfer", case.pk, actor=city.actor(OFFICER), data=PROPOSE)
    road = Road.__new__(Road)
    road.city, road.body, road.officer, road.head = city, case.body, OFFICER, HEAD
    road.pk = Matter.objects.get(kind="criminal_transfer").pk
    return case, road


def test_persons_and_facts_come_along_and_the_two_hang_together(proposed):
    case, road = proposed
    own = road.matter.criminal_transfer
    assert (own.case_id, road.matter.title) == (case.pk, case.matter.title)
    assert road.matter.concerned.count() == 1
    assert Link.objects.filter(source=case.pk, target=road.pk, kind="origin").exists()


def test_the_case_waits_with_the_police_and_goes_on_after_them(proposed):
    case, road = proposed
    road.to_sent()
    assert case.state == "with_police"
    road.do(
        POLICE,
        "receive_transfer",
        {"letter_number": road.matter.criminal_transfer.letter_number, "receipt_number": "收1"},
    )
    road.do(POLICE, "decide_not_filing", REASONED)
    road.do(POLICE, "notify_not_filing", NUMBER)
    assert case.state == "with_police"
    road.do(OFFICER, "accept_no_filing", HAND_BACK)
    assert (case.state, case.own.outcome, case.own.outcome_number) == ("investigating", "not_filed", NUMBER["number"])


def test_a_conviction_comes_back_with_its_fine(proposed):
    case, road = proposed
    road.to_reviewing()
    assert case.own.outcome == "filed"
    road.do("procuratorate.linkage-officer", "prosecute", {**NUMBER, "court": "court"})
    judged = {"number": "（2026）闽02刑初9号", "outcome": "convicted", "fine": "200000"}
    road.do("court.linkage-officer", "judge", judged)
    road.do(OFFICER, "hand_back", {**HAND_BACK, "set_off": "1000"})
    assert (case.own.outcome, case.own.outcome_number, str(case.own.criminal_fine)) == (
        "convicted",
        judged["number"],
        "200000.00",
    )


def test_a_refusal_answers_for_the_elements(proposed):
    case, road = proposed
    road.to_reported()
    road.do(HEAD, "refuse_transfer", {"reason": "监测数据复核后不超标三倍。"})
    assert case.own.finding.choice == "kept"
    assert "不超标三倍" in case.own.finding.reason
    assert case.state == "investigating"


def test_a_number_one_may_not_see_brings_nothing(city):
    case = Case(city, "resources-planning-bureau", group="forestry").filed()
    case.officer("add_concerned", {"sort": "person", "part": "suspect", "name": "某乙"})
    road = Road(city, about=case.matter.number)
    assert road.matter.concerned.count() == 0
    assert road.matter.criminal_transfer.case_id is None


def test_the_tasks_of_all_rooms_are_known_to_the_worker(db):
    known = {name for name in app.tasks if name.startswith("enforcement.")}
    assert {"enforcement.sweep_cases", "enforcement.warn_reconsideration"} <= known
    assert TRANSFERS.by_code["hand_back"].guards[0].code == "listed_not_closed"
