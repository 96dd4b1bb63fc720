"""A criminal transfer leaves no trace on any page of whoever is not named in it; its decisions are entered by whose they are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from tests.interfaces.test_restricted_unseen import readable
from tests.mechanisms.enforcement.transfer_steps import (
    APPLY,
    LETTER,
    NUMBER,
    OFFICER,
    POLICE,
    PROCURATORATE,
    REASONED,
    TITLE,
    Road,
)

STRANGERS = ("ecology-bureau.liaison", "committee-office.director", "water-bureau.principal", "court.linkage-officer")
PAGES = (
    "/", "/matters/", "/matters/?state=all", "/matters/?kind=criminal_transfer&state=all", "/matters/?holder=ecology-bureau",
    "/matters/?due=overdue", "/search/?q=重金属", f"/search/?q={LETTER}", "/inbox/", "/plan/", "/plan/18.3/", "/account/",
    "/matters/?format=xlsx", "/enforcement/statistics/", "/sharing/", "/sharing/cases/",
)  # fmt: skip


def snapshot(city):
    return {(who, page): readable(city.client(who).get(page)) for who in STRANGERS for page in PAGES}


def test_whoever_is_not_named_sees_the_same_to_the_letter(city):
    before = snapshot(city)
    road = Road(city)
    road.to_suggested()
    city.clock.move_to(city.clock.moment + timedelta(minutes=1))
    city.clock.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI))
    after = snapshot(city)
    assert [place for place in before if before[place] != after[place]] == []
    assert not any(word in text for text in after.values() for word in (TITLE, road.matter.number))


def test_each_decision_is_entered_by_whose_it_is(city):
    road = Road(city)
    road.to_not_filed()
    road.do(OFFICER, "apply_reconsideration", APPLY)
    road.do(POLICE, "decide_reconsideration", {**REASONED, "outcome": "upheld"})
    road.lay_ready("filing-supervision")
    road.do(OFFICER, "suggest_supervision", APPLY)
    road.do(PROCURATORATE, "require_explanation", NUMBER)
    found = [(row.act, row.group) for row in SharedDecision.objects.filter(case=road.pk).order_by("pk")]
    assert found == [
        ("send_transfer", "administrative"),
        ("decide_not_filing", "police"),
        ("apply_reconsideration", "administrative"),
        ("decide_reconsideration", "police"),
        ("suggest_supervision", "administrative"),
        ("require_explanation", "procuratorate"),
    ]


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=1)])
def test_a_clock_that_is_set_back_stops_nobody_and_turns_no_order_round(city, back):
    road = Road(city)
    road.to_sent()
    sent = road.matter.criminal_transfer.sent_at
    city.clock.move_to(sent - back)
    road.do(POLICE, "receive_transfer", {"letter_number": LETTER, "receipt_number": "收1"})
    own = road.matter.criminal_transfer
    assert own.received_at >= sent
    assert Matter.objects.get(pk=road.pk).last_occurred_at >= sent
    assert verify_stream(road.matter.stream) is None
