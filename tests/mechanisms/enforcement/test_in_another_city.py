"""The rooms of enforcement run in the fictional city: its own bodies, words and numbers of days, and nothing of the first one's."""

from __future__ import annotations

import pytest

from ecoduty.kernel.flow import Refused
from tests.mechanisms.enforcement.administrative_steps import Case
from tests.mechanisms.enforcement.case_steps import CourtCase, DetentionCase, ListingCase
from tests.mechanisms.enforcement.clues.steps import Road as Clue
from tests.mechanisms.enforcement.cooperation_steps import Cooperation
from tests.mechanisms.enforcement.damage.steps import Road as Damage
from tests.mechanisms.enforcement.litigation.steps import Suit
from tests.mechanisms.enforcement.procuratorial_steps import Procuracy
from tests.mechanisms.enforcement.transfer_steps import Road as Transfer

WATER = "agriculture-water-bureau"


def test_a_clue_becomes_a_case_that_is_closed_in_this_city_s_days(other_city):
    clue = Clue(other_city, "economy-bureau.liaison", district="hill")
    clue.to_accepted()
    assert clue.matter.holder.key == "ecology-bureau"
    case = Case(other_city)
    days = (case.deadline("administrative-penalty.filing").due_on - case.own.found_on).days
    assert days == 10
    assert case.closed().state == "closed"


def test_a_suspected_crime_goes_from_the_bureau_to_the_court_s_door(other_city):
    transfer = Transfer(other_city)
    transfer.to_reviewing()
    assert transfer.state == "reviewing"
    refused = Transfer(other_city)
    refused.to_explained()
    assert refused.state == "explained"


def test_detention_listing_and_the_court(other_city):
    detention = DetentionCase(other_city)
    detention.to_taken_in()
    assert detention.state == "taken_in"
    with pytest.raises(Refused, match="2027年3月22日"):  # four months here
        ListingCase(other_city, supervised=WATER, until="2027-03-23")
    listing = ListingCase(other_city, supervised=WATER, until="2027-03-22")
    listing.to_listed()
    assert listing.state == "listed"
    enforced = CourtCase(other_city)
    enforced.to_accepted()
    assert enforced.state == "accepted"


def test_damage_suits_recommendations_and_what_is_agreed(other_city):
    assert Damage(other_city).state == "checking"
    assert Suit(other_city).state == "trial"
    issued = Procuracy(other_city).issued(addressee=WATER)
    assert (issued.state, issued.holder.key) == ("issued", WATER)
    together = Cooperation(other_city)
    made = together.decided(together.held())
    assert made.holder.key == "ecology-bureau"
    assert together.asked().state
