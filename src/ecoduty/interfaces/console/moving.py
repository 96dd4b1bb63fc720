"""What a rulebook would move, as `ecoduty rulebook diff --moves` prints it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from ecoduty.casework.rulebooks.foreseeing import Foreseen, Move


def as_data(found: Foreseen) -> dict[str, Any]:
    """Numbers and everything behind them."""
    return {
        "deadlines": {
            "kept": len(found.deadlines),
            **{move.value: len(found.moved(move)) for move in Move},
            "late": len(found.late),
            "rows": [_plain(asdict(one)) for one in found.deadlines],
        },
        "duties": [_plain(asdict(one)) for one in found.duties],
        "ladders": [{"ladder": one.ladder, "label": one.label, "running": one.running} for one in found.ladders],
        "visibility": [asdict(one) for one in found.sights],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Days and identifiers as text."""
    return {
        name: [_text(one) for one in value] if isinstance(value, tuple) else _text(value)
        for name, value in values.items()
    }


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, date | UUID) else value


def lines(found: Foreseen) -> list[str]:
    """The numbers in words, and each deadline and duty that would move."""
    said = []
    said.append(
        f"在办期限：{len(found.deadlines)}项所依的规则有变，仍按原版本不动。按新规则，"
        f"{len(found.moved(Move.EARLIER))}项会提前，{len(found.moved(Move.LATER))}项会推后，"
        f"其中{len(found.late)}项已经逾期；{len(found.moved(Move.SAME))}项日期相同，"
        f"{len(found.moved(Move.DECIDED))}项由人定日，{len(found.moved(Move.GONE))}项没有对应的规则。"
    )
    said += [
        f"  {one.number} {one.label}：{one.old} → {one.new}{'（已逾期）' if one.late else ''}"
        for one in found.moved(Move.EARLIER, Move.LATER)
    ]
    bodies: Counter[str] = Counter(one.label for one in found.duties)
    said.append(f"定期义务：今后一年有{len(found.duties)}件的开办日或到期日会变。")
    said += [f"  {label}：{count}件" for label, count in bodies.items()]
    said.append(f"催办梯子：{len(found.ladders)}架的梯级会变。")
    said += [f"  {one.label}：{one.running}项在办期限仍按原梯级" for one in found.ladders]
    said.append(f"可见范围：{len(found.sights)}格会变。")
    said += [
        f"  {one.label}·{one.secrecy}·{one.relation}：{one.before} → {one.after}，涉及{one.matters}件"
        for one in found.sights
    ]
    return said


__all__ = ["as_data", "lines"]
