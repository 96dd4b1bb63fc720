"""公文版面: the pages in the matter, as pictures, PDF and Word, for who may read it."""

from __future__ import annotations

import gzip
import io
import re

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.documents import papers
from ecoduty.casework.documents.models import Draft
from tests.mechanisms.reports.writing import Writer, at, opened


@pytest.fixture
def report(city):
    matter = opened(city)
    city.clock.move_to(at(1, 12))
    return Writer(city, matter)


@pytest.fixture
def liaison(city):
    return city.client("water-bureau.liaison")


def tab(client, report):
    return client.get(f"/matters/{report.matter.public_id}/?tab=paper").content.decode()


def test_before_a_text_the_tab_says_what_will_come(report, liaison):
    assert "还没有版面" in tab(liaison, report)


def test_pages_are_pictures_of_our_own_with_words_for_who_cannot_see_them(report, liaison):
    report.write()
    page = tab(liaison, report)
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert len(pictures) == int(re.search(r"共<b>(\d+)</b>页", page)[1]) >= 2
    assert pictures[0][1] == f"公文第1页，共{len(pictures)}页；文字内容见“正文”"
    assert "草稿，签发后落字号和日期" in page
    assert "收文单位按今天的机构目录预排" in page
    assert all(address.startswith("/matters/") for address, _ in pictures)
    assert "报告" in page


def test_a_page_comes_packed_with_a_mark_and_is_not_sent_twice(report, liaison):
    report.write()
    address = f"/matters/{report.matter.public_id}/paper/pages/1/"
    packed = liaison.get(address, headers={"Accept-Encoding": "gzip"})
    plain = liaison.get(address)
    assert plain.content.startswith(b"<svg")
    assert gzip.decompress(packed.content) == plain.content
    assert plain["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in plain["Content-Security-Policy"]
    assert liaison.get(address, headers={"If-None-Match": plain["ETag"]}).status_code == 304
    assert liaison.get(f"/matters/{report.matter.public_id}/paper/pages/99/").status_code == 404
    report.write(督察整改="另写一节。")
    assert liaison.get(address, headers={"If-None-Match": plain["ETag"]}).status_code in {200, 304}
    assert b"<script" not in plain.content


def test_word_and_pdf_bear_the_title_as_their_name(report, liaison):
    report.write(督察整改="销号六项。\n| 序号 | 事项 |\n|---|---|\n| 1 | 管网错接 |")
    answer = liaison.get(f"/matters/{report.matter.public_id}/paper/word/")
    assert "attachment" in answer["Content-Disposition"]
    assert ".docx" in answer["Content-Disposition"]
    opened_ = docx.Document(io.BytesIO(answer.content))
    assert [cell.text for cell in opened_.tables[0].rows[1].cells] == ["1", "管网错接"]
    text = "\n".join(one.text for one in opened_.paragraphs)
    assert "年\u3000月\u3000日印发" in text  # not signed yet
    assert "市委、市政府：" in text  # whom it will go to, before it is sent
    assert "销号六项。" in text
    pdf = liaison.get(f"/matters/{report.matter.public_id}/paper/")
    assert pdf.content.startswith(b"%PDF")
    assert "inline" in pdf["Content-Disposition"]


def test_what_breaks_a_rule_is_shown_and_stops_handing_in(report, liaison):
    report.write(督察整改="尚有一项，请批示。")
    page = tab(liaison, report)
    assert "送审、签发前须改正" in page
    assert "“督察整改”一节第1段“请批示”" in page
    version = report.matter.version
    answer = liaison.post(f"/matters/{report.matter.public_id}/submit_for_review/", {"_version": version})
    assert answer.status_code == 422
    assert "请另写请示" in answer.content.decode()
    report.write()
    report.do("liaison", "submit_for_review")


def test_characters_without_a_shape_are_named(report, liaison):
    report.write(督察整改="联系人𠮷某。")
    assert "以“〓”代替：𠮷" in tab(liaison, report)


def test_signed_paper_names_its_signer(report, liaison):
    report.to_signed()
    text = "\n".join(
        one.text
        for one in docx.Document(
            io.BytesIO(liaison.get(f"/matters/{report.matter.public_id}/paper/word/").content)
        ).paragraphs
    )
    principal = report.city.actor("water-bureau.principal")
    assert f"签发人：{principal.name}" in text
    assert "送审、签发前须改正" not in tab(liaison, report)


def test_the_tab_costs_the_same_however_long_the_text(report, liaison):
    report.write()
    tab(liaison, report)
    with CaptureQueriesContext(connection) as short:
        tab(liaison, report)
    report.write(督察整改="很长的一段。\n" * 200)
    with CaptureQueriesContext(connection) as long:
        tab(liaison, report)
    assert abs(len(long) - len(short)) <= 1  # every five seconds a process asks which rulebook is in force
    assert Draft.objects.filter(document__matter=report.matter).count() == 2
    assert papers.wording(report.matter.documents.get()) == []
