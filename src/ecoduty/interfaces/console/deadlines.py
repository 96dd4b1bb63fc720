"""`ecoduty due`: when a time limit ends, and the working."""

from __future__ import annotations

import sys

import click

from ecoduty.interfaces.console import language, output
from ecoduty.kernel.clock import ClockError, Unit, answer

UNITS = tuple(unit.value for unit in Unit)


@click.command(cls=language.Command)
@click.option("--from", "start", metavar="日期", help="起算日，如 2026-09-28；以小时计时写 2026-09-30T16:30。")
@click.option("--n", "n", type=int, metavar="数", help="期限的数目。")
@click.option("--unit", type=click.Choice(UNITS), metavar="单位", help="、".join(UNITS) + "。")
@click.option("--no-roll", is_flag=True, help="届满日遇休息日不顺延。")
@click.option("--batch", is_flag=True, help="逐行读入 JSON（id、n、unit、roll、from），逐行作答。")
@output.json_option
def due(*, start: str | None, n: int | None, unit: str | None, no_roll: bool, batch: bool, as_json: bool) -> None:
    """推算期限到期日，并写出推算过程。"""
    if batch:
        for line in answer.batch(sys.stdin):
            click.echo(line)
        return
    if n is None or unit is None or start is None:
        raise click.UsageError("须给出 --n、--unit 和 --from，或用 --batch。")
    try:
        record = answer.due_record(n, unit, not no_roll, start)
    except ClockError as error:
        raise language.ProblemError(error.code, error.message) from error
    output.show(record, as_json=as_json, text=f"{record['due']}\n{record['explanation']}")
