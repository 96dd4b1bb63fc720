"""Commendations from being nominated to being published (clause 16.3)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.publications.models import PublishedCommendation
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from tests.mechanisms.encouragement.steps import DEEDS, NOTICE, PERSON, Praise, at, decided, nominated
from tests.mechanisms.inspections.steps import Road
from tests.mechanisms.who_may import checked

OFFICE, DIRECTOR = "committee-office.clerk", "committee-office.director"
OBJECTION = {"received_on": "2026-11-23", "channel": "letter", "named": "anonymous", "text": "截污数量与实际不符。"}


def test_nobody_is_commended_before_the_notice_is_over(city):
    praise = Praise(city).to_notice()
    own = praise.matter.commendation
    assert (own.notice_from, own.notice_until, own.notice_words) == (
        date(2026, 11, 22),
        date(2026, 11, 27),
        "5个工作日",
    )
    city.clock.move_to(at(11, 27, 23))
    assert praise.refused(OFFICE, "decide", decided(decided_on="2026-11-27")).code == "notice_running"
    city.clock.move_to(at(11, 28))
    assert praise.refused(OFFICE, "decide", decided(decided_on="2026-11-27")).code == "decided_too_early"
    assert praise.refused(OFFICE, "decide", decided(decided_on="2026-11-30")).code == "decided_in_future"
    praise.do(OFFICE, "decide", decided(decided_on="2026-11-28"))
    assert Deadline.objects.get(matter=praise.pk, key="commendation.decision").state == "met"
    praise.do(OFFICE, "publish")
    assert (praise.state, praise.matter.open) == ("published", False)


def test_the_decision_counts_from_the_last_day_of_the_notice(city):
    praise = Praise(city).to_notice()
    assert Deadline.objects.get(matter=praise.pk, key="commendation.decision").due_on == date(2026, 12, 25)


def test_every_objection_is_settled_before_the_decision(city):
    praise = Praise(city).to_notice()
    assert praise.refused(OFFICE, "enter_objection", OBJECTION).code == "objection_not_in_notice"
    city.clock.move_to(at(11, 24))
    assert (
        praise.refused(OFFICE, "enter_objection", {**OBJECTION, "received_on": "2026-11-21"}).code
        == "objection_not_in_notice"
    )
    assert praise.refused(OFFICE, "enter_objection", {**OBJECTION, "channel": "rumour"}).code == "unknown_channel"
    praise.do(OFFICE, "enter_objection", OBJECTION)
    city.clock.move_to(at(11, 30))
    assert praise.refused(OFFICE, "decide", decided()).code == "objections_open"
    number = praise.matter.commendation.objections.get().pk
    found = {"objection": number, "upheld": "yes", "finding": "核查少报两条，实际为十条。"}
    praise.do(OFFICE, "settle_objection", found)
    assert praise.refused(OFFICE, "settle_objection", found).code == "no_objection_open"
    assert praise.refused(OFFICE, "decide", decided()).code == "upheld_unexplained"
    praise.do(OFFICE, "decide", decided(note="数量已更正，仍居全市首位。"))
    assert praise.state == "decided"


def test_nobody_decides_over_its_own_commendation(city):
    praise = Praise(city, body="government").to_notice()
    city.clock.move_to(at(11, 30))
    assert praise.refused(OFFICE, "decide", decided()).code == "own_commendation"
    assert praise.refused(OFFICE, "decide", decided(decided_by="ecology-bureau")).code == "decider_unknown"
    praise.do(OFFICE, "decide", decided(decided_by="party-committee"))


def test_whoever_nominates_does_not_review(city):
    praise = Praise(city, OFFICE)
    assert (
        praise.refused(OFFICE, "pass_review", {"opinion": "同意公示。", "adverse_seen": True}).code
        == "reviewed_by_proposer"
    )
    praise.do(DIRECTOR, "pass_review", {"opinion": "同意公示。", "adverse_seen": True})
    with pytest.raises(Refused) as refused:
        nominated(city, OFFICE, body="committee-office")
    assert refused.value.code == "nobody_reviews"
    own = nominated(city, "siming-committee-office.clerk", body="siming-committee-office")
    assert own.subject.holder.key == "committee-office"


def test_what_speaks_against_somebody_is_looked_at(city):
    praise = Praise(city)
    Road(city).assign()
    unseen = praise.refused(OFFICE, "pass_review", {"opinion": "同意公示。"})
    assert unseen.code == "adverse_not_seen"
    page = city.client(OFFICE).get(f"/matters/{praise.matter.public_id}/pass_review/").content.decode()
    assert "问题：在办" in page
    assert "figure=problem.open" in page
    praise.do(OFFICE, "pass_review", {"opinion": "问题正按期整改，同意公示。", "adverse_seen": True})
    own = city.client("water-bureau.liaison").get("/commendations/bodies/water-bureau/").content.decode()
    assert "问题：在办" in own
    stranger = city.client("ocean-bureau.liaison").get("/commendations/bodies/water-bureau/").content.decode()
    assert "问题：在办" not in stranger
    assert "看不到这个单位的办理情况" in stranger


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"award": "gossip"}, "unknown_award"),
        ({"body": "atlantis"}, "nominee_unknown"),
        ({"body": "province-water"}, "nominee_unknown"),
        ({**PERSON, "post": ""}, "post_missing"),
        ({**PERSON, "person": ""}, "person_missing"),
        ({**PERSON, "award": "collective"}, "person_not_asked"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(city, wrong, code):
    with pytest.raises(Refused) as refused:
        nominated(city, "ecology-bureau.liaison", **wrong)
    assert refused.value.code == code
    assert refused.value.problems
    assert not Matter.objects.filter(kind="commendation").exists()


def test_the_same_person_twice_for_a_year_is_told(city):
    first = Praise(city, **PERSON)
    with pytest.raises(Refused) as refused:
        nominated(city, "water-bureau.deputy", **PERSON)
    assert refused.value.code == "nominated_already"
    assert first.matter.number in refused.value.sentence
    again = nominated(city, "water-bureau.deputy", **PERSON, again="另一项先进事迹，须分别表彰。")
    assert again.subject.commendation.again
    nominated(city, "water-bureau.deputy", **PERSON, year=2025)
    first.do(OFFICE, "decline", {"note": "事迹不突出。"})


def test_a_name_is_public_during_and_after_the_notice_only(city):
    praise = Praise(city, **PERSON)
    public = praise.matter.public_id
    assert not PublishedCommendation.objects.exists()
    praise.to_notice()
    shown = PublishedCommendation.objects.get(pk=public)
    assert (shown.person_name, shown.post_title, shown.deeds) == ("林一舟", "河湖处处长", DEEDS)
    city.clock.move_to(at(11, 30))
    declined = decided(outcome="decline", number="", note="名额所限。")
    assert praise.refused(OFFICE, "decide", {**declined, "note": ""}).code == "reason_missing"
    praise.do(OFFICE, "decide", declined)
    assert (praise.state, praise.matter.open) == ("declined", False)
    assert not PublishedCommendation.objects.exists()


def test_a_commendation_can_be_taken_back(city):
    praise = Praise(city).to_decided()
    praise.do(OFFICE, "publish")
    assert PublishedCommendation.objects.get().number == "厦府〔2026〕188号"
    assert praise.refused(OFFICE, "revoke", {"note": "弄虚作假。", "number": "厦府〔2027〕3号"}).code == "not_permitted"
    praise.do(DIRECTOR, "revoke", {"note": "查实弄虚作假。", "number": "厦府〔2027〕3号"})
    assert not PublishedCommendation.objects.exists()


def test_an_unfit_notice_is_not_shown(city):
    praise = Praise(city)
    praise.do(OFFICE, "return_nomination", {"note": "缺数据来源。"})
    praise.do("ecology-bureau.liaison", "amend_nomination", {"deeds": DEEDS})
    praise.do(OFFICE, "pass_review", {"opinion": "同意公示。", "adverse_seen": True})
    private = {**NOTICE, "public_text": f"{DEEDS}联系人手机13800138000。"}
    assert praise.refused(OFFICE, "begin_notice", private).code == "personal_data"


def test_every_act_is_refused_to_whoever_may_not(city):
    praise = Praise(city).to_notice()
    roles = ("ecology-bureau.liaison", "water-bureau.principal", "ocean-bureau.liaison", OFFICE, DIRECTOR, "siming-committee-office.clerk")  # fmt: skip
    assert checked(city, COMMENDATIONS, praise.matter, roles) > 400
    for who in ("ocean-bureau.liaison", "siming-committee-office.clerk"):
        assert not Matter.objects.filter(visible_to(city.actor(who)), pk=praise.pk).exists()


@pytest.mark.clause("16.3", page="/commendations/")
def test_everybody_reads_who_is_before_the_public_and_who_was_commended(city):
    praise = Praise(city, **PERSON).to_notice()
    listed = city.client("ocean-bureau.liaison").get("/commendations/").content.decode()
    assert "林一舟" in listed
    assert "公示中" in listed
    assert str(praise.matter.public_id) not in listed
    assert str(praise.matter.public_id) in city.client(OFFICE).get("/commendations/").content.decode()
    city.clock.move_to(at(11, 30))
    praise.do(OFFICE, "decide", decided())
    praise.do(OFFICE, "publish")
    assert "厦府〔2026〕188号" in city.client("ocean-bureau.liaison").get("/commendations/").content.decode()
    own = city.client("water-bureau.liaison").get("/commendations/bodies/water-bureau/").content.decode()
    assert "河湖处处长林一舟" in own
    office = city.client(OFFICE)
    page = office.get(f"/matters/{praise.matter.public_id}/").content.decode()
    assert "厦府〔2026〕188号" in page
    assert "5个工作日" in page
    for tab in ("beside", "objections"):
        assert office.get(f"/matters/{praise.matter.public_id}/?tab={tab}").status_code == 200


def test_a_nomination_is_made_on_the_page(city):
    client = city.client("ecology-bureau.liaison")
    form = client.get("/commendations/new/").content.decode()
    assert "生态环境保护工作先进个人" in form
    given = {**PERSON, "year": "2026", "deeds": DEEDS}
    missing = client.post("/commendations/new/", {**given, "post": ""})
    assert missing.status_code == 422
    assert "须写明岗位" in missing.content.decode()
    assert client.post("/commendations/new/", given).status_code == 302
    assert Matter.objects.get(kind="commendation").title == "2026年度生态环境保护工作先进个人：市水利局河湖处处长林一舟"
