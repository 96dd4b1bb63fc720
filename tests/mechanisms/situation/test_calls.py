"""A call goes to many bodies, each answers its own, one table comes of it."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.situation.calls import columns, queries
from ecoduty.mechanisms.situation.calls.columns import ColumnError
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.situation.calling import BUILDING, OFFICE, WATER, Call, call
from tests.mechanisms.who_may import checked

FULL = {"c1": "12", "c2": "无", "c3": "0"}


def test_every_body_is_asked_by_a_matter_and_a_limit_of_its_own(city):
    one = Call(city)
    one.do("issue_call")
    for body in ("water-bureau", "construction-bureau"):
        deadline = Deadline.objects.get(matter=one.answer_of(body).pk)
        assert (deadline.due_on, deadline.holder.key) == (date(2026, 11, 27), body)
    one.answer(WATER, {**FULL, "c1": "1,200"})
    assert one.answer_of("water-bureau").values == {"c1": "1200", "c2": "无", "c3": "0"}
    assert one.answer_of("water-bureau").sources == {"c3": "平台数据“任务：在办”"}
    merged = queries.merged(one.own)
    assert [line.body.key for line in merged.lines] == ["construction-bureau", "water-bureau"]
    assert (merged.answered, list(merged.totals)) == (1, ["1200", "", "0"])


def test_what_the_platform_knows_is_filled_in_with_its_source(city):
    one = Call(city)
    one.do("issue_call")
    client = city.client(WATER)
    own = one.answer_of("water-bureau")
    page = client.get(f"/matters/{own.matter.public_id}/answer_call/").content.decode()
    assert 'name="values.c3" value="0"' in page
    assert "平台数据“任务：在办”" in page


def test_the_wrong_body_does_not_answer(city):
    one = Call(city)
    one.do("issue_call")
    assert one.refused(BUILDING, FULL, "water-bureau").code == "not_found"
    assert one.refused(OFFICE, FULL, "water-bureau").code == "not_permitted"


@pytest.mark.parametrize(("values", "code"), [
    ({"c1": "12", "c3": "0"}, "column_missing"),
    ({**FULL, "c1": "十二"}, "not_a_number"),
    ({**FULL, "c1": "NaN"}, "not_a_number"),
    ({**FULL, "c1": "1e999999"}, "not_a_number"),
    ({**FULL, "c9": "1"}, "no_such_column"),
    ({**FULL, "c2": "长" * 1001}, "too_long"),
])  # fmt: skip
def test_an_answer_that_does_not_fit_says_which_column(city, values, code):
    one = Call(city)
    one.do("issue_call")
    assert one.refused(WATER, values).code == code


def test_an_answer_is_returned_and_given_again(city):
    one = Call(city)
    one.do("issue_call")
    one.answer(WATER, FULL)
    one.answer(OFFICE, {"note": "排放口数与上月不一致，请核对。"}, "water-bureau", "return_answer")
    assert one.answer_of("water-bureau").matter.state == "asked"
    one.answer(WATER, {**FULL, "c1": "15"})
    assert one.answer_of("water-bureau").values["c1"] == "15"


def test_closing_takes_in_what_came_and_takes_back_the_rest(city):
    one = Call(city)
    one.do("issue_call")
    one.answer(WATER, FULL)
    one.do("close_call", {"conclusion": "共排查12个，建设局未报。"})
    assert one.matter.state == "closed"
    assert one.answer_of("water-bureau").matter.state == "done"
    assert one.answer_of("construction-bureau").matter.state == "withdrawn"


def test_a_late_answer_is_late_and_the_table_says_so(city):
    one = Call(city)
    one.do("issue_call")
    city.clock.move_to(datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI))
    one.answer(WATER, FULL)
    assert [line.late for line in queries.merged(one.own).lines if line.body.key == "water-bureau"] == [True]


@pytest.mark.parametrize(("more", "code"), [
    ({"limit_on": "2026-11-21"}, "limit_in_past"),
    ({"bodies": ["hotline-office"]}, "body_not_callable"),
    ({"columns": "随便写写"}, "column_unreadable"),
    ({"columns": "甲 | 数字\n甲 | 文字"}, "column_twice"),
    ({"columns": "甲 | 数字 | 个 | nothing.here"}, "figure_unknown"),
    ({"columns": "\n".join(f"第{n}项 | 数字" for n in range(13))}, "too_many_columns"),
])  # fmt: skip
def test_a_call_that_cannot_be_is_refused(city, more, code):
    with pytest.raises(Refused) as refused:
        Call(city, **more)
    assert refused.value.code == code


def test_a_department_calls_its_own_line_of_work_only(city):
    below = [body.key for body in queries.callable_bodies(Body.objects.get(key="water-bureau"), date(2026, 11, 22))]
    assert "jimei-agriculture-water-bureau" in below
    assert "construction-bureau" not in below
    one = Call(city, "water-bureau.deputy", bodies=["jimei-agriculture-water-bureau"])
    one.do("issue_call")
    assert one.answer_of("jimei-agriculture-water-bureau").matter.state == "asked"
    with pytest.raises(Refused) as refused:
        Call(city, "water-bureau.deputy")
    assert refused.value.code == "body_not_callable"
    with pytest.raises(Refused) as refused:
        Call(city, "audit-bureau.liaison", bodies=["water-bureau"])
    assert refused.value.code == "nobody_to_call"


def test_columns_are_written_as_they_were_read():
    known = {"task.open": "任务：在办"}
    found = columns.read(call()["columns"], known)
    spoken = call()["columns"].replace("task.open", "任务：在办")
    assert columns.written(found, known) == spoken
    assert columns.read(spoken, known) == found  # what is shown can be written again: no code is asked of anybody
    assert columns.kept([one.as_data() for one in found]) == found
    with pytest.raises(ColumnError):
        columns.read(" \n ", {})


def post(client, matter, act, data):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **data})


@pytest.mark.clause("3.2", page="/matters/?kind=progress_call")
def test_a_call_is_made_answered_and_merged_on_the_pages(city):
    office, water = city.client(OFFICE), city.client(WATER)
    form = office.get("/progress-calls/new/").content.decode()
    assert "任务：在办" in form
    assert "task.open" not in form
    assert '<input type="checkbox" name="bodies" value="water-bureau"><span>市水利局</span>' in form.replace(" >", ">")
    assert office.post("/progress-calls/new/", call()).status_code == 302
    own = Matter.objects.get(kind="progress_call")
    assert post(office, own, "issue_call", {}).status_code == 302
    asked = Matter.objects.get(kind="call_answer", holder__key="water-bureau")
    assert "汛前入河排放口排查" in water.get("/").content.decode()
    refused = post(water, asked, "answer_call", {"values.c1": "很多", "values.c2": "无", "values.c3": "0"})
    assert refused.status_code == 422
    assert refused.content.decode().count("应为数字") == 2  # on top, as the link to the field, and at the field
    assert 'value="很多"' in refused.content.decode()
    assert (
        post(water, asked, "answer_call", {"values.c1": "12", "values.c2": "无", "values.c3": "0"}).status_code == 302
    )
    page = office.get(f"/matters/{own.public_id}/").content.decode()
    assert "应填报2家，已填报1家" in page
    sheet = load_workbook(BytesIO(office.get(f"/progress-calls/{own.public_id}/table/").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["填报单位", "排查排放口（个）"]
    assert ["市水利局", "12", "无", "0"] in [row[:4] for row in rows]
    assert water.get(f"/matters/{own.public_id}/").status_code == 404
    assert water.get(f"/progress-calls/{own.public_id}/table/").status_code == 404


def test_every_act_in_every_state_by_everybody(city):
    one = Call(city)
    one.do("issue_call")
    roles = (OFFICE, WATER, BUILDING, "audit-bureau.principal")
    assert checked(city, flow.table("call_answer"), one.answer_of("water-bureau").matter, roles) > 40
    assert checked(city, flow.table("progress_call"), one.matter, roles) > 40
