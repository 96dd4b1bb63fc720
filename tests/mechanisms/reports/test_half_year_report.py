"""The half-year report to the leader in charge, and what the leader writes on it (clause 10.3)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.documents.models import Recipient
from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.reports.models import Instruction
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import LeaderInCharge
from tests.mechanisms.reports.writing import HALF_YEAR, Writer, at, opened


def leader_of(city, body: str) -> str:
    """The account of the government-side leader of a body today."""
    row = LeaderInCharge.objects.get(body__key=body, side="government", until=None)
    return f"government.{row.leader.key}"


def test_it_opens_before_the_half_year_ends_and_is_due_after_it(city):
    matter = opened(city, HALF_YEAR)
    assert (matter.period, matter.next_due_on) == ("2026-H2", date(2027, 1, 15))
    assert Deadline.objects.get(matter=matter).basis["kind"] == "local"


def test_it_goes_to_the_leader_in_charge_on_the_sending_day(city):
    report = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 8))
    report.to_signed()
    old = LeaderInCharge.objects.get(body__key="water-bureau", side="government", until=None).leader
    new = LeaderInCharge.objects.get(body__key="ecology-bureau", side="government", until=None).leader
    keeper = Actor.system("初始化")
    perform(
        BODY, "end_leader", "water-bureau", actor=keeper, data={"leader": f"government/{old.key}", "until": today()}
    )  # fmt: skip
    perform(
        BODY, "assign_leader", "water-bureau", actor=keeper,
        data={"leader": f"government/{new.key}", "since": today()},
    )  # fmt: skip
    report.do("liaison", "send")
    assert [row.post for row in Recipient.objects.filter(document__matter=report.pk)] == [new]


def test_without_a_leader_in_charge_it_cannot_be_sent_and_says_what_to_do(city):
    report = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 8))
    report.to_signed()
    LeaderInCharge.objects.filter(body__key="water-bureau").update(until=today())
    with pytest.raises(Refused) as refused:
        report.do("liaison", "send")
    assert refused.value.code == "no_main_recipient"
    assert report.matter.state == "signed"


def test_the_leader_signs_for_it_and_it_is_closed(city):
    report = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 8))
    report.to_sent()
    with pytest.raises(Refused) as refused:
        report.do("liaison", "close")
    assert refused.value.code == "main_recipient_not_receipted"
    report.do(leader_of(city, "water-bureau"), "acknowledge")
    report.do("liaison", "close")
    assert (report.matter.state, report.matter.open) == ("read", False)


def test_an_instruction_entered_on_behalf_gets_a_limit_of_its_own(city):
    report = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 8))
    report.to_sent()
    city.clock.move_to(at(1, 11))
    report.do(
        "liaison", "give_instruction",
        {"leader": "分管市领导", "given_on": "2027-01-10", "text": "请抓紧整改溪流排口，月底前报结果。"},
        on_behalf_of="分管市领导",
    )  # fmt: skip
    matter = report.matter
    assert (matter.state, Instruction.objects.get(matter=matter).leader) == ("instructed", "分管市领导")
    assert matter.next_due_on is not None
    report.do("liaison", "report_follow_up", {"result": "已逐一排查112个排口，问题全部整改到位。"})
    assert (report.matter.state, report.matter.open, report.matter.next_due_at) == ("followed_up", False, None)


def test_an_instruction_dated_before_the_report_or_tomorrow_is_refused(city):
    report = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 8))
    report.to_sent()
    for day, code in (("2027-01-07", "instruction_before_sending"), ("2027-01-09", "instruction_in_future")):
        with pytest.raises(Refused) as refused:
            report.do("liaison", "give_instruction", {"leader": "领导", "given_on": day, "text": "请抓紧办理"})
        assert refused.value.code == code


def test_after_a_downtime_the_missed_opening_is_caught_up_once(city):
    city.clock.move_to(datetime(2027, 6, 20, 9, 0, tzinfo=SHANGHAI))
    open_due()
    open_due()
    periods = Matter.objects.filter(kind=HALF_YEAR, holder__key="water-bureau").values_list("period", flat=True)
    assert sorted(periods) == ["2026-H2", "2027-H1"]
