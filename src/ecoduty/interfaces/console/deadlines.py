"""`ecoduty due`: when a time limit ends, and the working. Needs no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ecoduty.interfaces.console import language, output
from ecoduty.kernel.clock import ClockError, Unit, WorkCalendar, answer, local_date

UNITS = tuple(unit.value for unit in Unit)


@click.command(cls=language.Command)
@click.argument("limit", metavar="[时限或定期义务的键]", required=False)
@click.option("--from", "start", metavar="日期", help="起算日，如 2026-09-28；以小时计时写 2026-09-30T16:30。")
@click.option("--alternative", metavar="情形", help="该时限的另一种情形。")
@click.option(
    "--rulebook", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="规则书，默认随附的一本。"
)
@click.option("--n", "n", type=int, metavar="数", help="不用规则书时，期限的数目。")
@click.option("--unit", type=click.Choice(UNITS), metavar="单位", help="、".join(UNITS) + "。")
@click.option("--no-roll", is_flag=True, help="届满日遇休息日不顺延。")
@click.option(
    "--batch",
    is_flag=True,
    help="逐行读入 JSON（id、n、unit、roll、from），逐行作答；有算不出的行，全部答完后以 1 退出。",
)
@output.json_option
def due(
    *,
    limit: str | None,
    start: str | None,
    alternative: str | None,
    folder: Path | None,
    n: int | None,
    unit: str | None,
    no_roll: bool,
    batch: bool,
    as_json: bool,
) -> None:
    """推算期限到期日，并写出推算过程和依据：给出规则书里的键，或给出 --n 和 --unit。"""
    if batch:
        _answer_all()
        return
    plain = n is not None and unit is not None
    if start is None or plain == (limit is not None):
        raise click.UsageError("须给出时限的键和 --from，或 --n、--unit 和 --from，或用 --batch。")
    try:
        if limit is None:
            record: dict[str, Any] = {**answer.due_record(n, unit, not no_roll, start)}
        else:
            record = _by_rulebook(limit, start, alternative, folder)
    except ClockError as error:
        raise language.ProblemError(error.code, error.message) from error
    lines = [record["due"], record["explanation"], *([f"依据：{record['basis']['text']}"] if limit else [])]
    output.show(record, as_json=as_json, text="\n".join(lines))


def _answer_all() -> None:
    """Answer every line; leave with 1 where one was no question, so that a script need not read the answers to know."""
    failed = False
    for line in answer.batch(sys.stdin):
        click.echo(line)
        failed = failed or "error" in json.loads(line)
    if failed:
        sys.exit(1)


def _by_rulebook(key: str, start: str, alternative: str | None, folder: Path | None) -> dict[str, Any]:
    from ecoduty.interfaces.console import shipped  # noqa: PLC0415 -- reading a rulebook costs what counting does not
    from ecoduty.kernel.rulebook import NotInForceError, UnknownRuleError, reckon  # noqa: PLC0415

    book = shipped.load(folder) if folder else shipped.fullest_shipped()
    calendar, moment = WorkCalendar(), answer.parse_start(start)
    day = local_date(moment)
    try:
        if key in book.duties:
            opened = reckon.occurrences(book.duties[key], day, calendar)
            if not opened:
                raise language.ProblemError("not_opened", f"定期义务“{key}”在 {day.isoformat()} 还没有开办过。")
            last, basis = opened[-1], book.duties[key].due.basis
            facts = {"period": last.period.key, "opens": last.opens.isoformat()}
            return {**facts, **_told(last.due), "basis": shipped.basis_facts(book, basis)}
        limit = book.limit(key, on=day)
        if limit.backward:
            latest = reckon.latest_day_before(book, key, day, calendar)
            unit = "工作日" if limit.unit == "working_days" else "日"
            facts = {"due": latest.isoformat(), "explanation": f"从{day.isoformat()}往前数{limit.n}个{unit}"}
            return {**facts, "basis": shipped.basis_facts(book, limit.basis)}
        found = reckon.limit_due(book, key, moment, calendar, alternative=alternative)
    except (UnknownRuleError, NotInForceError) as error:
        raise language.ProblemError(error.code, f"{error}。") from error
    chosen = next((one for one in limit.alternatives if one.key == alternative), limit)
    return {**_told(found), "basis": shipped.basis_facts(book, chosen.basis)}


def _told(found: Any) -> dict[str, Any]:
    return {"due": found.iso(), "explanation": found.explanation.text, "provisional": found.provisional}
