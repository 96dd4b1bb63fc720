"""When a limit ends: the worked cases of the rules, the texts as a person reads them, and the odd corners."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from ecoduty.kernel.clock import (
    SHANGHAI,
    ClockError,
    CountingRule,
    Exclusion,
    Explanation,
    FixedDate,
    Term,
    Unit,
    WorkCalendar,
    due_in_year,
    due_of,
    ruler,
)

CALENDAR = WorkCalendar()
DAYS, WORKING, MONTHS, HOURS = Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.CALENDAR_MONTHS, Unit.HOURS
PENALTIES = CountingRule(working_when=frozenset({2, 3, 5, 7}))
COERCION = CountingRule(working_up_to=10)
LINKAGE = CountingRule()
DETENTION = CountingRule(always_working=True)
FROM_25_SEPTEMBER = (
    "9月25日（周五）起算，当日不计；10个工作日至10月15日（周四）；9月26日至27日为中秋节假期，不计；"
    "10月1日至7日为国庆节假期，不计；10月10日（周六）为国庆节调休上班日，计入"
)
UNPUBLISHED = "2027年放假安排尚未收录，按法定节假日和周末暂算"


def ends(n, unit, start, *, roll=True, exclusions=()):
    return due_of(Term(n, unit, roll), date.fromisoformat(start), CALENDAR, exclusions)


@pytest.mark.parametrize(
    ("n", "unit", "start", "roll", "due", "text"),
    [
        (
            3, DAYS, "2026-09-28", True, "2026-10-08",
            "9月28日（周一）起算，当日不计；3个自然日至10月1日；10月1日为国庆节，顺延至10月8日（周四）",
        ),
        (
            10, WORKING, "2026-09-25", True, "2026-10-15",
            FROM_25_SEPTEMBER,
        ),
        (
            7, DAYS, "2026-09-30", True, "2026-10-08",
            "9月30日（周三）起算，当日不计；7个自然日至10月7日；10月7日为国庆节假期，顺延至10月8日（周四）",
        ),
        (
            2, MONTHS, "2026-12-31", False, "2027-02-28",
            "12月31日（周四）起算，当日不计；2个月的对应日2027年2月31日不存在，取月末2027年2月28日（周日）；遇休息日也不顺延",
        ),
        (
            3, WORKING, "2026-09-29", True, "2026-10-09",
            "9月29日（周二）起算，当日不计；3个工作日至10月9日（周五）；10月1日至7日为国庆节假期，不计",
        ),
        (
            1, DAYS, "2026-11-27", True, "2026-11-30",
            "11月27日（周五）起算，当日不计；1个自然日至11月28日；11月28日为周六，11月29日为周日，顺延至11月30日（周一）",
        ),
        (
            1, DAYS, "2026-02-27", True, "2026-02-28",
            "2月27日（周五）起算，当日不计；1个自然日至2月28日（周六，春节调休上班日）",
        ),
        (
            30, DAYS, "2026-01-15", True, "2026-02-14",
            "1月15日（周四）起算，当日不计；30个自然日至2月14日（周六，春节调休上班日）",
        ),
        (
            5, DAYS, "2026-02-10", True, "2026-02-24",
            "2月10日（周二）起算，当日不计；5个自然日至2月15日；2月15日为春节假期，顺延至2月24日（周二）",
        ),
        (
            7, DAYS, "2010-02-13", True, "2010-02-20",
            "2月13日（周六）起算，当日不计；7个自然日至2月20日（周六，春节调休上班日）",
        ),
        (
            1, DAYS, "2026-06-18", False, "2026-06-19",
            "6月18日（周四）起算，当日不计；1个自然日至6月19日（周五）；当日为端午节假期，按规定不顺延",
        ),
        (
            1, DAYS, "2026-11-27", False, "2026-11-28",
            "11月27日（周五）起算，当日不计；1个自然日至11月28日（周六）；当日为休息日，按规定不顺延",
        ),
        (0, DAYS, "2026-11-23", True, "2026-11-23", "11月23日（周一）起算；0个自然日，当日届满"),
        (
            0, WORKING, "2026-10-03", True, "2026-10-08",
            "10月3日（周六）起算；0个工作日，当日届满；10月3日为国庆节假期，顺延至10月8日（周四）",
        ),
        (0, MONTHS, "2026-11-30", True, "2026-11-30", "11月30日（周一）起算；0个月，当日届满"),
    ],
)  # fmt: skip
def test_due_day_and_working_are_those_of_the_table(n, unit, start, roll, due, text):
    found = ends(n, unit, start, roll=roll)
    assert (found.iso(), found.explanation.text, found.provisional) == (due, text, False)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-01-30", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months, due):
    assert ends(months, MONTHS, start, roll=False).iso() == due


def test_months_roll_unless_told_not_to():
    assert ends(1, MONTHS, "2026-09-01").iso() == "2026-10-08"
    assert ends(1, MONTHS, "2026-09-01", roll=False).iso() == "2026-10-01"


@pytest.mark.parametrize(
    ("start", "hours", "due", "text"),
    [
        (
            "2026-09-30T16:30+08:00", 24, "2026-10-01T16:30:00+08:00",
            "9月30日（周三）16:30起算；24小时至10月1日（周四）16:30；按小时计，遇休息日不顺延",
        ),
        (
            "2026-09-30T08:30:00+00:00", 24, "2026-10-01T16:30:00+08:00",
            "9月30日（周三）16:30起算；24小时至10月1日（周四）16:30；按小时计，遇休息日不顺延",
        ),
        (
            "2026-12-31T23:59:59+08:00", 2, "2027-01-01T01:59:59+08:00",
            "12月31日（周四）23:59:59起算；2小时至2027年1月1日（周五）01:59:59；按小时计，遇休息日不顺延",
        ),
        (
            "2026-03-29T01:30+08:00", 48, "2026-03-31T01:30:00+08:00",
            "3月29日（周日）01:30起算；48小时至3月31日（周二）01:30；按小时计，遇休息日不顺延",
        ),
    ],
)  # fmt: skip
def test_hours_are_exact_and_never_roll(start, hours, due, text):
    found = due_of(Term(hours, HOURS), datetime.fromisoformat(start), CALENDAR)
    assert (found.iso(), found.explanation.text) == (due, text)


def test_hours_from_a_bare_date_run_from_its_first_minute():
    found = ends(24, HOURS, "2026-09-30")
    assert found.iso() == "2026-10-01T00:00:00+08:00"
    assert found.explanation.text == (
        "9月30日（周三）未注明时刻，从严自00:00起算；24小时至10月1日（周四）00:00；按小时计，遇休息日不顺延"
    )


def test_a_moment_counts_days_from_its_shanghai_date():
    late_evening_in_london = datetime(2026, 9, 27, 17, 0, tzinfo=timezone(timedelta(0)))
    assert due_of(Term(3, DAYS), late_evening_in_london, CALENDAR).iso() == "2026-10-08"


@pytest.mark.parametrize(
    ("rule", "days", "unit"),
    [
        (PENALTIES, 2, WORKING), (PENALTIES, 3, WORKING), (PENALTIES, 5, WORKING), (PENALTIES, 7, WORKING),
        (PENALTIES, 1, DAYS), (PENALTIES, 4, DAYS), (PENALTIES, 10, DAYS), (PENALTIES, 90, DAYS),
        (COERCION, 1, WORKING), (COERCION, 10, WORKING), (COERCION, 11, DAYS), (COERCION, 30, DAYS),
        (LINKAGE, 3, DAYS), (LINKAGE, 7, DAYS),
        (DETENTION, 3, WORKING), (DETENTION, 30, WORKING),
    ],
)  # fmt: skip
def test_a_branch_of_law_says_which_days_are_meant(rule, days, unit):
    assert rule.term(days) == Term(days, unit, reading=f"{days}日")


def test_the_same_words_give_different_days_by_branch_of_law():
    start = date(2026, 9, 28)
    assert due_of(LINKAGE.term(3), start, CALENDAR).iso() == "2026-10-08"
    found = due_of(PENALTIES.term(3), start, CALENDAR)
    assert found.iso() == "2026-10-08"
    assert found.explanation.text == (
        "“3日”按工作日计算；9月28日（周一）起算，当日不计；3个工作日至10月8日（周四）；10月1日至7日为国庆节假期，不计"
    )
    assert due_of(LINKAGE.term(5), date(2026, 9, 14), CALENDAR).iso() == "2026-09-20"
    assert due_of(PENALTIES.term(5), date(2026, 9, 14), CALENDAR).iso() == "2026-09-20"
    assert due_of(PENALTIES.term(5), date(2026, 9, 10), CALENDAR).iso() == "2026-09-17"


@pytest.mark.parametrize(
    ("year", "roll", "due", "text"),
    [
        (2027, False, "2027-01-31", "期限为2027年1月31日（周日）；遇休息日也不顺延"),
        (2026, False, "2026-01-31", "期限为2026年1月31日（周六）；当日为休息日，按规定不顺延"),
        (2025, False, "2025-01-31", "期限为2025年1月31日（周五）；当日为春节假期，按规定不顺延"),
        (2025, True, "2025-02-05", "期限为2025年1月31日（周五）；1月31日为春节假期，顺延至2月5日（周三）"),
        (2014, False, "2014-01-31", "期限为2014年1月31日（周五）；当日为春节假期，按规定不顺延"),
        (2023, True, "2023-01-31", "期限为2023年1月31日（周二）"),
    ],
)
def test_31_january_stays_where_the_plan_puts_it(year, roll, due, text):
    found = due_in_year(FixedDate(1, 31, roll), year, CALENDAR)
    assert (found.iso(), found.explanation.text, found.provisional) == (due, text, False)


def test_warning_for_31_january_comes_on_the_working_day_before():
    assert CALENDAR.previous_working_day(date(2027, 1, 31)) == date(2027, 1, 29)
    assert CALENDAR.previous_working_day(date(2025, 1, 31)) == date(2025, 1, 27)
    assert CALENDAR.previous_working_day(date(2025, 1, 31), 2) == date(2025, 1, 26)


def test_a_fixed_day_the_month_lacks_is_its_last_day():
    assert due_in_year(FixedDate(2, 29), 2026, CALENDAR).iso() == "2026-02-28"
    assert due_in_year(FixedDate(2, 29), 2028, CALENDAR).iso() == "2028-02-29"


def test_a_year_without_a_notice_is_provisional_and_says_so():
    found = ends(15, WORKING, "2026-12-15")
    assert found.provisional
    assert found.explanation.text == (
        f"12月15日（周二）起算，当日不计；15个工作日至2027年1月6日（周三）；2027年1月1日为元旦，不计；{UNPUBLISHED}"
    )
    rolled = ends(3, DAYS, "2027-02-02")
    assert rolled.iso() == "2027-02-11"
    assert rolled.explanation.text == (
        "2月2日（周二）起算，当日不计；3个自然日至2月5日；2月5日为除夕，2月6日至8日为春节假期，"
        f"2月9日至10日为春节补假，顺延至2月11日（周四）；{UNPUBLISHED}"
    )


def test_a_result_that_asked_no_calendar_is_final_even_in_an_unpublished_year():
    assert not ends(10, DAYS, "2027-02-02", roll=False).provisional
    assert not ends(30, HOURS, "2027-02-02").provisional


def test_a_deadline_rolled_out_of_the_year_is_provisional_only_where_it_met_one():
    assert not ends(2, DAYS, "2026-12-28").provisional
    assert ends(2, DAYS, "2026-12-30").provisional


HEARING = Exclusion(date(2026, 9, 29), date(2026, 9, 30), "听证")
MONITORING = Exclusion(date(2026, 9, 30), date(2026, 10, 9), "监测")


@pytest.mark.parametrize(
    ("n", "unit", "start", "exclusions", "due"),
    [
        (5, DAYS, "2026-09-28", [HEARING], "2026-10-08"),  # 10-05 rolls
        (1, DAYS, "2026-09-28", [HEARING], "2026-10-08"),  # 10-01 rolls
        (1, DAYS, "2026-09-28", [HEARING, MONITORING], "2026-10-10"),  # overlapping days count once
        (5, WORKING, "2026-09-25", [HEARING], "2026-10-12"),
        (3, DAYS, "2026-09-28", [Exclusion(date(2026, 10, 8), date(2026, 10, 9), "鉴定")], "2026-10-10"),
        (3, DAYS, "2026-09-28", [Exclusion(date(2026, 9, 1), date(2026, 9, 28), "评估")], "2026-10-08"),
        (1, MONTHS, "2026-01-31", [Exclusion(date(2026, 2, 3), date(2026, 2, 6), "检测")], "2026-03-04"),
        (1, MONTHS, "2026-01-31", [Exclusion(date(2026, 3, 1), date(2026, 3, 6), "检测")], "2026-02-28"),
    ],
)
def test_excluded_days_push_the_end_out(n, unit, start, exclusions, due):
    assert ends(n, unit, start, exclusions=exclusions).iso() == due


def test_exclusions_are_named_in_the_working():
    assert ends(5, DAYS, "2026-09-28", exclusions=[HEARING]).explanation.text == (
        "9月28日（周一）起算，当日不计；5个自然日至10月5日；其间9月29日至30日（听证）扣除，不计；"
        "10月5日为国庆节假期，顺延至10月8日（周四）"
    )
    months = ends(1, MONTHS, "2026-01-31", exclusions=[Exclusion(date(2026, 2, 3), date(2026, 2, 6), "检测")])
    assert months.explanation.text == (
        "1月31日（周六）起算，当日不计；1个月的对应日2月31日不存在，取月末2月28日；"
        "其间2月3日至6日（检测）扣除，不计；共扣除4日，届满日后移至3月4日（周三）"
    )
    standing_still = Exclusion(date(2026, 10, 8), date(2026, 10, 9), "鉴定")
    assert ends(3, DAYS, "2026-09-28", exclusions=[standing_still]).explanation.text == (
        "9月28日（周一）起算，当日不计；3个自然日至10月1日；"
        "10月1日为国庆节，10月8日至9日为扣除期间，顺延至10月10日（周六，国庆节调休上班日）"
    )


def test_hours_are_suspended_by_moments_and_by_whole_days():
    start = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)
    pause = Exclusion(start + timedelta(hours=2), start + timedelta(hours=5), "补正")
    overlapping = Exclusion(start + timedelta(hours=4), start + timedelta(hours=6), "鉴定")
    assert due_of(Term(24, HOURS), start, CALENDAR, [pause]).moment == start + timedelta(hours=27)
    assert due_of(Term(24, HOURS), start, CALENDAR, [overlapping, pause]).moment == start + timedelta(hours=28)
    assert due_of(Term(24, HOURS), start, CALENDAR, [HEARING]).moment == start + timedelta(hours=24 + 48)
    after = Exclusion(start + timedelta(hours=24), start + timedelta(hours=30), "检测")
    assert due_of(Term(24, HOURS), start, CALENDAR, [after]).moment == start + timedelta(hours=24)


def test_late_begins_the_day_after():
    found = ends(3, DAYS, "2026-09-28")
    assert found.moment == datetime(2026, 10, 9, tzinfo=SHANGHAI)
    assert not found.is_missed(datetime(2026, 10, 8, 23, 59, 59, tzinfo=SHANGHAI))
    assert found.is_missed(datetime(2026, 10, 9, tzinfo=SHANGHAI))
    assert (found.days_left(date(2026, 10, 6)), found.days_left(date(2026, 10, 10))) == (2, -2)


def test_hours_are_late_from_the_instant_after():
    found = due_of(Term(24, HOURS), datetime(2026, 9, 30, 16, 30, tzinfo=SHANGHAI), CALENDAR)
    assert not found.is_missed(found.moment)
    assert found.is_missed(found.moment + timedelta(microseconds=1))


def test_ruler_shows_every_day_with_its_part():
    drawn = [
        (day.day.date.day, day.role.value, day.number, day.label)
        for day in ruler(ends(3, DAYS, "2026-11-25"), CALENDAR)
    ]
    assert drawn == [
        (25, "start", None, ""),
        (26, "counted", 1, ""),
        (27, "counted", 2, ""),
        (28, "counted", 3, "周六"),
        (29, "rolled", None, "周日"),
        (30, "due", None, ""),
    ]
    working = ruler(ends(3, WORKING, "2026-09-18"), CALENDAR)
    assert [(day.day.date.day, day.role.value, day.number, day.label) for day in working] == [
        (18, "start", None, ""),
        (19, "skipped", None, "周六"),
        (20, "counted", 1, "国庆节调休上班日"),
        (21, "counted", 2, ""),
        (22, "due", 3, ""),
    ]
    excluded = ruler(
        ends(1, DAYS, "2026-11-23", exclusions=[Exclusion(date(2026, 11, 24), date(2026, 11, 24), "听证")]), CALENDAR
    )
    assert [day.role.value for day in excluded] == ["start", "excluded", "due"]


def test_explanation_survives_storage():
    explanation = ends(10, WORKING, "2026-09-25").explanation
    assert Explanation.from_data(explanation.as_data()) == explanation


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: Term(-1, DAYS), "n_negative"),
        (lambda: FixedDate(2, 30), "fixed_date_impossible"),
        (lambda: Exclusion(date(2026, 1, 2), date(2026, 1, 1), "听证"), "exclusion_reversed"),
        (lambda: ends(10**9, DAYS, "2026-01-01"), "date_out_of_range"),
        (lambda: ends(10**9, WORKING, "2026-01-01"), "date_out_of_range"),
        (lambda: ends(25_000, WORKING, "2026-01-01"), "date_out_of_range"),
        (lambda: ends(10**30, MONTHS, "2026-01-01"), "date_out_of_range"),
        (lambda: ends(10**30, HOURS, "2026-01-01"), "date_out_of_range"),
        (lambda: ends(1, DAYS, "1980-01-01"), "date_out_of_range"),
        (lambda: ends(0, DAYS, "2101-01-01"), "date_out_of_range"),
        (lambda: due_in_year(FixedDate(1, 31), 2101, CALENDAR), "date_out_of_range"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_code(ask, code):
    with pytest.raises(ClockError) as caught:
        ask()
    assert caught.value.code == code


def test_mixed_or_misplaced_moments_are_programming_errors():
    with pytest.raises(TypeError):
        Exclusion(date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=SHANGHAI), "听证")
    moment = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    with pytest.raises(TypeError):
        ends(3, DAYS, "2026-01-01", exclusions=[Exclusion(moment, moment, "听证")])
    with pytest.raises(ValueError, match="time zone"):
        due_of(Term(1, DAYS), datetime(2026, 1, 1), CALENDAR)
