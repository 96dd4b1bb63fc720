"""A city's item finds its lead: by agreement, or through the staffing office (clauses 5.1–5.6), through the gate."""

from __future__ import annotations

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Party
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION
from ecoduty.mechanisms.lead_departments.models import Outcome, Position, PositionBasis
from ecoduty.mechanisms.lead_departments.queries import open_determinations, silent
from ecoduty.mechanisms.responsibilities.models import Responsibility
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment
from tests.mechanisms.lead_departments.steps import CITY_TALKS, Road, approval, at, item, named, proposal, scan
from tests.mechanisms.responsibilities.listing import CODE


def refusal(road, post, act, data=None, **more):
    with pytest.raises(Refused) as refused:
        road.do(post, act, data, **more)
    return refused.value.code


def test_an_item_all_agree_on(city):
    road = Road(city)
    assert (road.matter.holder.key, road.matter.level, road.state) == ("ecology-bureau", "city", "raised")
    road.to_agreement()
    road.approve()
    outcome = Outcome.objects.get(stage="approved")
    assert (outcome.lead.key, outcome.authority, outcome.number) == (
        "transport-bureau",
        "市委、市政府",
        "厦委〔2026〕9号",
    )
    road.publish()
    matter = road.matter
    assert (matter.state, matter.open, matter.first_missed_at) == ("determined", False, None)
    shown = PublishedItem.objects.get(kind="lead_determination")
    assert {"title": "牵头部门", "text": "厦门市交通运输局"} in shown.content
    acts = list(Entry.objects.filter(stream=matter.stream).order_by("seq").values_list("act", flat=True))
    assert acts == [
        "raise", "accept", "convene", "give_position", "give_position", "give_position", "record_agreement",
        "submit_for_approval", "record_approval", "clear_public_version", "register_publication",
    ]  # fmt: skip
    assert verify_stream(matter.stream) is None


def test_an_item_nobody_wants_goes_through_the_staffing_office_which_sees_the_whole_record(city):
    road = Road(city)
    road.to_disagreement()
    office = city.client("staffing-office.liaison")
    assert office.get(f"/matters/{road.matter.public_id}/").status_code == 404
    road.do("liaison", "refer_to_staffing_office", {"note": "提请协调明确牵头部门。"})
    assert Deadline.objects.get(matter=road.pk, key="lead-department.coordination").holder.key == "staffing-office"
    assert "不属本单位职责" in office.get(f"/matters/{road.matter.public_id}/").content.decode()
    road.do("staffing-office.liaison", "propose", proposal())
    road.approve()
    road.publish()
    assert road.state == "determined"
    stages = list(Outcome.objects.order_by("id").values_list("stage", "lead__key"))
    assert stages == [("proposed", "transport-bureau"), ("approved", "transport-bureau")]


def test_impact_is_required_and_the_item_says_what_it_is(city):
    with pytest.raises(Refused) as refused:
        perform(DETERMINATION, "raise", actor=city.actor("water-bureau.liaison"), data=item(impact=""))
    assert [problem.field for problem in refused.value.problems] == ["impact"]


def test_silence_is_shown_and_reminded_and_never_taken_as_consent(city):
    road = Road(city)
    road.to_negotiation()
    road.say("transport-bureau", "lead")
    road.say("port-authority", "support")
    assert [body.key for body in silent(road.matter)] == ["urban-enforcement-bureau"]
    agreed = named("transport-bureau", "port-authority", opinion="由市交通局牵头。")
    assert refusal(road, "liaison", "record_agreement", agreed) == "positions_missing"
    assert (
        refusal(road, "liaison", "record_disagreement", {"note": "有一家还没有回复意见，谈不下去。"})
        == "negotiation_running"
    )
    due = Deadline.objects.get(matter=road.pk, key="lead-department.negotiation").due_at
    city.clock.move_to(due)
    sweep()
    people = Notice.objects.filter(matter=road.pk, kind="reminder").values("person")
    told = set(Appointment.objects.filter(person__in=people).values_list("post__body__key", flat=True))
    assert told == {"ecology-bureau", "urban-enforcement-bureau"}
    road.do("liaison", "record_disagreement", {"note": "市执法局期满没有书面意见，其余两家可以协商。"})
    assert road.state == "disagreed"


def test_agreement_needs_the_leads_own_word_and_everybodys_last_word_counts(city):
    road = Road(city)
    road.to_negotiation()
    road.say("transport-bureau", "not_ours")
    road.say("port-authority", "lead")
    road.say("urban-enforcement-bureau", "support")
    wrong = named("transport-bureau", "urban-enforcement-bureau", opinion="由市交通局牵头。")
    assert refusal(road, "liaison", "record_agreement", wrong) == "not_agreed"
    road.say("transport-bureau", "lead")
    assert refusal(road, "liaison", "record_agreement", wrong) == "not_agreed"  # two want to lead
    road.say("port-authority", "support")
    road.do("liaison", "record_agreement", wrong)
    assert Position.objects.filter(determination=road.pk).count() == 5
    assert road.state == "agreed"


def test_a_department_writes_its_own_words_only_and_the_bureau_enters_letters_with_their_number(city):
    road = Road(city)
    road.to_negotiation()
    words = {"stance": "lead", "reason": "愿意承担。", "basis": "无", "body": "port-authority"}
    assert refusal(road, "transport-bureau.liaison", "give_position", words) == "others_words"
    assert refusal(road, "liaison", "give_position", words) == "evidence_missing"
    assert refusal(road, "liaison", "give_position", {**words, "body": ""}) == "body_not_asked"
    road.do("liaison", "give_position", {**words, "evidence": "厦港函〔2026〕3号"}, on_behalf_of="市港口局")
    assert Position.objects.get().body.key == "port-authority"
    assert refusal(road, "ocean-bureau.liaison", "give_position", words) == "not_found"


def test_it_comes_back_at_every_stage_with_a_reason(city):
    road = Road(city)
    road.do("deputy", "return_for_supplement", {"note": "影响范围请写具体。"})
    assert refusal(road, "water-bureau.liaison", "supplement", item(impact="")) == "bad_data"
    road.do("water-bureau.liaison", "supplement", item(place="思明区鹭江沿岸"))
    road.to_disagreement()
    road.do("liaison", "negotiate_again", {"note": "港口局来函表示可以再谈。"})
    road.say("port-authority", "lead")
    road.do("liaison", "record_disagreement", {"note": "其余两家仍不同意配合，谈不拢。"})
    road.do("liaison", "refer_to_staffing_office", {"note": "提请协调。"})
    road.do("staffing-office.principal", "return_to_negotiation", {"note": "请先开一次会商。"})
    meeting = {"held_on": "2026-11-22", "attendees": "三家及市生态环境局", "result": "仍有分歧。"}
    road.do("liaison", "record_conferral", meeting)
    road.do("liaison", "record_disagreement", {"note": "会商后仍谈不拢，依据理解不一。"})
    road.do("liaison", "refer_to_staffing_office", {"note": "再次提请协调。"})
    road.do("staffing-office.liaison", "propose", proposal())
    road.do("liaison", "submit_for_approval")
    road.do("committee-office.director", "send_back_to_coordination", {"note": "常务会要求再研究配合部门。"})
    road.do("staffing-office.liaison", "propose", proposal("port-authority", "transport-bureau"))
    road.do("liaison", "submit_for_approval")
    road.do("liaison", "send_back_to_negotiation", {"note": "请有关部门再议。"})
    assert road.state == "negotiating"
    assert road.matter.lead_determination.returned == 5


def test_only_the_raiser_withdraws_and_says_why(city):
    road = Road(city)
    road.to_negotiation()
    assert refusal(road, "transport-bureau.liaison", "withdraw", {"note": "不想谈了。"}) == "not_permitted"
    assert refusal(road, "water-bureau.liaison", "withdraw", {}) == "bad_data"
    road.do("water-bureau.liaison", "withdraw", {"note": "省里已有文件明确。"})
    assert (road.state, road.matter.open) == ("withdrawn", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


def test_approval_has_a_number_a_scan_and_a_day_in_order(city):
    road = Road(city)
    road.to_agreement()
    road.do("liaison", "submit_for_approval")
    actor = city.actor("committee-office.director")
    good = approval(scan(actor), "transport-bureau", "port-authority")
    assert refusal(road, "committee-office.director", "record_approval", {**good, "file": ""}) == "bad_data"
    assert (
        refusal(road, "committee-office.director", "record_approval", {**good, "decided_on": "2026-12-30"})
        == "in_future"
    )
    early = {**good, "decided_on": "2026-11-01"}
    assert refusal(road, "committee-office.director", "record_approval", early) == "approved_before_raising"
    twice = {**good, "supporters": ["transport-bureau"]}
    assert refusal(road, "committee-office.director", "record_approval", twice) == "lead_supports_itself"
    road.do("committee-office.director", "record_approval", good)
    assert refusal(road, "deputy", "register_publication", {}) == "not_permitted"
    assert refusal(road, "liaison", "register_publication", {}) == "wrong_state"


def test_published_before_it_was_approved_is_refused(city):
    road = Road(city)
    road.to_agreement()
    road.approve()
    road.do("deputy", "clear_public_version")
    city.clock.move_to(at(11, 25))
    early = {"own_url": "https://ecology.example.gov.cn/1", "published_on": "2026-11-20"}
    assert refusal(road, "liaison", "register_publication", early) == "published_before_approval"


def test_dissolved_strange_and_foreign_bodies_are_not_concerned(city):
    road = Road(city)
    road.do("liaison", "accept")
    for key in ("no-such-body", "siming-finance-bureau", "staffing-office", "government"):
        assert refusal(road, "liaison", "convene", {"concerned": [key]}) == "unknown_body"


def test_what_is_open_without_a_lead_is_known_on_any_day(city):
    road = Road(city)
    assert [row.item for row in open_determinations()] == [road.matter.lead_determination.item]
    city.clock.move_to(at(11, 24))
    road.do("water-bureau.liaison", "withdraw", {"note": "另有安排。"})
    assert not open_determinations()
    assert [row.pk for row in open_determinations(at(11, 23).date())] == [road.pk]
    assert not open_determinations(at(11, 21).date())


def test_concerned_departments_take_part_and_others_do_not(city):
    road = Road(city)
    road.to_negotiation()
    parties = set(Party.objects.filter(matter=road.pk, role="supporter").values_list("body__key", flat=True))
    assert parties == set(CITY_TALKS)
    address = f"/matters/{road.matter.public_id}/"
    assert city.client("transport-bureau.liaison").get(address).status_code == 200
    assert city.client("ocean-bureau.liaison").get(address).status_code == 404
    assert city.client("committee-office.director").get(address).status_code == 200
    road.do("liaison", "add_concerned", {"concerned": ["transport-bureau", "ocean-bureau"]})
    assert city.client("ocean-bureau.liaison").get(address).status_code == 200
    assert city.client("port-authority.liaison").get(address).status_code == 404


def test_a_position_rests_on_what_holds_and_is_told_what_took_the_place_of_what_does_not(city):
    road = Road(city)
    road.to_negotiation()
    words = {"stance": "not_ours", "reason": "不属本单位职责。"}
    for basis, said in (
        ("《中华人民共和国大气污染防治法》第八十一条", "自2026年8月15日起废止"),
        (f"{CODE}第一千三百条", "共1242条，没有第1300条"),
    ):
        with pytest.raises(Refused) as refused:
            road.do("transport-bureau.liaison", "give_position", {**words, "basis": basis})
        assert (refused.value.code, refused.value.clause, refused.value.status) == (
            "position_basis_invalid",
            "5.3",
            422,
        )
        assert said in refused.value.sentence
        assert [problem.field for problem in refused.value.problems] == ["basis"]
    assert "中华人民共和国生态环境法典" in _refused(road, {**words, "basis": "《大气污染防治法》第八十一条"})
    assert not Position.objects.exists()
    road.do("transport-bureau.liaison", "give_position", {**words, "basis": f"{CODE}第二百三十四条；本单位三定规定"})
    cited = PositionBasis.objects.select_related("instrument").first()
    assert (cited.title, cited.article) == ("中华人民共和国生态环境法典", 234)
    road.do("urban-enforcement-bureau.liaison", "give_position", {**words, "basis": "《厦门市从未登记过的办法》第三条"})
    road.do("port-authority.liaison", "give_position", {**words, "basis": "无"})


def _refused(road, words):
    with pytest.raises(Refused) as refused:
        road.do("transport-bureau.liaison", "give_position", words)
    return refused.value.sentence


def test_a_letter_says_what_it_says_and_what_fails_in_it_is_shown_beside_it(city):
    road = Road(city)
    road.to_negotiation()
    letter = {"stance": "not_ours", "reason": "依法不属我局职责。", "basis": "《大气污染防治法》第八十一条",
              "body": "port-authority", "evidence": "厦港函〔2026〕3号"}  # fmt: skip
    road.do("liaison", "give_position", letter, on_behalf_of="市港口局")
    page = (
        city.client("ecology-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=positions").content.decode()
    )
    assert "依据失效" in page
    assert "自2026年8月15日起废止" in page


def test_a_lead_that_was_merged_before_publication_is_followed_into_the_list_of_who_goes_on(city):
    road = Road(city)
    road.to_agreement()
    road.approve()
    data = {"until": "2026-11-22", "successor": "port-authority"}
    perform(BODY, "dissolve", "transport-bureau", actor=city.actor("committee-office.clerk"), data=data)
    road.publish()
    row = Responsibility.objects.select_related("body", "in_list__body").get(decision=road.pk)
    assert (row.body.key, row.in_list.body.key, row.supports.count()) == ("port-authority", "port-authority", 0)
    shown = PublishedItem.objects.get(kind="lead_determination")
    assert {
        "title": "牵头部门",
        "text": "厦门市交通运输局",
    } in shown.content  # what was decided is published as it was decided
