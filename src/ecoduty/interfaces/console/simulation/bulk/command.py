"""`ecoduty simulated-load`: what `simulate load` starts in the home of a simulation. Works in no other database."""

from __future__ import annotations

from pathlib import Path

import click

from ecoduty.casework.figures.folding import fold
from ecoduty.interfaces.console import installation, language, output
from ecoduty.interfaces.console.simulation.bulk import loading, mixture, telling
from ecoduty.interfaces.console.simulation.bulk.reach import Reach
from ecoduty.kernel import clock


@click.command(cls=language.Command, name="simulated-load")
@click.option("--matters", type=click.IntRange(1), required=True)
@click.option("--mark", type=click.Path(path_type=Path), required=True)
def simulated_load(*, matters: int, mark: Path) -> None:
    """在模拟库里成批装载（由 simulate load 启动）。"""
    here = installation.current()
    with here.database():
        if not clock.is_simulated():
            raise language.ProblemError(
                "real_data", "这个数据库没有模拟的标记，不能往里面装载模拟数据。请用 ecoduty simulate。"
            )
        telling.check_room(matters, here.home)
        wanted = mixture.wanted(matters)
        output.progress(telling.beforehand(matters))
        reach = Reach({role: here.conninfo(role) for role in ("app", "owner")})
        before = reach.size()
        mark.touch()
        try:
            done = loading.load(reach, wanted, telling.Bar(matters))
        finally:  # the checks are back by now; what kills this process leaves the mark
            mark.unlink()
        fold()
        facts = {
            "matters": done.matters,
            "entries": done.entries,
            "kinds": {sort.kind: population.matters for sort, population in wanted},
            "seconds": round(done.seconds, 1),
            "bytes": done.bytes - before,
            "all_bytes": done.bytes,
        }
    output.show(facts, as_json=True, text="")
