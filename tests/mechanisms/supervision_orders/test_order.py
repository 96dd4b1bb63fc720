"""Supervision orders through the gate (clauses 3.2, 12.1)."""

from __future__ import annotations

import pytest

from ecoduty.casework.documents.models import Document
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from tests.mechanisms.coordination.steps import at
from tests.mechanisms.supervision_orders.steps import BUILD, NUMBER, SUBJECT, WATER, Order, order

PROGRESS = {"text": "已排查十一个排口。"}
RESULT = {"text": "十七个排口全部溯源整治，水质达标。"}


def test_an_order_goes_from_taking_up_to_its_end_body_by_body(city):
    given = Order(city).issued()
    assert (given.document.number, given.document.title) == (NUMBER, f"关于督办“{SUBJECT}”的通知")
    assert {row.body.key for row in given.document.recipients.all()} == {WATER, BUILD}
    water, build = given.work(WATER), given.work(BUILD)
    assert (water.clock("receipt"), water.clock("limit"), water.clock("feedback")) == (
        "2026-11-23",
        "2026-12-31",
        "2026-11-27",
    )
    water.signed()
    assert given.document.recipients.get(body__key=WATER).receipted_at is not None
    assert given.document.recipients.get(body__key=BUILD).receipted_at is None
    water.own("report_result", RESULT)
    assert (water.clock("limit"), water.clock("feedback")) == ("", "")
    assert water.clock("check")
    water.watch("return_feedback", {"note": "缺监测数据。"})
    assert (water.matter.supervised_work.returned, water.clock("limit")) == (1, "2026-12-31")
    assert water.clock("feedback") == "2026-12-04"
    water.own("report_result", RESULT)
    assert (
        water.refused(given.by, "accept_result", {"way": "没有", "finding": "现场核查。"}).code == "check_way_unknown"
    )
    water.watch("accept_result", {"way": "site", "finding": "现场核查三处，均达标。"})
    assert given.refused("close_order", {"conclusion": "全部办结。"}).code == "works_open"
    build.done()
    given.do("close_order", {"conclusion": "两家均已办结。"})
    assert not given.matter.open


def test_the_next_feedback_is_always_right(city):
    work = Order(city).issued().work(WATER).signed()
    work.own("give_feedback", PROGRESS)  # before its day: it answers for it
    assert work.clock("feedback") == "2026-12-04"
    city.clock.move_to(at(12, 16))  # two were missed; one feedback answers for both
    sweep()
    work.own("give_feedback", PROGRESS)
    assert work.clock("feedback") == "2026-12-18"
    city.clock.move_to(at(12, 28))
    work.own("give_feedback", PROGRESS)
    assert work.clock("feedback") == "2026-12-31"  # the limit comes before the next Friday
    city.clock.move_to(at(12, 31))
    work.own("give_feedback", PROGRESS)
    assert work.clock("feedback") == "2027-01-08"


def test_an_order_without_rhythm_has_its_limit_only(city):
    work = Order(city, "committee-office.director", "市水利局", rhythm="none").issued().work(WATER).signed()
    work.own("give_feedback", PROGRESS)
    assert (work.clock("feedback"), work.clock("limit")) == ("", "2026-12-31")


@pytest.mark.parametrize(
    ("by", "receiver", "code"),
    [
        ("water-bureau.principal", "市建设局", "receiver_beyond_reach"),
        ("water-bureau.principal", "市政府", "receiver_beyond_reach"),
        ("siming-ecology-office.principal", "huli-urban-management-bureau", "receiver_beyond_reach"),
        ("committee-office.director", "市政府", "receiver_beyond_reach"),
        ("siming-committee-office.director", "市水利局", "receiver_beyond_reach"),
        ("committee-office.director", "没有这个单位", "receiver_unknown"),
        ("staffing-office.liaison", "市水利局", "may_not_order"),
    ],
)
def test_nobody_is_ordered_by_whoever_may_not(city, by, receiver, code):
    with pytest.raises(Refused) as refused:
        perform(ORDERS, "prepare_order", actor=city.actor(by), data=order(receiver))
    assert refused.value.code == code
    assert not Matter.objects.filter(kind="supervision_order").exists()


@pytest.mark.parametrize(
    ("by", "receiver"),
    [
        ("industry-bureau.principal", "siming-industry-bureau"),
        ("government.supervision-clerk", WATER),
        ("party-committee.supervision-clerk", "siming-government"),
        ("siming-government.supervision-clerk", "siming-industry-bureau"),
        ("siming-committee-office.director", "siming-industry-bureau"),
    ],
)
def test_levels_and_systems_order_their_own(city, by, receiver):
    given = Order(city, by, receiver).issued()
    assert given.work(receiver).matter.holder.key == receiver
    assert given.work(receiver).matter.parties.filter(role="supervisor").get().body.key == by.partition(".")[0]


def test_an_order_without_a_number_or_with_a_day_in_the_past_does_not_go_out(city):
    given = Order(city)
    assert given.refused("issue_order", {}).code == "number_missing"
    assert not Document.objects.filter(matter=given.pk).exists()
    assert given.refused("edit_order", order(limit_on="2026-11-01")).code == "limit_in_past"
    assert given.refused("edit_order", order(rhythm="daily-1")).code == "rhythm_unknown"
    city.clock.move_to(at(1, 5, year=2027))
    assert given.refused("issue_order", {"number": NUMBER}).code == "limit_in_past"
    given.do("drop_order", {"note": "已由专班办理。"})
    assert not given.matter.open


def test_further_bodies_are_ordered_on_the_same_terms(city):
    given = Order(city, "committee-office.director", "市水利局").issued()
    more = {"receivers": ["市水利局", "市建设局"], "note": "管网在建设部门。"}
    assert given.refused("add_receivers", more).code == "received_before"
    given.do("add_receivers", {**more, "receivers": ["市建设局"]})
    assert given.work(BUILD).clock("limit") == "2026-12-31"
    assert given.document.recipients.get(body__key=BUILD).sent_at is not None


def test_who_does_not_work_here_is_entered_by_the_issuer_with_evidence(city):
    work = Order(city, "committee-office.director", "市公安局").issued().work("police")
    early = {"received_on": "2026-11-01", "evidence": "公文交换站回执第35号"}
    assert work.refused(work.order.by, "record_paper_receipt", early).code == "receipt_before_sending"
    assert (
        work.refused(work.order.by, "record_paper_receipt", {**early, "received_on": "2026-11-30"}).code
        == "receipt_in_future"
    )
    work.watch("record_paper_receipt", {**early, "received_on": "2026-11-22"})
    assert work.order.document.recipients.get().evidence == "公文交换站回执第35号"
    work.watch("enter_feedback", {**PROGRESS, "evidence": "厦公函〔2026〕9号"})
    work.watch("enter_result", {**RESULT, "evidence": "厦公函〔2026〕12号"})
    assert [row.evidence for row in work.matter.supervised_work.feedbacks.all()] == [
        "厦公函〔2026〕9号",
        "厦公函〔2026〕12号",
    ]


def test_difficulties_reach_the_issuer_and_what_is_withdrawn_the_receiver(city):
    work = Order(city).issued().work(WATER).signed()
    work.own("give_feedback", {**PROGRESS, "difficulties": "一处排口在部队营区。"})
    told = Notice.objects.get(matter=work.pk, title__startswith="督办事项有困难")
    assert "部队营区" in told.text
    work.watch("withdraw_work", {"note": "改由区里办理。"})
    assert Notice.objects.filter(matter=work.pk, title__startswith="督办已撤销").exists()
    assert (work.clock("limit"), work.clock("feedback")) == ("", "")


def test_one_receivers_work_is_none_of_the_others(city):
    given = Order(city).issued()
    water = given.work(WATER)
    assert water.refused("construction-bureau.liaison", "sign_for_work", {}).code == "not_found"
    assert given.refused("close_order", {"conclusion": "办结。"}, "water-bureau.principal").code == "not_permitted"
    assert given.refused("close_order", {"conclusion": "办结。"}, "ocean-bureau.principal").code == "not_found"
    with pytest.raises(Refused) as refused:
        perform(WORKS, "entrust", actor=city.actor(given.by), data={"order": given.pk, "body": water.matter.holder_id})
    assert refused.value.code == "not_permitted"


def test_silence_goes_up_the_ladder_and_the_second_sweep_writes_nothing(city):
    work = Order(city).issued().work(WATER)
    city.clock.move_to(at(1, 11, year=2027))
    sweep()
    letter = Rung.objects.get(deadline__matter=work.pk, deadline__key="supervision.limit", rung="reminder-letter")
    work.do("committee-office.director", "release_rung", {"rung": letter.pk})
    assert Document.objects.get(matter=work.pk).recipients.get().body.key == WATER
    before = Rung.objects.count(), Notice.objects.count()
    sweep()
    assert (Rung.objects.count(), Notice.objects.count()) == before


def test_a_receiver_makes_a_task_of_it_once_and_links_another(city):
    work = Order(city).issued().work(WATER).signed()
    work.own("to_task", {"goal": "排口全部达标"})
    task = Matter.objects.select_related("task").get(kind="task")
    assert (task.holder.key, task.state, str(task.task.limit_on)) == (WATER, "draft", "2026-12-31")
    assert NUMBER in task.task.source_note
    assert Link.objects.get(target=task).source_id == work.pk
    assert work.refused("water-bureau.liaison", "to_task", {}).code == "task_made"
    assert work.refused(work.order.by, "link_task", {"task": "2026-9999999"}).code == "task_unknown"
    other = Order(city).issued("厦环委办督〔2026〕4号").work(WATER).signed()
    other.own("link_task", {"task": task.number})
    assert Link.objects.get(source=other.pk, target=task).kind == "related"
