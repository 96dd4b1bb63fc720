"""A document is filed in time, reviewed, corrected, and looked at before it ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.legal_review.filing.flow import FILING_REVIEW
from tests.mechanisms.legal_review.steps import DRAFTER, GOVERNMENT, HEAD, REVIEWER, Filing, Road, uploaded
from tests.mechanisms.who_may import checked


def test_filing_has_its_clocks(city):
    filing = Filing(city)
    assert filing.deadline("filing-review.filing").due_on == date(2026, 12, 5)
    assert filing.deadline("filing-review.filing").rule == "normative-document.filing"
    filing.to_reviewing()
    review = filing.deadline("filing-review.review")
    assert (review.due_on, review.holder.key) == (date(2027, 1, 22), "justice-bureau")
    filing.do("conclude_filing", {"finding": "in_order"}, HEAD)
    assert filing.matter.state == "in_force"
    assert filing.deadline("filing-review.evaluation").due_on == date(2027, 1, 30)
    assert not Deadline.objects.filter(matter=filing.pk, key="filing-review.correction-report").exists()


def test_a_rule_has_thirty_days(city):
    filing = Filing(city, sort="government-rule")
    assert filing.deadline("filing-review.filing").due_on == date(2026, 12, 20)


def test_what_is_to_be_corrected_is_corrected_and_looked_at(city):
    filing = Filing(city)
    filing.to_reviewing()
    assert filing.refused("conclude_filing", {"finding": "to_correct"}, HEAD).code == "reason_missing"
    filing.do("conclude_filing", {"finding": "to_correct", "opinion": "第五条增设许可，没有上位依据。"}, HEAD)
    assert filing.matter.state == "correcting"
    correction = filing.deadline("filing-review.correction-report")
    assert (correction.due_on, correction.state) == (date(2026, 12, 22), "running")
    assert not Deadline.objects.filter(matter=filing.pk, key="filing-review.evaluation").exists()
    filing.do("report_correction", {"text": "已删去第五条第二款。"}, DRAFTER)
    filing.do("return_correction", {"text": "第六条也要改。"}, REVIEWER)
    filing.do("report_correction", {"text": "第六条已改。"}, DRAFTER)
    filing.do("accept_correction", who=REVIEWER)
    assert filing.matter.state == "in_force"


def test_completion_is_asked_and_given(city):
    filing = Filing(city)
    filing.file()
    filing.do("ask_filing_completion", {"text": "缺起草说明"}, REVIEWER)
    assert filing.deadline("filing-review.completion").due_on == date(2026, 12, 7)
    filing.file()
    assert filing.deadline("filing-review.completion").state == "met"


def test_before_it_ends_somebody_says_what_becomes_of_it(city):
    filing = Filing(city)
    filing.to_reviewing()
    filing.do("conclude_filing", {"finding": "in_order"}, HEAD)
    keep = {"result": "keep", "reason": "仍有需要"}
    assert filing.refused("evaluate_document", keep, DRAFTER).code == "valid_until_missing"
    assert filing.refused("evaluate_document", {**keep, "valid_until": "2027-03-31"}, DRAFTER).code == "not_longer"
    filing.do("evaluate_document", {**keep, "valid_until": "2029-03-31"}, DRAFTER)
    assert filing.deadline("filing-review.evaluation").due_on == date(2029, 1, 30)
    filing.do("evaluate_document", {"result": "repeal", "reason": "已有新规定"}, DRAFTER)
    assert filing.matter.state == "ended"


@pytest.mark.parametrize(("more", "code"), [
    ({"published_on": "2026-11-23"}, "day_in_future"),
    ({"valid_from": "2026-11-19"}, "valid_backward"),
    ({"valid_until": "2026-11-30"}, "valid_backward"),
    ({"sort": "policy"}, "not_filed_sort"),
])  # fmt: skip
def test_what_cannot_be_filed_is_refused(city, more, code):
    with pytest.raises(Refused) as refused:
        Filing(city, **more)
    assert refused.value.code == code


def test_numbers_are_given_once(city):
    first = Filing(city)
    first.to_reviewing()
    with pytest.raises(Refused) as refused:
        Filing(city)
    assert refused.value.code == "number_registered"
    second = Filing(city, number="厦水规〔2026〕4号")
    second.do("file_document", {"number": "厦水备〔2026〕2号", "file": uploaded(city.actor(DRAFTER))}, DRAFTER)
    assert second.refused("accept_filing", {"number": "XMBA-2026-7"}, REVIEWER).code == "number_registered"


def test_late_filing_is_late_from_the_day_after(city):
    filing = Filing(city)
    city.clock.move_to(datetime(2026, 12, 6, 9, 0, tzinfo=SHANGHAI))
    filing.file()
    assert filing.deadline("filing-review.filing").late


def test_every_act_in_every_state_by_everybody(city):
    roles = (DRAFTER, REVIEWER, HEAD, "committee-office.clerk", "construction-bureau.principal")
    matter = Matter.objects.get(pk=Filing(city).pk)
    assert checked(city, FILING_REVIEW, matter, roles) > 150


def test_before_it_is_due_somebody_is_reminded(city):
    filing = Filing(city)
    city.clock.move_to(datetime(2026, 12, 4, 9, 0, tzinfo=SHANGHAI))  # to be filed by Saturday the fifth
    sweep()
    assert _reminded(filing) == {"water-bureau"}
    filing.to_reviewing()
    filing.do("conclude_filing", {"finding": "in_order"}, HEAD)
    Notice.objects.all().delete()
    city.clock.move_to(
        datetime(2027, 1, 29, 9, 0, tzinfo=SHANGHAI)
    )  # to be looked at by 30 January: valid until 31 March
    sweep()
    assert _reminded(filing) == {"water-bureau"}
    Notice.objects.all().delete()
    city.clock.move_to(datetime(2027, 1, 31, 9, 0, tzinfo=SHANGHAI))
    sweep()
    assert _reminded(filing) == {"water-bureau"}


def test_a_governments_own_post_is_told_and_reminded_too(city):
    given = {
        "name": "厦门市海上养殖管理规定",
        "sort": "government-rule",
        "number": "市政府令第203号",
        "published_on": "2026-11-20",
        "valid_from": "2026-12-21",
    }
    road = Road(city, "filing_review", "register_for_filing", GOVERNMENT, given)
    city.clock.move_to(datetime(2026, 12, 18, 9, 0, tzinfo=SHANGHAI))  # to be filed by Sunday the twentieth
    sweep()
    person = city.account(GOVERNMENT).person_id
    assert Notice.objects.filter(matter=road.pk, kind="reminder", person=person).exists()
    road.do("file_document", {"number": "厦府备〔2026〕1号", "file": uploaded(city.actor(GOVERNMENT))}, GOVERNMENT)
    road.do("ask_filing_completion", {"text": "缺起草说明"}, REVIEWER)
    assert Notice.objects.filter(matter=road.pk, title__contains="请补正", person=person).exists()


def _reminded(filing):
    rows = Notice.objects.filter(matter=filing.pk, kind="reminder")
    return set(rows.values_list("deadline__holder__key", flat=True))
