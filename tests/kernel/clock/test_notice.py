"""A holiday notice as a file: read as a clerk writes it, refused with the line where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.clock import ClockError, WorkCalendar, difference
from ecoduty.kernel.clock.calendar import statutory_holidays
from ecoduty.kernel.clock.notice import NoticeDay, read_notice, with_notices

NOTICE_2026 = """\
year: 2026
notice: 2026年部分节假日安排
days_off:
  - {name: 元旦, from: 2026-01-01, to: 2026-01-03}
  - {name: 春节, from: 2026-02-15, to: 2026-02-23}
  - {name: 清明节, from: 2026-04-04, to: 2026-04-06}
  - {name: 劳动节, from: 2026-05-01, to: 2026-05-05}
  - {name: 端午节, from: 2026-06-19, to: 2026-06-21}
  - {name: 中秋节, from: 2026-09-25, to: 2026-09-27}
  - {name: 国庆节, from: 2026-10-01, to: 2026-10-07}
make_up_days:
  - {date: 2026-01-04, for: 元旦}
  - {date: 2026-02-14, for: 春节}
  - {date: 2026-02-28, for: 春节}
  - {date: 2026-05-09, for: 劳动节}
  - {date: 2026-09-20, for: 国庆节}
  - {date: 2026-10-10, for: 国庆节}
"""
SMALL = "year: 2026\nnotice: 补充通知\nscope: days\n"


def refused(text, name="notice.yaml"):
    with pytest.raises(ClockError) as caught:
        read_notice(text if isinstance(text, bytes) else text.encode(), name)
    return caught.value


def csv_of(rows):
    head = "年份,通知,日期,安排,节日\n"
    return head + "".join(f"2027,2027年节假日安排,{day},{what},{name}\n" for day, what, name in rows)


def complete_2027():
    return [(day.isoformat(), "放假", name) for day, name in statutory_holidays(2027).items()]


def test_the_notice_of_2026_gives_the_shipped_year():
    notice = read_notice(NOTICE_2026.encode(), "2026.yaml")
    assert (notice.year, notice.name, notice.complete, len(notice.days)) == (2026, "2026年部分节假日安排", True, 39)
    assert notice.days[0] == NoticeDay(date(2026, 1, 1), is_working=False, name="元旦")
    imported = with_notices([notice])
    assert difference(WorkCalendar(), imported) == ((), ())
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert list(imported.days(*year)) == list(WorkCalendar().days(*year))


def test_a_table_saved_by_a_chinese_spreadsheet_is_read():
    text = csv_of([*complete_2027(), ("2026-12-26", "上班", "元旦")]) + ",,,,\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        notice = read_notice(text.replace("\n", "\r\n").encode(encoding), "2027.CSV")
        assert (notice.year, notice.name, len(notice.days)) == (2027, "2027年节假日安排", 14)
        calendar = with_notices([notice])
        assert calendar.is_working(date(2026, 12, 26))
        assert not calendar.is_provisional(date(2027, 6, 1))


def test_a_later_notice_changes_single_days():
    later = read_notice((SMALL + "days_off:\n  - {name: 特别放假, from: 2026-11-23}\n").encode(), "later.yml")
    assert not later.complete
    calendar = with_notices([read_notice(NOTICE_2026.encode(), "2026.yaml"), later])
    assert not calendar.is_working(date(2026, 11, 23))
    assert not calendar.is_working(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from: 2026-06-19", "from: 2026-06-31", "第8行：“2026-06-31”不是日期，应写成 2026-01-01 的样子，并且确有这一天。"),
        ("from: 2026-06-19", "from: 2026-6-19", "第8行：“2026-6-19”不是日期，应写成 2026-01-01 的样子，并且确有这一天。"),
        ("from: 2026-06-19", "start: 2026-06-19", "第8行：不认识的项“start”；可用的是 from、name、to。"),
        ("to: 2026-06-21", "to: 2026-06-18", "第8行：放假的最后一天 2026-06-18 早于第一天 2026-06-19。"),
        ("to: 2026-06-21", "to: 2027-06-21", "第8行：一次放假超过31天，请检查起止日期。"),
        ("to: 2026-10-07", "to: 2026-10-10", "第17行：2026-10-10 出现了不止一次。"),
        ("date: 2026-10-10", "date: 2026-10-09", "第17行：2026-10-09 不是周六或周日，不能作为调休上班日。"),
        ("date: 2026-10-10", "date: 2027-10-10", "第17行：2027-10-10 不属于2026年，也不在上一年12月。"),
        ("date: 2026-10-10, ", "", "第17行：缺少 date。"),
        ("for: 元旦", "for: ''", "第12行：没有写是哪个节日。"),
        ("for: 元旦", f"for: {'元旦' * 21}", "第12行：节日名称超过40个字，请用简称。"),
        ("for: 元旦", "for: [元旦]", "第12行：这里须是一个值，不是列表或对象。"),
        ("notice: 2026年部分节假日安排", "notice: ''", "第2行：没有写通知的名称。"),
        ("notice: 2026年部分节假日安排", f"notice: {'长' * 201}", "第2行：通知名称超过200个字，请用简称。"),
        ("year: 2026", "year: 二〇二六", "第1行：年份须是 1992 到 2100 之间的整数，现在是“二〇二六”。"),
        ("year: 2026", f"year: {'9' * 5}", "第1行：年份须是 1992 到 2100 之间的整数，现在是“99999”。"),
        ("year: 2026", "year: 2026\nyear: 2027", "第2行：“year”出现了不止一次。"),
        ("year: 2026\n", "", "第1行：缺少 year。"),
        ("year: 2026", "year: 2026\nscope: 全年", "第2行：scope 只能是 year（全年）或 days（个别日子），现在是“全年”。"),
        ("  - {name: 端午节, from: 2026-06-19, to: 2026-06-21}\n", "", "第2行：缺少法定节假日端午节（2026-06-19）。请对照通知原文补全。"),
        ("make_up_days:", "make_up_days: 无\nx:", "第12行：不认识的项“x”；可用的是 days_off、make_up_days、notice、scope、year。"),
        ("days_off:", "days_off: [", "第4行：不是合法的 YAML，请检查缩进、冒号和括号。"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(old, new, message):
    error = refused(NOTICE_2026.replace(old, new, 1))
    assert error.code == "notice_invalid"
    assert error.message == f"notice.yaml {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "notice.yaml 第1行：这里须写明 notice、year。"),
        ("- 2026\n", "notice.yaml 第1行：这里须写明 notice、year。"),
        (SMALL, "notice.yaml 第2行：通知里没有任何放假或上班的日子。"),
        (SMALL + "days_off: 元旦\n", "notice.yaml 第4行：这里须是一个列表，每项以“- ”开头。"),
        (SMALL + "days_off:\n  - 元旦\n", "notice.yaml 第5行：这里须写明 from、name。"),
        ("[" * 100_000, "notice.yaml：括号套得太深。"),
        ("year: \x00\n", "notice.yaml：含有 YAML 不允许的字符。"),
        (b"\xff\xff\xff", "notice.yaml：文件不是 UTF-8 或 GB 18030 编码的文本。"),
    ],
)
def test_what_is_no_notice_is_refused(text, message):
    assert refused(text).message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "n.csv 第1行：表头须是 年份,通知,日期,安排,节日。"),
        ("日期,安排\n", "n.csv 第1行：表头须是 年份,通知,日期,安排,节日。"),
        (csv_of([]), "n.csv 第1行：通知里没有任何放假或上班的日子。"),
        (csv_of([("2027-01-01", "休息", "元旦")]), "n.csv 第2行：“安排”一栏只能写放假或上班，现在是“休息”。"),
        (csv_of([("2027-01-01", "放假", "元旦,多")]), "n.csv 第2行：应有 5 栏，现在有 6 栏。"),
        (csv_of(complete_2027()) + "2028,另一份,2028-01-01,放假,元旦\n", "n.csv 第15行：一个文件只能有一个年份和一份通知，这一行与前面的不同。"),
        (csv_of(complete_2027()[1:]), "n.csv 第1行：缺少法定节假日元旦（2027-01-01）。请对照通知原文补全。"),
        (csv_of([('"2027-01-01', "放假", "元旦")]), "n.csv：不是完整的 CSV 文件。"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused(text, message):
    assert refused(text, "n.csv").message == message


def test_another_kind_of_file_is_refused():
    error = refused("年份", "通知.docx")
    assert (error.code, error.message) == ("notice_unreadable", "通知.docx：放假通知须是 .yaml 或 .csv 文件。")
