"""Two offices at the same second: one act happens, the other is told what happened meanwhile."""

from __future__ import annotations

from ecoduty.kernel.flow import Done, Refused
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.transfer import queries
from tests.mechanisms.enforcement.transfer_steps import NUMBER, POLICE, PROCURATORATE, REASONED, Road
from tests.together import together


def test_police_and_procuratorate_at_the_same_second(fresh_city):
    road = Road(fresh_city)
    road.to_suggested()
    version = road.matter.version
    found = together(
        lambda: road.do(POLICE, "decide_filing", NUMBER, expected_version=version),
        lambda: road.do(PROCURATORATE, "require_explanation", NUMBER, expected_version=version),
    )
    done, refused = [one for one in found if isinstance(one, Done)], [one for one in found if isinstance(one, Refused)]
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].code == "stale_page"
    assert "已办" in refused[0].sentence
    assert road.state in {"filing_decided", "explaining"}
    assert verify_stream(road.matter.stream) is None


def test_two_decisions_of_the_police_at_the_same_second_are_one(fresh_city):
    road = Road(fresh_city)
    road.to_received()
    found = together(
        lambda: road.do(POLICE, "decide_filing", NUMBER), lambda: road.do(POLICE, "decide_not_filing", REASONED)
    )
    assert sorted(type(one).__name__ for one in found) == ["Done", "Refused"]
    refused = next(one for one in found if isinstance(one, Refused))
    assert refused.code == "wrong_state"
    assert road.matter.deadlines.filter(key=queries.NOTICE).count() == 1
    assert road.matter.criminal_transfer.papers.filter(act__startswith="decide").count() == 1
