"""Bulletins and analyses: numbers that are the same again, excerpts for each alone, suggestions that become tasks."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape

import pytest

from ecoduty.casework.documents.models import Recipient
from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.situation.analyses.models import Analysis
from ecoduty.mechanisms.situation.bulletins.models import Bulletin
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.situation.writing import ANALYSIS, BULLETIN, DEPUTY, PRINCIPAL, WRITER, analysis, bulletin
from tests.mechanisms.who_may import checked

TODAY = {"as_of": "2026-11-22"}


def test_numbers_make_a_first_draft_and_leave_alone_what_was_written(city):
    paper = bulletin(city)
    paper.do("write_paper", {"sections": {"问题整改": "已经写好的一段。"}})
    paper.do("take_bulletin_numbers", TODAY)
    page = city.client(WRITER).get(f"/matters/{paper.matter.public_id}/").content.decode()
    assert "已经写好的一段" in page
    assert "群众反映在办0件" in page
    assert paper.refused("take_bulletin_numbers", {"as_of": "2026-11-23"}).code == "day_in_future"


def test_a_bulletin_goes_out_with_an_excerpt_for_each_alone(city):
    problem = Problem(city)
    number = Matter.objects.get(pk=problem.pk).number
    paper = bulletin(city)
    paper.do("take_bulletin_numbers", TODAY)
    paper.do("choose_matters", {"numbers": [number]})
    assert paper.refused("choose_matters", {"numbers": ["S2026-0000000000"]}).code == "matter_unknown"
    paper.to_signed(BULLETIN, "厦环〔2026〕88号")
    paper.do("send_bulletin")
    holder = Matter.objects.select_related("holder").get(pk=problem.pk).holder
    own = Bulletin.objects.get(pk=paper.pk)
    assert own.excerpts.count() == 14  # the fifteen named departments but the one that sends
    mine = own.excerpts.filter(body=holder).first()
    if mine is not None:
        assert [one["number"] for one in mine.chosen] == [number]
    page = (
        city.client("construction-bureau.liaison")
        .get(f"/matters/{paper.matter.public_id}/?tab=excerpts")
        .content.decode()
    )
    assert f"<h2>{Body.objects.get(key='construction-bureau').short_name}</h2>" in page
    assert page.count("只有该单位和起草单位看得到") == 1
    page = city.client(WRITER).get(f"/matters/{paper.matter.public_id}/?tab=excerpts").content.decode()
    assert page.count("只有该单位和起草单位看得到") == 14


def test_a_body_that_was_renamed_gets_its_bulletin_under_its_present_name(city):
    given = {"name": "厦门市水务局", "short_name": "市水务局", "since": "2026-11-21"}
    flow.perform(flow.table("body"), "rename", "water-bureau", actor=Actor.system("测试"), data=given)
    paper = bulletin(city)
    assert paper.refused("name_recipients", {"bodies": ["市水电局"]}).code == "body_unknown"
    paper.do("name_recipients", {"bodies": ["市水利局", "市水务局"]})
    paper.do("take_bulletin_numbers", TODAY)
    paper.to_signed(BULLETIN, "厦环〔2026〕90号")
    paper.do("send_bulletin")
    assert [one.body.short_name for one in Bulletin.objects.get(pk=paper.pk).excerpts.all()] == ["市水务局"]
    page = city.client(WRITER).get(f"/matters/{paper.matter.public_id}/?tab=excerpts").content.decode()
    assert "<h2>市水务局</h2>" in page


def test_receipts_are_given_and_the_bulletin_is_closed_when_all_are_there(city):
    paper = bulletin(city)
    paper.do("name_recipients", {"bodies": ["市水利局", "construction-bureau"]})
    assert paper.refused("name_recipients", {"bodies": ["没有的局"]}).code == "body_unknown"
    paper.to_signed(BULLETIN, "厦环〔2026〕88号")
    paper.do("send_bulletin")
    assert paper.refused("close_paper").code == "paper_receipts_missing"
    paper.do("acknowledge_paper", who="water-bureau.liaison")
    row = Recipient.objects.get(document__matter=paper.pk, body__key="construction-bureau")
    paper.do(
        "record_paper_receipts", {"recipient": row.pk, "received_on": "2026-11-22", "evidence": "公文交换站回执第5号"}
    )
    paper.do("close_paper")
    assert paper.matter.state == "closed"


def test_an_empty_section_keeps_it_from_review(city):
    paper = bulletin(city)
    assert paper.refused("submit_paper").code == "paper_sections_empty"


def test_the_rhythm_opens_bulletin_and_analysis_and_sending_meets_them(city):
    city.clock.move_to(datetime(2026, 12, 22, 9, 0, tzinfo=SHANGHAI))
    open_due()
    quarter = Matter.objects.get(kind="bulletin", period="2026-Q4")
    half = Matter.objects.get(kind="situation_analysis", period="2026-H2")
    assert {quarter.holder.key, half.holder.key} == {"ecology-bureau"}
    assert Deadline.objects.get(matter=quarter).due_on == date(2027, 1, 30)
    assert Deadline.objects.get(matter=half).due_on == date(2027, 2, 14)
    open_due()
    assert Matter.objects.filter(kind__in=("bulletin", "situation_analysis")).count() == 2


def test_the_same_day_and_data_give_the_same_numbers(city):
    Problem(city)
    snapshot(date(2026, 11, 21))
    first, second = analysis(city), analysis(city)
    first.do("take_analysis_numbers", {"as_of": "2026-11-21"})
    before = Analysis.objects.get(pk=first.pk)
    Problem(city)
    city.clock.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI))
    second.do("take_analysis_numbers", {"as_of": "2026-11-21"})
    after = Analysis.objects.get(pk=second.pk)
    assert before.digest == after.digest
    assert [one["value"] for one in before.numbers] == [one["value"] for one in after.numbers]


def test_numbers_of_a_night_open_the_list_of_that_night(city):
    Problem(city)
    snapshot(date(2026, 11, 21))
    Problem(city)
    paper, client = analysis(city), city.client(WRITER)
    address = f"/matters/{paper.matter.public_id}/?tab=numbers"
    paper.do("take_analysis_numbers", {"as_of": "2026-11-21"})
    page = client.get(address).content.decode()
    assert "取数那一夜的办件和它们现在的样子" in page
    links = re.findall(r'href="(/cockpit/list/\?on=2026-11-21[^"]+)" data-n="(\d+)"', page)
    assert len(links) == len(Analysis.objects.get(pk=paper.pk).numbers)
    for url, number in links:
        assert f'data-total="{number}"' in client.get(unescape(url)).content.decode(), url
    assert any(int(number) for _, number in links)


def test_numbers_without_a_night_open_the_list_of_today(city):
    Problem(city)
    paper = analysis(city)
    paper.do("take_analysis_numbers", TODAY)
    page = city.client(WRITER).get(f"/matters/{paper.matter.public_id}/?tab=numbers").content.decode()
    assert "与取数当日可能不同" in page
    assert "/cockpit/list/" not in page


def test_a_suggestion_becomes_a_task_once(city):
    paper = analysis(city)
    paper.do("suggest", {"text": "建立排放口联合排查机制", "measures": "每季一次", "body": "water-bureau"})
    paper.to_signed(ANALYSIS, "厦环〔2026〕99号")
    row = Analysis.objects.get(pk=paper.pk).suggestions.get()
    paper.do("make_task", {"suggestion": row.pk, "limit_on": "2027-03-31"})
    row.refresh_from_db()
    task = Link.objects.get(source=paper.pk).target
    assert (task.kind, task.number) == ("task", row.led_to)
    assert paper.refused("make_task", {"suggestion": row.pk}).code == "unknown_choice"
    assert paper.refused("take_out_suggestion", {"suggestion": row.pk}).code == "unknown_choice"


def test_a_major_situation_goes_up_at_once(city):
    paper = analysis(city)
    given = {"subject": "某水源地水质异常", "situation": "监测发现水源地氨氮升高，原因正在查。", "done": "已停止取水"}
    assert paper.refused("report_up", given).code == "not_permitted"
    paper.do("report_up", given, PRINCIPAL)
    assert Matter.objects.get(kind="major_situation").state == "sent"


def post(client, matter, act, data):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **data})


@pytest.mark.clause("9.4", page="/matters/?kind=bulletin")
def test_a_bulletin_is_written_signed_and_sent_on_the_pages(city):
    writer, deputy, principal = city.client(WRITER), city.client(DEPUTY), city.client(PRINCIPAL)
    assert writer.post("/bulletins/new/", {"title": "关于第三季度生态环境情况的通报"}).status_code == 302
    own = Matter.objects.get(kind="bulletin")
    assert post(writer, own, "take_bulletin_numbers", TODAY).status_code == 302
    page = writer.get(f"/matters/{own.public_id}/?tab=numbers").content.decode()
    for address, number in re.findall(r'href="(/matters/\?figure=[^"]+)">(\d+)</a>', page):
        assert f"共<b>{number}</b>件" in writer.get(address.replace("&amp;", "&")).content.decode()
    assert (
        post(writer, own, "write_paper", {f"sections.{title}": text for title, text in BULLETIN.items()}).status_code
        == 302
    )
    assert post(writer, own, "submit_paper", {}).status_code == 302
    assert post(deputy, own, "pass_paper", {}).status_code == 302
    assert post(principal, own, "sign_paper", {"number": "厦环〔2026〕88号"}).status_code == 302
    assert post(writer, own, "send_bulletin", {}).status_code == 302
    reader = city.client("water-bureau.liaison")
    assert "总体平稳" in reader.get(f"/matters/{own.public_id}/").content.decode()
    assert post(reader, own, "acknowledge_paper", {}).status_code == 302
    assert city.client("justice-bureau.liaison").get(f"/matters/{own.public_id}/").status_code == 404


@pytest.mark.clause("25.1", page="/matters/?kind=situation_analysis")
def test_an_analysis_is_made_of_data_and_its_suggestion_becomes_a_task_on_the_pages(city):
    writer, deputy, principal = city.client(WRITER), city.client(DEPUTY), city.client(PRINCIPAL)
    assert writer.post("/analyses/new/", {"title": "关于方案落实情况的研究分析报告"}).status_code == 302
    own = Matter.objects.get(kind="situation_analysis")
    assert post(writer, own, "take_analysis_numbers", TODAY).status_code == 302
    assert post(writer, own, "suggest", {"text": "建立排放口联合排查机制", "body": "water-bureau"}).status_code == 302
    assert (
        post(writer, own, "write_paper", {f"sections.{title}": text for title, text in ANALYSIS.items()}).status_code
        == 302
    )
    assert post(writer, own, "submit_paper", {}).status_code == 302
    assert post(deputy, own, "pass_paper", {}).status_code == 302
    assert post(principal, own, "sign_paper", {"number": "厦环〔2026〕99号"}).status_code == 302
    row = Analysis.objects.get(pk=own.pk).suggestions.get()
    assert post(writer, own, "make_task", {"suggestion": row.pk}).status_code == 302
    page = writer.get(f"/matters/{own.public_id}/?tab=suggestions").content.decode()
    assert f"任务{Matter.objects.get(kind='task').number}" in page


def test_every_act_in_every_state_by_everybody(city):
    roles = (WRITER, DEPUTY, PRINCIPAL, "water-bureau.liaison", "audit-bureau.principal")
    assert checked(city, flow.table("bulletin"), bulletin(city).matter, roles) > 100
    assert checked(city, flow.table("situation_analysis"), analysis(city).matter, roles) > 100
