"""`ecoduty search`: the search text made anew from what stands."""

from __future__ import annotations

import sys
import time

import click

from ecoduty.casework.search import keeping
from ecoduty.interfaces.console import installation, language, output

_EVERY = 2.0  # seconds between two lines of progress


@click.group(cls=language.Group)
def search() -> None:
    """全文检索用的文字。"""


@search.command(cls=language.Command)
@output.json_option
def rebuild(*, as_json: bool) -> None:
    """逐项对照办件、公文、公开件、机构、人员、条款和法律依据，改正检索文字；随时可以执行，不影响办理。"""
    with installation.current().database():
        changed, total = rebuilt()
    text = f"已对照{total}项，改正{changed}条检索文字。" if changed else f"已对照{total}项，检索文字全部相符。"
    output.show({"checked": total, "changed": changed}, as_json=as_json, text=text)


def fill() -> None:
    """Make the search text where there is none yet, such as after an upgrade from a version without it."""
    if keeping.missing():
        output.progress("正在建立检索文字……")
        rebuilt()


def rebuilt() -> tuple[int, int]:
    """Rebuild with a line of progress every other second; rows changed, and things compared."""
    last, total = time.monotonic(), 0

    def told(done: int, of: int) -> None:
        nonlocal last, total
        total = of
        if time.monotonic() - last >= _EVERY or (sys.stderr.isatty() and done == of):
            last = time.monotonic()
            output.progress(f"检索文字 {done}/{of}")

    changed = keeping.rebuild(told)
    return changed, total
