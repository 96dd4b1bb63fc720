"""The ruler: a bar a day, a bar a week where days are too many, today and the due day always to be seen."""

from __future__ import annotations

from datetime import date, timedelta

from ecoduty.interfaces.desk.ruler import WIDTH, Day, ruler


def days(count: int, start: date = date(2026, 1, 1)) -> list[Day]:
    found = [Day(start + timedelta(days=number), "counted", number % 7 < 5) for number in range(count)]
    found[0] = Day(start, "start")
    found[-1] = Day(found[-1].on, "due")
    return found


def test_ruler_draws_a_bar_for_every_day():
    drawn = ruler(days(31), date(2026, 1, 22))
    assert len(drawn.bars) == 31
    assert [drawn.bars[0].kind, drawn.bars[21].kind, drawn.bars[30].kind] == ["start", "now", "due"]
    assert drawn.bars[5].kind == "skipped"
    assert [mark.text for mark in drawn.marks] == ["1月1日起算", "1月31日届满", "今天22日"]
    assert drawn.sentence == "日历尺：1月1日起，1月31日届满，共30天"


def test_ruler_draws_weeks_where_days_are_too_many():
    drawn = ruler(days(300), date(2026, 4, 2))
    assert len(drawn.bars) == 43
    assert {bar.kind for bar in drawn.bars} >= {"start", "now", "due"}
    assert drawn.bars[-1].x + drawn.bars[-1].width <= WIDTH


def test_ruler_of_one_day_and_of_none():
    assert [mark.text for mark in ruler([Day(date(2026, 1, 1), "due")], date(2026, 1, 1)).marks] == [
        "1月1日届满", "今天1日",
    ]  # fmt: skip
    assert ruler([], date(2026, 1, 1)).bars == []


def test_ruler_is_written_for_the_page_with_its_words_escaped():
    long = [Day(date(2026, 1, 1), "start"), Day(date(2026, 1, 2), "due", working=False, label="<元旦>&")]
    written = ruler(long, date(2026, 1, 1)).svg
    assert written.startswith(
        '<svg class="rule" viewBox="0 0 328 60" width="328" height="60" role="img" aria-label="日历尺：'
    )
    assert written.count("<rect ") == 2
    assert "&lt;元旦&gt;&amp;" in written
    assert "<元旦>" not in written


def test_the_words_under_a_short_count_do_not_run_into_each_other():
    days = [Day(date(2026, 11, 22 + number), "counted") for number in range(6)]
    begins, ends = [mark for mark in ruler(days, date(2026, 12, 1)).marks if mark.y > 30]
    assert ends.anchor == "end"
    assert begins.x + 8 * 12 < ends.x - 8 * 8
