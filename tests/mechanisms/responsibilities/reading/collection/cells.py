"""What stands in the cells: same as above, numbers, line breaks, people, several duties in one cell, codes of fields and ways."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from tests.mechanisms.responsibilities.reading.collection import Case
from tests.mechanisms.responsibilities.reading.shelf import saved, workbook

_FOUR = ["序号", "事项", "依据", "责任科室"]


def _rich() -> bytes:
    """Rich text, a comment, a hyperlink, a phonetic guide, struck-out words."""
    book = Workbook(iso_dates=True)
    page = book.active
    page.title = "清单"
    page.append(_FOUR)
    page.append([1, "水库巡查", "《水法》第七条", "水库科"])
    page["B2"] = CellRichText("水库", TextBlock(InlineFont(b=True), "巡查"))
    page["B2"].comment = Comment("王科：这一条要改", "王一")
    page["C2"].hyperlink = "https://example.org/law"
    return saved(book)


CASES = (
    Case(
        "same as above in its spellings",
        lambda: workbook(
            [
                _FOUR,
                [1, "水库巡查", "《水法》第七条", "水库科"],
                [2, "渠道巡查", "同上", "〃"],
                [3, "泵站巡查", "″", "同上。"],
                [4, "堤防巡查", "同上，《水法》第八条", "(同上)"],
                [5, "塘坝巡查", "同第1项", "同 上"],
                [6, "水闸巡查", "依据同上", "——"],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            泵站巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            堤防巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条；《水法》第八条
            塘坝巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            水闸巡查 | 独立负责 水利局 | － | 《水法》第七条
        """,
    ),
    Case(
        "numbers inside the name, full-width digits, circled numbers, brackets of every kind",
        lambda: workbook(
            [
                _FOUR,
                ["１", "１．水库巡查", "《水法》第７条", "水库科"],
                ["①", "① 渠道清淤", "《水法》第 八 条", "灌区科"],
                ["(3)", "（三）泵站运行环境管理", "水法第八条", "运管科"],
                ["4.", "4、堤防绿化（含护坡）", "<水法>第9条", "堤防科"],
                ["五", "五、1号水库增殖放流", "〈水法〉第十条", "水库科"],
                ["6", "2026年水质提升行动", "《水法》第十一条", "水库科"],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条
            泵站运行环境管理 | 独立负责 水利局 | 运管科 | 《水法》第八条
            堤防绿化（含护坡） | 独立负责 水利局 | 堤防科 | 《水法》第九条
            1号水库增殖放流 | 独立负责 水利局 | 水库科 | 《水法》第十条
            2026年水质提升行动 | 独立负责 水利局 | 水库科 | 《水法》第十一条
        """,
    ),
    Case(
        "line breaks in the middle of words, of names and of bases; blanks between letters",
        lambda: workbook(
            [
                _FOUR,
                [1, "生产建设项目水土保持\n方案审批", "《中华人民共和国水土\n保持法》第二十\n五条", "水土\n保持科"],
                [2, "水 库 巡 查", "《水法》\n第七条", "水库科\n河湖科"],
                [3, "取水许可\n（含地下水取水\n许可）", "《水法》第七条\n第四十八条", "水资源科、\n审批科"],
            ]
        ),
        """
            生产建设项目水土保持方案审批 | 独立负责 水利局 | 水土保持科 | 《水土保持法》第二十五条
            水库巡查 | 独立负责 水利局 | 水库科、河湖科 | 《水法》第七条
            取水许可（含地下水取水许可） | 独立负责 水利局 | 水资源科、审批科 | 《水法》第七条；《水法》第四十八条
        """,
    ),
    Case(
        "several duties in one cell, numbered",
        lambda: workbook(
            [
                _FOUR,
                [1, "1.负责水库巡查。\n2.负责渠道清淤。\n3.配合市建设局整治黑臭水体。", "《水法》第七条", "水库科"],
                [2, "（1）指导各区河道保洁；（2）牵头开展清四乱；", "1.《水法》第七条；2.《水法》第三十七条", "河湖科"],
                [3, "水资源保护：①核定纳污能力；②监测水功能区。", "《水法》第三十二条", "水资源科"],
            ]
        ),
        """
            负责水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            负责渠道清淤 | 独立负责 水利局 | 水库科 | 《水法》第七条
            配合市建设局整治黑臭水体 | 配合 建设局 | 水库科 | 《水法》第七条
            指导各区河道保洁 | 指导 水利局 | 河湖科 | 《水法》第七条；《水法》第三十七条
            牵头开展清四乱 | 牵头 水利局 | 河湖科 | 《水法》第七条；《水法》第三十七条
            水资源保护 | 独立负责 水利局 | 水资源科 | 《水法》第三十二条 | ①核定纳污能力；②监测水功能区。
            ! 清单!B2 row_split
            ! 清单!B3 row_split
        """,
    ),
    Case(
        "several duties in one cell, divided by semicolons or lines",
        lambda: workbook(
            [
                ["部门", "职责", "依据"],
                [
                    "市水利局",
                    "负责水资源统一管理；负责水土保持监督管理；会同市生态环境局划定水源保护区；配合市建设局整治黑臭水体。",
                    "《水法》《水土保持法》",
                ],
            ]
        ),
        """
            负责水资源统一管理 | 独立负责 水利局 | － | 《水法》；《水土保持法》
            负责水土保持监督管理 | 独立负责 水利局 | － | 《水法》；《水土保持法》
            会同市生态环境局划定水源保护区 | 会同 水利局 +生态环境局 | － | 《水法》；《水土保持法》
            配合市建设局整治黑臭水体 | 配合 建设局 | － | 《水法》；《水土保持法》
            ! 清单!B2 row_split
        """,
    ),
    Case(
        "semicolons inside one duty",
        lambda: workbook(
            [
                _FOUR,
                [1, "水库巡查；水面保洁；岸线管护", "《水法》第七条", "水库科"],
                [2, "负责编制方案；组织实施", "《水法》第七条", "水库科"],
            ]
        ),
        """
            水库巡查；水面保洁；岸线管护 | 独立负责 水利局 | 水库科 | 《水法》第七条
            负责编制方案；组织实施 | 独立负责 水利局 | 水库科 | 《水法》第七条
        """,
    ),
    Case(
        "people: A and B in one column, with telephone, with titles",
        lambda: workbook(
            [
                ["序号", "事项", "依据", "责任科室", "责任人（AB岗）", "联系电话"],
                [1, "水库巡查", "《水法》第七条", "水库科", "A岗：王一 B岗：李二", "2028001"],
                [2, "渠道清淤", "《水法》第八条", "灌区科", "赵三/钱四", "2028002"],
                [3, "泵站降噪", "《水法》第九条", "运管科", "A:孙五\nB:周六", "2028003"],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 王一 李二 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 赵三 钱四 | 《水法》第八条
            泵站降噪 | 独立负责 水利局 | 运管科 孙五 周六 | 《水法》第九条
        """,
    ),
    Case(
        "unit and people in one cell",
        lambda: workbook(
            [
                ["序号", "事项", "依据", "责任处室及责任人"],
                [1, "水库巡查", "《水法》第七条", "水库处（王一）"],
                [2, "渠道清淤", "《水法》第八条", "灌区处 李二"],
                [3, "泵站降噪", "《水法》第九条", "市水利工程中心"],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库处 王一 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区处 李二 | 《水法》第八条
            泵站降噪 | 独立负责 水利局 | 市水利工程中心 | 《水法》第九条
        """,
    ),
    Case(
        "empty rows, rows with a number only, dashes for nothing",
        lambda: workbook(
            [
                _FOUR,
                [1, "水库巡查", "《水法》第七条", "水库科"],
                [],
                [2],
                [],
                [3, "渠道清淤", "/", "——"],
                [4, "无", "无", "无"],
                [5],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | － | －
        """,
    ),
    Case(
        "rich text, a comment, a link",
        _rich,
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
        """,
    ),
    Case(
        "columns of codes as people write them",
        lambda: workbook(
            [
                [
                    "序号",
                    "领域",
                    "事项",
                    "角色",
                    "层级",
                    "依据",
                    "责任科室",
                    "履职方式",
                    "执法权属",
                    "履职周期",
                    "公开属性",
                ],
                [
                    1,
                    "水环境",
                    "水库巡查",
                    "独立",
                    "市级",
                    "《水法》第七条",
                    "水库科",
                    "监督检查",
                    "无执法权（转生态环境部门）",
                    "每季度1次",
                    "公开",
                ],
                [
                    2,
                    "水污染防治",
                    "渠道清淤",
                    "主要责任",
                    "市、区",
                    "《水法》第八条",
                    "灌区科",
                    "规划；检查",
                    "市执法局",
                    "常态化",
                    "主动公开",
                ],
                [
                    3,
                    "土壤",
                    "泵站除渣",
                    "次要责任（配合市建设局）",
                    "市本级",
                    "《水法》第九条",
                    "运管科",
                    "行政审批",
                    "本局执法支队",
                    "2026年底前",
                    "是",
                ],
            ]
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 牵头 水利局 | 灌区科 | 《水法》第八条
            泵站除渣 | 配合 建设局 | 运管科 | 《水法》第九条
        """,
    ),
)
