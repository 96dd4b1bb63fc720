"""docs/plan-map.md: from each article and clause of the plan to the folder, the acts and the tests that serve it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ecoduty.interfaces.console.acceptance import acts_by_clause, duties_by_clause
from ecoduty.interfaces.console.marked_tests import MarkedTest, marked_tests
from ecoduty.kernel import flow
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import Clause

FLOORS = ("organisation", "casework", "mechanisms")
_SOURCE = Path("src/ecoduty")


def plan_map(root: Path, book: Rulebook) -> str:
    """The page for the checkout at `root`; the same code and rulebook give the same text."""
    tests = marked_tests(root / "tests")
    acts, duties = acts_by_clause(), duties_by_clause(book)
    built = [clause for clause in book.clauses.values() if folder_of(root, clause)]
    lines = [
        "# 从方案到代码",
        "",
        f"{book.city.plan_title}（{book.city.short_name}，{book.edition}）：每一款由哪个目录、哪些动作和哪些测试来实现。",
        "条款均为本平台转述，效力以原文为准。由 `ecoduty docs --write` 生成，不手工修改；是否已上线由 `ecoduty clauses` 计算。",
        "",
        _summary(book, len(built), sum(clause in tests for clause in book.clauses)),
    ]
    for number, chapter in book.chapters.items():
        lines += ["", f"## {chapter.title}"]
        for article in (one for one in book.articles.values() if one.chapter == number):
            lines += ["", f"### 第{article.number}条 {article.title}", "", article.gist, ""]
            lines += ["| 款 | 义务 | 义务主体 | 目录 | 定期义务与动作 | 测试 |", "|---|---|---|---|---|---|"]
            own = [clause for clause in book.clauses.values() if clause.article == article.number]
            lines += [
                _row(
                    root,
                    clause,
                    (*duties.get(clause.id, ()), *_acts(acts.get(clause.id, ()))),
                    tests.get(clause.id, ()),
                )
                for clause in own
            ]
    return "\n".join(lines) + "\n"


def _summary(book: Rulebook, built: int, tested: int) -> str:
    return f"{len(book.articles)} 条 {len(book.clauses)} 款，其中 {built} 款的目录已经建立，{tested} 款有标注的测试。"


def folder_of(root: Path, clause: Clause) -> str:
    """The folder a clause lives in, relative to the checkout; empty while there is none."""
    places = (_SOURCE / floor / clause.home for floor in FLOORS)
    return next((place.as_posix() for place in places if (root / place / "__init__.py").exists()), "")


def _row(root: Path, clause: Clause, doing: Sequence[str], tests: Sequence[MarkedTest]) -> str:
    folder = folder_of(root, clause)
    cells = (
        clause.id,
        clause.owes,
        clause.bearer,
        f"[{clause.home}](../{folder})" if folder else f"{clause.home}（待建）",
        "<br>".join(doing),
        "<br>".join(f"[{test.name}](../{test.file})" for test in tests),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _acts(names: Sequence[str]) -> Iterator[str]:
    """`annual_report.sign` as 签发 `annual_report.sign`."""
    known: Mapping[str, flow.ActTable] = flow.tables()
    for name in names:
        kind, _, code = name.partition(".")
        yield f"{known[kind].by_code[code].label} `{name}`"
