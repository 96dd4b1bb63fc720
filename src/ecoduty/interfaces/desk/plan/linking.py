"""What the linkage with justice rests on in words: elements of a crime, and the papers a leg asks for."""

from __future__ import annotations

from ecoduty.interfaces.desk.plan.rules import Group, Rule, rule
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import CrimeElement, RequiredPapers
from ecoduty.mechanisms.enforcement.administrative.after_data import MeasureFacts

_NEEDED = {"always": "", "or_reason": "（没有的说明原因）", "if_any": "（有的才附）"}
_GROUPS, _POLLUTANTS = "enforcement.offence-groups", "crime-elements.pollutants"


def groups(book: Rulebook) -> tuple[Group, ...]:
    """Each part where it has rows."""
    parts = (
        Group("入罪情形（提示，不作认定）", tuple(_element(book, one) for one in book.crime_elements.values())),
        Group("各环节必备的材料", tuple(_papers(book, one) for one in book.required_papers.values())),
    )
    return tuple(part for part in parts if part.rules)


def _element(book: Rulebook, one: CrimeElement) -> Rule:
    titles = {name: item.title or name for name, item in MeasureFacts.model_fields.items()}
    pollutants, offences = _words(book, _POLLUTANTS), _words(book, _GROUPS)
    held = "，且".join(
        f"{titles.get(line.fact, line.fact)}为{'、'.join(pollutants.get(code, code) for code in line.among)}之一"
        if line.among
        else f"{titles.get(line.fact, line.fact)}不少于{line.at_least}"
        if line.at_least > 1
        else titles.get(line.fact, line.fact)
        for line in one.conditions
    )
    kinds = "、".join(offences.get(code, code) for code in one.groups)
    return rule(book, one.key, one.label, held, one.basis, one.crime, f"适用：{kinds}")


def _papers(book: Rulebook, one: RequiredPapers) -> Rule:
    listed = "；".join(f"{paper.label}{_NEEDED[paper.needed]}" for paper in one.papers)
    return rule(book, one.key, one.label, listed, one.basis)


def _words(book: Rulebook, key: str) -> dict[str, str]:
    """Codes and words of a list, as of its last value."""
    found = book.values.get(key)
    value = found.dated[-1].value if found else ()
    items = value if isinstance(value, tuple) else (value,)
    return {code: word for code, _, word in (str(item).partition("=") for item in items)}


__all__ = ["groups"]
