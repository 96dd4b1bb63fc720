"""Papers of twenty pages: PDF for the file, Word to go on working with, pictures for the screen. No floor: nothing is asked."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.measure import Result, milliseconds, p95

PDF, WORD, SCREEN = 1000.0, 2000.0, 1000.0  # milliseconds


def papers(runs: int) -> list[Result]:
    """Draw and write the same report anew each time: a changed word keeps what was drawn before from being used again."""
    from ecoduty.casework.documents.rendering import press, word
    from ecoduty.casework.documents.rendering.paper import Paper

    def report(n: int) -> Paper:
        return _report(f"第{n}次")

    def to_word(paper: Paper) -> bytes:
        return word.write(paper, press.places(paper).imprint_apart)

    pages = len(press.pictures(report(0)))
    found = []
    for label, work, limit in (
        ("20页报告出PDF", press.draw, PDF),
        ("20页报告出Word", to_word, WORD),
        ("20页报告出屏幕版面", press.pictures, SCREEN),
    ):
        times = [milliseconds(lambda n=n, work=work: work(report(n))) for n in range(1, runs + 1)]
        found.append(
            Result(
                case=label,
                rows=pages,
                runs=runs,
                ours=median(times),
                floor=0.0,
                aim=f"≤ {limit:g} ms",
                limit=limit,
                statements=0,
                ours_p95=p95(times),
                note=f"{pages}页，第一次{times[0]:.0f} ms",
            )
        )
    return found


def _report(mark: str) -> Any:
    from ecoduty.casework.documents.rendering.paper import Paper, lines_of, title_lines

    line = "坚持把节约用水作为绿色发展的重要抓手全年新增节水型单位三"
    rows = "\n".join(
        f"| {n} | 清理入河排口第{n}批并完成溯源整治 | 水利局 | 已完成，转入常态化管护 |" for n in range(1, 61)
    )
    table = f"| 序号 | 事项 | 牵头单位 | 完成情况 |\n|---|---|---|---|\n{rows}"
    sections = [{"title": f"第{n}部分工作情况", "text": f"{mark}{line * 17}。\n" * 4} for n in range(1, 6)]
    sections[2]["text"] += table
    name = "云泽市农业农村水利局"
    return Paper(
        issuer=name, mark=f"{name}文件", number="云农水〔2026〕12号", title=title_lines("2025年度生态环境保护履职专题报告"),
        main="市委、市政府：", blocks=lines_of(sections), attachments=("完成情况表", "进度表"), signature=name,
        dated="2026年1月28日", copies="江岭省水利厅，市生态环境局", printed_by=name, printed_on="2026年1月28日",
        upward=True, signer="王海", even=True,
    )  # fmt: skip
