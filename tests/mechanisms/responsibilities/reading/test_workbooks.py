"""Lists in workbooks as departments publish them: what is understood, and where what is not."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from tests.mechanisms.responsibilities.reading import biff
from tests.mechanisms.responsibilities.reading.shelf import (
    EAST_WATER,
    FARMING,
    bases,
    codes,
    of,
    read,
    saved,
    who,
    workbook,
)


def test_three_columns_below_a_title_with_notes_at_the_end():
    found = read("清单.xlsx", workbook(
        [
            ["江城市水利局生态环境保护具体事项清单"], [],
            ["序号", "职责", "依据", "责任科室"],
            [1, "负责开发项目水土流失防治方案的审查", "《中华人民共和国水土保持法》第二十五条、第二十九条；《生态环境法典》第八百九十七条第二款", "水保科"],
            [2, "牵头保障河流枯水期流量，市生态环境局、市园林局配合", "1.《水法》第三十条\n2.法典第七百四十八条", "江城市水利局水资源科"],
            [3, "会同市生态环境局查清沿河排口", "同上", "同上"],
            [], ["注：本清单每年修订。"],
        ],
        ["A1:D1", "A8:D8"],
    ))  # fmt: skip
    assert (found.title, found.problems) == ("江城市水利局生态环境保护具体事项清单", ())
    first, second, third = found.rows
    assert (first.name, first.unit, first.place) == ("负责开发项目水土流失防治方案的审查", "水保科", "清单!B4")
    assert bases(first) == [
        "《水土保持法》第二十五条",
        "《水土保持法》第二十九条",
        "《生态环境法典》第八百九十七条第二款",
    ]
    assert (who(first), who(second), who(third)) == (
        ("independent", "water", (), ()), ("lead", "water", (), ("ecology", "parks")), ("joint", "water", ("ecology",), ()),
    )  # fmt: skip
    assert (second.unit, third.unit, bases(third)) == (
        "水资源科",
        "水资源科",
        ["《水法》第三十条", "《生态环境法典》第七百四十八条"],
    )


def test_a_header_in_two_rows_with_merged_cells_down_a_column():
    found = read("清单.xlsx", workbook(
        [
            ["序号", "事项名称", "责任分工", None, "依据", None, "责任科室（单位）", "备注"],
            [None, None, "牵头部门", "配合部门", "文件名称", "条款", None, None],
            [1, "取用水管理", "市水利局", "市生态环境局、资源规划", "《中华人民共和国水法》", "第七条", "水资源科", "无"],
            [2, "沿河排口整治", "市生态环境局", "市水利局、住建", "《中华人民共和国生态环境法典》", "第二百七十五条", None, "市气象台提供数据"],
            [3, "岸线保护", "市水利局、市国土局", "各有关部门", "法典", "第七百四十七条第一款", "河湖科", None],
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2", "G3:G4"],
    ))  # fmt: skip
    assert found.title == ""
    assert [who(row) for row in found.rows] == [
        ("lead", "water", (), ("ecology", "land")),
        ("support", "ecology", (), ("water", "construction")),
        ("joint", "water", ("land",), ()),
    ]
    assert [row.unit for row in found.rows] == ["水资源科", "水资源科", "河湖科"]
    assert [bases(row) for row in found.rows] == [
        ["《水法》第七条"], ["《生态环境法典》第二百七十五条"], ["《生态环境法典》第七百四十七条第一款"],
    ]  # fmt: skip
    assert found.rows[1].description == "备注：市气象台提供数据"
    assert codes(found) == [
        ("清单!C5", "row_body_former_name"), ("清单!D5", "row_body_vague"), ("清单!C5", "row_two_leads"),
    ]  # fmt: skip


def test_a_name_merged_over_several_rows_gathers_their_bases_and_so_does_a_row_that_leaves_it_out():
    found = read("清单.xlsx", workbook(
        [
            ["序号", "具体事项", "法律法规依据", "承办处室"],
            [1, "河道采砂监管", "《水法》第三十九条", "河湖处"],
            [None, None, "法典第十条", None],
            [2, "取水许可", "《水法》第七条", "水资源处"],
            [None, None, "《水法》第四十八条", None],
        ],
        ["A2:A3", "B2:B3", "D2:D3"],
    ))  # fmt: skip
    assert [(row.name, bases(row), row.unit) for row in found.rows] == [
        ("河道采砂监管", ["《水法》第三十九条", "《生态环境法典》第十条"], "河湖处"),
        ("取水许可", ["《水法》第七条", "《水法》第四十八条"], "水资源处"),
    ]
    assert codes(found) == [("清单!B5", "row_merged_text")]


def test_no_header_at_all_is_guessed_by_content_and_said():
    found = read("清单.xlsx", workbook([
        ["（一）", "水土流失监测", "《水土保持法》第十条", "水保科"],
        ["（二）", "取水计量监管", "《水法》第四十八条", "水资源科"],
    ]))  # fmt: skip
    assert [(row.name, bases(row), row.unit) for row in found.rows] == [
        ("水土流失监测", ["《水土保持法》第十条"], "水保科"), ("取水计量监管", ["《水法》第四十八条"], "水资源科"),
    ]  # fmt: skip
    assert codes(found) == [("清单", "list_columns_guessed")]


def test_only_the_relevant_sheet_is_read_and_hidden_ones_are_named():
    book = Workbook()
    page = book.active
    page.title = "填表说明"
    page.append(["请逐项填写，不清楚的咨询法规科"])
    for name, state in (("清单", "visible"), ("旧清单", "hidden")):
        sheet = book.create_sheet(name)
        sheet.append(["序号", "事项", "依据", "责任科室"])
        sheet.append([1, f"{name}的水土保持规划", "《水土保持法》第十条", "水保科"])
        sheet.sheet_state = state
    found = read("清单.xlsx", saved(book))
    assert [row.name for row in found.rows] == ["清单的水土保持规划"]
    assert codes(found) == [("旧清单", "list_sheet_hidden"), ("填表说明", "list_sheet_skipped")]


def test_sections_between_rows_give_the_field_and_are_no_rows():
    found = read("清单.xlsx", workbook(
        [
            ["序号", "工作事项", "责任类型", "依据", "履职方式", "执法权属", "公开方式", "周期"],
            ["一、大气污染防治"],
            [1, "治理河堤施工扬尘", "牵头", "法典第二百三十九条", "监督检查、行政处罚", "划转市执法局", "主动公开", "常态"],
            ["二、水环境保护"],
            [2, "水源地巡护", "配合", "法典第七百四十七条", "巡护", "无", "不予公开", "每季度"],
        ],
        ["A2:H2", "A4:H4"],
    ))  # fmt: skip
    first, second = found.rows
    assert (first.field, first.ways, first.enforcement, first.openness, first.cycle) == (
        "air", ("supervision", "penalty"), "moved", "open", "常态",
    )  # fmt: skip
    assert (second.field, second.enforcement, second.openness) == ("water", "none", "withheld")
    assert (who(first)[:2], who(second)[:2]) == (("lead", "water"), ("support", ""))
    assert codes(found) == [
        ("清单!B5", "row_lead_missing"), ("清单!G5", "row_openness_reason"), ("清单!E5", "row_way_unknown"),
    ]  # fmt: skip


def test_a_row_without_a_name_and_bases_that_fail_are_told_with_their_cells():
    found = read("清单.xlsx", workbook([
        ["序号", "事项", "依据", "责任科室"],
        [1, None, "《水法》第一条", "水资源科"],
        [2, "水库巡查", "法典第一千三百条", "水库科"],
        [3, "灌区节水", "《环境保护法》第十条；《江城市灌区办法》第三条", "同前"],
        [4, "堤防绿化", "同上", None],
    ]))  # fmt: skip
    assert [row.name for row in found.rows] == ["水库巡查", "灌区节水", "堤防绿化"]
    assert codes(found)[:4] == [
        ("清单!B2", "row_no_name"), ("清单!C3", "basis_beyond_last"), ("清单!C4", "basis_not_in_library"), ("清单!C4", "basis_repealed"),
    ]  # fmt: skip
    assert "没有第1300条" in found.problems[1].sentence
    assert found.rows[1].unit == "水库科"


def test_same_as_above_with_nothing_above_is_said():
    found = read("清单.xlsx", workbook([["序号", "事项", "依据", "责任科室"], [1, "水库巡查", "同上", "水库科"]]))
    assert codes(found) == [("清单!C2", "cell_same_as_nothing")]


def test_bodies_unknown_renamed_or_gone_are_said_and_the_heir_is_taken():
    found = read("清单.xlsx", workbook([
        ["事项", "牵头单位", "配合单位", "依据"],
        ["封山育林", "市林业局", "市水务局、江城市水利局", "法典第一条"],
        ["盐碱地改良", "市水利局", "市盐务局、市气象局", "法典第二条"],
    ]))  # fmt: skip
    assert [who(row) for row in found.rows] == [("support", "land", (), ("water",)), ("lead", "water", (), ("salt",))]
    assert found.rows[1].unknown == ("市气象局",)
    assert codes(found) == [
        ("清单!B2", "row_body_succeeded"), ("清单!C2", "row_body_former_name"), ("清单!C3", "row_body_unknown"), ("清单!C3", "row_body_gone"),
    ]  # fmt: skip
    assert "市资源规划局" in found.problems[0].sentence


def test_formulas_without_a_result_are_told():
    content = workbook(
        [
            ["序号", "事项", "依据", "责任科室"],
            [1, '="水库"&"巡查"', "法典第一条", "水库科"],
            ["=1+1", "渠道清淤", "法典第二条", "#REF!"],
        ]
    )
    found = read("清单.xlsx", content)
    assert [one.stops for one in found.problems] == [True, False, True]  # numbers that a formula counts enter nothing
    assert [row.name for row in found.rows] == ["渠道清淤"]
    assert codes(found) == [
        ("清单!B2", "cell_formula_no_value"), ("清单!A3", "cell_formula_no_value"), ("清单!D3", "cell_error"),
    ]  # fmt: skip


def test_formulas_of_the_old_format_are_told_with_the_result_they_keep():
    found = read("清单.xls", biff.workbook([
        ["序号", "事项", "依据", "责任科室"],
        [biff.Formula(1.0), biff.Formula("水库巡查"), "法典第一条", "水库科"],
        [biff.Formula(2.0), "渠道清淤", biff.Formula(None), biff.Formula(None, error=7)],
        [3, biff.Formula(""), "法典第一条", "水库科"],
    ]))  # fmt: skip
    assert [row.name for row in found.rows] == ["水库巡查", "渠道清淤"]
    assert codes(found) == [
        ("清单!A2", "cell_formula"), ("清单!B2", "cell_formula"), ("清单!C3", "cell_formula_no_value"), ("清单!D3", "cell_error"),
        ("清单!B4", "cell_formula_no_value"),
    ]  # fmt: skip
    assert ("“水库巡查”" in found.problems[1].sentence, "#DIV/0!" in found.problems[3].sentence) == (True, True)


def test_a_list_of_another_department_is_told_by_its_title_or_by_who_leads():
    rows = [
        ["序号", "事项", "责任单位", "依据"],
        *([n, f"农田退水治理{n}", "市农业农村局", "法典第一条"] for n in range(1, 4)),
    ]
    assert [one.code for one in read("清单.xlsx", workbook(rows)).problems] == ["list_of_another_body"]
    titled = read("清单.xlsx", workbook([["江城市农业农村局责任事项清单"], *rows], ["A1:D1"]))
    assert codes(titled) == [("清单!A1", "list_of_another_body")]
    assert "市农业农村局" in titled.problems[0].sentence
    assert read("清单.xlsx", workbook([["江城市农业农村局责任事项清单"], *rows], ["A1:D1"]), of(FARMING)).problems == ()


def test_a_district_speaks_of_its_own_bureau_by_the_short_word():
    found = read(
        "清单.xlsx",
        workbook([["事项", "牵头部门", "配合部门", "依据"], ["塘坝整治", "水利局", "市水利局", "法典第一条"]]),
        of(EAST_WATER),
    )
    assert (who(found.rows[0]), found.rows[0].level) == (("lead", "east", (), ("water",)), "district")


def test_the_old_format_with_merged_cells_and_a_hidden_sheet():
    found = read("清单.xls", (Path(__file__).parent / "list.xls").read_bytes())
    assert (found.kind, found.title) == ("xls", "江城市水利局生态环境保护具体事项一览表")
    assert [(row.name, who(row), row.unit, row.place) for row in found.rows] == [
        ("灌渠退水水质巡查", ("lead", "water", (), ("agriculture", "ecology")), "灌区科", "事项表!B4"),
        ("库区漂浮物清理", ("lead", "water", (), ()), "灌区科", "事项表!B5"),
        ("入河排口编号立牌", ("support", "ecology", (), ("water",)), "河湖科", "事项表!B6"),
    ]
    assert bases(found.rows[1]) == ["《水法》第三十条", "《生态环境法典》第二百五十条第二款第（一）项"]
    assert codes(found) == [("底稿", "list_sheet_hidden")]
