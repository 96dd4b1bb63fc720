"""Every act, in every state, by every role."""

from __future__ import annotations

from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from tests.mechanisms.policy_documents.steps import Paper
from tests.mechanisms.who_may import checked

ROLES = ("water-bureau.liaison", "construction-bureau.liaison", "ocean-bureau.liaison", "committee-office.clerk", "siming-ecology-office.liaison")  # fmt: skip


def test_every_act_is_refused_to_whoever_may_not(city):
    paper = Paper(city).in_force(lead="construction-bureau")
    assert checked(city, POLICY_DOCUMENT, paper.matter, ROLES) > 100


def test_only_the_body_itself_keeps_its_register(city):
    paper = Paper(city).in_force(lead="construction-bureau")
    for who in ("construction-bureau.liaison", "committee-office.clerk"):
        assert paper.refused("begin_revision", {"note": "上位法已修改。"}, who).code == "not_permitted"
    assert paper.refused("begin_revision", {"note": "上位法已修改。"}, "ocean-bureau.liaison").code == "not_found"
