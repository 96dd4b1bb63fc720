"""A published plan's text: chapters, articles in either bracket width, noise around it, and texts that are no plan."""

from __future__ import annotations

import pytest

from ecoduty.kernel.rulebook import NotAPlanError
from ecoduty.kernel.rulebook.plan_text import compare, decode_plan, parse_plan
from tests.kernel.rulebook.small import load

# A town that does not exist and its plan.
PLAN = """某网讯 小镇市印发办法,一起看看。
小镇市部门做事办法
为把事做好,特制定本办法。
一、总则
(一)按时报告。各部门每年写一份报告,写明做了什么、没做什么。
(二)互相帮忙。碰到几家都管的事,坐下来商量。
商量的办法有以下几种:
一、打电话；
（一）先打给联络员；
（二）再打给负责人。
二、监督
（三）有人看着。镇上每年看两次,看完要说清楚。
- 3 -
看得不对的,
可以请求再看一次。
特别声明:本文转载自网络,内容仅供参考。
凡来源注明某网的,转载须经授权。
"""


def test_plan_is_taken_apart():
    plan = parse_plan(PLAN)

    assert [(chapter.number, chapter.title) for chapter in plan.chapters] == [(1, "总则"), (2, "监督")]
    assert [(a.number, a.chapter.number, a.title) for a in plan.articles] == [
        (1, 1, "按时报告"),
        (2, 1, "互相帮忙"),
        (3, 2, "有人看着"),
    ]


def test_enumerations_stay_inside_their_article():
    text = parse_plan(PLAN).articles[1].text

    assert text.splitlines() == [
        "碰到几家都管的事,坐下来商量。",
        "商量的办法有以下几种:一、打电话；",
        "（一）先打给联络员；",
        "（二）再打给负责人。",
    ]


def test_noise_is_left_out_and_broken_lines_are_joined():
    plan = parse_plan(PLAN)

    assert plan.articles[0].text == "各部门每年写一份报告,写明做了什么、没做什么。"
    assert plan.articles[2].text == "镇上每年看两次,看完要说清楚。\n看得不对的,可以请求再看一次。"


@pytest.mark.parametrize(("left", "right"), [("(", ")"), ("（", "）"), ("( ", " ）"), ("（", ")")])
def test_brackets_of_either_width_are_read(left, right):
    text = f"一、总则\n{left}一{right}按时报告。写。\n{left}二{right}互相帮忙。帮。\n"

    assert [(a.number, a.title, a.text) for a in parse_plan(text).articles] == [
        (1, "按时报告", "写。"),
        (2, "互相帮忙", "帮。"),
    ]


def test_numbers_above_ten_are_read():
    numerals = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "二十", "二十一", "三十九")
    text = "一、总则\n" + "".join(f"（{word}）第{word}件事。做。\n" for word in numerals)

    assert [a.number for a in parse_plan(text).articles] == [*range(1, 13), 20, 21, 39]


def test_articles_that_count_anew_in_each_chapter_are_counted_on():
    text = "一、总则\n（一）甲事。做。\n（二）乙事。做。\n二、监督\n（一）丙事。做。\n（二）丁事。做。\n"

    assert [(a.number, a.title) for a in parse_plan(text).articles] == [
        (1, "甲事"),
        (2, "乙事"),
        (3, "丙事"),
        (4, "丁事"),
    ]


def test_chapters_and_articles_may_be_written_out():
    text = "第一章 总则\n第一条 按时报告。写。\n第二章 监督\n第二条 有人看着。看。\n"
    plan = parse_plan(text)

    assert [chapter.title for chapter in plan.chapters] == ["总则", "监督"]
    assert [(a.number, a.chapter.number, a.title) for a in plan.articles] == [(1, 1, "按时报告"), (2, 2, "有人看着")]


def test_table_of_contents_is_no_chapter():
    text = "目录\n一、总则\n二、监督\n正文\n一、总则\n（一）按时报告。写。\n二、监督\n（二）有人看着。看。\n"
    plan = parse_plan(text)

    assert [chapter.title for chapter in plan.chapters] == ["总则", "监督"]
    assert [a.chapter.number for a in plan.articles] == [1, 2]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\u3000\n"])
def test_line_endings_and_wide_spaces_do_not_matter(ending):
    assert parse_plan(ending.join(PLAN.splitlines())) == parse_plan(PLAN)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有找到“一、”"),
        ("今天天气很好。\n明天也是。", "没有找到“一、”"),
        ("一、买菜\n二、做饭", "没有找到“（一）”"),
        ("（一）按时报告。写。", "没有找到“一、”"),
        ("<!DOCTYPE html><html><body>一、总则</body></html>", "网页源文件"),
    ],
)
def test_text_that_is_no_plan_says_what_is_missing(text, sentence):
    with pytest.raises(NotAPlanError, match=sentence):
        parse_plan(text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 a word file", "不是纯文本"),
        (b"%PDF-1.7", "不是纯文本"),
        (b"\x00\x01\x02", "不是纯文本"),
        (b"\xff\xfe\xfa\xff\xff", "编码"),
        (b" " * (3 * 1024 * 1024), "不像方案文本"),
    ],
)
def test_file_that_is_no_text_is_refused(content, sentence):
    with pytest.raises(NotAPlanError, match=sentence):
        decode_plan(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_the_usual_encodings(encoding):
    assert decode_plan(PLAN.encode(encoding)) == PLAN


def test_comparison_names_what_only_one_side_has(tmp_path):
    book = load(
        tmp_path,
        (
            "plan.yaml",
            "  1: {chapter: 1, title: 报告",
            "  4: {chapter: 1, title: 其他, gist: 其他。}\n  1: {chapter: 1, title: 报告",
        ),
    )

    assert compare(parse_plan(PLAN), book).as_data() == {
        "articles": 3,
        "missing_in_rulebook": [2, 3],
        "missing_in_text": [4],
    }


def test_another_plan_is_not_taken_for_this_one(tmp_path):
    other = parse_plan("一、总则\n（一）修路。修。\n")

    with pytest.raises(NotAPlanError, match="不是本市的方案"):
        compare(other, load(tmp_path))
