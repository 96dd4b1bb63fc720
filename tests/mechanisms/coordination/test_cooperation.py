"""Asking for cooperation and the ladder, through the gate (clauses 7.2–7.4)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.models import Step
from tests.mechanisms.coordination.steps import ITEM, LEAD, POINTS, SUPPORTER, Road, asked, at

ANSWER = {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"}


def test_an_answer_is_accepted_only_with_every_point_covered(city):
    road = Road(city)
    road.do("supporter.liaison", "receive")
    road.do("supporter.liaison", "answer", ANSWER)
    refused = road.refused("lead.liaison", "accept", {"covered": ["0"]})
    assert refused.code == "points_missing"
    assert POINTS[1] in refused.sentence
    road.do("lead.liaison", "return_answer", {"note": "缺验收单。"})
    assert road.state == "working"
    assert set(Deadline.objects.filter(matter=road.pk).values_list("key", "state")) == {
        ("coordination.reply", "met"), ("coordination.correction", "running"),
    }  # fmt: skip
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "accept", {"covered": ["0", "1"]})
    assert road.state == "done"
    assert road.matter.cooperation.returned == 1
    assert road.matter.cooperation.received_by.endswith("联络员")


def test_who_answers_at_once_has_received(city):
    road = Road(city)
    road.do("supporter.liaison", "answer", ANSWER)
    assert road.matter.cooperation.received_at is not None


def test_an_objection_waits_for_the_lead_who_insists_or_withdraws(city):
    road = Road(city)
    assert (
        road.refused("supporter.liaison", "object", {"text": "此段管网属区级维护，不属我局。"}).code == "not_permitted"
    )
    road.do("supporter.deputy", "object", {"text": "此段管网属区级维护，不属我局。"})
    assert road.state == "objected"
    road.do("lead.deputy", "insist", {"note": "市政管网养护职责明确在贵局。"})
    assert road.state == "working"
    road.do("lead.principal", "withdraw", {"note": "改由区里办理。"})
    assert not road.matter.open
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


def test_nobody_is_his_own_supporter_and_districts_ask_their_own(city):
    with pytest.raises(Refused) as refused:
        perform(COOPERATION, "ask", actor=city.actor(f"{LEAD}.liaison"), data=asked(LEAD))
    assert refused.value.code == "supporter_is_lead"
    with pytest.raises(Refused) as refused:
        perform(COOPERATION, "ask", actor=city.actor("siming-ecology-office.liaison"), data=asked(SUPPORTER))
    assert refused.value.code == "unknown_body"
    assert not Matter.objects.filter(kind="cooperation").exists()


def test_silence_goes_up_the_ladder_to_party_committee_and_government(city):
    road = Road(city)
    road.to_the_report()
    steps = list(Step.objects.filter(cooperation=road.pk).select_related("document", "rung").order_by("pk"))
    assert [step.rung.rung for step in steps] == ["talk", "meeting", "reminder-letter", "report"]
    assert {step.document.issuer.key for step in steps} == {LEAD}
    assert [step.answer_by is not None for step in steps] == [True, True, True, False]
    for step in steps[:3]:
        assert [row.body.key for row in step.document.recipients.all()] == [SUPPORTER]
    report = steps[3].document
    assert {row.body.kind for row in report.recipients.all()} == {"party_committee", "government"}
    said = "\n".join(part["text"] for part in report.drafts.get().sections)
    for step in steps[:3]:
        assert step.document.title in said
    assert "没有答复" in said
    assert POINTS[0] in said
    assert "至今未签收" in said


def test_the_next_rung_waits_for_the_answer_limit_unless_a_reason_is_given(city):
    road = Road(city)
    city.clock.move_to(at(12, 14))
    sweep()
    talk, meeting = road.rung("talk"), road.rung("meeting")
    assert road.refused("lead.deputy", "release_rung", {"rung": meeting.pk}).code == "earlier_rung_open"
    road.do("lead.deputy", "release_rung", {"rung": talk.pk})
    assert road.refused("lead.deputy", "release_rung", {"rung": meeting.pk}).code == "answer_limit_running"
    road.do("lead.deputy", "release_rung", {"rung": meeting.pk, "note": "汛期将至，等不到期满。"})
    assert Document.objects.filter(matter=road.pk).count() == 2


def test_a_held_rung_needs_a_reason_that_the_report_repeats(city):
    road = Road(city)
    city.clock.move_to(at(12, 7))
    sweep()
    talk = road.rung("talk")
    assert road.refused("lead.deputy", "hold_rung", {"rung": talk.pk}).status == 422
    road.do("lead.deputy", "hold_rung", {"rung": talk.pk, "reason": "双方已当面谈过。"})
    road.climb(at(12, 15), "meeting", "deputy")
    road.climb(at(12, 23), "reminder-letter", "principal")
    road.climb(at(1, 4, year=2027), "report", "principal")
    report = Step.objects.get(rung__rung="report", cooperation=road.pk).document
    assert "双方已当面谈过。" in str(report.drafts.get().sections)


def test_a_returned_answer_goes_on_with_the_ladder_where_it_stood(city):
    """Talked to, an empty answer, returned: the meeting is next, on the day the talk would have been."""
    road = Road(city)
    road.climb(at(12, 7), "talk", "deputy")
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "return_answer", {"note": "没有验收单。"})
    again = Deadline.objects.get(matter=road.pk, key="coordination.correction")
    assert (again.resumes, again.due_on) == ("talk", date(2026, 12, 14))
    city.clock.move_to(at(12, 16))
    sweep()
    assert list(Rung.objects.filter(deadline=again, place="outside").values_list("rung", flat=True)) == ["meeting"]
    road.do("lead.deputy", "release_rung", {"rung": Rung.objects.get(deadline=again, rung="meeting").pk})
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "return_answer", {"note": "还是没有验收单。"})
    third = Deadline.objects.get(matter=road.pk, key="coordination.correction", state="running")
    assert third.resumes == "meeting"
    city.clock.move_to(at(1, 20, year=2027))
    sweep()
    assert list(Rung.objects.filter(deadline=third, place="outside").values_list("rung", flat=True)) == [
        "reminder-letter", "report",
    ]  # fmt: skip


def test_after_the_report_an_empty_answer_is_reported_again(city):
    road = Road(city)
    road.to_the_report()
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "return_answer", {"note": "没有验收单。"})
    city.clock.move_to(at(2, 1, year=2027))
    sweep()
    again = Rung.objects.filter(deadline__key="coordination.correction", deadline__matter=road.pk, place="outside")
    assert [rung.rung for rung in again] == ["report"]
    road.do("lead.principal", "release_rung", {"rung": again[0].pk, "note": "再次报告。"})
    report = Step.objects.filter(cooperation=road.pk).last().document
    parts = {part["title"]: part["text"] for part in report.drafts.get().sections}
    days = [re.match(r"(\d+)年(\d+)月(\d+)日", line) for line in parts["推进经过"].splitlines()]
    assert len(days) == 8  # asked, four rungs, receipt by answering, answer, return
    assert days == sorted(days, key=lambda day: [int(part) for part in day.groups()])
    assert "退回补充：没有验收单。" in parts["推进经过"]
    assert ANSWER["text"] in parts["对方答复"]
    assert parts["目前情况"].endswith("再次报告。\n特此报告。")


def test_only_the_leads_heads_release_and_an_answer_takes_back_what_waits(city):
    road = Road(city)
    city.clock.move_to(at(12, 7))
    sweep()
    talk = road.rung("talk")
    for who in ("lead.liaison", "committee-office.director", "supporter.deputy"):
        assert road.refused(who, "release_rung", {"rung": talk.pk}).code in {"no_rung_waiting", "not_permitted"}, who
    assert Notice.objects.filter(kind="release", matter=road.pk).exists()
    road.do("supporter.liaison", "answer", ANSWER)
    assert road.rung("talk").state == "lapsed"
    assert road.refused("lead.deputy", "release_rung", {"rung": talk.pk}).code == "no_rung_waiting"


def test_papers_are_numbered_signed_for_and_receipted(city):
    road = Road(city)
    road.to_the_report()
    road.do("supporter.liaison", "acknowledge")
    assert road.refused("supporter.liaison", "acknowledge").code == "receipt_not_due"
    letter = Step.objects.filter(cooperation=road.pk).order_by("pk").first().document
    road.do("lead.liaison", "number_letter", {"letter": letter.pk, "number": "厦水函〔2026〕31号"})
    letter.refresh_from_db()
    assert letter.number == "厦水函〔2026〕31号"
    again = road.refused("lead.liaison", "number_letter", {"letter": letter.pk, "number": "厦水函〔2026〕32号"})
    assert again.code == "number_by_platform"
    report = Step.objects.filter(cooperation=road.pk).order_by("pk").last().document
    for row in report.recipients.all():
        given = {"recipient": row.pk, "received_on": "2027-01-04", "evidence": "公文交换站回执第35号"}
        road.do("lead.liaison", "record_receipt", given)
    assert not report.recipients.filter(receipted_at=None).exists()


def test_talks_are_kept_but_not_before_they_happened(city):
    road = Road(city)
    talk = {"form": "talk", "attendees": "双方联络员", "result": "约定下周报送清单。"}
    assert road.refused("lead.liaison", "record_exchange", {**talk, "held_on": "2026-11-30"}).code == "in_future"
    assert road.refused("lead.liaison", "record_exchange", {**talk, "held_on": "2026-11-01"}).code == "before_asking"
    road.do("lead.liaison", "record_exchange", {**talk, "held_on": "2026-11-22"})
    assert road.matter.cooperation.exchanges.get().result == "约定下周报送清单。"


def test_a_district_climbs_to_its_own_party_committee_and_government(city):
    road = Road(city, "siming-ecology-office", "siming-urban-management-bureau")
    assert road.matter.region.key == "siming"
    road.to_the_report()
    report = Step.objects.filter(cooperation=road.pk).order_by("pk").last().document
    assert {row.body.key for row in report.recipients.all()} == {"siming-party-committee", "siming-government"}


def test_the_second_sweep_of_a_day_writes_nothing(city):
    road = Road(city)
    city.clock.move_to(at(12, 15))
    sweep()
    before = Rung.objects.filter(deadline__matter=road.pk).count(), Notice.objects.count()
    sweep()
    assert (Rung.objects.filter(deadline__matter=road.pk).count(), Notice.objects.count()) == before


def test_item_is_named_in_every_paper(city):
    road = Road(city)
    road.to_the_report()
    assert all(ITEM in title for title in Document.objects.filter(matter=road.pk).values_list("title", flat=True))
