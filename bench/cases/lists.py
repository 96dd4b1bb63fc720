"""Lists of five thousand rows: read and checked from a file; names against those of fifty thousand others.

The floor of the first is the database's own part, of the second the one statement that fetches the names.
"""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

from bench.load import NOW
from bench.measure import Result, milliseconds, paired
from bench.server import Server

READING, OVERLAP = 10_000.0, 5_000.0  # milliseconds, for five thousand rows
_WHERE = ("河道", "水库", "港口", "工地", "道路", "园区", "农田", "海岸", "街巷", "机场", "码头", "灌区", "林地", "湿地", "矿区", "景区", "校园", "医院", "市场", "车站")  # fmt: skip
_WHAT = ("扬尘", "噪声", "污水", "垃圾", "油烟", "尾气", "异味", "淤泥", "渣土", "秸秆", "废油", "粪污", "化学品", "电磁辐射", "光污染", "外来物种", "地下水", "饮用水水源", "雨污混接", "裸露土地")  # fmt: skip
_HOW = ("巡查", "监测", "审批", "排查整治", "执法检查", "信息公开", "应急处置", "规划编制", "统计核算", "宣传培训", "考核评价", "资金安排", "风险评估", "台账管理", "联合会商")  # fmt: skip
_OTHERS = "SELECT ref, name FROM bench_names"


def lists(server: Server, rows: int, others: int) -> list[Result]:
    """Both cases; the other names stand in a table of their own, so that no list is made for the bench."""
    return [_import(rows), _overlap(server, rows, others)]


def name(number: int) -> str:
    """Names that share words as real ones do; of a hundred thousand few are alike."""
    mixed = number * 2_654_435_761 % 2**32
    where, what, how = mixed % 20, mixed // 20 % 20, mixed // 400 % 15
    pair = _WHERE[mixed // 6000 % 20], _WHAT[mixed // 120_000 % 20]
    return f"负责{_WHERE[where]}{_WHAT[what]}{_HOW[how]}及{pair[0]}{pair[1]}第{number % 97}类{_HOW[(how + 7) % 15]}"


def _import(rows: int) -> Result:
    from ecoduty.casework.legal_basis.queries import library
    from ecoduty.mechanisms.responsibilities import quality
    from ecoduty.mechanisms.responsibilities.reading import directory, understanding, vocabulary
    from ecoduty.organisation.directory import queries

    content, on = _file(rows), NOW.date()
    told: list[int] = []
    start = time.perf_counter()
    body = queries.body("water-bureau")
    known, words = library(), vocabulary.current(on)
    found = understanding.understand(
        "清单.xlsx", content, directory.bodies(body, on), known, words, on, lambda done, _: told.append(done)
    )
    read = time.perf_counter()
    given = [
        quality.Row(row.place, row.name, row.references, (), row.unit, row.role, row.lead, row.joint, row.supporters)
        for row in found.rows
    ]
    findings = quality.check(given, known, on, words.vague, catch_all=words.catch_all)
    ended = time.perf_counter()
    assert len(found.rows) == rows, len(found.rows)
    note = f"读{read - start:.1f} s，质检{ended - read:.1f} s，{len(findings)}处，进度{len(told)}次，文件{len(content) / 1e6:.1f} MB"
    return Result(
        case="导入并质检清单", rows=rows, runs=1, ours=(ended - start) * 1000, floor=milliseconds(library), aim="≤ 10 s", limit=READING,
        statements=0, note=note,
    )  # fmt: skip


def _overlap(server: Server, rows: int, others: int) -> Result:
    from ecoduty.mechanisms.responsibilities.likeness import near

    with server.connect("owner") as owner:
        owner.execute("DROP TABLE IF EXISTS bench_names")
        owner.execute("CREATE TABLE bench_names (ref text, name text)")
        owner.execute("GRANT SELECT ON bench_names TO ecoduty_app")
        with owner.cursor().copy("COPY bench_names FROM STDIN") as copy:
            for number in range(others):
                copy.write_row((str(number), name(number + 10_000_000)))
    own = [(f"own{number}", name(number)) for number in range(rows)]
    pairs: list[Any] = []

    def ask(_: int) -> None:
        pairs[:] = near(own, _OTHERS, most=1_000_000)

    with server.connect() as raw:
        ours, floor = paired(ask, lambda _: raw.execute(_OTHERS).fetchall(), 3, 1)
    with server.connect("owner") as owner:
        owner.execute("DROP TABLE bench_names")
    return Result(
        case="与他部门清单比对", rows=others, runs=len(ours), ours=max(ours), floor=max(floor), aim="≤ 5 s", limit=OVERLAP,
        statements=1, note=f"{rows}个名称，相近{len(pairs)}对，取最慢一次",
    )  # fmt: skip


def _file(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("清单")
    page.append(
        ["序号", "事项名称", "职责描述", "牵头部门", "配合部门", "法律依据", "责任科室", "履职方式", "周期", "备注"]
    )
    for number in range(rows):
        page.append([
            number + 1, name(number), "做什么、不做什么，由谁做到什么程度，写在这里。" * 3, "市水利局", "市生态环境局、农业农村、市建设局等部门",
            f"《中华人民共和国生态环境法典》第{number % 1242 + 1}条第二款、第{(number * 7) % 1242 + 1}条；《环保法》第{number % 60 + 1}条",
            f"第{number % 30 + 1}科", "监督检查、行政处罚", "常态", "由市园林局配合" if number % 10 == 0 else "",
        ])  # fmt: skip
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
