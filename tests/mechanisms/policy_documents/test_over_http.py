"""The register of policy documents as the pages answer; clauses 3.1 and 5.8 are shown here."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ecoduty.casework.figures.reading import value
from ecoduty.casework.matters.models import Matter
from tests.mechanisms.policy_documents.steps import NAME, OWN, Paper, issued, registered, without


def post(client, matter, act, data):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **data})


@pytest.mark.clause("5.8", page="/policy-documents/")
def test_the_issue_is_entered_only_with_the_lead(city):
    client, paper = city.client(OWN), Paper(city)
    form = client.get(f"/matters/{paper.matter.public_id}/issue_document/").content.decode()
    assert "已明确责任与牵头部门" in form
    assert "无需明确" in form
    assert form.count('name="lead_said"') == 2  # nothing is chosen beforehand, and no third way is offered
    assert form.index('name="number"') < form.index('name="ecology"')
    refused = post(client, paper.matter, "issue_document", without("lead_said", "lead", "duties"))
    assert refused.status_code == 422
    assert "两样都没有，不能登记" in refused.content.decode()
    assert 'value="厦水〔2026〕12号"' in refused.content.decode()
    assert post(client, paper.matter, "issue_document", issued()).status_code == 302
    page = client.get(f"/matters/{paper.matter.public_id}/").content.decode()
    assert "已明确责任与牵头部门" in page
    assert "第五条：市水利局牵头" in page


@pytest.mark.clause("3.1", page="/policy-documents/")
def test_each_body_keeps_its_register_and_oversight_sees_all_of_them(city):
    client = city.client(OWN)
    assert "台账里还没有文件" in client.get("/policy-documents/").content.decode()
    assert client.post("/policy-documents/new/", {"name": "用水定额管理办法", "sort": "rules"}).status_code == 302
    assert client.post("/policy-documents/register/", registered()).status_code == 302
    other = Paper(city, "construction-bureau.liaison", name="工地扬尘管控办法").in_force(lead="construction-bureau")
    page = client.get("/policy-documents/").content.decode()
    assert NAME in page
    assert "工地扬尘管控办法" not in page
    office = city.client("committee-office.clerk")
    page = office.get("/policy-documents/").content.decode()
    assert NAME in page
    assert "工地扬尘管控办法" in page
    assert 'href="?body=construction-bureau&amp;state=in_force"' in page
    assert "工地扬尘管控办法" not in office.get("/policy-documents/?body=water-bureau").content.decode()
    assert NAME not in office.get("/policy-documents/?state=drafting").content.decode()
    assert NAME in office.get("/policy-documents/?q=12号&sort=normative").content.decode()
    sheet = load_workbook(BytesIO(office.get("/policy-documents/?format=xlsx&body=water-bureau").content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "文件名称"
    assert {row[0] for row in cells[1:3]} == {NAME, "用水定额管理办法"}
    assert other.matter.open


def test_oversight_has_the_figures_behind_which_lie_the_lists(city):
    Paper(city).in_force()
    Paper(city, "construction-bureau.liaison").in_force().do("begin_revision", {"note": "上位法已修改。"})
    office = city.actor("committee-office.clerk")
    found = {key: value(f"policy_document.{key}", office).value for key in ("valid", "revising", "repealing")}
    assert found == {"valid": 2, "revising": 1, "repealing": 0}


def test_the_register_costs_a_constant_number_of_queries(city, django_assert_num_queries):
    Paper(city).in_force()
    client = city.client("committee-office.clerk")
    client.get("/policy-documents/")
    with CaptureQueriesContext(connection) as one:
        client.get("/policy-documents/")
    for name in ("甲环境办法", "乙环境办法", "丙环境办法"):
        Paper(city, "ocean-bureau.liaison", name=name)
    with django_assert_num_queries(len(one)):
        client.get("/policy-documents/")
