"""A sheet of tasks: bad rows are named by row and cell, the rest is drafted once and issued together; nothing twice."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.work_plans.batch.columns import COLUMNS
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.models import Milestone, Task, TaskPart
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, in_days, plan

PAGE, DRAFTS = "/tasks/batch/", "/tasks/drafts/"


def line(number: int = 1, **changed: object) -> list[object]:
    """A row as somebody types it, by the fields of the columns."""
    given = {
        "name": f"排口整治第{number}件", "goal": "全部达标", "measures": "排查、溯源、整治", "requirements": "每月报送",
        "limit_on": in_days(60), "lead": "市水利局", "supporters": "市建设局｜工地排水整改｜质安处",
        "milestones": f"{in_days(30):%Y年%m月%d日} 完成排查", "source": "年度重点工作", "livelihood": "否", **changed,
    }  # fmt: skip
    return [given.get(column.field, "") for column in COLUMNS]


def sheet(*lines: list[object], merged: str = "") -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    page.title = "任务"
    page.append([f"{column.heading}*" if column.needed else column.heading for column in COLUMNS])
    for cells in lines:
        page.append(cells)
    if merged:
        page.merge_cells(merged)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("年度任务.xlsx", stream.getvalue())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def previewed(client, upload):
    answer = client.post(PAGE, {"file": upload})
    return answer, answer.content.decode()


def confirmation(page: str) -> dict[str, str]:
    return {"file": hidden(page, "file"), "good": hidden(page, "good"), "confirm": "1"}


def ticks(page: str) -> list[str]:
    return re.findall(r'name="task" value="([0-9]+-[0-9]+)" checked', page)


@pytest.fixture
def client(city):
    return city.client(ISSUER)


def test_two_hundred_rows_with_three_bad_ones(city, client):
    lines = [line(number) for number in range(200)]
    lines[4] = line(4, supporters="市水利局｜自己的事")  # the supporter is the lead
    lines[99] = line(99, lead="无此局", weight="一百")
    lines[150] = line(150, goal="", limit_on="尽快")
    answer, page = previewed(client, sheet(*lines))
    assert answer.status_code == 200
    assert Task.objects.count() == 0
    assert "197行可以起草，3行有错" in page
    told = dict(re.findall(r"<b>([A-Z]+[0-9]+)</b></td><td[^>]*>([^<]+)<", page))
    assert told == {
        "G6": "市水利局是牵头单位，不能又作配合单位。请改牵头单位，或去掉这一行。",
        "F101": "“无此局”不是一个可以牵头的单位，请从所列单位中选。",
        "L101": "“权重”应为整数。",
        "B152": "“目标”必填。",
        "E152": "“完成时限”不是有效日期，应写成2026-01-31。",
    }
    confirmed = confirmation(page)
    answer = client.post(PAGE, confirmed)
    assert answer["Location"] == DRAFTS
    assert (Task.objects.count(), TaskPart.objects.count(), Milestone.objects.count()) == (197, 197, 197)
    again = client.post(PAGE, confirmed)
    assert again["Location"] == DRAFTS
    assert Task.objects.count() == 197
    page = client.get(DRAFTS).content.decode()
    assert "已起草197件" in page
    chosen = ticks(page)
    assert len(chosen) == 197
    form = {"once": hidden(page, "once"), "task": chosen[:20]}
    before = Entry.objects.count()
    for _ in range(2):
        assert client.post(DRAFTS, form)["Location"] == "/matters/?kind=task&state=issued"
        assert Entry.objects.count() - before == 20
    assert Matter.objects.filter(kind="task", state="issued", holder__key="water-bureau").count() == 20
    assert Deadline.objects.filter(key="task.receipt", state="running").count() == 20
    liaison = city.account(LEAD).person_id
    assert Notice.objects.filter(person=liaison, title__startswith="新任务待签收").count() == 20


def test_the_sheet_once_more_drafts_only_what_was_mended(city, client):
    answer, page = previewed(client, sheet(line(1), line(2, lead="无此局")))
    client.post(PAGE, confirmation(page))
    answer, page = previewed(client, sheet(line(1), line(2, lead="water-bureau")))
    assert "1行可以起草，1行已有任务，跳过" in page
    client.post(PAGE, confirmation(page))
    assert sorted(Matter.objects.filter(kind="task").values_list("title", flat=True)) == [
        "排口整治第1件",
        "排口整治第2件",
    ]
    answer, page = previewed(client, sheet(line(1)))
    assert answer.status_code == 200
    assert "没有新的" in page


def test_rows_are_judged_together(city, client):
    year = plan(city)
    upload = sheet(
        line(1, plan="2027", weight=60), line(2, plan=str(year.work_plan), weight="60%"), line(1), line(3, livelihood="对"),
        line(4, limit_on=in_days(-1)),
    )  # fmt: skip
    _, page = previewed(client, upload)
    told = dict(re.findall(r"<b>([A-Z]+[0-9]+)</b></td><td[^>]*>([^<]+)<", page))
    assert told["L3"].startswith("连同表里前面各行，市生态环境局2027年度工作计划的权重合计120，超过100")
    assert told["A4"] == "与第2行是同一件任务：名称、牵头单位、完成时限都相同。"
    assert told["K5"] == "“对”没有读懂，请写“是”或“否”。"
    assert "已经过去" in told["E6"]
    assert "1行可以起草，4行有错" in page


def test_cells_merged_over_rows_hold_for_all_of_them(city, client):
    _, page = previewed(client, sheet(line(1), line(2, lead=""), line(3, lead=""), merged="F2:F4"))
    assert "3行可以起草" in page


def test_what_changed_since_the_preview_is_shown_again(city, client):
    _, page = previewed(client, sheet(line(1), line(2)))
    given = confirmation(page)
    _, other = previewed(client, sheet(line(2)))
    client.post(PAGE, confirmation(other))
    answer = client.post(PAGE, given)
    assert answer.status_code == 409
    assert "读出的结果与刚才预览的不同" in answer.content.decode()
    assert Task.objects.count() == 1


def test_a_file_that_is_no_sheet_of_tasks(city, client):
    for upload, words in (
        (SimpleUploadedFile("任务.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), "任务表只能从.xlsx、.xls导入"),
        (sheet(), "一行任务也没有"),
        (sheet(*(line(number) for number in range(201))), "表里有201行，一次不超过200行"),
    ):
        answer, page = previewed(client, upload)
        assert answer.status_code == 422
        assert words in page
    book = Workbook()
    book.active.append(["任务名称", "牵头单位"])
    stream = BytesIO()
    book.save(stream)
    _, page = previewed(client, SimpleUploadedFile("a.xlsx", stream.getvalue()))
    assert "缺少“目标”“措施”“要求”“完成时限”“来源”" in page


def test_the_empty_sheet_offers_lists_and_is_read(city, client):
    year = plan(city)
    content = client.get("/tasks/batch/template/").content
    book = load_workbook(BytesIO(content))
    offered = {str(rule.sqref).partition(":")[0] for rule in book["任务"].data_validations.dataValidation}
    assert offered == {"F2", "I2", "K2", "M2"}
    names = [cell.value for cell in book["可选项"]["A"]]
    assert "市水利局" in names
    assert str(year.work_plan) in [cell.value for cell in book["可选项"]["C"]]
    for number, cell in enumerate(line(7, plan=str(year.work_plan)), start=1):
        book["任务"].cell(2, number).value = cell
    stream = BytesIO()
    book.save(stream)
    _, page = previewed(client, SimpleUploadedFile("填好.xlsx", stream.getvalue()))
    assert "1行可以起草" in page


def test_one_that_cannot_be_issued_holds_nobody_up(city, client):
    _, page = previewed(client, sheet(line(1, limit_on=in_days(5), milestones=""), line(2), line(3)))
    client.post(PAGE, confirmation(page))
    page = client.get(DRAFTS).content.decode()
    form = {"once": hidden(page, "once"), "task": ticks(page)}
    third = Matter.objects.get(title="排口整治第3件")
    perform(TASKS, "drop", third.pk, actor=city.actor(ISSUER), data={"note": "不做了"})
    city.clock.move_to(city.clock.moment.replace(day=30))
    answer = client.post(DRAFTS, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2件没有下达" in page
    assert "完成时限已经过去" in page
    assert list(Matter.objects.filter(kind="task").order_by("title").values_list("state", flat=True)) == [
        "draft",
        "issued",
        "cancelled",
    ]


def test_who_drafts_does_not_issue_unless_a_head(city):
    liaison = city.client("ecology-bureau.liaison")
    _, page = previewed(liaison, sheet(line(1)))
    answer = liaison.post(PAGE, confirmation(page))
    assert answer["Location"] == "/matters/?kind=task&state=draft"
    assert liaison.get(DRAFTS).status_code == 403
    assert city.client("water-bureau.principal").get(DRAFTS).content.decode().count('name="task"') == 0
    assert liaison.post(DRAFTS, {"task": ["1-1"]}).status_code == 403
    assert city.client(ISSUER).post(DRAFTS, {}).status_code == 422
