"""In January the catalogue of what came out last year opens by itself, with its rows; it is reported, returned, received."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.mechanisms.legal_review.catalogues.flow import FILING_CATALOGUE
from tests.mechanisms.legal_review.steps import (
    DRAFTER,
    GOVERNMENT,
    HEAD,
    JANUARY,
    REVIEWER,
    Catalogue,
    Filing,
    rules_of_the_year,
    uploaded,
)
from tests.mechanisms.who_may import checked

REASON = "等公报刊发，二月底前补报"


@pytest.fixture
def january(city_after):
    """The city in January, two rules on record: one registered, one not filed."""
    with city_after("rules-of-the-year", rules_of_the_year, JANUARY) as city:
        yield city


def test_it_opens_on_new_years_day_and_is_due_at_the_end_of_january(city):
    city.clock.move_to(datetime(2026, 12, 31, 23, 0, tzinfo=SHANGHAI))
    open_due()
    assert not Matter.objects.filter(kind="filing_catalogue").exists()
    city.clock.move_to(datetime(2027, 1, 1, 0, 30, tzinfo=SHANGHAI))
    open_due()
    open_due()
    matter = Matter.objects.select_related("holder").get(kind="filing_catalogue")
    assert (matter.title, matter.holder.key, matter.state) == ("市政府2026年度备案目录", "government", "to_report")
    assert matter.next_due_on == date(2027, 1, 31)


def test_rows_are_what_the_maker_brought_out_that_year_whoever_filed_it(january):
    city = january
    own = city.actor(GOVERNMENT)
    Filing(city, number="厦水规〔2026〕9号", name="厦门市水利局内部管理办法")  # the bureau's own: not the government's
    old = {
        "published_on": "2025-12-31",
        "number": "市政府令第200号",
        "name": "厦门市河湖保护若干规定",
        "sort": "government-rule",
    }
    Filing(city, **old)
    catalogue = Catalogue(city)
    page = city.client(GOVERNMENT).get(f"/matters/{catalogue.matter.public_id}/").content.decode()
    assert own.body == "government"
    assert "厦门市入河排放口监督管理规定" in page
    assert "厦门市餐饮油烟污染防治规定" in page
    assert "没有报备1件" in page
    assert "厦门市水利局内部管理办法" not in page
    assert "厦门市河湖保护若干规定" not in page


def test_what_was_never_filed_is_named_and_explained_and_does_not_stand_in_the_way(january):
    catalogue = Catalogue(january)
    refused = catalogue.refused("report_catalogue", catalogue.given(), GOVERNMENT)
    assert refused.code == "unfiled_unexplained"
    assert refused.problems[0].field == "unfiled_reason"
    assert "厦门市餐饮油烟污染防治规定" in refused.sentence
    assert catalogue.matter.state == "to_report"
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    assert catalogue.matter.state == "reported"
    assert (catalogue.deadline("duty").state, catalogue.own.unfiled_reason) == ("met", REASON)
    assert {one["number"]: one["filed_on"] for one in catalogue.own.rows} == {
        "市政府令第201号": "2026-11-22",
        "市政府令第202号": None,
    }


def test_reported_rows_stay_as_they_were_and_are_read_anew_once_it_came_back(january):
    city = january
    catalogue = Catalogue(city)
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    before = catalogue.own
    late = Matter.objects.get(filing_review__number="市政府令第202号")
    given = {"number": "厦府备〔2027〕2号", "file": uploaded(city.actor(DRAFTER))}
    post(city.client(DRAFTER), late, "file_document", given)
    page = city.client(REVIEWER).get(f"/matters/{catalogue.matter.public_id}/").content.decode()
    assert "没有报备1件" in page
    catalogue.do("return_catalogue", {"text": "第二件已补报，请改目录"}, REVIEWER)
    assert catalogue.deadline("filing-catalogue.completion").due_on == date(2027, 1, 19)
    assert Notice.objects.filter(matter=catalogue.pk, title__contains="目录请补正").exists()
    page = city.client(GOVERNMENT).get(f"/matters/{catalogue.matter.public_id}/").content.decode()
    assert "共2件；由报备情况自动列出" in page
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    assert catalogue.own.unfiled_reason == ""  # nothing is left to explain
    assert catalogue.own.digest != before.digest
    assert catalogue.deadline("filing-catalogue.completion").state == "met"


def test_a_year_without_any_is_reported_in_one_step(city):
    catalogue = Catalogue(city)
    assert catalogue.refused("report_catalogue", catalogue.given(), GOVERNMENT).code == "catalogue_empty"
    catalogue.do("report_nothing", {}, GOVERNMENT)
    assert (catalogue.own.nil, catalogue.own.rows, catalogue.matter.state) == (True, [], "reported")
    assert catalogue.deadline("duty").state == "met"
    catalogue.do("close_catalogue", {}, GOVERNMENT)
    assert (catalogue.matter.state, catalogue.matter.open) == ("closed", False)


def test_a_year_with_some_is_not_reported_as_nil(january):
    assert Catalogue(january).refused("report_nothing", {}, GOVERNMENT).code == "catalogue_not_empty"


def test_what_is_not_to_be_filed_is_not_in_it(january):
    unfiled = Matter.objects.get(filing_review__number="市政府令第202号")
    post(january.client(HEAD), unfiled, "not_to_file", {"text": "属内部规则，不属报备范围"})
    catalogue = Catalogue(january)
    catalogue.do("report_catalogue", catalogue.given(), GOVERNMENT)
    assert [one["number"] for one in catalogue.own.rows] == ["市政府令第201号"]


def test_a_receipt_stands_in_its_order_and_closes_it(january):
    catalogue = Catalogue(january)
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    for day, code in (("2027-01-05", "day_in_future"), ("2027-01-03", "receipt_before_report")):
        assert catalogue.refused("register_receipt", {"receipt_on": day}, GOVERNMENT).code == code
    file = uploaded(january.actor(REVIEWER), "回执.txt")
    catalogue.do("register_receipt", {"receipt_on": "2027-01-04", "number": "收〔2027〕1号", "file": file}, REVIEWER)
    assert (catalogue.matter.state, catalogue.own.receipt_number) == ("closed", "收〔2027〕1号")


def test_reminders_go_to_whoever_owes_it_before_and_after(city):
    catalogue = Catalogue(city)
    for day in ((2027, 1, 11), (2027, 1, 29), (2027, 2, 1)):
        Notice.objects.all().delete()
        city.clock.move_to(datetime(*day, 9, 0, tzinfo=SHANGHAI))
        sweep()
        told = Notice.objects.filter(matter=catalogue.pk, kind="reminder")
        assert set(told.values_list("deadline__holder__key", flat=True)) == {"government"}, day
    assert catalogue.deadline("duty").late or catalogue.deadline("duty").state == "missed"


def test_before_it_is_reported_the_reviewer_knows_nothing_of_it(january):
    catalogue = Catalogue(january)
    address = f"/matters/{catalogue.matter.public_id}/"
    assert january.client(REVIEWER).get(address).status_code == 404
    assert catalogue.refused("return_catalogue", {"text": "请补正"}, REVIEWER).code == "not_found"
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    assert january.client(REVIEWER).get(address).status_code == 200
    assert january.client("construction-bureau.liaison").get(address).status_code == 404


def test_every_act_in_every_state_by_everybody(january):
    catalogue = Catalogue(january)
    catalogue.do("report_catalogue", catalogue.given(unfiled_reason=REASON), GOVERNMENT)
    roles = (GOVERNMENT, REVIEWER, HEAD, "committee-office.clerk", "construction-bureau.principal")
    assert checked(january, FILING_CATALOGUE, Matter.objects.get(pk=catalogue.pk), roles) > 60


@pytest.mark.clause("22.2", page="/matters/?kind=filing_catalogue")
def test_it_is_reported_and_received_on_the_pages(january):
    clerk, justice = january.client(GOVERNMENT), january.client(REVIEWER)
    matter = Catalogue(january).matter
    assert matter.title in clerk.get("/matters/?kind=filing_catalogue").content.decode()
    form = clerk.get(f"/matters/{matter.public_id}/report_catalogue/").content.decode()
    assert "目录共2件" in form
    assert "厦门市餐饮油烟污染防治规定" in form
    given = {"number": "厦府备〔2027〕1号", "file": uploaded(january.actor(GOVERNMENT))}
    assert post(clerk, matter, "report_catalogue", given).status_code == 422
    given = {"number": "厦府备〔2027〕1号", "file": uploaded(january.actor(GOVERNMENT)), "unfiled_reason": REASON}
    assert post(clerk, matter, "report_catalogue", given).status_code == 302
    page = justice.get(f"/matters/{matter.public_id}/").content.decode()
    assert REASON in page
    sheet = load_workbook(BytesIO(justice.get(f"/filing-catalogues/{matter.public_id}/table/").content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][:4] == ["序号", "文件名称", "种类", "文号"]
    assert [(row[2], row[3], row[5]) for row in cells[1:3]] == [
        ("政府规章", "市政府令第201号", "已登记"),
        ("政府规章", "市政府令第202号", "没有报备"),
    ]
    assert cells[3][0] == "共2件，没有报备1件。"
    assert january.client(DRAFTER).get(f"/filing-catalogues/{matter.public_id}/table/").status_code == 404
    assert post(justice, matter, "register_receipt", {"receipt_on": "2027-01-04"}).status_code == 302


def test_the_clause_is_answered_by_its_matters_not_by_whoever_owes_the_catalogue(january):
    Catalogue(january)
    page = january.client("committee-office.clerk").get("/plan/22.2/").content.decode()
    assert "备案审查" in page
    assert "市水利局" in page
    page = january.client(GOVERNMENT).get("/plan/22.2/").content.decode()
    assert "年度备案目录" in page


def test_pages_ask_no_more_for_more(january, django_assert_max_num_queries):
    for number in range(12):
        Filing(
            january,
            sort="government-rule",
            number=f"市政府令第{300 + number}号",
            name=f"厦门市生态保护规定之{number}",
            published_on="2026-12-20",
            valid_from="2027-01-20",
            valid_until="2031-12-31",
        )
    catalogue = Catalogue(january)
    client = january.client(GOVERNMENT)
    client.get(f"/matters/{catalogue.matter.public_id}/")
    with django_assert_max_num_queries(45):
        page = client.get(f"/matters/{catalogue.matter.public_id}/").content.decode()
    assert "市政府令第311号" in page


def post(client, matter, act, data):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **data})
