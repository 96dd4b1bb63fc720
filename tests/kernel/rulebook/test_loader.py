"""The loader is strict: one broken file per rule, each named by file, line, code and a Chinese sentence."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.rulebook import RulebookError, load_rulebook
from tests.kernel.rulebook.small import SMALL, line_of, load, problems, write

BROKEN = [
    # rule, file, old text, new text, code
    ("unknown key", "plan.yaml", "    home: reports", "    house: reports", "unknown_key"),
    ("key twice", "plan.yaml", "    home: reports", "    owes: 每年", "duplicate_key"),
    ("missing key", "plan.yaml", "    shows: 报告自动立项\n", "", "missing_key"),
    ("unknown section", "papers.yaml", "values:", "valves:", "unknown_section"),
    ("number for text", "plan.yaml", "shows: 报告自动立项", "shows: 12", "wrong_type"),
    ("text for number", "time.yaml", "n: 2, unit: working_days", "n: 两, unit: working_days", "wrong_type"),
    ("text for list", "bodies.yaml", "aliases: [小镇环保局]", "aliases: 小镇环保局", "wrong_type"),
    ("no date", "time.yaml", "since: 2026-01-01", "since: 2026-13-01", "wrong_type"),
    ("unknown unit", "time.yaml", "n: 2, unit: working_days", "n: 2, unit: weeks", "bad_value"),
    ("zero", "time.yaml", "n: 2, unit", "n: 0, unit", "bad_value"),
    ("no such rule", "time.yaml", "rule: offset", "rule: someday", "bad_value"),
    ("rule left out", "time.yaml", "{rule: offset, days: 1}", "{days: 1}", "missing_key"),
    ("empty text", "plan.yaml", "shows: 报告自动立项", 'shows: ""', "bad_value"),
    ("gist too long", "plan.yaml", "一年报告一次。", "一年报告一次。" * 10, "bad_value"),
    ("key in capitals", "papers.yaml", "  share:", "  Share:", "bad_value"),
    ("alias of YAML", "plan.yaml", "shows: 报告自动立项", "shows: &x 报告\n    page: *x", "anchor"),
    ("tag of YAML", "plan.yaml", "shows: 报告自动立项", "shows: !secret 报告", "wrong_type"),
    ("broken syntax", "plan.yaml", "articles:", "articles: {", "yaml_syntax"),
    ("statute without provision", "time.yaml", ", provision: 第一条", "", "incomplete_basis"),
    ("local without note", "city.yaml", "{kind: local, note: 测试}", "{kind: local}", "incomplete_basis"),
    ("plan without clause", "time.yaml", "{kind: plan, clause: 1.1}", "{kind: plan}", "incomplete_basis"),
    ("clause behind local", "city.yaml", "note: 测试", "note: 测试, clause: 1.1", "incomplete_basis"),
    ("body", "bodies.yaml", "superiors: [province]", "superiors: [state]", "dangling_body"),
    ("body of a template", "bodies.yaml", "parent: government", "parent: parliament", "dangling_body"),
    ("body in a selector", "papers.yaml", "keys: [ecology-bureau]", "keys: [fire-bureau]", "dangling_body"),
    ("body for enforcement", "bodies.yaml", "to: ecology-bureau", "to: nobody", "dangling_body"),
    ("kind of body", "bodies.yaml", "kind: government, level", "kind: parliament, level", "dangling_kind"),
    ("clause", "time.yaml", "clauses: [1.1]", "clauses: [1.2]", "dangling_clause"),
    ("ladder", "time.yaml", "ladder: yearly", "ladder: monthly", "dangling_ladder"),
    ("limit", "time.yaml", "limit: release", "limit: relief", "dangling_limit"),
    ("limit of a clause", "plan.yaml", "limits: [reply]", "limits: [answer]", "dangling_limit"),
    ("duty", "plan.yaml", "duties: [yearly]", "duties: [weekly]", "dangling_duty"),
    ("instrument", "time.yaml", "instrument: some-law", "instrument: other-law", "dangling_instrument"),
    ("branch", "time.yaml", "branch: some-law", "branch: other-law", "dangling_instrument"),
    ("copy list", "time.yaml", "copy_list: yearly", "copy_list: weekly", "dangling_copy_list"),
    ("role", "time.yaml", "recipients: [liaison]", "recipients: [captain]", "dangling_role"),
    ("chapter", "plan.yaml", "chapter: 1", "chapter: 2", "dangling_chapter"),
    ("article of a clause", "plan.yaml", "  1.1:\n", "  2.1:\n", "dangling_article"),
    ("article of a basis", "plan.yaml", "{kind: plan, article: 1}", "{kind: plan, article: 7}", "dangling_article"),
    ("district", "bodies.yaml", "except_districts: [south]", "except_districts: [west]", "dangling_district"),
    ("dates overlap", "time.yaml", "until: 2025-12-31", "until: 2026-01-01", "overlapping_dates"),
    ("open end before another", "time.yaml", ", until: 2025-12-31", "", "overlapping_dates"),
    ("dates reversed", "time.yaml", "until: 2025-12-31", "until: 2019-12-31", "dates_reversed"),
    ("no condition", "plan.yaml", "bearers: {tags: [named]}", "bearers: {}", "empty_selector"),
    ("nobody chosen", "plan.yaml", "bearers: {tags: [named]}", "bearers: {tags: [famous]}", "empty_selection"),
    (
        "statute's own counting",
        "time.yaml",
        "n: 3, unit: working_days",
        "n: 3, unit: natural_days",
        "counting_conflict",
    ),
    (
        "roll of working days",
        "time.yaml",
        "unit: working_days}]",
        "unit: working_days, roll: true}]",
        "roll_without_meaning",
    ),
    ("outside rung in part", "time.yaml", "        sender: ecology-bureau\n", "", "incomplete_rung"),
    ("rung twice", "time.yaml", "key: letter", "key: first", "duplicate_key"),
    ("period and rhythm", "time.yaml", 'first_period: "2026"', "first_period: 2026-H1", "period_form"),
    ("word of a title", "time.yaml", "{body}{year}", "{body}{month}", "title_field"),
    (
        "two ways to a recipient",
        "papers.yaml",
        "{relation: superior}",
        "{relation: superior, role: x}",
        "recipient_form",
    ),
    ("platform without prefix", "papers.yaml", ", prefix: 镇环", "", "missing_prefix"),
    ("no default series", "papers.yaml", "外部编号, mode", "外部编号, kinds: [report], mode", "missing_default"),
    ("two default sights", "papers.yaml", "kinds: [annual_report], ", "", "missing_default"),
    ("restricted for others", "papers.yaml", "{named_person: full}", "{holder_body: exists}", "restricted_visible"),
    ("order twice", "bodies.yaml", "order: 2, region", "order: 1, region", "not_unique"),
    ("name twice", "bodies.yaml", "name: 某省厅", "name: 小镇市水利局", "not_unique"),
    ("alias of another", "bodies.yaml", "小镇环保局", "市水利局", "not_unique"),
    ("template without district", "bodies.yaml", '"{district}-government":', "local-government:", "duplicate_key"),
]


@pytest.mark.parametrize(("rule", "file", "old", "new", "code"), BROKEN, ids=[row[0] for row in BROKEN])
def test_loader_names_file_and_line(tmp_path, rule, file, old, new, code):
    found = problems(tmp_path, (file, old, new))

    hits = [problem for problem in found if problem.code == code]
    assert hits, f"{rule}: {found}"
    assert {hit.file for hit in hits} == {file}
    assert all(hit.line > 0 for hit in hits)
    assert not any(hit.message.isascii() for hit in found)


def test_loader_points_at_the_very_line(tmp_path):
    found = problems(tmp_path, ("time.yaml", "ladder: yearly", "ladder: monthly"))

    assert [(p.file, p.line) for p in found] == [("time.yaml", line_of("time.yaml", "    ladder: yearly"))]
    assert str(found[0]) == f"time.yaml 第{found[0].line}行：“ladder”指向的催办梯子“monthly”不存在（dangling_ladder）"


def test_loader_reports_a_missing_basis_at_the_entry(tmp_path):
    found = problems(tmp_path, ("bodies.yaml", "default_basis: {kind: local, note: 测试}\n", ""))

    province = [problem for problem in found if problem.line == line_of("bodies.yaml", "  province:") - 1]
    assert {problem.code for problem in found} == {"missing_basis"}
    assert [problem.message for problem in province] == ["缺少依据（basis）：写明 plan、statute 或 local"]


def test_loader_collects_every_problem_at_once(tmp_path):
    found = problems(
        tmp_path,
        ("plan.yaml", "home: reports", "house: reports"),
        ("bodies.yaml", "superiors: [province]", "superiors: [state]"),
        ("time.yaml", "ladder: yearly", "ladder: monthly"),
        ("papers.yaml", "copies: [{relation: superior}", "copies: [{relation: friend}"),
    )

    assert [problem.code for problem in found] == [
        "dangling_body",
        "bad_value",
        "missing_key",
        "unknown_key",
        "dangling_ladder",
    ]


def test_loader_does_not_let_one_bad_entry_make_others_dangle(tmp_path):
    found = problems(tmp_path, ("time.yaml", "label: 年度催办", "lable: 年度催办"))

    assert {problem.code for problem in found} == {"unknown_key", "missing_key"}


def test_loader_finds_a_key_written_in_two_files(tmp_path):
    found = problems(tmp_path, extra={"more.yaml": SMALL["papers.yaml"]})

    assert {problem.code for problem in found} == {"duplicate_key"}
    assert {problem.file for problem in found} == {"papers.yaml"}
    assert "已写在 more.yaml 第" in found[0].message


def test_loader_refuses_text_that_is_no_utf8(tmp_path):
    write(tmp_path)
    (tmp_path / "more.yaml").write_bytes(b"values:\n  x: {label: \xd6\xd0\xce\xc4}\n")

    with pytest.raises(RulebookError, match=r"more.yaml 第2行：文件不是 UTF-8 编码"):
        load_rulebook(tmp_path)


def test_loader_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(RulebookError, match="没有这个规则书文件夹"):
        load_rulebook(tmp_path / "nowhere")
    with pytest.raises(RulebookError, match="没有规则书文件"):
        load_rulebook(tmp_path)


def test_loader_misses_whole_sections(tmp_path):
    (tmp_path / "city.yaml").write_text(SMALL["city.yaml"], encoding="utf-8")

    with pytest.raises(RulebookError) as caught:
        load_rulebook(tmp_path)

    assert {problem.code for problem in caught.value.problems} == {"missing_section"}
    assert "规则书文件夹：规则书缺少“articles”（条）" in str(caught.value)


def test_loader_reads_words_that_yaml_takes_for_something_else(tmp_path):
    book = load(
        tmp_path, ("papers.yaml", "{since: 2020-01-01, value: 20}", "{since: 2020-01-01, value: [on, yes, 1.10]}")
    )

    assert book.value("share", on=date(2026, 1, 1)) == ("on", "yes", "1.10")


def test_samples_and_evaluation_queries_are_no_rules(tmp_path):
    before = load(tmp_path).digest
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples/one.yaml").write_text("body: ecology-bureau\n", "utf-8")
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation/queries.yaml").write_text("queries: []\n", "utf-8")
    assert load_rulebook(tmp_path).digest == before
