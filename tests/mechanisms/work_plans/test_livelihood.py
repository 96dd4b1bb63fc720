"""民生实事: tasks and complaints so marked are one table with its own rate, and every number opens its list (clause 2.1)."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.models import Complaint
from tests.mechanisms.complaints.steps import HOTLINE, taken_in
from tests.mechanisms.work_plans.steps import ISSUER, Work

OFFICE = "committee-office.director"
WHY = {"note": "群众反映强烈"}


@pytest.mark.clause("2.1", page="/livelihood/")
def test_tasks_and_complaints_are_one_table_with_a_rate_of_their_own(city):
    done = Work(city, name="已办实事", livelihood=True).applied()
    done.do(ISSUER, "accept_task", {"opinion": "合格"})
    Work(city, name="在办实事", livelihood=True).under_way()
    Work(city, name="草稿实事", livelihood=True)
    Work(city, name="平常任务").under_way()
    case = taken_in(city)
    other = taken_in(city, text="夜间烧烤油烟呛人，已经半个月")
    case.do(OFFICE, "mark_livelihood", WHY)
    client = city.client(OFFICE)
    answer = client.get("/livelihood/")
    shown = answer.content.decode()
    assert [word for word in ("已办实事", "在办实事", case.matter.number) if word not in shown] == []
    assert [word for word in ("草稿实事", "平常任务", other.matter.number) if word in shown] == []
    numbers = {label: (count, url) for label, count, url, _ in answer.context["numbers"]}
    assert {label: count for label, (count, _) in numbers.items()} == {
        "全部": 3,
        "在办": 2,
        "逾期": 0,
        "办结": 1,
        "按期办结": 1,
    }
    assert answer.context["shown"].rate == "33.3%"
    for count, url in numbers.values():
        assert len(client.get(url).context["rows"]) == count


def test_the_mark_is_an_act_with_a_reason_and_is_taken_back_by_one(city):
    case = taken_in(city)
    case.do(HOTLINE, "mark_livelihood", WHY)
    with pytest.raises(Refused) as refused:
        case.do(HOTLINE, "mark_livelihood", WHY)
    assert refused.value.code == "marked_already"
    client = city.client(HOTLINE)
    assert case.matter.title in client.get("/matters/?kind=complaint&livelihood=yes").content.decode()
    assert "民生实事</span>" in client.get(f"/matters/{case.matter.public_id}/").content.decode()
    case.do(HOTLINE, "unmark_livelihood", WHY)
    assert not Complaint.objects.get(pk=case.matter.pk).livelihood
    with pytest.raises(Refused) as refused:
        case.do(HOTLINE, "unmark_livelihood", WHY)
    assert refused.value.code == "not_marked"
    assert COMPLAINT.by_code["mark_livelihood"].clauses == ("2.1",)


def test_a_body_sees_its_own_and_the_table_is_a_file(city):
    Work(city, name="在办实事", livelihood=True).under_way()
    assert "在办实事" not in city.client("transport-bureau.liaison").get("/livelihood/").content.decode()
    answer = city.client("water-bureau.liaison").get("/livelihood/?format=xlsx")
    found = load_workbook(BytesIO(answer.content)).active
    assert found["D5"].value == "在办实事"
    assert "办结率0%" in found["A2"].value


def test_the_table_costs_the_same_for_many(city, django_assert_max_num_queries):
    client = city.client(OFFICE)
    Work(city, livelihood=True).under_way()
    client.get("/livelihood/")
    with django_assert_max_num_queries(40) as few:
        client.get("/livelihood/")
    for _ in range(3):
        Work(city, livelihood=True).under_way()
        taken_in(city).do(OFFICE, "mark_livelihood", WHY)
    with django_assert_max_num_queries(40) as many:
        client.get("/livelihood/")
    assert len(many) == len(few)
