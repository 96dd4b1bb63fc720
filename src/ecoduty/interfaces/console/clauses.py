"""`ecoduty clauses`: which clauses of the plan run here, and what shows it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ecoduty.config import environment
from ecoduty.interfaces.console import bearers, installation, language, output
from ecoduty.interfaces.console.acceptance import LIVE, BadRecordError, ClauseRow, PageStatus, RunRecord, rows
from ecoduty.interfaces.console.installation import Installation
from ecoduty.interfaces.console.shipped import fullest_shipped
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.citing import remarks, unbound
from ecoduty.organisation.accounts.models import Account


@dataclass(frozen=True)
class _Place:
    """Where pages are asked: the rulebook in force there, and how to ask."""

    book: Rulebook
    page_status: PageStatus


@click.command(cls=language.Command)
@click.option(
    "--record",
    "record_file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="测试记录，默认 var/last-test-run.json。",
)
@output.json_option
def clauses(*, record_file: Path | None, as_json: bool) -> None:
    """参照编号的每一款：谁来实现、哪些动作和测试、页面是否打得开；live 由最近一次测试记录和页面应答算出，不是填的。

    本市自编款号的，另写出对应的本市款号；本市方案没有的参照款不列，末尾说明。
    """
    try:
        record = RunRecord.read(record_file or environment.project_root() / "var" / "last-test-run.json")
    except BadRecordError as error:
        raise language.ProblemError("bad_test_record", f"{error}。") from error
    with _place() as place:
        found = rows(place.book, record, place.page_status)
        said = _in_words(found, record, place.book)
    output.show([row.to_dict() for row in found], as_json=as_json, text=said)


@contextlib.contextmanager
def _place() -> Iterator[_Place]:
    """This installation where it has people in it, else the shipped rulebook with the answers of the recorded run."""
    with contextlib.ExitStack() as stack:
        book = _book_in_force(installation.current(), stack)
        if book is None:
            yield _Place(fullest_shipped(), lambda clause, page: None)  # noqa: ARG005
        else:
            stack.enter_context(bearers.asking())
            yield _Place(book, bearers.Bearers(book).page_status)


def _book_in_force(here: Installation, stack: contextlib.ExitStack) -> Rulebook | None:
    """The rulebook of this installation, its database kept up by the stack; None where nobody could be asked."""
    if here.env.embedded and not here.cluster.data.exists():
        return None
    try:
        stack.enter_context(here.database())
    except language.ProblemError as error:
        output.progress(f"{error.message}页面应答按测试记录。")
        return None
    return store.current_or_none() if Account.objects.exists() else None


def _in_words(found: list[ClauseRow], record: RunRecord, book: Rulebook) -> str:
    live = [row for row in found if row.state == LIVE]
    said = f"测试记录 {record.at}" if record.at else "还没有测试记录，请先运行 make test"
    lines = [f"{len(found)} 款，已上线 {len(live)} 款。{said}。"]
    for row in found:
        shown = "，".join((f"{len(row.acts)} 个动作", f"{len(row.tests)} 项测试", f"页面 {row.page} {row.page_status}"))
        state = f"live     {shown}" if row.state == LIVE else "planned"
        own = "" if row.city_clauses == (row.id,) else f"  本市{'、'.join(row.city_clauses)}"
        lines.append(f"{row.id:<6}{row.home:<18}{state}{own}")
    lines += [*remarks(book.correspondence), *unbound(book.correspondence)]
    return "\n".join(lines)
