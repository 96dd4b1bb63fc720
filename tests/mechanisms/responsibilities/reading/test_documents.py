"""Lists in documents: tables, and numbered paragraphs without one."""

from __future__ import annotations

from tests.mechanisms.responsibilities.reading.shelf import bases, codes, document, read, who


def test_a_notice_with_numbered_duties_a_signature_and_a_source():
    found = read("通告.docx", document([
        "关于公布市水利局生态环境保护事项的通告",
        "按照工作安排，现予公布。",
        "（一）负责全市取用水总量管理（依据：《水法》第十二条；责任科室：水资源科）。",
        "（二）会同市生态环境局监测地下水，督促各区落实。",
        "（三）由市生态环境局牵头，配合划定饮用水水源地。",
        "（四）负责坡耕地水土流失治理（水保科）",
        "法律依据：《水土保持法》第三十条",
        "（五）承担职责范围内其他生态环境保护工作。",
        "江城市水利局",
        "2026年9月1日",
        "信息来源：市水利局政策法规科",
    ]))  # fmt: skip
    assert (found.form, found.title, found.problems) == ("paragraphs", "关于公布市水利局生态环境保护事项的通告", ())
    assert [row.name for row in found.rows] == [
        "负责全市取用水总量管理", "会同市生态环境局监测地下水，督促各区落实", "由市生态环境局牵头，配合划定饮用水水源地",
        "负责坡耕地水土流失治理", "承担职责范围内其他生态环境保护工作",
    ]  # fmt: skip
    assert [row.unit for row in found.rows] == ["水资源科", "政策法规科", "政策法规科", "水保科", "政策法规科"]
    assert [who(row) for row in found.rows[:3]] == [
        ("independent", "water", (), ()), ("joint", "water", ("ecology",), ()), ("support", "ecology", (), ()),
    ]  # fmt: skip
    assert (bases(found.rows[0]), bases(found.rows[3])) == (["《水法》第十二条"], ["《水土保持法》第三十条"])
    assert [row.catch_all for row in found.rows] == [False, False, False, False, True]
    assert found.rows[0].place == "第3段"


def test_headings_are_fields_and_what_is_numbered_below_a_duty_describes_it():
    found = read("职责.docx", document([
        "市水利局生态环境保护职责",
        "一、水环境保护",
        "1.负责枯水期调度，市生态环境局配合。依据：《法典》第七百四十八条。",
        "2.督促各区清理河面漂浮物；",
        "二、其他",
        "1.负责水土流失监测，具体包括：",
        "（1）编制监测方案；",
        "（2）公布监测结果。",
        "2.协助市生态环境、农业农村等部门治理面源污染。",
    ]))  # fmt: skip
    assert [(row.name, row.field) for row in found.rows] == [
        ("负责枯水期调度，市生态环境局配合", "water"), ("督促各区清理河面漂浮物", "water"), ("负责水土流失监测，具体包括：", ""),
        ("协助市生态环境、农业农村等部门治理面源污染", ""),
    ]  # fmt: skip
    assert [who(row) for row in found.rows] == [
        ("lead", "water", (), ("ecology",)), ("supervise", "water", (), ()), ("independent", "water", (), ()),
        ("support", "ecology", (), ("agriculture",)),
    ]  # fmt: skip
    assert found.rows[2].description == "编制监测方案；\n公布监测结果。"


def test_of_a_text_for_many_departments_only_ones_own_part_is_read():
    found = read("分工.docx", document([
        "各部门生态环境保护分工", "一、市建设局", "（一）负责工地扬尘。", "二、市水利局", "（一）负责堤防绿化。", "（二）与市资源规划局共同保护岸线。",
    ]))  # fmt: skip
    assert [(row.name, who(row)) for row in found.rows] == [
        ("负责堤防绿化", ("independent", "water", (), ())), ("与市资源规划局共同保护岸线", ("joint", "water", ("land",), ())),
    ]  # fmt: skip


def test_a_table_in_a_document_signed_by_somebody_else():
    found = read("附件.docx", document(
        ["附件", "具体事项清单"],
        [["序号", "事项", "依据", "法律责任"], ["1", "河道采砂监管", "《水法》第三十九条", "不履行的依规处理"], ["2", "取水许可", "《水法》第七条、第四十八条", "同上"]],
        ["江城市住房和建设局", "2026年10月"],
    ))  # fmt: skip
    assert [(row.name, bases(row), row.liability, row.place) for row in found.rows] == [
        ("河道采砂监管", ["《水法》第三十九条"], "不履行的依规处理", "表1第2行第2列"),
        ("取水许可", ["《水法》第七条", "《水法》第四十八条"], "不履行的依规处理", "表1第3行第2列"),
    ]
    assert codes(found) == [("第3段", "list_of_another_body")]


def test_a_document_that_lists_nothing_says_so():
    assert codes(read("说明.docx", document(["请各单位尽快报送。"]))) == [("", "list_empty")]
