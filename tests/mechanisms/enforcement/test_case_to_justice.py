"""A case and its transfer, together: it goes, waits, and comes back with what the police, the procuratorate or the court decided."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.mechanisms.enforcement.administrative import keys, queries, sweeping
from tests.city import City
from tests.mechanisms.enforcement.administrative_steps import TONS, Case, at
from tests.mechanisms.enforcement.transfer_steps import HAND_BACK, HEAD, NUMBER, POLICE, REASON, REASONED, Road

PROPOSAL = {"reason": "危险废物超过三吨，已达入罪标准"}


class Transfer(Road):
    """The transfer that a case gave rise to."""

    def __init__(self, city: City, pk: int) -> None:
        self.city, self.body, self.pk = city, "ecology-bureau", pk
        self.officer, self.second, self.head = (
            "ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2", "ecology-bureau.principal",
        )  # fmt: skip


def suspected(city: City) -> tuple[Case, Transfer]:
    """A case that meets an element and for which a transfer was proposed."""
    case = Case(city).filed()
    case.officer("measure_facts", TONS)
    case.officer("propose_transfer", PROPOSAL)
    return case, Transfer(city, Matter.objects.get(kind=keys.TRANSFER).pk)


def test_a_case_that_was_not_filed_by_the_police_goes_on_where_it_stood(city):
    case, road = suspected(city)
    assert case.deadline(keys.JUDGEMENT).state == "met"
    assert Link.objects.filter(source=case.pk, target=road.pk).exists()
    assert road.matter.criminal_transfer.case_id == case.pk
    assert case.refused("enforcement-officer-1", "propose_transfer", PROPOSAL).code == "transferred_already"
    assert not queries.transferred(case.matter)
    assert case.state == "investigating"  # not yet gone: the officers verify it first
    road.to_received()
    assert (case.state, case.deadline(keys.DECISION).state) == ("with_police", "suspended")
    city.clock.move_to(at(11, 24))
    road.do(POLICE, "decide_not_filing", REASONED)
    road.do(POLICE, "notify_not_filing", NUMBER)
    road.do(road.officer, "accept_no_filing", HAND_BACK)
    assert (case.state, case.deadline(keys.DECISION).state) == ("investigating", "running")
    assert case.deadline(keys.DECISION).due_on == date(2027, 2, 21)
    assert case.own.outcome == "not_filed"
    assert sweeping.turn_red() == 0


def test_the_heads_refusal_with_its_reason_answers_for_the_element(city):
    case, road = suspected(city)
    road.to_reported()
    road.do(HEAD, "refuse_transfer", {"reason": REASON})
    found = queries.finding(case.own)
    assert found is not None
    assert (found.choice, REASON in found.reason) == ("kept", True)
    assert not queries.transferred(case.matter)


def test_a_transfer_that_was_proposed_and_lies_still_answers_for_nothing(city):
    case = Case(city).decided()
    case.officer("measure_facts", TONS)
    case.officer("propose_transfer", PROPOSAL)
    road = Transfer(city, Matter.objects.get(kind=keys.TRANSFER).pk)
    assert sweeping.turn_red() == 1
    assert case.refused("principal", "keep_here", {"reason": "已提请移送，不再说明理由"}).code == "nothing_met"
    road.to_sent()
    assert case.deadline(keys.ANSWER).state == "met"
    assert case.state == "decided"
    assert sweeping.sweep() == 0


def test_what_the_police_sent_back_has_to_be_decided_anew(city):
    case = Case(city).decided()
    case.officer("measure_facts", TONS)
    case.officer("sent_to_police", {"transfer": "厦环移〔2026〕5号"})
    assert sweeping.turn_red() == 0
    case.officer("effect_of_transfer", {"outcome": "returned", "text": "不属本机关管辖"})
    assert sweeping.turn_red() == 1


def test_a_case_without_two_officers_is_not_transferred(city):
    case = Case(city, officers=[city.actor("ecology-bureau.enforcement-officer-1").person]).filed()
    assert case.refused("enforcement-officer-1", "propose_transfer", PROPOSAL).code == "team_too_small"
    assert not Matter.objects.filter(kind=keys.TRANSFER).exists()
