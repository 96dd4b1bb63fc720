"""How other rooms speak to this one: a clue becomes a case; a transfer went, came back, or was refused. README says the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import Receiver
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, ActTable, perform
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import OFFICER
from ecoduty.organisation.directory.models import Body

_WHY = "由移送件同步登记"
_OPENING = ("title", "group", "source", "found_on", "about", "place")
_SUMMARY, _REASON = 2000, 1000  # characters, the widths of the fields


def receiver(table: ActTable) -> Receiver:
    """The receiver of the kind: content with `case` is a step of a case that is there, all else opens one."""

    def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
        return _step(table, content, occurred_at) if "case" in content else _opened(table, actor, content, occurred_at)

    return receive


def _opened(table: ActTable, actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """By the officer who acts, at his own body; else by the platform, with all enforcement officers of the holder."""
    given: dict[str, Any] = {name: content[name] for name in _OPENING if content.get(name)}
    given = {"source": "clue", "group": "environment", **given, "summary": str(content.get("facts") or "")[:_SUMMARY]}
    if actor.post_kind == "enforcement_officer" and content.get("holder", actor.body) == actor.body:
        data = {**given, "officers": content.get("officers") or [actor.person]}
        matter: Matter = perform(
            table, "register_case", actor=actor, data=data, occurred_at=occurred_at, reason=_WHY
        ).subject
        return matter
    holder = Body.objects.get(key=content.get("holder") or actor.body)
    officers = content.get("officers") or [row.person_id for row in circle.in_posts(holder, OFFICER, today())]
    data = {**given, "holder": holder.key, "officers": list(dict.fromkeys(officers))}
    system = Actor.system("线索转案件")
    done = perform(table, "open_from_clue", actor=system, data=data, occurred_at=occurred_at, reason=_WHY)
    opened: Matter = done.subject
    return opened


def _step(table: ActTable, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A transfer's news. Never dated before the case's own last act, which may have come in between."""
    act, data = _STEPS[content["step"]](content)
    last = Matter.objects.only("last_occurred_at").get(pk=content["case"]).last_occurred_at
    at = max(occurred_at, last) if last is not None else occurred_at
    done = perform(
        table, act, content["case"], actor=Actor.system("两法衔接"), data=data, occurred_at=at,
        reason=str(content.get("why") or _WHY),
    )  # fmt: skip
    matter: Matter = done.subject
    return matter


def _sent(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "sent_to_police", {"transfer": content["transfer"]}


def _effect(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    widths = {"outcome": 20, "number": 80, "fine": 20, "text": 300}  # what is longer stands whole in the transfer
    return "effect_of_transfer", {
        name: str(content[name])[:width] for name, width in widths.items() if content.get(name)
    }


def _refused(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "refuse_transfer", {"reason": f"移送报告未获批准：{content['reason']}"[:_REASON]}


def _to_court(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "pass_to_court", {"application": content["application"]}


_STEPS: dict[str, Callable[[Mapping[str, Any]], tuple[str, dict[str, Any]]]] = {
    "sent": _sent, "effect": _effect, "not_transferred": _refused, "to_court": _to_court,
}  # fmt: skip

__all__ = ["receiver"]
