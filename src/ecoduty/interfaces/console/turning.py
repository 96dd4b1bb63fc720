"""`ecoduty rehearsal-turn`: what `rehearsal set` starts in the rehearsal, to live through the days as the page has them lived."""

from __future__ import annotations

import sys
import time
from datetime import datetime

import click

from ecoduty.casework.rehearsal import flow, living
from ecoduty.casework.rehearsal.models import Turning
from ecoduty.interfaces.console import installation, language, output
from ecoduty.kernel import clock
from ecoduty.kernel.flow import Actor, Refused

_ACTOR = Actor.system("演练命令")
_WIDTH = 30
_LINE_SECONDS = 10.0  # between two lines where nobody looks at a terminal
_LOOK_SECONDS = 0.5


@click.command(cls=language.Command, name="rehearsal-turn")
@click.argument("until", metavar="时刻")
def rehearsal_turn(*, until: str) -> None:
    """在演练库里一天一天过到某一时刻（由 rehearsal set 启动）。"""
    moment = datetime.fromisoformat(until)
    with installation.current().database():
        _begin(moment)
        bar = Bar()
        began = time.monotonic()
        while not living.carry_on(_LOOK_SECONDS):
            bar.show()
            # where the worker of the running platform lives through them it comes back at once
            time.sleep(max(0.0, began + _LOOK_SECONDS - time.monotonic()))
            began = time.monotonic()
        bar.end()
        turning = Turning.objects.get()
    if turning.failed:
        output.progress(f"途中有{turning.failed}项夜间工作没有做成，详见日志；下一夜会再做。")


def _begin(moment: datetime) -> None:
    """Begin to turn, or go on where a turn to that day was broken off. Raises ProblemError with the code of the refusal."""
    turning = Turning.objects.get()
    if turning.under_way and turning.until is not None:
        if clock.local_date(turning.until) == clock.local_date(moment):
            output.progress("上一次没有走完，接着走。")
            return
        day = clock.local_date(turning.until)
        said = (
            f"演练的时钟正在往{clock.spoken_day(day)}拨。请等它走到，或用 ecoduty rehearsal set {day} 接着走完，"
            "或在“演练”页停在这里。"
        )
        raise language.ProblemError("rehearsal_turning", said)
    try:
        flow.turn(moment, _ACTOR)
    except Refused as refused:
        raise language.ProblemError(refused.code, refused.sentence) from refused


class Bar:
    """How far the clock is, on standard error: a bar on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._told = time.monotonic()

    def show(self) -> None:
        """Say on which day the clock stands."""
        at = clock.now()
        if self._terminal:
            full = int(_WIDTH * Turning.objects.get().way(at))
            sys.stderr.write(f"\r{'█' * full}{'░' * (_WIDTH - full)} {at:%Y年%m月%d日}    ")
            sys.stderr.flush()
        elif time.monotonic() - self._told > _LINE_SECONDS:
            self._told = time.monotonic()
            output.progress(f"走到{at:%Y年%m月%d日}……")

    def end(self) -> None:
        """The bar is done with."""
        if self._terminal:
            sys.stderr.write("\n")


__all__ = ["rehearsal_turn"]
