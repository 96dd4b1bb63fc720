"""A policy document's life through the gate (clauses 3.1, 5.8)."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from tests.mechanisms.coordination.steps import at
from tests.mechanisms.policy_documents.steps import NAME, OWN, Paper, issued, registered, without

REASON = {"note": "上位法已修改。"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (without("lead_said", "lead", "duties"), "lead_not_settled"),
        (without("lead"), "lead_missing"),
        (without("duties"), "duties_missing"),
        (issued(lead="siming-government"), "lead_unknown"),
        (without("lead", lead_said="not_needed", duties="无"), "reason_missing"),
        (issued(lead_said="not_needed"), "lead_contradicts"),
        (without("lead_said", "lead", "duties", ecology="no"), "ecology_unexplained"),
        (issued(issued_on="2026-12-20"), "issued_in_future"),
        (issued(valid_until="2026-11-30"), "valid_backward"),
        (issued(valid_from="2020-01-01", valid_until="2026-11-01"), "ended_already"),
    ],
)
def test_nothing_comes_out_without_its_lead_or_with_wrong_days(city, given, code):
    paper = Paper(city)
    refused = paper.refused("issue_document", given)
    assert (refused.code, refused.status) == (code, 422)
    assert paper.matter.state == "drafting"


def test_what_names_no_lead_says_why_and_what_does_not_touch_ecology_says_so(city):
    plain = Paper(city)
    plain.do("issue_document", without("lead", lead_said="not_needed", duties="只规定本局内部程序。"))
    assert plain.own.lead is None
    other = Paper(city, name="机关档案管理办法")
    other.do("issue_document", without("lead_said", "lead", "duties", ecology="no", number="厦水〔2026〕13号"))
    assert other.own.ecology is False
    again = Paper(city)
    assert again.refused("issue_document", issued()).code == "number_registered"


def test_the_named_lead_is_told_and_sees_the_document(city):
    paper = Paper(city).in_force(lead="construction-bureau")
    notice = Notice.objects.get(matter=paper.pk, title__startswith="文件明确由本单位牵头")
    assert "市水利局的文件明确由贵单位牵头" in notice.text
    assert NAME in city.client("construction-bureau.liaison").get("/policy-documents/").content.decode()
    assert NAME not in city.client("ocean-bureau.liaison").get("/policy-documents/").content.decode()


def test_what_ends_is_decided_before_and_done_by_its_last_day(city):
    paper = Paper(city).in_force()
    assert paper.clocks() == {"policy-document.review": "2028-09-01"}
    paper.do("begin_revision", REASON)
    assert paper.clocks() == {"policy-document.conclusion": "2028-11-30"}
    paper.do("issue_revision", issued(number="厦水〔2026〕40号", valid_until="2031-11-30"))
    assert paper.clocks() == {"policy-document.review": "2031-09-01"}
    assert [row.number for row in paper.own.editions.all()] == ["厦水〔2026〕12号"]
    paper.do("extend_validity", {"valid_until": "2032-11-30", **REASON})
    assert paper.clocks() == {"policy-document.review": "2032-09-01"}
    assert paper.refused("extend_validity", {"valid_until": "2032-11-30", **REASON}).code == "not_longer"


def test_a_document_without_a_last_day_has_no_clock_and_may_get_one(city):
    paper = Paper(city)
    paper.do("issue_document", without("valid_until"))
    assert paper.clocks() == {}
    paper.do("propose_repeal", REASON)
    paper.do("keep_document", {"valid_until": "2027-11-30", **REASON})
    assert paper.clocks() == {"policy-document.review": "2027-09-01"}


def test_what_is_registered_late_is_decided_by_its_last_day_and_reminded_of(city):
    data = registered(valid_from="2022-01-01", issued_on="2021-12-20", valid_until="2026-12-31")
    pk = perform(POLICY_DOCUMENT, "register_document", actor=city.actor(OWN), data=data).subject.pk
    city.clock.move_to(at(12, 29))
    sweep()
    assert Notice.objects.filter(matter=pk, title__startswith="将到期提醒").exists()
    city.clock.move_to(at(1, 2, year=2027))
    sweep()
    paper = Paper.__new__(Paper)
    paper.city, paper.who, paper.pk = city, OWN, pk
    paper.do("begin_revision", REASON)
    assert paper.refused("keep_document", REASON).code == "ended_already"
    page = city.client(OWN).get("/policy-documents/?ending=over").content.decode()
    assert "已过" in page


def test_what_replaces_a_repealed_document_is_linked(city):
    old, new = Paper(city).in_force(), Paper(city, name="厦门市排放口管理条例实施细则")
    old.do("propose_repeal", REASON)
    wrong = {"repealed_on": "2026-12-30", **REASON}
    assert old.refused("repeal_document", wrong).code == "repealed_in_future"
    assert old.refused("repeal_document", {**wrong, "repealed_on": "2026-01-01"}).code == "repealed_before_issue"
    given = {"repealed_on": "2026-11-22", "replaced_by": "没有这件", **REASON}
    assert old.refused("repeal_document", given).code == "successor_unknown"
    old.do("repeal_document", {**given, "replaced_by": new.matter.number})
    assert old.own.replaced_by == new.own
    assert (old.matter.open, old.clocks()) == (False, {})


def test_party_committee_and_government_keep_a_register_too(city):
    paper = Paper(city, "government.supervision-clerk").in_force(lead="ecology-bureau")
    assert (paper.matter.holder.key, paper.own.lead.key) == ("government", "ecology-bureau")


def test_a_district_names_its_own_lead(city):
    paper = Paper(city, "siming-ecology-office.liaison")
    assert paper.refused("issue_document", issued()).code == "lead_unknown"
    paper.in_force(lead="siming-urban-management-bureau")
    assert paper.matter.region.key == "siming"
    with pytest.raises(Refused) as refused:
        paper.do("begin_revision", REASON, "siming-urban-management-bureau.liaison")
    assert refused.value.code == "not_permitted"
    assert paper.refused("begin_revision", REASON, "huli-ecology-office.liaison").code == "not_found"


def test_a_lead_settled_anew_takes_the_place_of_the_one_before(city):
    paper = Paper(city).in_force(lead="construction-bureau")
    anew = {name: issued(lead="ecology-bureau")[name] for name in ("ecology", "lead_said", "lead", "duties")}
    paper.do("name_lead", anew)
    assert paper.own.lead.key == "ecology-bureau"
    assert paper.refused("name_lead", anew, "construction-bureau.liaison").code == "not_found"
