"""Papers for the tests, one of each layout, and a 20-page report."""

from __future__ import annotations

from dataclasses import replace

from ecoduty.casework.documents.rendering import faces
from ecoduty.casework.documents.rendering.paper import Paper, lines_of, title_lines

LINE = "坚持把节约用水作为绿色发展的重要抓手全年新增节水型单位三"  # 28 characters: one full line
BROUGHT = faces.look_up(())  # only the faces the platform brings along: the same on every machine
TABLE = "| 序号 | 事项 | 牵头单位 | 完成情况 |\n|---|---|---|---|\n" + "\n".join(
    f"| {n} | 清理入河排口第{n}批并完成溯源整治 | 水利局 | 已完成年度任务，转入常态化管护，建立台账 |"
    for n in range(1, 41)
)
REPORT = Paper(
    issuer="云泽市农业农村水利局",
    mark="云泽市农业农村水利局文件",
    number="云农水〔2026〕12号",
    title=title_lines("市农水局2025年度生态环境保护履职专题报告"),
    main="市委、市政府：",
    blocks=lines_of([
        {"title": "绿色低碳发展", "text": f"（一）总体情况。{LINE * 9}。\n# 用水\n## 管控\n重点用水户在线计量。\n- 甲类"},
        {"title": "督察整改", "text": f"{LINE * 40}。\n1. 第一项；\n2. 第二项。\n{TABLE}\n{LINE * 3}。"},
    ]),
    attachments=("履职事项完成情况表", "重点任务进度表"),
    signature="云泽市农业农村水利局",
    dated="2026年1月28日",
    copies="江岭省水利厅，市生态环境局",
    printed_by="云泽市农业农村水利局",
    printed_on="2026年1月28日",
    upward=True,
    signer="王海",
    even=True,
)  # fmt: skip
LETTER = replace(
    REPORT, layout="letter", mark="", upward=False, even=False, attachments=(), title=("关于催办的函",),
    blocks=lines_of([{"title": "", "text": f"{LINE * 30}。\n请抓紧办理。"}]),
)  # fmt: skip
MINUTES = replace(
    REPORT, layout="minutes", mark="云泽市农业农村水利局会议纪要", upward=False, main="", signature="", sealed=False,
    attachments=(), title=("整治工作协调会议纪要",),
    blocks=lines_of([{"title": "", "text": f"{LINE}。\n# 会议议定\n由市水利局牵头。\n出席：张三、李四\n列席：王五"}]),
)  # fmt: skip


def with_lines(count: int, **more: object) -> Paper:
    """A paper whose body is so many full lines."""
    return replace(REPORT, blocks=lines_of([{"title": "", "text": LINE * count}]), attachments=(), **more)  # type: ignore[arg-type]


def of_twenty_pages() -> Paper:
    """A report of some twenty pages with a table."""
    sections = [{"title": f"第{n}部分工作情况", "text": f"{LINE * 17}。\n" * 4} for n in range(1, 6)]
    sections[2]["text"] += TABLE
    return replace(REPORT, blocks=lines_of(sections))
