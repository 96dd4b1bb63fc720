"""Documents: tables over pages, nested tables, numbered paragraphs, text boxes, tracked changes, footnotes, links."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

from docx import Document
from docx.oxml import parse_xml

from tests.mechanisms.responsibilities.reading.collection import Case
from tests.mechanisms.responsibilities.reading.shelf import document, saved

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = ["序号", "事项", "依据", "责任科室"]


def _tables(*tables: Sequence[Sequence[str]], between: str = "") -> bytes:
    """One table after another."""
    found = Document()
    found.add_paragraph("江城市水利局生态环境保护具体事项清单")
    for rows in tables:
        grid = found.add_table(len(rows), len(rows[0]))
        for row, line in enumerate(rows):
            for column, text in enumerate(line):
                grid.cell(row, column).text = text
        found.add_paragraph(between)
    return saved(found)


def _nested() -> bytes:
    """A frame table whose one cell holds the list, and a small table inside a cell of it."""
    found = Document()
    frame = found.add_table(1, 1).cell(0, 0)
    frame.text = "江城市水利局生态环境保护具体事项清单"
    grid = frame.add_table(3, 4)
    for row, line in enumerate(
        [_HEAD, ["1", "水库巡查", "《水法》第七条", "水库科"], ["2", "渠道清淤", "《水法》第八条", "灌区科"]]
    ):
        for column, text in enumerate(line):
            grid.cell(row, column).text = text
    inner = grid.cell(2, 2).add_table(1, 1)
    inner.cell(0, 0).text = "《水法》第九条"
    return saved(found)


def _merged() -> bytes:
    """Cells merged down and across, a row of a section."""
    found = Document()
    rows = [
        ["序号", "领域", "事项", "责任分工", "", "依据"], ["", "", "", "牵头部门", "配合部门", ""],
        ["一、水环境", "", "", "", "", ""],
        ["1", "水", "清四乱", "市水利局", "市执法局", "《水法》第三十七条"], ["2", "", "排口整治", "市生态环境局", "市水利局", "《水法》第三十四条"],
    ]  # fmt: skip
    grid = found.add_table(len(rows), 6)
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            grid.cell(row, column).text = text
    grid.cell(0, 3).merge(grid.cell(0, 4))
    for column in (0, 1, 2, 5):
        grid.cell(0, column).merge(grid.cell(1, column))
    grid.cell(2, 0).merge(grid.cell(2, 5))
    grid.cell(3, 1).merge(grid.cell(4, 1))
    return saved(found)


def _with(body: str, before: Sequence[str] = (), table: Sequence[Sequence[str]] = ()) -> Callable[[], bytes]:
    """A document with pieces of its own XML at the end of its text."""

    def made() -> bytes:
        found = Document(BytesIO(document(before, table)))
        for piece in list(parse_xml(f"<w:body {_W}>{body}</w:body>")):
            found.element.body.insert(len(found.element.body) - 1, piece)
        return saved(found)

    return made


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


_CHANGED = "".join([
    _p(_r("一、负责水库") + '<w:del w:id="1" w:author="a"><w:r><w:delText>检查</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">' + _r("巡查") + "</w:ins>" + _r("（《水法》第七条）")),
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:del w:id="4" w:author="a"><w:r><w:delText>二、负责渠道清淤。</w:delText></w:r></w:del></w:p>',
    _p('<w:ins w:id="5" w:author="a">' + _r("二、配合市建设局治理黑臭水体。") + "</w:ins>"),
    _p('<w:moveFrom w:id="6" w:author="a">' + _r("三、负责堤防绿化。") + "</w:moveFrom>"),
    _p(_r("三、会同") + "<w:hyperlink>" + _r("市生态环境局") + "</w:hyperlink>" + _r("划定水源保护区") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + _r("。")),
    _p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
])  # fmt: skip
_BOX = _p(
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
    "<w:drawing><w:txbxContent><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<w:txbxContent><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    + _r("一、负责水库巡查。")
)


def _listed_in_box() -> bytes:
    """Everything stands in a text box."""
    inner = "".join(_p(_r(text)) for text in ("一、负责水库巡查。", "二、负责渠道清淤。"))
    return _with(
        _p(f"<w:r><w:drawing><w:txbxContent>{inner}</w:txbxContent></w:drawing></w:r>"), ["江城市水利局事项"]
    )()


def _automatic() -> bytes:
    """Numbered by styles of the program, no number in the text."""
    found = Document()
    found.add_paragraph("江城市水利局生态环境保护事项清单")
    for text in (
        "负责水库巡查（依据：《水法》第七条）。",
        "配合市建设局治理黑臭水体。",
        "会同市生态环境局划定水源保护区。",
    ):
        found.add_paragraph(text, style="List Number")
    found.add_paragraph("江城市水利局")
    return saved(found)


def _with_notes() -> bytes:
    """A footnote's own part is not the text's."""
    content = document(["一、负责水库巡查。", "二、负责渠道清淤。"])
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr(
            "word/footnotes.xml",
            f"<w:footnotes {_W}><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>",
        )
    return stream.getvalue()


CASES = (
    Case(
        "a table split over pages with its header repeated",
        lambda: _tables(
            [_HEAD, ["1", "水库巡查", "《水法》第七条", "水库科"]],
            [_HEAD, ["2", "渠道清淤", "同上", "灌区科"]],
            [["3", "泵站降噪", "《水法》第八条", "运管科"]],
        ),
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第七条
            泵站降噪 | 独立负责 水利局 | 运管科 | 《水法》第八条
        """,
        "docx",
    ),
    Case(
        "a list in a frame, with a table in a cell",
        _nested,
        """
            水库巡查 | 独立负责 水利局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条；《水法》第九条
        """,
        "docx",
    ),
    Case(
        "merged cells down and across",
        _merged,
        """
            清四乱 | 牵头 水利局 /执法局 | － | 《水法》第三十七条
            排口整治 | 配合 生态环境局 /水利局 | － | 《水法》第三十四条
        """,
        "docx",
    ),
    Case(
        "tracked changes, a link, a footnote, a page number",
        _with(_CHANGED, ["江城市水利局清单"]),
        """
            负责水库巡查 | 独立负责 水利局 | － | 《水法》第七条
            配合市建设局治理黑臭水体 | 配合 建设局 | － | －
            会同市生态环境局划定水源保护区 | 会同 水利局 +生态环境局 | － | －
        """,
        "docx",
    ),
    Case(
        "a text box beside the text",
        _with(_BOX),
        """
            负责水库巡查 | 独立负责 水利局 | － | －
            ! 文本框第1段 list_boxes_skipped
        """,
        "docx",
    ),
    Case(
        "a list inside a text box",
        _listed_in_box,
        """
            负责水库巡查 | 独立负责 水利局 | － | －
            负责渠道清淤 | 独立负责 水利局 | － | －
        """,
        "docx",
    ),
    Case(
        "automatic numbers",
        _automatic,
        """
            负责水库巡查 | 独立负责 水利局 | － | 《水法》第七条
            配合市建设局治理黑臭水体 | 配合 建设局 | － | －
            会同市生态环境局划定水源保护区 | 会同 水利局 +生态环境局 | － | －
        """,
        "docx",
    ),
    Case(
        "footnotes",
        _with_notes,
        """
            负责水库巡查 | 独立负责 水利局 | － | －
            负责渠道清淤 | 独立负责 水利局 | － | －
        """,
        "docx",
    ),
    Case(
        "the notice of another province: ten duties, signature, source",
        lambda: document(
            [
                "江城市水利局",
                "关于公布生态环境保护事项清单的通告",
                "根据有关规定，现将市水利局生态环境保护事项清单公布如下。",
                "一、牵头组织改善农村河道环境。",
                "二、负责水利工程植物保护、外来水生物种管理、水生物资源保护。",
                "三、负责耕地灌溉水质保护；灌区环境管理；会同市生态环境局对灌溉水源分类管理（优先保护、安全利用、严格管控）。",
                "四、负责指导畜禽养殖取水管理。",
                "五、指导生态循环灌溉、节水农业。",
                "六、职责范围内其他生态环境保护工作。",
                "特此通告。",
                "江城市水利局",
                "2026年9月1日",
                "信息来源：局农村水利处",
            ]
        ),
        """
            牵头组织改善农村河道环境 | 牵头 水利局 | 农村水利处 | －
            负责水利工程植物保护、外来水生物种管理、水生物资源保护 | 独立负责 水利局 | 农村水利处 | －
            负责耕地灌溉水质保护；灌区环境管理；会同市生态环境局对灌溉水源分类管理（优先保护、安全利用、严格管控） | 会同 水利局 +生态环境局 | 农村水利处 | －
            负责指导畜禽养殖取水管理 | 指导 水利局 | 农村水利处 | －
            指导生态循环灌溉、节水农业 | 指导 水利局 | 农村水利处 | －
            职责范围内其他生态环境保护工作 | 独立负责 水利局 | 农村水利处 | －
        """,
        "docx",
    ),
    Case(
        "articles of a decree, each department one article, items below",
        lambda: document(
            [
                "江城市生态环境保护工作职责规定",
                "第一章 总则",
                "第一条 为了明确职责，制定本规定。",
                "第二章 部门职责",
                "第五条 建设部门的生态环境保护职责：",
                "（一）负责工地扬尘管理。",
                "第六条 水利部门的生态环境保护职责：",
                "（一）负责水资源统一管理；",
                "（二）配合生态环境部门整治排口；",
                "（三）会同自然资源部门划定岸线。",
                "第七条 园林部门的生态环境保护职责：",
                "（一）负责公园水体保洁。",
            ]
        ),
        """
            负责水资源统一管理 | 独立负责 水利局 | － | －
            配合生态环境部门整治排口 | 配合 生态环境局 | － | －
            会同自然资源部门划定岸线 | 会同 水利局 +资源规划局 | － | －
        """,
        "docx",
    ),
    Case(
        "headings, numbers of four kinds, bases on their own lines",
        lambda: document(
            [
                "江城市水利局生态环境保护具体事项清单（2026年版）",
                "一、牵头事项",
                "（一）水资源管理",
                "1.取水许可审批与监管。",
                "依据：《水法》第七条、第四十八条。",
                "责任科室：水资源科",
                "2．取水计量监管",
                "法律依据：《水法》第四十九条",
                "责任处室：水资源科",
                "（二）河湖管理",
                "1.清四乱。配合部门：市执法局、市生态环境局。",
                "二、配合事项",
                "（一）配合市建设局治理黑臭水体",
                "（二）排口整治（牵头部门：市生态环境局）",
            ]
        ),
        """
            取水许可审批与监管 | 牵头 水利局 | 水资源科 | 《水法》第七条；《水法》第四十八条
            取水计量监管 | 牵头 水利局 | 水资源科 | 《水法》第四十九条
            清四乱 | 牵头 水利局 /执法局、生态环境局 | － | －
            配合市建设局治理黑臭水体 | 配合 建设局 | － | －
            排口整治 | 配合 生态环境局 | － | －
        """,
        "docx",
    ),
    Case(
        "paragraphs that describe one duty with labels",
        lambda: document(
            [
                "事项一：水库巡查",
                "责任科室：水库科",
                "法律依据：《水法》第七条",
                "配合部门：市生态环境局",
                "事项二：渠道清淤",
                "责任科室：灌区科",
                "法律依据：《水法》第八条",
            ]
        ),
        """
            水库巡查 | 牵头 水利局 /生态环境局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条
        """,
        "docx",
    ),
    Case(
        "a table of two columns, one for each duty: label and text",
        lambda: _tables(
            [
                ["事项名称", "水库巡查"],
                ["责任科室", "水库科"],
                ["法律依据", "《水法》第七条"],
                ["配合部门", "市生态环境局"],
            ],
            [["事项名称", "渠道清淤"], ["责任科室", "灌区科"], ["法律依据", "《水法》第八条"], ["配合部门", "无"]],
        ),
        """
            水库巡查 | 牵头 水利局 /生态环境局 | 水库科 | 《水法》第七条
            渠道清淤 | 独立负责 水利局 | 灌区科 | 《水法》第八条
        """,
        "docx",
    ),
    Case(
        "paragraphs without any number",
        lambda: document(
            [
                "江城市水利局生态环境保护职责",
                "负责水资源统一管理和监督。",
                "负责水土保持监督管理。",
                "配合市建设局治理黑臭水体。",
                "江城市水利局",
            ]
        ),
        """
            负责水资源统一管理和监督 | 独立负责 水利局 | － | －
            负责水土保持监督管理 | 独立负责 水利局 | － | －
            配合市建设局治理黑臭水体 | 配合 建设局 | － | －
        """,
        "docx",
    ),
)
