"""The rooms of enforcement run in the fictional city: its own bodies, words and numbers of days, and nothing of the first one's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecoduty.interfaces.console import demo
from ecoduty.kernel.clock import frozen
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import load_rulebook
from ecoduty.organisation.directory.adoption import adopt
from tests.city import DAY_ONE, PASSWORD, City
from tests.database import ROOT, Filled
from tests.mechanisms.enforcement.administrative_steps import Case
from tests.mechanisms.enforcement.case_steps import CourtCase, DetentionCase, ListingCase
from tests.mechanisms.enforcement.clues.steps import Road as Clue
from tests.mechanisms.enforcement.cooperation_steps import Cooperation
from tests.mechanisms.enforcement.damage.steps import Road as Damage
from tests.mechanisms.enforcement.litigation.steps import Suit
from tests.mechanisms.enforcement.procuratorial_steps import Procuracy
from tests.mechanisms.enforcement.transfer_steps import Road as Transfer

WATER = "agriculture-water-bureau"


def _build() -> None:
    with frozen(DAY_ONE, every_thread=True):
        adopt(load_rulebook(ROOT / "rulebooks" / "example-city"), Actor.system("初始化"))
        demo.seed(PASSWORD)


@pytest.fixture
def other(filled: Filled) -> Iterator[City]:
    with frozen(DAY_ONE, every_thread=True) as clock, filled.undone("example_city_in_office", _build) as database:
        yield City(database, clock)


def test_a_clue_becomes_a_case_that_is_closed_in_this_city_s_days(other):
    clue = Clue(other, "economy-bureau.liaison", district="hill")
    clue.to_accepted()
    assert clue.matter.holder.key == "ecology-bureau"
    case = Case(other)
    days = (case.deadline("administrative-penalty.filing").due_on - case.own.found_on).days
    assert days == 10
    assert case.closed().state == "closed"


def test_a_suspected_crime_goes_from_the_bureau_to_the_court_s_door(other):
    transfer = Transfer(other)
    transfer.to_reviewing()
    assert transfer.state == "reviewing"
    refused = Transfer(other)
    refused.to_explained()
    assert refused.state == "explained"


def test_detention_listing_and_the_court(other):
    detention = DetentionCase(other)
    detention.to_taken_in()
    assert detention.state == "taken_in"
    with pytest.raises(Refused, match="2027年3月22日"):  # four months here
        ListingCase(other, supervised=WATER, until="2027-03-23")
    listing = ListingCase(other, supervised=WATER, until="2027-03-22")
    listing.to_listed()
    assert listing.state == "listed"
    enforced = CourtCase(other)
    enforced.to_accepted()
    assert enforced.state == "accepted"


def test_damage_suits_recommendations_and_what_is_agreed(other):
    assert Damage(other).state == "checking"
    assert Suit(other).state == "trial"
    issued = Procuracy(other).issued(addressee=WATER)
    assert (issued.state, issued.holder.key) == ("issued", WATER)
    together = Cooperation(other)
    made = together.decided(together.held())
    assert made.holder.key == "ecology-bureau"
    assert together.asked().state
