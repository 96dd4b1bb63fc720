"""Supervision orders as the pages answer; clause 12.1 is shown here."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.figures.reading import value
from ecoduty.casework.matters.models import Matter
from tests.mechanisms.supervision_orders.steps import BUILD, NUMBER, SUBJECT, WATER, Order, order

LIST = "/matters/?kind=supervision_order"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("12.1", page="/matters/?kind=supervision_order")
def test_an_order_is_issued_signed_for_reported_checked_and_closed(city):
    clerk = city.client("government.supervision-clerk")
    receivers = "市水利局\n市建设局"
    refused = clerk.post("/supervision-orders/new/", order(receivers="市水利局\n省水利厅"))
    assert refused.status_code == 422
    assert "省水利厅不在其中" in refused.content.decode()
    assert f'value="{SUBJECT}"' in refused.content.decode()
    assert clerk.post("/supervision-orders/new/", order(receivers=receivers)).status_code == 302
    given = Matter.objects.get(kind="supervision_order")
    assert post(clerk, given, "issue_order", {"number": "厦府督〔2026〕3号"}).status_code == 302
    page = clerk.get(f"/matters/{given.public_id}/").content.decode()
    assert "还没有反馈" in page
    assert "厦府督〔2026〕3号" in page
    works = {one.holder.key: one for one in Matter.objects.filter(kind="supervised_work").select_related("holder")}
    assert set(works) == {WATER, BUILD}
    for body, work in works.items():
        client = city.client(f"{body}.liaison")
        assert SUBJECT in client.get("/matters/?kind=supervised_work").content.decode()
        assert post(client, work, "sign_for_work", {"unit": "河湖处", "person": "李明"}).status_code == 302
        assert "立项依据" in client.get(f"/matters/{work.public_id}/report_result/").content.decode()
        assert post(client, work, "report_result", {"text": "全部溯源整治，水质达标。"}).status_code == 302
        assert "全部溯源整治" in clerk.get(f"/matters/{work.public_id}/accept_result/").content.decode()
        checked = {"way": "site", "finding": "现场核查三处，均达标。"}
        assert post(clerk, work, "accept_result", checked).status_code == 302
    assert post(clerk, given, "close_order", {"conclusion": "两家均已办结。"}).status_code == 302
    assert "两家均已办结" in clerk.get(f"/matters/{given.public_id}/").content.decode()
    assert SUBJECT not in city.client("ocean-bureau.liaison").get(f"{LIST}&state=all").content.decode()


def test_a_receiver_sees_the_order_and_its_own_work_and_nobody_elses(city):
    given = Order(city).issued()
    given.work(BUILD).signed().own("give_feedback", {"text": "管网普查完成七成。"})
    page = city.client("water-bureau.liaison").get(f"/matters/{given.matter.public_id}/").content.decode()
    assert NUMBER in page
    assert "管网普查" not in page
    other = given.work(BUILD).matter.public_id
    assert city.client("water-bureau.liaison").get(f"/matters/{other}/").status_code == 404
    own = city.client("water-bureau.liaison").get(f"/matters/{given.work(WATER).matter.public_id}/")
    assert own.status_code == 200


def test_a_department_is_offered_its_own_system(city):
    form = city.client("industry-bureau.principal").get("/supervision-orders/new/").content.decode()
    assert "思明区工信局" in form
    assert "市建设局" not in form
    assert "立项督办" not in city.client("staffing-office.liaison").get(LIST).content.decode()


def test_oversight_has_the_figures(city):
    given = Order(city).issued()
    given.work(WATER).signed().own("report_result", {"text": "十七个排口全部溯源整治。"})
    office = city.actor("committee-office.clerk")
    found = {key: value(f"supervised_work.{key}", office).value for key in ("open", "unsigned", "unchecked")}
    assert found == {"open": 2, "unsigned": 1, "unchecked": 1}


def test_the_page_costs_a_constant_number_of_queries(city, django_assert_num_queries):
    given = Order(city).issued()
    given.work(WATER).signed().own("give_feedback", {"text": "已排查十一个排口。"})
    client, address = city.client(given.by), f"/matters/{given.matter.public_id}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    two = len(asked)
    given.do("add_receivers", {"receivers": ["市海洋局", "市港口局", "市交通局"], "note": "沿岸责任单位。"})
    client.get(address)
    with django_assert_num_queries(two):
        client.get(address)
