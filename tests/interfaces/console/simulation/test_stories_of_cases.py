"""Stories about cases, offices of justice, drafts, letters and papers: every act is one that may be done, and they get where they should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.stories import followers, stories
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.ledger.verification import verify_stream
from tests.interfaces.console.simulation.leading import lead

CASES = ("administrative_case", "clue", "criminal_transfer", "platform_entry", "eco_damage", "litigation")
JUSTICE = (
    "administrative_reconsideration", "court_enforcement", "detention_transfer", "joint_meeting", "legal_inquiry", "listed_supervision",
    "litigation_supervision", "obstruction", "police_support", "procuratorial_recommendation", "public_interest_case",
)  # fmt: skip
PAPERS = (
    "bulletin", "capacity_return", "draft_review", "major_situation", "papers_of_the_year", "progress_calls", "situation_analysis",
    "target_letter",
)  # fmt: skip


NEW_YEAR = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


def tell(names: Collection[str], times: int, seed: int = 1) -> Town:
    """Each so many times; what begins with a matter that another story opened goes on, too."""
    return lead(
        {name: times for name in names if name in stories()},
        seed,
        follow=[name for name in names if name in followers()],
        begins=NEW_YEAR,
    )


def states() -> dict[str, set[str]]:
    found = defaultdict(set)
    for kind, state in Matter.objects.values_list("kind", "state"):
        found[kind].add(state)
    return found


def test_cases_are_led_to_their_end_and_what_they_lead_to_follows(town_of):
    with town_of():
        town = tell(CASES, times=2)
        found = states()
        assert found["administrative_case"] & {"closed", "served"}
        assert "closed" in found["criminal_transfer"]
        assert found["clue"] == {"reported"}
        assert found["platform_entry"] == {"entered"}
        assert found["eco_damage"] & {"closed", "not_started", "restoring"}
        assert found["litigation"] == {"concluded"}
        assert town.counted["administrative_case.record_payment"]
        for matter in Matter.objects.filter(kind__in=CASES):
            assert verify_stream(matter.stream) is None


def test_offices_of_justice_do_their_part(town_of):
    with town_of():
        tell(JUSTICE, times=1)
        found = states()
    ends = {
        "administrative_reconsideration": {"concluded"}, "court_enforcement": {"executed", "performed", "ruled"},
        "detention_transfer": {"copied", "taken_back"}, "joint_meeting": {"closed"}, "joint_decision": {"fulfilled"},
        "legal_inquiry": {"closed"}, "listed_supervision": {"delisted"}, "litigation_supervision": {"closed"}, "obstruction": {"told"},
        "police_support": {"closed", "declined"}, "procuratorial_recommendation": {"closed"}, "public_interest_case": {"executed"},
    }  # fmt: skip
    for kind, wanted in ends.items():
        assert found[kind], kind
        assert found[kind] <= wanted, kind


def test_papers_of_the_year_are_written_signed_and_used(town_of):
    with town_of():
        tell(PAPERS, times=2)
        found = states()
        first, second = Matter.objects.filter(kind="bulletin").order_by("pk")[:2]
        number = first.documents.get().number
        assert number
        assert number != second.documents.get().number
    assert (found["bulletin"], found["progress_call"], found["call_answer"]) == ({"closed"}, {"closed"}, {"done"})
    assert (found["situation_analysis"], found["task"]) == ({"closed"}, {"draft"})
    assert (found["target_letter"], found["capacity_return"]) == ({"delivered"}, {"confirmed"})
    assert found["draft_review"] <= {"issued", "rejected"}


@pytest.mark.parametrize("seed", [7])
def test_another_seed_meets_no_refusal_either(town_of, seed):
    with town_of():
        assert tell((*CASES, "target_letter", "draft_review"), times=1, seed=seed).acts > 20
