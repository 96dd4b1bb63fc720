"""`ecoduty sweep`: what the worker does every half minute, now and with numbers."""

from __future__ import annotations

from dataclasses import asdict

import click

from ecoduty.casework.escalation import sweep as sweeping
from ecoduty.interfaces.console import installation, language, output


@click.command(cls=language.Command)
@output.json_option
def sweep(*, as_json: bool) -> None:
    """立即巡查一遍：开办到期的定期义务，记逾期，发提醒，备好待签发事项。再巡一遍不会重复。"""
    with installation.current().database():
        report = sweeping.sweep()
    text = (
        f"开办 {report.opened} 件（未能开办 {report.not_opened} 件），记逾期 {report.missed} 项，"
        f"发提醒 {report.reminded} 项，待签发 {report.prepared} 项，延后再查 {report.pushed} 项，"
        f"其他提醒 {sum(report.notices.values())} 条。"
    )
    output.show(asdict(report), as_json=as_json, text=text)
