"""Exactly the departments whose lists overlap are asked; an objection or a missing answer stops publication (clause 4.4)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.flow import options
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from tests.mechanisms.responsibilities.listing import NOISE, PLAIN, SEWAGE, Compiler, at, published, refusal


def asked(found):
    return {one.body.key: one.answer for one in found.list.opinions.select_related("body").order_by("round")}


def test_who_is_named_who_names_us_and_who_says_nearly_the_same_are_asked_and_nobody_else(city):
    published(city, "ocean-bureau", {**NOISE, "name": "渔港水域排污口的巡查和报告", "supporters": ["water-bureau"]})
    published(city, "construction-bureau", NOISE)
    published(city, "agriculture-bureau", {**NOISE, "name": "畜禽养殖粪污资源化利用的指导"})
    alike = {**PLAIN, "name": "建筑施工噪声污染防治的监督管理工作"}
    water = Compiler(city).draft(PLAIN, SEWAGE, alike).to_consulting()
    assert asked(water) == {
        "ecology-bureau": "asked", "ocean-bureau": "asked", "construction-bureau": "asked",
    }  # fmt: skip
    why = {one.body.key: one.why for one in water.list.opinions.all()}
    assert why["ocean-bureau"] == ["贵单位清单中的“渔港水域排污口的巡查和报告”写明与本单位有关"]
    assert "相近" in why["construction-bureau"][0]


def test_a_list_that_touches_nobody_needs_no_answers(city):
    water = Compiler(city).draft(PLAIN).to_consulting()
    assert asked(water) == {}
    assert not Deadline.objects.filter(matter=water.pk, rule="responsibility-list.consultation").exists()
    water.to_approved()
    assert water.matter.state == "approved"


def test_silence_is_reminded_and_shown_and_never_taken_as_consent(city):
    water = Compiler(city).draft(SEWAGE).to_consulting()
    limit = Deadline.objects.get(matter=water.pk, rule="responsibility-list.consultation")
    assert limit.due_on == date(2026, 12, 4)  # ten working days
    city.clock.move_to(at(12, 5, 12))
    sweep()
    told = Notice.objects.filter(post__body__key="ecology-bureau", matter=water.pk)
    assert told.exists()
    city.clock.move_to(at(12, 28))
    assert refusal(water.do, "liaison", "submit_for_approval").code == "answers_missing"
    assert asked(water) == {"ecology-bureau": "asked"}


def test_an_objection_stops_every_further_step_until_its_author_takes_it_back(city):
    water = Compiler(city).draft(SEWAGE).to_consulting()
    empty = refusal(water.others, "ecology-bureau.liaison", "answer_consultation", {"answer": "objection"})
    assert (empty.code, empty.status) == ("objection_says_what", 422)
    water.others("ecology-bureau.liaison", "answer_consultation", {"answer": "objection", "text": "应由我局牵头"})
    assert refusal(water.do, "liaison", "submit_for_approval").code == "objection_stands"
    assert refusal(water.others, "ocean-bureau.liaison", "withdraw_objection", {"note": "代为撤回"}).status == 404
    water.others("ecology-bureau.principal", "withdraw_objection", {"note": "已协商一致"})
    water.to_approved().publish()
    assert water.matter.state == "filing"


def test_a_new_round_asks_only_who_objected_or_whose_rows_changed(city):
    joint = {**PLAIN, "name": "饮用水水源保护区的划定和调整方案编制", "supporters": ["resources-planning-bureau"]}
    water = Compiler(city).draft(SEWAGE, joint).to_consulting()
    water.others("resources-planning-bureau.liaison", "answer_consultation", {"answer": "agree"})
    water.others("ecology-bureau.liaison", "answer_consultation", {"answer": "objection", "text": "巡查频次要写明"})
    water.do("liaison", "return_for_revision", {"note": "按意见修改"})
    row = water.row(SEWAGE["name"])
    water.do("liaison", "edit_row", {**SEWAGE, "description": "每季度巡查一次", "row": str(row.key)})
    water.to_consulting()
    rounds = {(one.body.key, one.round): one.answer for one in water.list.opinions.all()}
    assert rounds == {
        ("resources-planning-bureau", 1): "agree", ("ecology-bureau", 1): "objection", ("ecology-bureau", 2): "asked",
    }  # fmt: skip
    water.others("ecology-bureau.liaison", "answer_consultation", {"answer": "agree"})
    water.do("liaison", "submit_for_approval")
    water.do("principal", "return_for_revision", {"note": "再改"})
    row = water.row(joint["name"])
    water.do("liaison", "edit_row", {**joint, "unit": "水资源处", "description": "含调整", "row": str(row.key)})
    water.to_consulting()
    assert water.list.opinions.filter(body__key="resources-planning-bureau", answer="asked").count() == 1
    assert not water.list.opinions.filter(body__key="ecology-bureau", answer="asked").exists()


def test_once_everybody_answered_nothing_is_owed(city):
    water = Compiler(city).draft(SEWAGE).to_consulting()
    water.others("ecology-bureau.liaison", "answer_consultation", {"answer": "agree"})
    assert Deadline.objects.get(matter=water.pk, rule="responsibility-list.consultation").state == "met"
    assert water.matter.next_due_at is None


def test_a_stranger_learns_nothing_of_a_list_in_consultation(city):
    water = Compiler(city).draft(SEWAGE).to_consulting()
    assert options(SPECIFIC_TABLE, water.matter, city.actor("ocean-bureau.liaison"), water.matter.opened_at) == []
    assert refusal(water.others, "ocean-bureau.liaison", "answer_consultation", {"answer": "agree"}).status == 404


def test_a_row_added_by_a_determination_sends_the_list_back_and_is_consulted(city):
    from ecoduty.kernel.clock import now  # noqa: PLC0415 -- only here
    from ecoduty.kernel.flow import Actor  # noqa: PLC0415 -- only here
    from ecoduty.mechanisms.responsibilities.flow import receive  # noqa: PLC0415 -- only here
    from ecoduty.organisation.directory.models import Body  # noqa: PLC0415 -- only here

    water = Compiler(city).draft(PLAIN).to_consulting()
    body, ecology = (Body.objects.get(key=key) for key in ("water-bureau", "ecology-bureau"))
    decided = Compiler(city, "finance-bureau").pk  # any matter stands for the determination
    content = {
        "body": body.pk, "rows": [{"name": "城市内河夜间游船油污的处置", "field": "water", "description": "由水利局牵头",
                                   "unit": "", "supporters": [ecology.pk], "words": ["游船"]}],
        "decision": decided, "reason": "市政府审定",
    }  # fmt: skip
    matter = receive(Actor.system("牵头部门明确"), content, now())
    assert (matter.pk, matter.state) == (water.pk, "drafting")
    row = water.row("城市内河夜间游船油污的处置")
    assert (row.decision_id, row.supports.get().body_id, row.words) == (decided, ecology.pk, ["游船"])
    ocean = {**content, "body": Body.objects.get(key="ocean-bureau").pk}
    begun = receive(Actor.system("牵头部门明确"), ocean, now())
    assert (begun.holder.key, begun.state, begun.responsibility_list.reason) == (
        "ocean-bureau", "drafting", "determination",
    )  # fmt: skip
