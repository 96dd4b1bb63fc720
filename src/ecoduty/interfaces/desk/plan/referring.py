"""What accountability rests on in words: situations, ways of handling, who it goes to, what is caught, what is hinted at."""

from __future__ import annotations

from ecoduty.casework.ports import facts
from ecoduty.interfaces.desk.plan.rules import DELIVERIES, Group, Rule, rule
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import Destination, Interception, Omission

_CONSEQUENCES = {"required": "须有后果才成立", "aggravating": "没有后果也可成立，有后果的从重"}
_LEVELS = {"city": "市", "district": "本人所在区的", "province": "省", "outside": "上级"}
_RANKS = "accountability.ranks"


def groups(book: Rulebook) -> tuple[Group, ...]:
    """Everything of accountability in the rulebook, each part where it has rows."""
    parts = (
        *_situations(book),
        Group("处理方式（由有权机关决定）", tuple(rule(book, one.key, one.label, one.effect, one.basis) for one in book.handlings.values())),
        Group("移交给谁", tuple(_destination(book, one) for one in book.destinations.values())),
        Group("不得写入、上传的", tuple(_interception(book, one) for one in book.interceptions.values())),
        Group("应移交未移交的提示（由人判断，不是认定）", tuple(_omission(book, one) for one in book.omissions.values())),
    )  # fmt: skip
    return tuple(part for part in parts if part.rules)


def _situations(book: Rulebook) -> list[Group]:
    """One group for whomever they speak of, the plan's own first."""
    ranked = sorted(book.situations.values(), key=lambda one: (one.basis.kind != "plan", one.basis.pending))
    found: dict[str, list[Rule]] = {}
    for one in ranked:
        read = f"{_CONSEQUENCES[one.consequence]}（本平台读法）"
        found.setdefault(one.addressee, []).append(rule(book, one.key, one.label, read, one.basis))
    return [Group(f"情形：{addressee}", tuple(rows)) for addressee, rows in found.items()]


def _destination(book: Rulebook, one: Destination) -> Rule:
    to = "、".join(f"{_LEVELS[line.level]}{book.kinds[line.kind].label}" for line in one.to)
    words = dict(_rank_words(book))
    ranks = "、".join(words.get(rank, rank) for rank in one.ranks)
    ways = "、".join(sorted({DELIVERIES[book.kinds[line.kind].delivery] for line in one.to}))
    return rule(book, one.key, one.label, to, one.basis, ranks, f"送达：{ways}")


def _rank_words(book: Rulebook) -> list[tuple[str, str]]:
    """Codes and words of ranks, as of any day."""
    found = book.values.get(_RANKS)
    values = found.dated[-1].value if found else ()
    items = values if isinstance(values, tuple) else (values,)
    return [(code, word) for code, _, word in (str(item).partition("=") for item in items)]


def _interception(book: Rulebook, one: Interception) -> Rule:
    caught = "、".join(one.words) if one.words else "按式样查找"
    harmless = f"不拦：{'、'.join(one.unless)}" if one.unless else ""
    return rule(book, one.key, one.label, caught, one.basis, one.says, harmless)


def _omission(book: Rulebook, one: Omission) -> Rule:
    labels = {kind: table.label for kind, table in tables().items()}
    known_facts = facts.words()
    held = "，且".join(f"{known_facts.get(line.fact, line.fact)}不少于{line.at_least}" for line in one.conditions)
    unstated = [line.fact for line in one.conditions if line.fact not in known_facts]
    kinds = "、".join(labels.get(kind, kind) for kind in one.kinds)
    known = book.situations.get(one.situation)
    return rule(
        book, one.key, one.label, held, one.basis, f"看：{kinds}", f"可能的情形：{known.label}" if known else "",
        f"{'、'.join(unstated)}暂无机制说明，这一条不会提示" if unstated else "",
    )  # fmt: skip


__all__ = ["groups"]
