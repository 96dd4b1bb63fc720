"""`ecoduty simulated-year`: what `simulate` starts in the home it made. Works in no other database."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict
from datetime import date, timedelta

import click
from django.db import connection

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console import installation, language, output
from ecoduty.interfaces.console.simulation import filling
from ecoduty.interfaces.console.simulation.running import LAST
from ecoduty.kernel import clock

PASSWORD = "ECODUTY_DEMO_PASSWORD"  # noqa: S105 -- the name of the variable
_WIDTH = 30
_PLAIN = 30  # days between two lines where nobody looks at a terminal


@click.command(cls=language.Command, name="simulated-year")
@click.option("--year", type=int, required=True)
@click.option("--seed", type=int, required=True)
@click.option("--scale", type=float, required=True)
@click.option("--days", type=int)
def simulated_year(*, year: int, seed: int, scale: float, days: int | None) -> None:
    """在模拟库里过一整年（由 simulate 启动）。"""
    here = installation.current()
    with here.database():
        if not clock.is_simulated():
            raise language.ProblemError(
                "real_data", "这个数据库没有模拟的标记，不能在里面模拟。请用 ecoduty simulate。"
            )
        here.make_keys_if_needed()  # who complains is sealed here as everywhere
        with connection.cursor() as cursor:  # what a power failure takes is simulated anew
            cursor.execute("SET synchronous_commit TO off")
        output.progress("正在建立机构、岗位、账号和清单……")
        filling.found_city(year, os.environ.get(PASSWORD, "simulated"))
        filled = filling.fill(year, seed, scale, watch=Bar(year), days=days)
        facts = {
            "acts": filled.lived.acts,
            "stories": filled.lived.told,
            "entries": filled.entries,
            "matters": Matter.objects.count(),
            "kinds": dict(sorted(filled.kinds.items())),
            "mishaps": [{**asdict(one), "at": one.at.isoformat()} for one in filled.lived.mishaps],
            "fingerprint": filled.fingerprint,
            "seconds": round(filled.seconds, 1),
            "ends": filled.ends.isoformat(),
        }
    output.show(facts, as_json=True, text="")


class Bar:
    """How far the year is, on standard error: a bar on a terminal, else a line now and then."""

    def __init__(self, year: int) -> None:
        self.first = date(year, 1, 1)
        self.days = (date(year + 1, LAST[0], LAST[1]) - self.first).days + 1
        self.began = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def __call__(self, day: date, acts: int) -> None:
        """A day begins."""
        passed = (day - self.first).days
        if self.terminal:
            full = _WIDTH * passed // self.days
            left = self._left(passed)
            end = "\n" if day == self.first + timedelta(days=self.days - 1) else ""
            sys.stderr.write(f"\r{'█' * full}{'░' * (_WIDTH - full)} {day:%m月%d日} {acts}个动作{left}    {end}")
            sys.stderr.flush()
        elif passed % _PLAIN == 0:
            output.progress(f"{day:%Y年%m月%d日}，{acts}个动作{self._left(passed)}")

    def _left(self, passed: int) -> str:
        if passed < _PLAIN:
            return ""
        seconds = (time.monotonic() - self.began) / passed * (self.days - passed)
        return f"，约剩{seconds:.0f}秒"
