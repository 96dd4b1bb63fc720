"""Two people at the same second on one case: one act happens, the other is told."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.administrative import keys, sweeping
from tests.mechanisms.enforcement.administrative_steps import DECIDE, TONS, Case
from tests.together import together


def test_two_heads_decide_at_the_same_second_and_one_decision_stands(fresh_city):
    case = Case(fresh_city).reviewed()
    found = together(
        lambda: case.do("principal", "decide", DECIDE),
        lambda: case.do("deputy", "decide", {**DECIDE, "number": "厦环罚〔2026〕89号"}),
    )
    assert sorted(type(one).__name__ for one in found) == ["Done", "Refused"]
    assert next(one.code for one in found if isinstance(one, Refused)) == "wrong_state"
    assert case.matter.deadlines.filter(key=keys.SERVICE).count() == 1
    assert verify_stream(case.matter.stream) is None


def test_two_officers_propose_the_same_transfer_and_one_is_opened(fresh_city):
    case = Case(fresh_city).filed()
    case.officer("measure_facts", TONS)
    proposal = {"reason": "危险废物超过三吨，已达入罪标准"}
    found = together(
        lambda: case.do("enforcement-officer-1", "propose_transfer", proposal),
        lambda: case.do("enforcement-officer-2", "propose_transfer", proposal),
    )
    assert sum(isinstance(one, Done) for one in found) == 1
    assert next(one.code for one in found if isinstance(one, Refused)) == "transferred_already"
    assert Matter.objects.filter(kind=keys.TRANSFER).count() == 1


def test_two_sweeps_at_once_turn_a_case_red_once(fresh_city):
    case = Case(fresh_city).closed()
    case.officer("measure_facts", TONS)
    assert sorted(together(sweeping.turn_red, sweeping.turn_red)) == [0, 1]
    assert case.matter.deadlines.filter(key=keys.ANSWER).count() == 1
