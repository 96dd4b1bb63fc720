"""Closing needs: every one of them is met, or nothing is struck off."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.inspections.refusing import refuse


def all_met(needs: Sequence[str], covered: Sequence[str]) -> None:
    """`covered` are places in `needs`. Raises Refused `need_unknown` or `needs_missing` naming them."""
    if any(not key.isdecimal() or int(key) >= len(needs) for key in covered):
        raise Refused("need_unknown", "所勾的销号条件不在这个问题里，请刷新页面后重选。", status=422, clause="13.2")
    missing = [need for number, need in enumerate(needs) if str(number) not in covered]
    if missing:
        sentence = f"还有{len(missing)}条销号条件没有勾为达到：{'；'.join(missing)}。没有达到的，请退回整改。"
        raise refuse("needs_missing", sentence, field="covered")
