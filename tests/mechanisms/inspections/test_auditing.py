"""Audits of leading officials: seen by few, problems in the same register, the audited's opinion kept (clause 14.3)."""

from __future__ import annotations

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.inspections.auditing import queries
from ecoduty.mechanisms.inspections.auditing.flow import AUDITS
from ecoduty.mechanisms.inspections.models import Problem
from tests.mechanisms.inspections.planning_steps import AUDIT, FINDING, Audit
from tests.mechanisms.inspections.steps import at
from tests.mechanisms.who_may import checked

REPORT = {
    "number": "厦审报〔2026〕9号",
    "reported_on": "2026-11-22",
    "report": "总体较好；水资源费征收不到位。意见已采纳一条。",
}


@pytest.mark.clause("14.3", page="/matters/?kind=audit_project")
def test_an_audit_is_set_up_answered_reported_and_closed(city):
    one = Audit(city).asked()
    found = Problem.objects.get()
    assert (found.source, found.found_by.key) == ("audit", "audit-bureau")
    assert one.matter.number in found.source_note
    opinion = Deadline.objects.get(matter=one.pk, key=queries.OPINION)
    assert opinion.holder.key == "water-bureau"
    assert one.refused(one.writer, "note_silence").code == "opinion_still_open"
    assert one.refused(one.writer, "answer_audit", {"opinion": "没有意见。"}).code == "not_permitted"
    one.do(one.audited, "answer_audit", {"opinion": "其中一户已于去年注销，请核实。"})
    one.do(one.head, "issue_audit_report", REPORT)
    page = city.client(one.audited).get(f"/matters/{one.matter.public_id}/?tab=report").content.decode()
    assert "其中一户已于去年注销" in page
    assert "厦审报〔2026〕9号" in page
    one.do(one.head, "close_audit", {"used": "报市委审计委员会办公室，问题已交办整改。"})
    assert (one.state, one.matter.open) == ("closed", False)


def test_silence_is_recorded_once_the_days_are_over(city):
    one = Audit(city).asked()
    city.clock.move_to(at(12, 8))
    one.do(one.writer, "note_silence")
    assert (one.state, one.matter.audit_project.silent) == ("answered", True)


def test_few_see_it_and_the_audited_no_sooner_than_told(city):
    one = Audit(city)
    address = f"/matters/{one.matter.public_id}/"
    assert city.client(one.audited).get(address).status_code == 404
    one.under_way()
    assert "水生态保护责任" not in city.client(one.audited).get(address).content.decode()
    office = city.client("committee-office.clerk").get(address)
    assert office.status_code == 200
    assert "水生态保护责任" not in office.content.decode()
    assert city.client("ocean-bureau.liaison").get(address).status_code == 404
    one.do(one.head, "ask_audit_opinion", {"draft": "水资源费征收不到位。"})
    assert "水资源费征收不到位" in city.client(one.audited).get(f"{address}?tab=report").content.decode()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"audited": "audit-bureau"}, "own_audit"),
        ({"audited": "province-ecology"}, "audited_unknown"),
        ({"term_to": "2021-01-01"}, "term_unfit"),
        ({"period_to": "2022-12-31"}, "period_unfit"),
        ({"period_from": "2020-01-01"}, "period_unfit"),
        ({"post_title": ""}, "bad_data"),
        ({"basis": ""}, "bad_data"),
    ],
)
def test_what_cannot_be_audited_is_refused(city, given, code):
    with pytest.raises(Refused) as refused:
        Audit(city, **given)
    assert refused.value.code == code
    assert not Matter.objects.filter(kind="audit_project").exists()


def test_only_the_rulebooks_bodies_audit(city):
    with pytest.raises(Refused, match="规则书所列的审计机关"):
        Audit(city, "water-bureau.liaison", audited="ocean-bureau")
    one = Audit(city)
    one.do(one.writer, "change_audit", {**AUDIT, "post_title": "分管负责人"})
    assert "分管负责人" in one.matter.title
    ahead = {"number": "厦审通〔2026〕18号", "notified_on": "2026-12-20"}
    assert one.refused(one.writer, "send_audit_notice", ahead).code == "day_in_future"
    assert one.refused(one.writer, "register_audit_finding", FINDING).code == "wrong_state"
    assert city.client(one.writer).get("/audit-projects/new/").status_code == 200


def test_every_act_is_refused_to_whoever_may_not(city):
    one = Audit(city).asked()
    roles = (Audit.writer, Audit.head, Audit.audited, "ocean-bureau.liaison", "committee-office.director")
    assert checked(city, AUDITS, one.matter, roles) > 120
