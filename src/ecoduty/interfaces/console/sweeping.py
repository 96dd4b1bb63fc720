"""`ecoduty sweep`: what the worker does every half minute, now and with numbers; or for another moment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from ecoduty.casework.escalation import sweep as sweeping
from ecoduty.interfaces.console import demo, installation, language, output
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError
from ecoduty.kernel.clock.answer import parse_start


@click.command(cls=language.Command)
@click.option(
    "--now", "moment", metavar="时间",
    help="按这一时间巡查，如 2026-12-31 或 2026-12-31T09:00；晚于现在的，只限演练库和演示数据。",
)  # fmt: skip
@output.json_option
def sweep(*, moment: str | None, as_json: bool) -> None:
    """立即巡查一遍：开办到期的定期义务，记逾期，发提醒，备好待签发事项。再巡一遍不会重复。"""
    at = _read(moment) if moment is not None else None
    with installation.current().database():
        _refuse_to_run_ahead(at)
        report = sweeping.sweep(at)
    text = (
        f"开办 {report.opened} 件（未能开办 {report.not_opened} 件），记逾期 {report.missed} 项，"
        f"发提醒 {report.reminded} 项，待签发 {report.prepared} 项，延后再查 {report.pushed} 项，"
        f"其他提醒 {sum(report.notices.values())} 条。"
    )
    output.show(asdict(report), as_json=as_json, text=text)


def _read(text: str) -> datetime:
    """The moment as written; a day alone is its beginning. Raises ProblemError `moment_unreadable`."""
    try:
        found = parse_start(text)
    except ClockError as error:
        said = f"“{text}”读不出时间，请写成 2026-12-31 或 2026-12-31T09:00。"
        raise language.ProblemError("moment_unreadable", said) from error
    return found if isinstance(found, datetime) else clock.start_of_day(found)


def _refuse_to_run_ahead(at: datetime | None) -> None:
    """Nothing is noted as late in a real ledger before it is. Raises ProblemError `moment_to_come`."""
    if at is None or at <= clock.now() or clock.is_rehearsal() or demo.is_demonstration():
        return
    said = (
        f"{clock.spoken_moment(at)}还没有到：现在按它巡查，会把没有逾期的记成逾期，留痕改不回来。"
        "要看将来会怎样，请用 ecoduty rehearsal 复制演练库。"
    )
    raise language.ProblemError("moment_to_come", said)
