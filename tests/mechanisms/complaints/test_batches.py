"""A batch from Excel: what is wrong is named by its cell, what is right is taken in once, the same file twice doubles nothing."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.mechanisms.complaints.models import Complaint
from tests.mechanisms.complaints.steps import HOTLINE

HEAD = ("编号*", "反映内容*", "所在区", "地点", "环境类别", "收到日期*")
GOOD = (
    ("D-001", "湖滨南路工地夜间打桩，吵得睡不着。", "思明区", "湖滨南路88号", "噪声、大气", "2026-11-21"),
    ("D-002", "河水发黑发臭，岸边死鱼。", "湖里", "", "水", "2026年11月21日"),
)


def sheet(*rows, head=HEAD, above=()) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    for row in (*above, head, *rows):
        page.append(row)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("督察第3批.xlsx", stream.getvalue())


@pytest.fixture
def client(city):
    return city.client(HOTLINE)


def looked_at(client, upload, **more):
    return client.post("/complaints/batch/", {"file": upload, "channel": "inspection", **more})


def confirmed(client, upload):
    page = looked_at(client, upload).content.decode()
    named = re.search(r'name="file" value="([0-9a-f-]{36})"', page)
    return client.post("/complaints/batch/", {"file": named.group(1), "channel": "inspection", "confirm": "1"})


def test_looked_at_nothing_is_written_confirmed_all_of_it(city, client):
    page = looked_at(client, sheet(*GOOD, above=[("督察交办件",)])).content.decode()
    assert "读出2件，待确认" in page
    assert Complaint.objects.count() == 0
    answer = confirmed(client, sheet(*GOOD))
    assert answer["Location"] == "/matters/?kind=complaint&state=registered"
    rows = Complaint.objects.select_related("matter", "district").order_by("external_number")
    assert [(row.external_number, row.channel, row.category, row.district.key, row.matter.state) for row in rows] == [
        ("D-001", "inspection", "noise", "siming", "registered"),
        ("D-002", "inspection", "water", "huli", "registered"),
    ]
    assert str(rows[0].received_on) == "2026-11-21"
    assert (
        Deadline.objects.filter(matter__in=[row.pk for row in rows], key="complaint.dispatch", state="running").count()
        == 2
    )


def test_the_same_file_twice_doubles_nothing(city, client):
    confirmed(client, sheet(*GOOD))
    again = looked_at(
        client, sheet(*GOOD, ("D-003", "海上有油污漂浮。", "", "鹭江", "海洋", "2026-11-22"))
    ).content.decode()
    assert "读出1件，待确认" in again
    assert "2件收过，跳过" in again
    assert Matter.objects.filter(kind="complaint").count() == 2


def test_what_is_wrong_is_named_by_its_cell_and_nothing_is_taken_in(city, client):
    upload = sheet(
        GOOD[0], ("D-001", "又是打桩声。", "", "", "", "2026-11-21"), ("", "没有编号的一件。", "", "", "", "2026-11-21"),
        ("D-9", "短", "惠安县", "", "歌声", "2026-13-41"), ("D-10", "以后的一件。", "", "", "", "2026-12-30"),
    )  # fmt: skip
    answer = looked_at(client, upload, confirm="1")
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "A3",
        "编号D-001与第2行重复",
        "A4",
        "编号必填",
        "B5",
        "C5",
        "没有“惠安县”这个区",
        "E5",
        "F5",
        "F6",
        "还没有到",
    ):
        assert words in page, words
    assert Complaint.objects.count() == 0


def test_cell_whose_value_the_file_does_not_keep_is_named(city, client):
    upload = sheet(GOOD[0], ("D-11", '=CONCATENATE("河水","发黑")', "湖里", "", "水", "2026-11-21"))
    answer = looked_at(client, upload, confirm="1")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "B3" in page
    assert "没有存计算结果" in page
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("表.xlsx", b"not a workbook"), "没有登记"),
        (SimpleUploadedFile("表.txt", "编号".encode()), "没有登记"),
        (sheet(head=("姓名", "电话")), "没有找到表头"),
        (sheet(), "没有一行反映"),
        (sheet(("D-1", "没有日期列的一件。"), head=("编号", "反映内容")), "缺少“收到日期”列"),
    ],
)
def test_other_files_are_told_apart(city, client, upload, words):
    answer = looked_at(client, upload)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_anothers_upload_and_other_posts_are_not_let_in(city, client):
    page = looked_at(client, sheet(*GOOD)).content.decode()
    named = re.search(r'name="file" value="([0-9a-f-]{36})"', page).group(1)
    office = city.client("committee-office.clerk")
    assert office.post("/complaints/batch/", {"file": named, "confirm": "1"}).status_code == 404
    assert city.client("water-bureau.liaison").get("/complaints/batch/").status_code == 403
    assert client.get("/complaints/batch/template/")["Content-Type"].endswith("spreadsheetml.sheet")
