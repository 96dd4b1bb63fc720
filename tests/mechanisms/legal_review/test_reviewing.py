"""A draft on its road: papers, comments, opinions, conclusion, decision, issue; and everything that must be refused."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.legal_review.reviewing.flow import DRAFT_REVIEW
from tests.mechanisms.legal_review.steps import DRAFTER, HEAD, NAME, REVIEWER, TEXT, Review, issue
from tests.mechanisms.who_may import checked


def test_a_draft_goes_its_whole_road_and_leads_to_its_filing(city):
    review = Review(city)
    review.to_reviewing()
    opinion = review.opinion()
    review.do("send_opinions", who=REVIEWER)
    assert review.deadline("legal-review.answer").holder.key == "water-bureau"
    review.do("answer_opinion", {"opinion": opinion.pk, "answer": "adopted"}, DRAFTER)
    review.do("send_answers", {"text": TEXT.replace("应当建立", "市水利局牵头建立")}, DRAFTER)
    assert review.matter.state == "reviewing"
    assert review.own.round == 2
    review.do("conclude_review", {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}, HEAD)
    review.do("record_decision", {"decided_on": "2026-11-22", "meeting": "局务会第8次会议"}, DRAFTER)
    review.do("issue_draft", issue(), DRAFTER)
    assert review.matter.state == "issued"
    filing = Link.objects.get(source=review.pk).target
    assert (filing.kind, filing.state, filing.title, filing.holder.key) == (
        "filing_review",
        "to_file",
        NAME,
        "water-bureau",
    )
    assert filing.next_due_on == date(2026, 12, 7)


def test_a_missing_paper_keeps_it_from_going_and_is_named(city):
    review = Review(city)
    review.papers(without="own-review")
    refused = review.refused("submit_draft", {}, DRAFTER)
    assert refused.code == "papers_missing"
    assert "本单位法制机构审核意见" in refused.sentence


def test_what_touches_ecology_says_who_leads_by_the_rule_of_the_register(city):
    with pytest.raises(Refused) as refused:
        Review(city, lead_said=None, lead="", duties="")
    assert refused.value.code == "lead_not_settled"
    with pytest.raises(Refused) as refused:
        Review(city, ecology="no", name="厦门市生态环境保护管理办法")
    assert refused.value.code == "ecology_unexplained"


@pytest.mark.parametrize(("given", "code"), [
    ({}, "comment_missing"),
    ({"comment_from": "2026-10-01", "comment_to": "2026-10-30"}, "comment_too_short"),
    ({"comment_from": "2026-10-25", "comment_to": "2026-11-24"}, "comment_running"),
])  # fmt: skip
def test_a_rule_is_open_for_comments_long_enough(city, given, code):
    review = Review(city, sort="government-rule")
    review.papers()
    assert review.refused("submit_draft", given, DRAFTER).code == code


def test_thirty_days_of_comments_or_a_reason_will_do(city):
    review = Review(city, sort="government-rule")
    review.papers()
    review.do("submit_draft", {"comment_from": "2026-10-01", "comment_to": "2026-10-31"}, DRAFTER)
    other = Review(city, sort="government-rule", name="厦门市河道管理规定")
    other.papers()
    other.do("submit_draft", {"comment_note": "防汛应急，经批准缩短"}, DRAFTER)
    assert other.matter.state == "submitted"


def test_an_opinion_is_answered_once_and_a_refusal_has_its_reason(city):
    review = Review(city)
    review.to_reviewing()
    first, second = review.opinion(), review.opinion("第三条")
    review.do("send_opinions", who=REVIEWER)
    given = {"opinion": first.pk, "answer": "not_adopted"}
    assert review.refused("answer_opinion", given, DRAFTER).code == "reason_missing"
    review.do("answer_opinion", {**given, "why": "台账由区里建，另有规定。"}, DRAFTER)
    assert (
        review.refused("answer_opinion", {"opinion": first.pk, "answer": "adopted"}, DRAFTER).code == "answered_already"
    )
    refused = review.refused("send_answers", {"text": TEXT}, DRAFTER)
    assert refused.code == "opinions_unanswered"
    assert "第三条" in refused.sentence
    assert second.place in refused.sentence


def test_written_opinions_are_sent_or_taken_out_before_the_conclusion(city):
    review = Review(city)
    review.to_reviewing()
    assert review.refused("send_opinions", who=REVIEWER).code == "no_opinions"
    opinion = review.opinion()
    given = {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}
    assert review.refused("conclude_review", given, HEAD).code == "opinions_unsent"
    review.do("take_out_opinion", {"opinion": opinion.pk}, REVIEWER)
    review.do("conclude_review", given, HEAD)
    assert review.matter.state == "concluded"


def test_unlawful_ends_it(city):
    review = Review(city)
    review.to_reviewing()
    review.do("conclude_review", {"conclusion": "unlawful", "number": "厦司审〔2026〕9号"}, HEAD)
    assert (review.matter.state, review.matter.open) == ("rejected", False)


def test_days_stand_in_their_order(city):
    review = Review(city)
    review.to_reviewing()
    review.do("conclude_review", {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}, HEAD)
    decision = {"decided_on": "2026-11-20", "meeting": "局务会第8次会议"}
    assert review.refused("record_decision", decision, DRAFTER).code == "decided_before_review"
    assert review.refused("record_decision", {**decision, "decided_on": "2026-11-23"}, DRAFTER).code == "day_in_future"
    review.do("record_decision", {**decision, "decided_on": "2026-11-22"}, DRAFTER)
    for more, code in (
        ({"issued_on": "2026-11-23"}, "day_in_future"),
        ({"issued_on": "2026-11-21"}, "issued_before_decided"),
        ({"valid_from": "2026-11-21"}, "valid_backward"),
        ({"valid_until": "2026-11-25"}, "valid_backward"),
        ({"registration": ""}, "registration_missing"),
    ):
        assert review.refused("issue_draft", issue(**more), DRAFTER).code == code


def test_a_rule_waits_thirty_days_before_it_holds(city):
    review = Review(city, sort="government-rule")
    review.papers()
    review.do("submit_draft", {"comment_note": "防汛应急，经批准缩短"}, DRAFTER)
    review.do("accept_draft", who=REVIEWER)
    review.do("conclude_review", {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}, HEAD)
    review.do("record_decision", {"decided_on": "2026-11-22", "meeting": "市政府常务会议"}, DRAFTER)
    assert review.refused("issue_draft", issue(valid_from="2026-12-21"), DRAFTER).code == "too_early"
    review.do("issue_draft", issue(valid_from="2026-12-22"), DRAFTER)


def test_a_registration_number_is_given_once(city):
    Review(city).issued()
    second = Review(city, name="厦门市河道管理规定")
    second.to_decided()
    assert second.refused("issue_draft", issue(number="厦水规〔2026〕4号"), DRAFTER).code == "number_registered"
    assert second.refused("issue_draft", issue(registration="XMGF-2026-032"), DRAFTER).code == "number_registered"


def test_the_reviewing_bureau_does_not_review_its_own_draft(city):
    with pytest.raises(Refused) as refused:
        Review.__mro__[1].__init__(
            Review.__new__(Review), city, "draft_review", "prepare_draft", REVIEWER,
            {"name": NAME, "sort": "policy", "text": TEXT, "ecology": "no"},
        )  # fmt: skip
    assert refused.value.code == "own_reviewer"


def test_other_bodies_know_nothing_of_it(city):
    review = Review(city)
    for who in ("construction-bureau.liaison", "siming-finance-bureau.liaison"):
        assert review.refused("submit_draft", {}, who).code == "not_found"


def test_every_act_in_every_state_by_everybody(city):
    roles = (DRAFTER, REVIEWER, HEAD, "committee-office.clerk", "construction-bureau.principal")
    matter = Matter.objects.get(pk=Review(city).pk)
    assert checked(city, DRAFT_REVIEW, matter, roles) > 200
