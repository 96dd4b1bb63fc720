"""A city that is nowhere, its bodies and law, for reading lists without a database; and files made by code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import Workbook

from ecoduty.casework.legal_basis.library import Known, Library
from ecoduty.mechanisms.responsibilities.reading.data import Row, Understood
from ecoduty.mechanisms.responsibilities.reading.names import Bodies, BodyName
from ecoduty.mechanisms.responsibilities.reading.understanding import understand
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary
from tests.casework.legal_basis.shelf import ALL

TODAY = date(2026, 11, 26)
WATER = BodyName("water-bureau", "江城市水利局", "市水利局", former=("江城市水务局", "市水务局"))
ECOLOGY = BodyName("ecology-bureau", "江城市生态环境局", "市生态环境局", ("市环保局",))
BUILDING = BodyName("construction-bureau", "江城市住房和建设局", "市建设局", ("市住建局",))
PARKS = BodyName("parks-bureau", "江城市园林绿化局", "市园林局")
FARMING = BodyName("agriculture-bureau", "江城市农业农村局", "市农业农村局")
LAND = BodyName("land-bureau", "江城市自然资源和规划局", "市资源规划局", former=("江城市国土资源局", "市国土局"))
PLANNING = BodyName("planning-commission", "江城市发展和改革委员会", "市发改委")
FORESTS = BodyName("forest-bureau", "江城市林业局", "市林业局", gone=True, heir="land-bureau")
SALT = BodyName("salt-bureau", "江城市盐务局", "市盐务局", gone=True)
EAST_WATER = BodyName("east-water-bureau", "江城市东山区水利局", "东山区水利局", level="district", area="东山区")
PROVINCE = BodyName("province-water", "江南省水利厅", "省水利厅", level="province")
TRANSPORT = BodyName("transport-bureau", "江城市交通运输局", "市交通局", ("市交通运输局",))
MARKET = BodyName("market-bureau", "江城市市场监督管理局", "市市监局", ("市市场监管局",))
ENFORCEMENT = BodyName("enforcement-bureau", "江城市城市管理行政执法局", "市执法局", ("市城管执法局",))
POLICE = BodyName("police", "江城市公安局", "市公安局")
PORT = BodyName("port-authority", "江城港口管理局", "市港口局")
EVERY = (
    WATER, ECOLOGY, BUILDING, PARKS, FARMING, LAND, PLANNING, TRANSPORT, MARKET, ENFORCEMENT, POLICE, PORT, FORESTS, SALT,
    EAST_WATER, PROVINCE,
)  # fmt: skip
BODIES = Bodies(WATER, EVERY, "江城市")
LAW = Library.of((
    *ALL,
    Known("water-law", "中华人民共和国水法", kind="law", articles=82, in_force=date(2002, 10, 1)),
    Known("soil-law", "中华人民共和国水土保持法", kind="law", articles=60, in_force=date(2011, 3, 1)),
    Known("duties", "江城市生态环境保护工作职责规定", aliases=("职责规定",)),
))  # fmt: skip
WORDS = Vocabulary(
    {"air": "大气", "water": "水", "soil": "土壤与地下水", "noise": "噪声", "ecology": "生态与生物多样性"},
    {"planning": "规划", "permission": "审批", "supervision": "监督检查", "penalty": "行政处罚"},
    ("相关工作", "有关工作"),
    ("法律法规规定的其他", "职责范围内其他", "交办的其他"),
)


def read(name: str, content: bytes, bodies: Bodies = BODIES) -> Understood:
    """The file as it is understood."""
    return understand(name, content, bodies, LAW, WORDS, TODAY)


def of(body: BodyName) -> Bodies:
    """The same city, another list."""
    return Bodies(body, EVERY, "江城市")


def workbook(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "清单", **more: Any) -> bytes:
    """An .xlsx with one sheet, and others by name in `more`."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    for other, content in more.items():
        sheet = book.create_sheet(other)
        for row in content:
            sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    """A workbook or document as bytes."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def document(before: Sequence[str], table: Sequence[Sequence[str]] = (), after: Sequence[str] = ()) -> bytes:
    """A .docx: paragraphs, a table, paragraphs."""
    found = Document()
    for text in before:
        found.add_paragraph(text)
    if table:
        grid = found.add_table(len(table), len(table[0]))
        for row, line in enumerate(table):
            for column, text in enumerate(line):
                grid.cell(row, column).text = text
    for text in after:
        found.add_paragraph(text)
    return saved(found)


def who(row: Row) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Role and bodies of a row, the bodies by the beginnings of their keys."""
    return (
        row.role,
        row.lead.partition("-")[0],
        tuple(key.partition("-")[0] for key in row.joint),
        tuple(key.partition("-")[0] for key in row.supporters),
    )


def bases(row: Row) -> list[str]:
    """The bases of a row in the standard form, the state's name left out."""
    return [reference.text.replace("中华人民共和国", "") for reference in row.references]


def codes(found: Understood) -> list[tuple[str, str]]:
    """Where each problem is, and its code."""
    return [(one.place, one.code) for one in found.problems]
