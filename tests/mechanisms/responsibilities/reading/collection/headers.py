"""Where the list stands in a workbook: titles, headers in several rows, other sheets, notes, totals, no header at all."""

from __future__ import annotations

from openpyxl import Workbook

from tests.mechanisms.responsibilities.reading.collection import Case
from tests.mechanisms.responsibilities.reading.shelf import saved, workbook

_PLAIN = [["序号", "事项名称", "依据", "责任科室"], [1, "水库巡查", "《水法》第七条", "水库科"]]


def _sheets() -> bytes:
    """A cover, notes, two lists on two sheets, an empty hidden sheet, a chart of people."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["C8"] = "江城市水利局"
    cover["C9"] = "生态环境保护具体事项清单"
    cover["C15"] = "2026年9月"
    notes = book.create_sheet("填报说明")
    for line in ("一、请各科室对照职责逐项填写。", "二、依据写到条款项。", "三、9月20日前报法规科汇总。"):
        notes.append([line])
    first = book.create_sheet("水资源")
    for line in (["序号", "具体事项", "依据", "责任科室"], [1, "取水许可", "《水法》第四十八条", "水资源科"]):
        first.append(line)
    second = book.create_sheet("水土保持")
    for line in (["序号", "具体事项", "依据", "责任科室"], [1, "水土流失监测", "《水土保持法》第四十条", "水保科"]):
        second.append(line)
    book.create_sheet("Sheet5").sheet_state = "hidden"
    people = book.create_sheet("联系人")
    for line in (["科室", "姓名", "联系电话"], ["水保科", "王一", "0592-1"], ["河湖科", "李二", "0592-2"]):
        people.append(line)
    return saved(book)


def _shifted() -> bytes:
    """The list does not begin in the first column and has empty columns between."""
    book = Workbook()
    page = book.active
    page.title = "清单"
    page["C3"] = "江城市水利局生态环境保护具体事项清单"
    page.merge_cells("C3:H3")
    for column, text in (("C", "序号"), ("D", "事项"), ("F", "依据"), ("H", "责任处室")):
        page[f"{column}5"] = text
    for column, text in (("C", 1), ("D", "河道采砂管理"), ("F", "《水法》第三十九条"), ("H", "河湖处")):
        page[f"{column}6"] = text
    return saved(book)


CASES = (
    Case(
        "titles, date and unit above the header, which stands in the 12th row",
        lambda: workbook(
            [
                ["附件2"],
                [],
                ["江城市水利局"],
                ["生态环境保护具体事项清单"],
                ["（2026年版）"],
                [],
                ["填报单位：江城市水利局（盖章）", None, "填报日期：2026年9月1日"],
                ["说明：本清单依据《江城市生态环境保护工作职责规定》编制。"],
                [],
                ["单位：项"],
                [],
                ["序号", "事项名称", "依据", "责任科室"],
                [1, "水库巡查", "《水法》第七条", "水库科"],
                [2, "渠道清淤", "《水法》第八条", "灌区科"],
                ["合计", "2项"],
                ["审核人：王一", None, "填表人：李二"],
            ],
            ["A3:D3", "A4:D4", "A5:D5", "A8:D8"],
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条
        """,
    ),
    Case(
        "header of two rows over roles, department and basis",
        lambda: workbook(
            [
                ["江城市水利局生态环境保护具体事项清单"],
                [
                    "序号",
                    "工作类别",
                    "具体事项",
                    "责任部门",
                    None,
                    None,
                    "法律法规依据",
                    None,
                    "责任科室",
                    "责任人",
                    None,
                ],
                [None, None, None, "主要责任部门", "牵头部门", "配合部门", "法规名称", "条款", None, "A岗", "B岗"],
                [
                    1,
                    "水",
                    "取水许可",
                    "市水利局",
                    None,
                    None,
                    "《中华人民共和国水法》",
                    "第四十八条",
                    "水资源科",
                    "王一",
                    "李二",
                ],
                [
                    2,
                    None,
                    "沿河排口整治",
                    None,
                    "市生态环境局",
                    "市水利局、市建设局",
                    "《中华人民共和国生态环境法典》",
                    "第二百七十五条",
                    "河湖科",
                    "赵三",
                    "钱四",
                ],
                [
                    3,
                    "土壤与地下水",
                    "水土流失治理",
                    None,
                    "市水利局",
                    "市农业农村局",
                    "《水土保持法》",
                    "第三十条第一款",
                    "水保科",
                    "孙五",
                    "",
                ],
            ],
            ["A1:K1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:H2", "I2:I3", "J2:K2", "B4:B5"],
        ),
        """
            取水许可 | 牵头 水利局 | 水资源科 王一 李二 | 《水法》第四十八条
            沿河排口整治 | 配合 生态环境局 /水利局、建设局 | 河湖科 赵三 钱四 | 《生态环境法典》第二百七十五条
            水土流失治理 | 牵头 水利局 /农业农村局 | 水保科 孙五 | 《水土保持法》第三十条第一款
        """,
    ),
    Case(
        "header of three rows",
        lambda: workbook(
            [
                ["编号", "生态环境保护职责", None, "职责分工", None, None, "备注"],
                [None, "事项", None, "牵头", "配合", None, None],
                [None, "名称", "描述", None, "市直", "区级", None],
                [1, "塘坝加固", "对病险塘坝除险加固", "市水利局", "市农业农村局", "各区政府", None],
            ],
            ["A1:A3", "B1:C1", "B2:C2", "D1:F1", "D2:D3", "E2:F2", "G1:G3"],
        ),
        """
            塘坝加固 | 牵头 水利局 /农业农村局 | － | － | 对病险塘坝除险加固
            ! 清单!E4 row_body_vague
        """,
    ),
    Case(
        "columns moved to the right with empty ones between",
        _shifted,
        """
            河道采砂管理 | 独立负责 水利局 | 河湖处 | 《水法》第三十九条
        """,
    ),
    Case(
        "cover, notes, two lists, an empty hidden sheet, people",
        _sheets,
        """
            取水许可 | 独立负责 水利局 | 水资源科 | 《水法》第四十八条
            水土流失监测 | 独立负责 水利局 | 水保科 | 《水土保持法》第四十条
            ! 封面 list_sheet_skipped
            ! 填报说明 list_sheet_skipped
            ! 联系人 list_sheet_skipped
        """,
    ),
    Case(
        "department merged down the first column of a list for all departments",
        lambda: workbook(
            [
                ["江城市生态环境保护责任清单"],
                ["部门", "序号", "职责", "依据"],
                ["市水利局", 1, "负责水资源管理", "《水法》第七条"],
                [None, 2, "配合市生态环境局整治排口", "法典第二百七十五条"],
                [None, 3, "指导各区河道保洁", "三定规定"],
                ["市建设局", 1, "负责工地扬尘", "法典第二百三十九条"],
                [None, 2, "负责建筑节能", "三定规定"],
            ],
            ["A1:D1", "A3:A5", "A6:A7"],
        ),
        """
            负责水资源管理 | 独立负责 水利局 | － | 《水法》第七条
            配合市生态环境局整治排口 | 配合 生态环境局 | － | 《生态环境法典》第二百七十五条
            指导各区河道保洁 | 指导 水利局 | － | 《某市水利局职能配置、内设机构和人员编制规定》
            ! 清单!A6 list_rows_of_others
        """,
    ),
    Case(
        "the header again on every printed page, and a total",
        lambda: workbook(
            [
                *_PLAIN,
                ["第1页", None, None, None],
                ["序号", "事项名称", "依据", "责任科室"],
                [2, "渠道清淤", "《水法》第八条", "灌区科"],
                ["—2—"],
                ["总计：2项"],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条
        """,
    ),
    Case(
        "fields as sections with numbers in the number column",
        lambda: workbook(
            [
                ["序号", "事项", "角色", "依据", "责任科室"],
                ["一", "水环境", None, None, None],
                ["（一）", "取水许可", "独立负责", "《水法》第四十八条", "水资源科"],
                ["（二）", "沿河排口整治", "配合", "法典第二百七十五条", "河湖科"],
                ["二", "噪声", None, None, None],
                ["（一）", "泵站降噪", "独立", "法典第五百五十五条", "运管科"],
            ]
        ),
        """
            取水许可 | 独立负责 水利局 | 水资源科 | 《水法》第四十八条
            沿河排口整治 | 配合 － | 河湖科 | 《生态环境法典》第二百七十五条
            泵站降噪 | 独立负责 水利局 | 运管科 | 《生态环境法典》第五百五十五条
            ! 清单!B4 row_lead_missing
        """,
    ),
    Case(
        "no header: number, role, duty, bodies, basis",
        lambda: workbook(
            [
                [1, "牵头", "牵头开展河湖清四乱", "市水利局", "市生态环境局、市执法局", "《水法》第三十七条"],
                [2, "配合", "配合开展黑臭水体治理", "市园林局", "市水利局、市建设局", "法典第三百零一条"],
                [3, "牵头", "牵头实施生态补水", "市水利局", "市生态环境局", "《水法》第三十条"],
            ]
        ),
        """
            牵头开展河湖清四乱 | 牵头 水利局 /生态环境局、执法局 | － | 《水法》第三十七条
            配合开展黑臭水体治理 | 配合 园林局 /水利局、建设局 | － | 《生态环境法典》第三百零一条
            牵头实施生态补水 | 牵头 水利局 /生态环境局 | － | 《水法》第三十条
            ! 清单 list_columns_guessed
        """,
    ),
    Case(
        "one column of sentences",
        lambda: workbook(
            [
                ["江城市水利局生态环境保护工作职责"],
                ["1.负责水资源统一管理。（《水法》第七条）"],
                ["2.会同市生态环境局划定饮用水水源保护区。"],
                ["3.配合市建设局开展黑臭水体治理。"],
            ]
        ),
        """
            负责水资源统一管理 | 独立负责 水利局 | － | 《水法》第七条
            会同市生态环境局划定饮用水水源保护区 | 会同 水利局 +生态环境局 | － | －
            配合市建设局开展黑臭水体治理 | 配合 建设局 | － | －
        """,
    ),
    Case(
        "words of another kind of list: first and second class, content, subject",
        lambda: workbook(
            [
                [
                    "序号",
                    "一级事项",
                    "二级事项",
                    "工作内容",
                    "实施依据",
                    "承办机构",
                    "责任主体",
                    "公开方式",
                    "公开时限",
                ],
                [
                    1,
                    "水资源保护",
                    "取水许可",
                    "对取水申请依法审查并监管",
                    "《水法》第七条、第四十八条",
                    "水资源科",
                    "江城市水利局",
                    "主动公开",
                    "20个工作日",
                ],
                [
                    2,
                    None,
                    "取水计量",
                    "安装计量设施",
                    "《取水许可和水资源费征收管理条例》第四十三条",
                    "水资源科",
                    "江城市水利局",
                    "依申请公开",
                    "",
                ],
            ],
            ["B2:B3"],
        ),
        """
            取水许可 | 牵头 水利局 | 水资源科 | 《水法》第七条；《水法》第四十八条 | 对取水申请依法审查并监管
            取水计量 | 牵头 水利局 | 水资源科 | 《取水许可和水资源费征收管理条例》第四十三条 | 安装计量设施
            ! 清单!H3 row_openness_reason
            ! 清单!E3 basis_not_in_library
        """,
    ),
    Case(
        "two lists with other columns on one sheet, each under the name of its part",
        lambda: workbook(
            [
                ["牵头事项"],
                ["序号", "事项", "依据"],
                [1, "水库巡查", "《水法》第七条"],
                [2, "渠道清淤", "《水法》第八条"],
                [],
                ["配合事项"],
                ["序号", "事项", "牵头部门", "依据"],
                [1, "黑臭水体治理", "市建设局", "《水法》第九条"],
            ]
        ),
        """
            水库巡查 | 牵头 水利局 | － | 《水法》第七条
            渠道清淤 | 牵头 水利局 | － | 《水法》第八条
            黑臭水体治理 | 配合 建设局 | － | 《水法》第九条
        """,
    ),
)
