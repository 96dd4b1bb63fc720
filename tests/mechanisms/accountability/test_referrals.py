"""Referrals through the gate (clauses 15.1, 15.2, 15.5): nothing stands alone, two persons see it, the rest see nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.documents import attachments
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.accountability import contents, queries
from ecoduty.mechanisms.accountability.flow import REFERRALS
from tests.mechanisms.accountability.steps import (
    DIGEST,
    HANDLER,
    ITEM,
    NAME,
    OUTCOME,
    PERSON,
    REVIEW,
    REVIEWER,
    ROW,
    WANTED,
    Road,
)
from tests.mechanisms.encouragement.test_tolerance import FOUND, Application
from tests.mechanisms.who_may import checked

ROLES = (
    HANDLER,
    REVIEWER,
    "audit-bureau.liaison",
    "water-bureau.principal",
    "committee-office.director",
    "ecology-bureau.deputy",
)


def test_a_referral_goes_its_whole_road(city):
    road = Road(city)
    road.to_received()
    own = road.matter.referral
    assert (road.state, own.received_by, own.referred_on) == ("received", "市纪委监委信访室", date(2026, 11, 22))
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()
    road.do(HANDLER, "record_outcome", OUTCOME)
    assert (road.state, road.matter.open) == ("closed", False)
    entry = Entry.objects.get(stream=road.matter.stream, act="refer")
    assert [one["sm3"] for one in entry.facts["inventory"].values()] == [DIGEST]
    assert verify_stream(road.matter.stream) is None
    assert road.matter.secrecy == "restricted"
    assert road.matter.number.startswith("S2026-")


def test_the_limit_runs_from_the_day_it_was_established(city):
    road = Road(city)
    limit = Deadline.objects.get(matter=road.pk, key="accountability.referral")
    assert limit.due_on == date(2026, 12, 4)  # ten working days after 20 November


@pytest.mark.parametrize("missing", ["situation", "duty", "consequence"])
def test_what_stands_alone_is_not_compared(city, missing):
    road = Road(city)
    road.fill()
    road.do(HANDLER, "add_row", {name: value for name, value in ROW.items() if name != missing})
    refused = road.refused(HANDLER, "compare")
    assert (refused.code, refused.clause) == ("stands_alone", "15.5")
    assert "第2行" in refused.sentence
    assert {"situation": "缺事实", "duty": "缺职责", "consequence": "缺后果"}[missing] in refused.sentence
    alone = road.matter.referral.rows.latest("pk").pk
    road.do(HANDLER, "take_out_row", {"row": alone})
    road.do(HANDLER, "compare")
    assert road.state == "compared"


def test_nobody_is_named_without_a_post_and_somebody_must_be(city):
    road = Road(city)
    assert road.refused(HANDLER, "add_concerned", {**PERSON, "post": ""}).problems[0].field == "post"
    road.do(HANDLER, "add_row", ROW)
    assert road.refused(HANDLER, "compare").code == "nobody_concerned"


def test_a_referral_of_ones_own_superior_goes_to_the_next_level(city):
    road = Road(city)
    for body in ("government", "province-audit"):
        refused = road.refused(HANDLER, "add_concerned", {**PERSON, "body": body, "post": "负责人"})
        assert refused.code == "own_superior"
        assert "上一级督查检查机关" in refused.sentence


def test_the_second_person_is_another_one(city):
    handler = city.actor(HANDLER)
    given = {"established_on": "2026-11-20", "source": "audit", "reviewer": handler.person}
    with pytest.raises(Refused, match="不能是登记人自己"):
        perform(REFERRALS, "register_referral", actor=handler, data=given)
    outsider = city.actor("water-bureau.principal").person
    with pytest.raises(Refused, match="现任负责人"):
        perform(REFERRALS, "register_referral", actor=handler, data={**given, "reviewer": outsider})
    road = Road(city)
    road.to_weighed()
    assert road.refused(HANDLER, "review", REVIEW).code == "not_permitted"
    assert road.refused(REVIEWER, "review", {**REVIEW, "weighed": False}).code == "not_all_checked"
    road.do(REVIEWER, "send_back", {"note": "第1行职责写错"})
    assert (road.state, road.matter.referral.exemption) == ("registered", "")


def test_due_diligence_is_looked_at_first_and_exempts(city):
    road = Road(city)
    road.fill()
    road.do(HANDLER, "compare")
    assert road.refused(REVIEWER, "review", REVIEW).code == "wrong_state"
    assert road.refused(HANDLER, "weigh_exemption", {"finding": "met"}).code == "basis_missing"
    road.do(HANDLER, "weigh_exemption", {"finding": "met", "basis": "容错认定〔2026〕2号"})
    assert road.refused(REVIEWER, "review", REVIEW).code == "exempt"
    road.do(REVIEWER, "decide_not_to_refer", {"reason": "exempt", "basis": "容错认定〔2026〕2号"})
    assert (road.state, road.matter.referral.not_referred_for) == ("not_referred", "exempt")
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


def test_names_are_sealed_and_masked_until_opened_with_a_reason(city):
    road = Road(city)
    road.fill()
    own = road.matter.referral
    row = own.concerned.get()
    assert NAME not in row.name
    assert not any(NAME in str(entry.facts) for entry in Entry.objects.filter(stream=road.matter.stream))
    assert contents.names(own, city.actor(HANDLER)) == {}
    road.do(HANDLER, "open_names", {"reason": "核对任职"})
    assert contents.names(own, city.actor(HANDLER)) == {row.pk: NAME}
    assert contents.names(own, city.actor(REVIEWER)) == {}


def test_neither_text_nor_pieces_where_only_registered(city):
    road = Road(city)
    assert road.refused(HANDLER, "write_narrative", {"text": "某年某月某日发生的情况。"}).code == "register_only"
    assert road.refused(HANDLER, "attach_piece", {"file": "x", "pages": 1}).code == "register_only"
    assert road.refused(HANDLER, "add_item", {"name": "台账", "pages": 1}).code == "digest_missing"
    road.do(HANDLER, "add_item", ITEM)
    assert road.refused(HANDLER, "add_item", ITEM).code == "item_twice"
    different = {**ITEM, "measured": f"{'cd' * 32}:100"}
    assert road.refused(HANDLER, "add_item", different).code == "digest_differs"


def test_letting_a_person_in_is_an_act_and_nothing_is_inherited(city):
    road = Road(city)
    clerk = city.actor("audit-bureau.liaison")
    with pytest.raises(Refused) as refused:
        access_matter(clerk, road.matter.public_id)
    assert refused.value.status == 404
    road.do(HANDLER, "let_in", {"person": clerk.person, "part": "handler", "reason": "协助整理清单"})
    assert access_matter(clerk, road.matter.public_id).pk == road.pk
    assert Notice.objects.filter(person=clerk.person, matter=road.pk, title="通知：一件受限办件").count() == 1
    road.do(REVIEWER, "let_out", {"person": clerk.person, "reason": "已经办完"})
    with pytest.raises(Refused):
        access_matter(clerk, road.matter.public_id)
    last = road.refused(REVIEWER, "let_out", {"person": city.actor(HANDLER).person, "reason": "调离"})
    assert last.code == "nobody_left"


def test_every_reading_is_an_entry(city):
    road = Road(city)
    before = Matter.objects.get(pk=road.pk).version
    for who in (HANDLER, REVIEWER, HANDLER):
        access_matter(city.actor(who), road.matter.public_id)
    read = readings(road.matter, 10)
    assert [one.actor_name for one in read] == [city.actor(who).name for who in (HANDLER, REVIEWER, HANDLER)]
    assert Matter.objects.get(pk=road.pk).version == before
    assert verify_stream(read[0].stream) is None


def test_only_heads_of_inspecting_bodies_register_and_not_in_anothers_place(city):
    for who in ("water-bureau.principal", "audit-bureau.liaison", "committee-office.director"):
        with pytest.raises(Refused) as refused:
            Road(city, handler=who)
        assert refused.value.status == 403


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    road = Road(city)
    assert checked(city, REFERRALS, road.matter, ROLES) > 500


def test_a_finding_about_due_diligence_is_looked_at_and_answered(city):
    asks, head = "audit-bureau.liaison", "audit-bureau.principal"
    applied = Application(city, asks, decider="audit-bureau", post_title="市审计局资源处处长")
    applied.do(head, "accept_exemption")
    applied.do(head, "record_inquiry", {"text": "调阅记录，听取本人陈述。", "heard": "yes"})
    applied.do(head, "decide_exemption", FOUND)
    road = Road(city)
    road.do(HANDLER, "add_row", ROW)
    road.do(HANDLER, "add_concerned", {**PERSON, "body": "audit-bureau", "post": "资源处处长"})
    road.do(HANDLER, "compare")
    form = city.client(HANDLER).get(f"/matters/{road.matter.public_id}/weigh_exemption/").content.decode()
    assert applied.matter.number in form
    refused = road.refused(HANDLER, "weigh_exemption", {"finding": "none"})
    assert refused.code == "basis_missing"
    assert applied.matter.number in refused.sentence
    road.do(HANDLER, "weigh_exemption", {"finding": "not_met", "basis": "审计会商纪要〔2026〕9号"})
    assert road.matter.referral.looked_at == [applied.matter.number]


def test_the_destination_follows_who_manages_the_cadre(city):
    road = Road(city)
    road.do(HANDLER, "add_concerned", {**PERSON, "rank": "section"})
    form = city.client(HANDLER).get(f"/matters/{road.matter.public_id}/set_destination/").content.decode()
    assert '<option value="discipline-commission" selected' in form
    other = {"destination": "organisation-department"}
    refused = road.refused(HANDLER, "set_destination", other)
    assert (refused.code, refused.clause) == ("reason_missing", "15.2")
    road.do(HANDLER, "set_destination", {**other, "reason": "按市委组织部来函"})
    assert road.matter.referral.destination.key == "organisation-department"


@pytest.mark.parametrize(
    ("act", "data", "field"),
    [
        ("add_row", {**ROW, "duty": "机密：某文件第3条"}, "duty"),
        ("add_item", {**ITEM, "name": "绝密会议记录"}, "name"),
        ("add_concerned", {**PERSON, "post": "局长 11010519491231002X"}, "post"),
        ("ask_assistance", {**WANTED, "wanted": ["6月台账", "秘 密 文件2份"]}, "wanted"),
    ],
)
def test_what_may_not_stand_here_is_refused_and_kept_nowhere(city, act, data, field):
    road = Road(city)
    before = Entry.objects.count()
    refused = road.refused(HANDLER, act, data)
    assert (refused.code, refused.problems[0].field) == ("intercepted", field)
    assert Entry.objects.count() == before


def test_where_more_than_a_register_is_allowed_it_is_warned_sealed_and_intercepted(city, monkeypatch):
    monkeypatch.setattr(queries, "register_only", lambda: False)
    monkeypatch.setattr(attachments, "register_only", lambda kind: kind != "referral")
    road = Road(city)
    assert road.refused(HANDLER, "write_narrative", {"text": "据秘密级文件所载，情况如下。"}).code == "intercepted"
    text = "七月至九月未按清单巡查。"
    road.do(HANDLER, "write_narrative", {"text": text})
    own = road.matter.referral
    assert text not in own.narrative
    page = city.client(HANDLER).get(f"/matters/{road.matter.public_id}/").content.decode()
    assert text in page
    assert "工作秘密、国家秘密一律不得录入" in page
    client = city.client(HANDLER)
    address = f"/matters/{road.matter.public_id}/attach_piece/"
    marked = SimpleUploadedFile("记录.txt", "机密★一年".encode())
    told = client.post(address, {"_version": road.matter.version, "file": marked, "pages": "1"})
    assert told.status_code == 422
    assert "已拦下" in told.content.decode()
    plain = SimpleUploadedFile("记录.txt", "巡查台账".encode())
    assert client.post(address, {"_version": road.matter.version, "file": plain, "pages": "1"}).status_code == 302
    assert [item.pages for item in queries.items(own)] == [1]


def test_a_district_refers_to_its_own_commission(city):
    handler, second = "siming-ecology-office.deputy", "siming-ecology-office.principal"
    road = Road(city, handler, second, source="inspection")
    refused = road.refused(handler, "add_concerned", {**PERSON, "body": "ecology-bureau", "post": "副局长"})
    assert refused.code == "own_superior"
    road.do(handler, "add_concerned", {**PERSON, "body": "siming-party-committee", "rank": "section", "post": "科长"})
    form = city.client(handler).get(f"/matters/{road.matter.public_id}/set_destination/").content.decode()
    assert "机构名录里没有区纪检监察机关" in form
    assert road.matter.region.key == "siming"


def test_whoever_stands_in_sees_and_registers_nothing(city):
    road = Road(city)
    stand_in = replace(city.actor(HANDLER), person=city.actor("audit-bureau.liaison").person, delegated_from="某人")
    assert road.matter.relations_of(stand_in, date(2026, 11, 22)) == frozenset()
    given = {"established_on": "2026-11-20", "source": "audit", "reviewer": city.actor(REVIEWER).person}
    with pytest.raises(Refused) as refused:
        perform(REFERRALS, "register_referral", actor=stand_in, data=given)
    assert refused.value.status == 403


def test_the_second_person_lengthens_the_limit_with_reason(city):
    road = Road(city)
    limit = Deadline.objects.get(matter=road.pk, key="accountability.referral")
    given = {"deadline": limit.pk, "until": "2026-12-20", "reason": "等待鉴定意见", "authority": "主要负责人批准"}
    assert road.refused(HANDLER, "extend_referral", given).code == "not_permitted"
    road.do(REVIEWER, "extend_referral", given)
    assert Deadline.objects.get(pk=limit.pk).due_on == date(2026, 12, 20)
