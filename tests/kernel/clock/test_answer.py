"""The answers of `ecoduty due`: one limit, a batch of lines, and every way a line can be wrong."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI, ClockError, WorkCalendar
from ecoduty.kernel.clock.answer import batch, due_record, parse_start

GOOD = {"id": 1, "n": 3, "unit": "natural_days", "roll": True, "from": "2026-09-28"}
WORKING = "9月28日（周一）起算，当日不计；3个自然日至10月1日；10月1日为国庆节，顺延至10月8日（周四）"


def line(**changes):
    return json.dumps({name: value for name, value in (GOOD | changes).items() if value is not ...})


def answer(text):
    (found,) = batch([text])
    return json.loads(found)


def test_a_record_has_due_explanation_and_provisional():
    assert due_record(3, "natural_days", True, "2026-09-28") == {
        "due": "2026-10-08",
        "explanation": WORKING,
        "provisional": False,
    }
    assert due_record(15, "working_days", True, date(2026, 12, 15))["provisional"]


def test_a_line_is_answered_in_chinese_by_id_due_and_explanation():
    assert list(batch([line()])) == [f'{{"id": 1, "due": "2026-10-08", "explanation": "{WORKING}"}}']


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"roll": False}, "2026-10-01"),
        ({"roll": ...}, "2026-10-08"),
        ({"n": 10, "unit": "working_days", "from": "2026-09-25"}, "2026-10-15"),
        ({"n": 7, "from": "2026-09-30"}, "2026-10-08"),
        ({"n": 24, "unit": "hours", "from": "2026-09-30T16:30"}, "2026-10-01T16:30:00+08:00"),
        ({"n": 24, "unit": "hours", "from": "2026-09-30T16:30+08:00"}, "2026-10-01T16:30:00+08:00"),
        ({"n": 24, "unit": "hours", "from": "2026-09-30T08:30Z"}, "2026-10-01T16:30:00+08:00"),
        ({"n": 24, "unit": "hours", "from": "2026-09-30 16:30:15"}, "2026-10-01T16:30:15+08:00"),
        ({"n": 24, "unit": "hours", "from": "2026-09-30"}, "2026-10-01T00:00:00+08:00"),
        ({"n": 2, "unit": "calendar_months", "roll": False, "from": "2026-12-31"}, "2027-02-28"),
        ({"n": 2, "unit": "calendar_months", "from": "2026-12-31"}, "2027-03-01"),
        ({"from": "2026-09-28T23:59"}, "2026-10-08"),
        ({"n": 1, "from": "2026-09-28T17:00:00Z", "roll": False}, "2026-09-30"),
        ({"n": 0, "from": "2026-10-03"}, "2026-10-08"),
        ({"n": 0, "unit": "hours", "from": "2026-10-03T10:00"}, "2026-10-03T10:00:00+08:00"),
    ],
)
def test_lines_of_every_unit(changes, due):
    assert answer(line(**changes))["due"] == due


@pytest.mark.parametrize(
    ("text", "label", "code", "message"),
    [
        ("{", None, "line_unreadable", "这一行不是完整的 JSON：“{”。"),
        ("[1]", None, "line_unreadable", "这一行须是一个 JSON 对象，现在是 一个列表。"),
        ("NaN", None, "line_unreadable", "这一行须是一个 JSON 对象，现在是 “NaN”。"),
        (line(n=...), 1, "field_missing", "缺少字段 n。"),
        (line(n=..., unit=...), 1, "field_missing", "缺少字段 n、unit。"),
        (line(rol=False), 1, "field_unknown", "不认识的字段 “rol”；可用的是 id、n、unit、roll、from。"),
        ('{"id": 1, "n": 3, "n": 5}', None, "field_repeated", "字段 “n” 出现了不止一次。"),
        (line(id=[1]), None, "id_invalid", "id 须是文本或数字。"),
        ('{"id": 1e999, "n": 1}', None, "id_invalid", "id 须是文本或数字。"),
        (line(n=-1), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 “-1”。"),
        (line(n=1.5), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 “1.5”。"),
        (line(n="3"), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 “3”。"),
        (line(n=True), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 “true”。"),
        (line(n=None), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 “null”。"),
        (line(n=-(10**50)), 1, "n_invalid", "n 须是不小于 0 的整数，现在是 一个很长的数。"),
        (line(unit="days"), 1, "unit_unknown", "不认识的单位 “days”；可用的是 natural_days、working_days、calendar_months、hours。"),
        (line(unit=["hours"]), 1, "unit_unknown", "不认识的单位 一个列表；可用的是 natural_days、working_days、calendar_months、hours。"),
        (line(roll="false"), 1, "roll_invalid", "roll 只能是 true（顺延）或 false（不顺延），现在是 “false”。"),
        (line(roll=None), 1, "roll_invalid", "roll 只能是 true（顺延）或 false（不顺延），现在是 “null”。"),
        (line(**{"from": "2026-02-30"}), 1, "from_invalid", "没有“2026-02-30”这个日期或时间。请检查年月日和时分。"),
        (line(**{"from": "2026-09-30T25:00"}), 1, "from_invalid", "没有“2026-09-30T25:00”这个日期或时间。请检查年月日和时分。"),
        (line(**{"from": "20260930"}), 1, "from_invalid", "看不懂起算日 “20260930”；请写成 2026-09-28，或 2026-09-30T16:30（可加 +08:00）。"),
        (line(**{"from": 20260930}), 1, "from_invalid", "from 须是日期或时间文本，如 2026-09-28，现在是 “20260930”。"),
        (line(**{"from": "9999-12-31T23:00Z"}), 1, "from_invalid", "起算时间 9999-12-31T23:00:00+00:00 超出了可表示的范围。"),
        (line(**{"from": "1900-01-01"}), 1, "date_out_of_range", "只能计算1992年至2100年之间的日期，1900年不在其中。请检查起算日和期限长短。"),
        (line(n=10**9), 1, "date_out_of_range", "期限届满日超出可计算的范围（至2100年底）。请检查起算日和期限长短。"),
        (line(n=10**9, unit="working_days"), 1, "date_out_of_range", "期限届满日超出可计算的范围（至2100年底）。请检查起算日和期限长短。"),
        (line(n=10**9, unit="hours"), 1, "date_out_of_range", "期限届满日超出可计算的范围（至2100年底）。请检查起算日和期限长短。"),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_by_its_error(text, label, code, message):
    assert answer(text) == {"id": label, "error": {"code": code, "message": message}}


def test_a_bad_line_does_not_stop_the_batch():
    lines = [
        "\ufeff" + line(id="甲"),
        "",
        "  \n",
        "{" * 100_000,
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + "}",
        line(id="\ud800"),
        line(id=2, n=-1),
        line(id="乙") + "\r\n",
    ]
    answers = list(batch(lines))
    assert [json.loads(text)["id"] for text in answers] == ["甲", None, None, None, "\ud800", 2, "乙"]
    assert [json.loads(text).get("due") for text in answers] == [
        "2026-10-08",
        None,
        None,
        None,
        "2026-10-08",
        None,
        "2026-10-08",
    ]
    for text in answers:
        assert text.encode()
        assert "\n" not in text


def test_a_batch_is_answered_as_it_comes():
    def endless():
        while True:
            yield line()

    answers = batch(endless())
    assert json.loads(next(answers))["due"] == "2026-10-08"


def test_a_batch_uses_the_calendar_it_is_given():
    calendar = WorkCalendar({date(2026, 10, 8): (False, "国庆节")})
    (found,) = batch([line()], calendar)
    assert json.loads(found)["due"] == "2026-10-09"


def test_a_start_may_be_given_as_an_object():
    assert parse_start(date(2026, 9, 28)) == date(2026, 9, 28)
    assert parse_start(datetime(2026, 9, 28, 8)) == datetime(2026, 9, 28, 8, tzinfo=SHANGHAI)
    with pytest.raises(ClockError) as caught:
        due_record(3, "natural_days", True, "昨天")
    assert caught.value.code == "from_invalid"
