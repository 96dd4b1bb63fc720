"""`ecoduty calendar`: a holiday notice looked at, imported by an act, and what it does to deadlines that run."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date

import pytest
from click.testing import CliRunner, Result

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.recomputation import recompute_if_stale
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.interfaces.console import calendar, language
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel.clock import frozen
from ecoduty.kernel.clock.current import foreseen, invalidate_calendar, store_notice, stored_calendar
from ecoduty.kernel.clock.models import CalendarDay
from ecoduty.kernel.clock.notice import Notice, NoticeDay, read_notice
from ecoduty.kernel.ledger.models import Entry
from tests.casework.duties.test_recomputation import NOTICE_2030, at
from tests.toy.town import Town


@pytest.fixture(autouse=True)
def here(db, monkeypatch):
    """Commands find the test's database in place of an installation's."""
    monkeypatch.setattr(Installation, "database", lambda self: nullcontext())
    invalidate_calendar()
    yield
    invalidate_calendar()


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(calendar.calendar, [str(part) for part in arguments], standalone_mode=False)


def answer(*arguments: object) -> dict:
    result = invoke(*arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def problem(*arguments: object) -> language.ProblemError:
    found = invoke(*arguments).exception
    assert isinstance(found, language.ProblemError), found
    return found


@pytest.fixture
def notice(tmp_path):
    file = tmp_path / "2030.yaml"
    file.write_bytes(NOTICE_2030)
    return file


def test_dry_run_names_what_would_move_and_writes_nothing(town: Town, notice):
    with frozen(at(2030, 1, 29)):
        toy = town.toy(act="ask_urgently")
        found = answer("import", notice, "--dry-run")
        words = invoke("import", notice, "--dry-run").stdout
    assert found["dry_run"]
    assert found["settled_years"] == [2030]
    assert {"date": "2030-01-26", "worked": False, "works": True} in found["changed_days"]
    (moved,) = found["moved"]
    assert (moved["matter"], moved["due"], moved["new_due"]) == (toy.number, "2030-02-01", "2030-02-11")
    assert found["kept"] == []
    assert "预演，未写入" in words
    assert "2月1日（周五） → " in words
    assert Deadline.objects.get().due_on == date(2030, 2, 1)
    assert not CalendarDay.objects.exists()
    assert not Entry.objects.filter(stream="calendar").exists()


def test_import_is_an_act_in_the_calendars_stream_and_moves_deadlines(town: Town, notice):
    with frozen(at(2030, 1, 29)):
        town.toy(act="ask_urgently")
        found = answer("import", notice)
    assert (len(found["moved"]), found["kept"], found["refused"]) == (1, [], [])
    assert Deadline.objects.get().due_on == date(2030, 2, 11)
    entry = Entry.objects.get(stream="calendar")
    assert (entry.act, entry.facts["year"], entry.facts["file"]) == ("import_notice", 2030, "2030.yaml")
    assert {"date": "2030-01-26", "works": True} in entry.facts["changed"]


def test_deadline_that_would_be_late_by_it_is_kept_flagged_and_named(town: Town, tmp_path):
    later = tmp_path / "later.yaml"
    later.write_text(
        "year: 2030\nnotice: 调整通知\nscope: days\nmake_up_days:\n  - {date: 2030-03-09, for: 调整}\n", "utf-8"
    )
    with frozen(at(2030, 3, 7)):
        toy = town.toy(act="ask_urgently")
        assert Deadline.objects.get().due_on == date(2030, 3, 12)
    with frozen(at(2030, 3, 12)):
        found = answer("import", later, "--dry-run")
        (kept,) = found["kept"]
        assert (kept["matter"], kept["new_due"], found["moved"]) == (toy.number, "2030-03-11", [])
        assert "保留原日，待人核对" in invoke("import", later).stdout
    row = Deadline.objects.get()
    assert (row.due_on, bool(row.review)) == (date(2030, 3, 12), True)


def test_same_notice_again_changes_nothing_and_says_so(town: Town, notice):
    answer("import", notice)
    assert problem("import", notice).code == "notice_changes_nothing"
    assert Entry.objects.filter(stream="calendar").count() == 1


def test_import_cut_short_is_finished_by_the_sweep(town: Town):
    with frozen(at(2030, 1, 29)):
        town.toy(act="ask_urgently")
        store_notice(read_notice(NOTICE_2030, "2030.yaml"), at(2029, 11, 1))  # and then the process was killed
        sweep()
        assert Deadline.objects.get().due_on == date(2030, 2, 11)
        assert recompute_if_stale() is None


@pytest.mark.parametrize(
    "notices",
    [
        [read_notice(NOTICE_2030, "2030.yaml")],
        [
            read_notice(NOTICE_2030, "2030.yaml"),
            Notice(2030, "补充", complete=False, days=(NoticeDay(date(2030, 3, 9), is_working=True, name="调整"),)),
            read_notice(NOTICE_2030.replace(b"2030-01-26", b"2030-02-09"), "2030.yaml"),
        ],
    ],
)
def test_calendar_foreseen_is_the_calendar_stored(notices):
    for one in notices:
        after, changed = foreseen(one)
        assert store_notice(one, at(2029, 11, 1)) == changed
        assert stored_calendar().edition == after.edition


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.yaml", b"year: 2030\nnotice: x\ndays_off:\n  - {name: a, from: 2030-13-01}\n", "notice_invalid", "第4行"),
        ("a.yaml", "year: 2030\nnotice: 通知\ndays_off:\n  - {name: 元旦, from: 2030-01-01}\n".encode(), "notice_invalid", "缺少法定节假日"),
        ("a.csv", b"\xff\xfe\x00\x01\xff", "notice_unreadable", "编码"),
        ("a.txt", b"year: 2030", "notice_unreadable", ".yaml 或 .csv"),
        ("a.yaml", b"x" * 1_000_001, "notice_unreadable", "超过1 MB"),
        ("a.yaml", b"\x00\x01PK", "notice_unreadable", "YAML"),
        ("a.yaml", b"", "notice_invalid", "第1行"),
    ],
)  # fmt: skip
def test_bad_file_is_told_in_words(tmp_path, name, content, code, words):
    file = tmp_path / name
    file.write_bytes(content)
    found = problem("import", file)
    assert found.code == code
    assert words in found.message


def test_file_that_is_not_there_or_a_folder(tmp_path):
    assert problem("import", tmp_path / "nowhere.yaml").code == "file_missing"
    assert problem("import", tmp_path).code == "file_is_folder"


def test_show_says_what_a_year_rests_on(notice):
    before = answer("show", 2030)
    assert (before["provisional"], before["source"]) == (True, "尚无放假通知")
    assert "暂算" in invoke("show", 2030).stdout
    answer("import", notice)
    after = answer("show", 2030)
    assert (after["provisional"], after["source"]) == (False, "关于2030年部分节假日安排的通知")
    assert {"date": "2030-02-08", "works": False, "name": "春节"} in after["days"]
    assert "2月1日（周五）至2月8日（周五） 放假（春节）" in invoke("show", 2030).stdout.replace("2030年", "")
    assert problem("show", 3000).code == "date_out_of_range"
