"""What a paper says about its own numbers: beside the first sentence that the platform wrote from them, nothing they do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecoduty.interfaces.console.simulation.wording import words

_LATE = ".overdue"
_MOST = 3  # bodies that are named


def of_sections(numbers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """A remark for each section whose numbers say what is late."""
    lists = words("papers")["remarks"]
    found = {}
    for one in _late(numbers):
        section, number = one["section"], int(one["value"])
        if section in lists["in-time"]:
            form = lists["overdue" if number else "in-time"][section]
            found[section] = form.format(n=number, who=_who([one]))
    return found


def overall(numbers: Sequence[Mapping[str, Any]], name: str) -> str:
    """One sentence about all of them: whether anything is late, how much and where."""
    late = _late(numbers)
    number = sum(int(one["value"]) for one in late)
    form: str = words("papers")["remarks"][f"{name}-overdue" if number else f"{name}-in-time"]
    return form.format(all=number, who=_who(late))


def reminder(month: int) -> str:
    """What a bulletin of that month reminds of."""
    known = words("papers")["remarks"]["reminders"]
    return str(known[max((one for one in known if one <= month), default=1)])


def _late(numbers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in numbers if one["key"].endswith(_LATE)]


def _who(late: Sequence[Mapping[str, Any]]) -> str:
    """The bodies that have the most of it, in the order in which the figure names them."""
    parts: dict[str, int] = {}
    for one in late:
        for _, name, number in one["parts"]:
            parts[name] = parts.get(name, 0) + int(number)
    most = sorted((name for name, number in parts.items() if number), key=lambda name: -parts[name])[:_MOST]
    return "、".join(name for name in parts if name in most) or "有关单位"


__all__ = ["of_sections", "overall", "reminder"]
